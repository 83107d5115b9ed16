/** What people ask of the cell: the list as the server keeps it, and what the cell answers to each item. */
import type { CellDefinition, CellInputs, Control, Desired, DesiredItem } from '@celltwin/contracts'
import { binFull, findPart, type Places } from './nests.ts'
import type { Mounted } from './record.ts'
import { isBreakpointRequest } from './stepping/breakpoints.ts'
import { isStep, stepRefusal } from './stepping/step-conditions.ts'

export interface RequestLedger {
  readonly journalId: string
  readonly revision: number
  readonly items: readonly DesiredItem[]
  /** The panel in control, as the server last said. */
  readonly control?: Control
  /** What was last told to be waited for, by request. */
  readonly waiting: Readonly<Record<string, readonly string[]>>
  /** Begun and not yet done. */
  readonly started?: string
  /** Done or refused: each request is acted on once. */
  readonly finished: readonly string[]
}

export const NO_REQUESTS: RequestLedger = { journalId: '', revision: -1, items: [], waiting: {}, finished: [] }

/** More than any list is long: a finished request stays known while the server may still repeat it. */
const FINISHED_KEPT = 500

/** Takes the server's list over. A lower revision of the same journal is ignored. */
export function takeOver(ledger: RequestLedger, { journalId, revision, items, control }: Desired): RequestLedger {
  if (journalId === ledger.journalId && revision < ledger.revision) return ledger
  const listed = new Set(items.map(({ id }) => id))
  const waiting = Object.fromEntries(Object.entries(ledger.waiting).filter(([id]) => listed.has(id)))
  const { control: _, ...rest } = ledger
  return { ...rest, journalId, revision, items, waiting, ...(control ? { control } : {}) }
}

export function finish(ledger: RequestLedger, id: string): RequestLedger {
  const { started, ...rest } = ledger
  const waiting = Object.fromEntries(Object.entries(ledger.waiting).filter(([other]) => other !== id))
  return {
    ...rest,
    ...(started === undefined || started === id ? {} : { started }),
    waiting,
    finished: [...ledger.finished.filter((other) => other !== id), id].slice(-FINISHED_KEPT),
  }
}

/** What a request is answered from. */
export interface Situation {
  readonly cell: CellDefinition
  readonly inputs: CellInputs
  readonly now: Date
  readonly places: Places
  /** Of the recipe in force. */
  readonly recipeHash: string
  readonly control?: Control
  readonly mounted?: Mounted
  /** Why a breakpoint cannot be set. */
  readonly flawOfBreakpoint?: (item: DesiredItem) => string | undefined
  /** What the cell itself does that no request may interrupt. */
  readonly occupiedBy?: string
  /** Why AUTO waits for the challenge parts. */
  readonly challengeDue?: string
  /** Why the challenge parts cannot run. */
  readonly challengeUnfit?: string
  /** Why a study cannot be made. */
  readonly flawOfStudy?: (item: DesiredItem) => string | undefined
}

export type Answer =
  | { readonly kind: 'refuse'; readonly item: DesiredItem; readonly reason: string }
  | { readonly kind: 'wait'; readonly item: DesiredItem; readonly waitingFor: readonly string[] }
  | { readonly kind: 'act'; readonly item: DesiredItem }

/** The answer to every open request, in the order of the list. */
export function answers(ledger: RequestLedger, situation: Situation): Answer[] {
  const finished = new Set(ledger.finished)
  return (
    ledger.items
      // A calibration is taken over by the module of its gauge.
      .filter(({ id, target }) => !finished.has(id) && target.kind !== 'record-calibration')
      .map((item) => {
        const reason = refusalOf(item, ledger, situation)
        if (reason) return { kind: 'refuse', item, reason }
        const waitingFor = obstacles(item, situation)
        return waitingFor.length > 0 ? { kind: 'wait', item, waitingFor } : { kind: 'act', item }
      })
  )
}

/** What was begun is gone on with after a restart; but no motion that a person stood by for. */
function refusalOf(item: DesiredItem, { started }: RequestLedger, situation: Situation): string | undefined {
  if (item.id !== started) return refusal(item, situation)
  return isStep(item.target) ? 'stopped: the cell was stopped or its agent restarted' : undefined
}

function refusal(item: DesiredItem, situation: Situation): string | undefined {
  const { target, expiresAt } = item
  if (expiresAt <= situation.now.toISOString()) return 'expired before the cell could act on it'
  if (isStep(target)) return stepRefusal(target, situation)
  if (isBreakpointRequest(target)) return situation.flawOfBreakpoint?.(item)
  if (target.kind === 'set-state') return target.state === 'execute' ? situation.challengeDue : undefined
  if (target.kind === 'run-challenge') return situation.challengeUnfit
  if (target.kind === 'run-study') return situation.flawOfStudy?.(item)
  if (target.kind === 'require-challenge')
    return situation.cell.challenge ? undefined : 'the cell file has no challenge parts'
  if (target.kind !== 'move-part') return undefined
  const found = findPart(situation.places, target.cycleId)
  if (!found) return 'the part is in neither hold fixture nor reject bin: a person took it out, or it was moved'
  if (found.part.serial !== target.serial) return `that cycle is of ${found.part.serial}, not of ${target.serial}`
  if (target.to === 'out') return undefined
  if (found.at === 'reject') return 'the robot cannot reach into the reject bin: a person has to take the part out'
  if (target.to === 'hold') return 'the part is in the hold fixture already'
  if (target.to === 'accept' && found.part.recipeHash !== situation.recipeHash)
    return 'inspected under another recipe than the one in force'
  return target.to === 'reject' ? binFull(situation.places, situation.cell) : undefined
}

/** Motion that a person asked for, going on included, needs a release at the cell. Holding needs none. */
export const needsRelease = ({ target }: DesiredItem): boolean =>
  target.kind === 'move-part' ||
  target.kind === 'run-challenge' ||
  target.kind === 'run-study' ||
  (target.kind === 'set-state' && target.state === 'execute')

/** What is missing, as a person at the cell would name it. */
function obstacles(item: DesiredItem, { inputs, occupiedBy, mounted }: Situation): string[] {
  const missing: string[] = []
  if (isStep(item.target) || isBreakpointRequest(item.target)) return missing
  if (inputs.manualSelected) missing.push('automatic mode selected at the cell')
  if (needsRelease(item)) {
    if (!inputs.emergencyStopClear) missing.push('emergency stop clear')
    if (inputs.lockedOut) missing.push('lock-out removed')
    if (!inputs.guardClosed) missing.push('guard closed')
    if (!inputs.zoneClear) missing.push('zone clear')
    if (!inputs.localRelease) missing.push('local release')
  }
  const { target } = item
  if (target.kind === 'move-part' && mounted?.part.cycleId === target.cycleId) missing.push('the part back in its nest')
  return missing.length === 0 && occupiedBy ? [occupiedBy] : missing
}
