/** What routes are given. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Database } from '../database/database.ts'
import type { EvidenceStore } from '../evidence/evidence-store.ts'
import type { Link } from '../ingest/link.ts'
import type { TelemetryStore } from '../ingest/telemetry-store.ts'
import type { Writer } from '../ingest/writer.ts'
import type { ModelStore } from '../models/model-store.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { People } from '../people/people.ts'
import { notFound } from '../problems.ts'
import type { Projector } from '../projections/projector.ts'
import type { Stream } from '../stream/stream.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import type { Snapshotter } from '../twins/snapshotter.ts'

export interface House {
  readonly database: Database
  readonly cells: Cells
  readonly writer: Pick<Writer, 'append' | 'status' | 'waiting'>
  readonly projector: Projector
  readonly snapshots: Snapshotter
  readonly telemetry: TelemetryStore
  readonly evidence: EvidenceStore
  readonly stream: Pick<Stream, 'tell'>
  readonly link: Pick<Link, 'status' | 'publish'>
  readonly people: People
  readonly notifier: Pick<Notifier, 'send'>
  readonly models: ModelStore
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** @throws Problem 404 */
export function cellOr404({ cells }: House, slug: string): LiveCell {
  const cell = cells.get(slug)
  if (!cell) throw notFound(`cell ${slug}`)
  return cell
}
