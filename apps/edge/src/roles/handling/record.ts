/**
 * What the cell must not forget when its agent dies: one durable record, written in one order.
 *
 * A step's event and the record that says so become durable together, so that after kill -9 no step is told twice and
 * none is lost.
 */
import type { CellInputs, Destination, EventData, EventType, PackMLState } from '@celltwin/contracts'
import type { RoleContext } from '../../context.ts'
import type { DescriptionLedger } from './adopt-description.ts'
import type { RecipeLedger } from './adopt-recipe.ts'
import type { ChallengeLedger } from './challenge.ts'
import { type KeptPart, NO_PARTS, type Places } from './nests.ts'
import type { PackingRecord } from './packing.ts'
import { NO_REQUESTS, type RequestLedger } from './requests.ts'
import type { StudyProgress } from './run-study.ts'
import type { Breakpoint } from './stepping/breakpoints.ts'

/** A part between infeed and dispatch. */
export interface InProcess {
  readonly part: KeptPart
  readonly provisional?: string
}

/** A part that a person has brought back to the spindle. Its nest is kept for it. */
export interface Mounted {
  readonly part: KeptPart
  readonly place: number
  readonly on: 'way' | 'spindle'
  readonly angleDeg: number
}

/** A move that has been told and not yet confirmed by a sensor. */
export interface Move {
  readonly part: KeptPart
  readonly from: 'spindle' | 'hold'
  readonly fromPlace?: number
  readonly to: Destination
  readonly place?: number
  readonly because: EventData<'part-dispatched'>['because']
  readonly requestId?: string
  /** Told as arrived; only the request is still to be told done. */
  readonly arrived?: boolean
}

/** Why the cell stays aborted until a person resets it at the cell. */
export interface Stop {
  readonly reason: string
  readonly suspects: readonly string[]
}

export interface CellRecord {
  /** Of the last cycle begun. */
  readonly cycleNumber: number
  readonly inProcess?: InProcess
  readonly move?: Move
  readonly places: Places
  readonly mounted?: Mounted
  /** Parts that a person took out unasked, still to be told. */
  readonly takenOut?: readonly KeptPart[]
  /** Absent until a part is accepted in a cell that packs. */
  readonly packing?: PackingRecord
  /** Serials dispatched since the last arrival that a sensor confirmed. */
  readonly unconfirmed: readonly string[]
  readonly stop?: Stop
  readonly paused: boolean
  /** Why it is paused, where that is a breakpoint. */
  readonly pausedBy?: string
  readonly breakpoints?: readonly Breakpoint[]
  /** Absent until there is something to remember. */
  readonly challenge?: ChallengeLedger
  /** The study that is being made. */
  readonly study?: StudyProgress
  readonly recipe?: RecipeLedger
  readonly description?: DescriptionLedger
  readonly requests: RequestLedger
  readonly told: {
    readonly definitionHash?: string
    readonly inputs?: CellInputs
    readonly state?: { readonly state: PackMLState; readonly reason: string }
  }
}

const KEY = 'cell'

const BLANK: CellRecord = {
  cycleNumber: 0,
  places: NO_PARTS,
  unconfirmed: [],
  paused: false,
  requests: NO_REQUESTS,
  told: {},
}

export interface Store {
  readonly record: CellRecord
  /** Changes the record. Resolves when that is durable. */
  keep(change: (record: CellRecord) => CellRecord): Promise<void>
  /** Tells an event and changes the record, both or neither. Further memory entries go with them. */
  tell<T extends EventType>(
    type: T,
    data: EventData<T>,
    change: (record: CellRecord) => CellRecord,
    entries?: Readonly<Record<string, unknown>>,
  ): Promise<Date>
}

export function openStore(context: RoleContext): Store {
  let record = context.memory.get<CellRecord>(KEY) ?? BLANK
  let writes: Promise<unknown> = Promise.resolve()

  /** Handlers of inputs and requests change the record while a cycle runs: one write after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = writes.then(work)
    writes = turn.catch(() => {})
    return turn
  }

  return {
    get record() {
      return record
    },
    keep: (change) =>
      inTurn(async () => {
        const next = change(record)
        await context.memory.put(KEY, next)
        record = next
      }),
    tell: (type, data, change, entries) =>
      inTurn(async () => {
        const next = change(record)
        const event = await context.tellAndRemember(type, data, { ...entries, [KEY]: next })
        record = next
        return new Date(event.occurredAt)
      }),
  }
}

export function withoutMounted({ mounted: _, ...record }: CellRecord): CellRecord {
  return record
}

/** The record without a part on the spindle. */
export function withoutPart({ inProcess: _, ...record }: CellRecord): CellRecord {
  return record
}

export function withoutStudy({ study: _, ...record }: CellRecord): CellRecord {
  return record
}

export function withoutMove({ move: _, ...record }: CellRecord): CellRecord {
  return record
}

export function withoutStop({ stop: _, ...record }: CellRecord): CellRecord {
  return record
}
