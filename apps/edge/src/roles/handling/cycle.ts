/** The decisions of one cycle: who the part is, how long a verdict is waited for, where the part goes. */
import {
  type CellDefinition,
  checker,
  type Destination,
  type EventData,
  type EventOf,
  type RecipeRef,
  Serial,
} from '@celltwin/contracts'
import type { IncomingPart, PartInFixture } from '../../devices/devices.ts'

export type Judgment = EventData<'part-judged'>

export interface Identity {
  readonly serial: string
  /** Why the serial is ours and not the part's own. */
  readonly provisional?: string
}

const isSerial = checker(Serial)

/** The part's own serial, or a provisional one where its code does not tell who it is. */
export function identify(incoming: IncomingPart, cell: string, cycleNumber: number, seenInCycle?: number): Identity {
  const provisional = doubt(incoming, seenInCycle)
  return provisional === undefined
    ? { serial: incoming.serial! }
    : { serial: `${cell}-provisional-${cycleNumber}`, provisional }
}

function doubt({ serial }: IncomingPart, seenInCycle: number | undefined): string | undefined {
  if (serial === undefined) return 'code unreadable'
  if (!isSerial(serial).ok) return `code unknown: ${JSON.stringify(serial.slice(0, 40))}`
  if (seenInCycle !== undefined) return `code repeated: ${serial} was cycle ${seenInCycle}`
  return undefined
}

/** For events on their way from the verifier. Not divided by the clock's speed. */
const TRANSPORT_ALLOWANCE_MS = 500

/** Physical time and undivided allowance after part-inserted by which a verdict must be there: the verifier's, and the way. */
export function verdictDue(cell: CellDefinition): { physicalMs: number; allowanceMs: number }[] {
  return Object.values(cell.modules).map(({ dueMs, computeAllowanceMs }) => ({
    physicalMs: dueMs + cell.judgeByMs,
    allowanceMs: computeAllowanceMs + TRANSPORT_ALLOWANCE_MS,
  }))
}

/**
 * The judgment with its permission good for as long as the verifier gave it, from when it was heard: the two clocks need
 * not agree. What was heard too late is not asked for any more.
 */
export function inOwnTime({ data, occurredAt }: EventOf<'part-judged'>, heardAt: Date): Judgment {
  if (!data.permission) return data
  const goodForMs = Date.parse(data.permission.expiresAt) - Date.parse(occurredAt)
  return { ...data, permission: { expiresAt: new Date(heardAt.getTime() + goodForMs).toISOString() } }
}

export interface Dispatch {
  readonly to: Destination
  readonly because: EventData<'part-dispatched'>['because']
}

/**
 * Accept needs a positive permission bound to serial, cycle and recipe version, and not expired. No answer is hold.
 * A part under a provisional serial is held whatever was said of it.
 */
export function decide(
  part: PartInFixture,
  provisional: string | undefined,
  recipe: RecipeRef,
  judgment: Judgment | undefined,
  now: Date,
): Dispatch {
  if (!judgment) return { to: 'hold', because: 'no-verdict' }
  if (judgment.verdict === 'hold') return { to: 'hold', because: 'verdict' }
  if (provisional !== undefined) return { to: 'hold', because: 'no-permission' }
  if (judgment.verdict === 'reject') return { to: 'reject', because: 'verdict' }
  const permitted =
    judgment.permission !== undefined &&
    judgment.permission.expiresAt > now.toISOString() &&
    judgment.cycleId === part.cycleId &&
    judgment.serial === part.serial &&
    judgment.recipe.version === recipe.version &&
    judgment.recipe.hash === recipe.hash
  return permitted ? { to: 'accept', because: 'verdict' } : { to: 'hold', because: 'no-permission' }
}
