/** What is not an event: presence, clock, telemetry, ground truth. The newest counts. */
import {
  type CellTwin,
  type Checked,
  Clock,
  checker,
  describeFlaws,
  type EquipmentPath,
  Presence,
  type ServerToClient,
  Telemetry,
  Truth,
} from '@celltwin/contracts'
import type { Logger } from 'pino'
import type { Cells, LiveCell } from '../twins/cells.ts'
import type { CellTopic } from './link.ts'
import type { OwnEvent } from './own-event.ts'
import type { TelemetryStore } from './telemetry-store.ts'
import type { Decide } from './writer.ts'

export interface NewsOptions {
  readonly cells: Cells
  readonly log: Logger
  readonly telemetry: TelemetryStore
  readonly append: <T>(path: EquipmentPath, decide: Decide<T>) => Promise<T>
  readonly keepTruth: (cell: LiveCell, truth: Truth) => Promise<void>
  readonly tell: <E extends 'presence' | 'clock' | 'telemetry' | 'truth'>(
    event: E,
    cell: string,
    news: Parameters<ServerToClient[E]>[1],
  ) => void
  /** A device says what its clock shows, at this moment. */
  readonly measured: (cell: LiveCell, sample: Telemetry) => void
  /** An agent said hello: it wants to know what is durable. */
  readonly born: (cell: LiveCell, source: string) => void
}

const readers = {
  presence: checker(Presence),
  clock: checker(Clock),
  telemetry: checker(Telemetry),
  truth: checker(Truth),
}

export interface News {
  hear(topic: CellTopic, payload: Buffer): void
  /** Journals presence that could not be journalled when it was heard. */
  catchUp(): void
}

export function createNews(options: NewsOptions): News {
  const { cells, log, telemetry, append, keepTruth, tell, measured } = options
  /** Retained messages of cells that are not made yet: the broker sends them once. */
  const unheard = new Map<string, [CellTopic, Buffer]>()

  const introduce = (topic: CellTopic, payload: Buffer): void => {
    if (topic.channel !== 'presence' && topic.channel !== 'clock') return
    unheard.set(nameOf(topic), [topic, payload])
    if (topic.channel === 'clock') return
    append(topic.path, () => ({ events: [], answer: undefined })).then(replay, () => {})
  }
  const replay = () => {
    const messages = [...unheard.values()]
    unheard.clear()
    for (const [topic, payload] of messages) hear(topic, payload)
  }
  const hear = (topic: CellTopic, payload: Buffer): void => {
    const cell = cells.get(topic.path.cell)
    if (!cell) {
      introduce(topic, payload)
      return
    }
    // What was kept of it is older than what is heard now.
    unheard.delete(nameOf(topic))
    const slug = topic.path.cell
    const read = <T>(check: (value: unknown) => Checked<T>): T | undefined => {
      const checked = check(parse(payload))
      if (checked.ok) return checked.value
      log.warn(
        { cell: slug, channel: topic.channel, source: topic.source, reason: describeFlaws(checked.flaws) },
        'unreadable',
      )
      return undefined
    }
    if (topic.channel === 'presence') {
      const presence = read(readers.presence)
      if (presence && presence.source === topic.source) meet(options, cell, presence)
    } else if (topic.channel === 'clock') {
      const clock = read(readers.clock)
      if (!clock) return
      cell.clock = clock
      tell('clock', slug, clock)
    } else if (topic.channel === 'telemetry') {
      const sample = read(readers.telemetry)
      if (!sample || sample.source !== topic.source) return
      cell.telemetry.set(sample.source, sample)
      telemetry.keep(cell, sample)
      measured(cell, sample)
      tell('telemetry', slug, sample)
    } else if (topic.channel === 'world' && topic.source === 'truth') {
      const truth = read(readers.truth)
      if (!truth) return
      tell('truth', slug, truth)
      keepTruth(cell, truth).catch((error: Error) => log.warn({ reason: error.message }, 'ground truth was not kept'))
    }
  }
  return {
    hear,
    catchUp: () => {
      replay()
      for (const cell of cells.all()) for (const presence of cell.presence.values()) journal(options, cell, presence)
    },
  }
}

const nameOf = ({ path, channel, source }: CellTopic): string => `${path.cell}/${channel}/${source}`

function meet(options: NewsOptions, cell: LiveCell, presence: Presence): void {
  const { tell, born } = options
  cell.presence.set(presence.source, presence)
  tell('presence', cell.path.cell, presence)
  if (presence.online) born(cell, presence.source)
  journal(options, cell, presence)
}

/** Compared inside the append alone: the twin outside does not know yet what an earlier change, still being written, says. */
function journal({ append, log }: NewsOptions, cell: LiveCell, presence: Presence): void {
  append(cell.path, ({ twin }) => ({
    events: presenceChanged(twin, presence) ? [toEvent(presence)] : [],
    answer: undefined,
  })).catch((error: Error) =>
    log.warn({ source: presence.source, reason: error.message }, 'presence is not journalled yet'),
  )
}

/** Against what the journal says, so that a retained message heard again changes nothing. */
function presenceChanged(twin: CellTwin, { source, online, readiness, epoch }: Presence): boolean {
  const known = twin.sources[source]?.presence?.value
  if (!known) return true
  return known.online !== online || known.readiness !== readiness || known.epoch !== epoch
}

function toEvent({ source: of, online, readiness, progress, versions, epoch, at, simulated }: Presence): OwnEvent {
  return {
    type: 'presence-changed',
    simulated,
    data: { of, online, readiness, ...(progress === undefined ? {} : { progress }), versions, epoch, at },
  }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString())
  } catch {
    return undefined
  }
}
