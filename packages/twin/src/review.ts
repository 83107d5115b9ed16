/** What a person may decide of a part, and what follows from it. Decided against the twin; refusals are values. */
import type { CellTwin, CycleTwin, EventData, Review } from '@celltwin/contracts'
import { requestsOf, stateOf } from './outstanding.ts'
import { reviewInForce } from './selectors.ts'

export interface ReviewPart {
  readonly cycleId: string
  readonly serial: string
  readonly review: Review
  readonly by: string
  /** Name for the request that may follow. */
  readonly requestId: string
  readonly requestExpiresAt: string
}

export interface UndoReview {
  readonly cycleId: string
  readonly reviewId: string
  readonly by: string
  readonly reason?: string
}

export type Refusal =
  | 'part-unknown'
  | 'part-not-in-hold-or-reject'
  | 'already-reviewed'
  | 'disposition-missing'
  | 'disposition-of-conforming-part'
  | 'concession-without-reference'
  | 'review-not-in-force'
  | 'already-carried-out'

export interface Refused {
  readonly refused: Refusal
  /** What a person can do about it. */
  readonly detail: string
}

type Decided<T extends 'part-reviewed' | 'review-undone' | 'request-made' | 'request-withdrawn'> = {
  [K in T]: { readonly type: K; readonly data: EventData<K> }
}[T]

/** The server's own events that the decision amounts to, in order. */
export interface Accepted {
  readonly events: readonly Decided<'part-reviewed' | 'review-undone' | 'request-made' | 'request-withdrawn'>[]
  readonly requestId: string | null
}

const knownCycle = (twin: CellTwin, cycleId: string): CycleTwin | undefined =>
  Object.hasOwn(twin.cycles, cycleId) ? twin.cycles[cycleId] : undefined

const refuse = (refused: Refusal, detail: string): Refused => ({ refused, detail })

/** Decides on a held or rejected part, also one that was taken out undecided. `letGo`: its cycle, folded from the journal, where the twin let it go. */
export function reviewPart(twin: CellTwin, command: ReviewPart, letGo?: CycleTwin): Accepted | Refused {
  const cycle = letGo ?? knownCycle(twin, command.cycleId)
  if (cycle?.serial !== command.serial)
    return refuse('part-unknown', `No cycle ${command.cycleId} of part ${command.serial} is known here.`)
  const { review, by } = command
  const flaw = flawOf(review)
  if (flaw) return flaw
  const where = cycle.arrived?.where
  if (where === undefined || where === 'accept')
    return refuse(
      'part-not-in-hold-or-reject',
      where ? 'The part went down the accept chute.' : 'The part is still on its way.',
    )
  if (reviewInForce(cycle)) return refuse('already-reviewed', 'Undo the review in force first.')

  const to = whereTo(where, review)
  const { cycleId, serial, cycleNumber } = cycle
  const { requestId, requestExpiresAt: expiresAt } = command
  const reviewed: EventData<'part-reviewed'> = {
    cycleId,
    serial,
    cycleNumber,
    review,
    ...(cycle.verdict && { verdict: cycle.verdict.verdict }),
    by,
    ...(to && { requestId }),
  }
  if (!to) return { events: [{ type: 'part-reviewed', data: reviewed }], requestId: null }
  const target = { kind: 'move-part' as const, serial, cycleId, to }
  return {
    events: [
      { type: 'part-reviewed', data: reviewed },
      { type: 'request-made', data: { requestId, target, by, decidedAtRevision: twin.position, expiresAt } },
    ],
    requestId,
  }
}

/** A conforming part has no disposition, any other has one; a concession names the customer's word. */
function flawOf({ finding, disposition, concession }: Review): Refused | undefined {
  if (finding === 'conforming')
    return disposition && refuse('disposition-of-conforming-part', 'A conforming part goes on; it has no disposition.')
  if (!disposition) return refuse('disposition-missing', 'Say what becomes of the nonconforming part.')
  if (disposition === 'concession' && !(concession?.quantity || concession?.expiresAt))
    return refuse('concession-without-reference', "Give the customer's reference and a quantity or an expiry.")
  return undefined
}

/** From the fixture the robot can take a part; out of the bin only a person can. What is out already goes nowhere. */
function whereTo(
  where: 'hold' | 'reject' | 'out',
  { finding, disposition }: Review,
): 'accept' | 'reject' | 'out' | undefined {
  if (where === 'out') return undefined
  if (disposition === 'scrap') return where === 'hold' ? 'reject' : undefined
  if (where === 'reject') return 'out'
  return finding === 'conforming' || disposition === 'concession' ? 'accept' : 'out'
}

/** Takes back the review in force, and with it what the cell was asked to do and has not begun. */
export function undoReview(twin: CellTwin, command: UndoReview, letGo?: CycleTwin): Accepted | Refused {
  const { cycleId, reviewId, by, reason } = command
  const cycle = letGo ?? knownCycle(twin, cycleId)
  if (!cycle) return refuse('part-unknown', `No cycle ${cycleId} is known here.`)
  const review = reviewInForce(cycle)
  if (review?.id !== reviewId) return refuse('review-not-in-force', 'Another review is in force, or none.')
  const request = requestsOf(twin, cycleId).find((r) => r.requestId === review.requestId)
  const state = request && stateOf(request)
  if (state === 'started' || state === 'done')
    return refuse('already-carried-out', 'The cell has already moved the part.')
  const undone: EventData<'review-undone'> = {
    cycleId,
    serial: cycle.serial,
    cycleNumber: cycle.cycleNumber,
    reviewId,
    finding: review.review.finding,
    ...(cycle.verdict && { verdict: cycle.verdict.verdict }),
    by,
    ...(reason === undefined ? {} : { reason }),
  }
  const withdrawn = request && (state === 'made' || state === 'waiting')
  return {
    events: [
      { type: 'review-undone', data: undone },
      ...(withdrawn ? [{ type: 'request-withdrawn' as const, data: { requestId: request.requestId, by } }] : []),
    ],
    requestId: null,
  }
}
