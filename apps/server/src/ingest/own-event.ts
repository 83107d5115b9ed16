/** The server's own events: same envelope, same journal, signed `server`. */
import type { CellEvent, EventOf } from '@celltwin/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { Line } from '../journal/append.ts'
import type { StreamPlace } from './arrival.ts'

export const SERVER = 'server'

/** An event of the server before it has its place. `id` is given where the caller has to know it beforehand. */
export type OwnEvent = {
  [T in CellEvent['type']]: Pick<EventOf<T>, 'type' | 'data' | 'simulated'> & {
    readonly id?: string
  }
}[CellEvent['type']]

export function sign({ id, type, simulated, data }: OwnEvent, { epoch, seq }: StreamPlace): Line {
  const event = {
    v: 1,
    id: id ?? uuidv7(),
    type,
    source: SERVER,
    epoch,
    seq,
    occurredAt: new Date().toISOString(),
    simulated,
    data,
  } as CellEvent
  return { event, payload: Buffer.from(JSON.stringify(event)) }
}
