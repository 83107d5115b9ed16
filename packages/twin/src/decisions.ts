/** Effects of what people decide and of what the cell makes of it. */
import type { EventOf, RequestTwin } from '@celltwin/contracts'
import { arrive, count, countArrival, cycleOf, letGo } from './cycles.ts'
import { type Draft, type Mutable, newest, open, openEntry, register, written } from './draft.ts'
import type { Effects } from './effects.ts'

/** How many of the most recently made requests stay in the twin in any case. [TW18] */
export const KEPT_REQUESTS = 100

type Request = Mutable<RequestTwin>
type CellWord = NonNullable<Request['cell']>

const isFinal = ({ value }: CellWord) => value.state === 'done' || value.state === 'refused'

/** Whether nothing more is asked of the cell. [TW17] */
export const isSettled = ({ cell, server }: RequestTwin): boolean =>
  server !== undefined || cell?.value.state === 'done' || cell?.value.state === 'refused'

function requestOf(draft: Draft, requestId: string): Request {
  return openEntry(draft, open(draft, draft.twin, 'requests'), requestId, () => ({ requestId }))
}

const tookOut = ({ made, cell }: Request): boolean =>
  made?.target.kind === 'move-part' && made.target.to === 'out' && cell?.value.state === 'done'

/** Changes a request, and takes its part out of the cell once that is known. [TW11] */
function change(draft: Draft, requestId: string, by: (request: Request) => void): void {
  const request = requestOf(draft, requestId)
  const before = tookOut(request)
  by(request)
  if (!before && tookOut(request)) takeOut(draft, request)
  letRequestsGo(draft)
}

function takeOut(draft: Draft, { made, cell }: Request): void {
  countArrival(draft, 'out')
  if (made?.target.kind !== 'move-part' || !cell) return
  const { cycleId } = made.target
  if (!Object.hasOwn(draft.twin.cycles, cycleId)) return
  arrive(open(draft, open(draft, draft.twin, 'cycles'), cycleId), { ...written(cell), where: 'out' })
  letGo(draft)
}

/** [TW18] */
function letRequestsGo(draft: Draft): void {
  const made = Object.values(draft.twin.requests).flatMap((r) => (r.made ? [{ ...r.made, request: r }] : []))
  if (made.length <= KEPT_REQUESTS) return
  made.sort((a, b) => b.epoch - a.epoch || b.seq - a.seq)
  for (const { request } of made.slice(KEPT_REQUESTS))
    if (isSettled(request)) delete open(draft, draft.twin, 'requests')[request.requestId]
}

/** The cell's word on a request. [TW16] */
function hear(draft: Draft, event: EventOf<`request-${'waiting' | 'started' | 'done' | 'refused'}`>): void {
  const word: CellWord =
    event.type === 'request-waiting'
      ? register(event, { state: 'waiting', waitingFor: event.data.waitingFor })
      : event.type === 'request-refused'
        ? register(event, { state: 'refused', reason: event.data.reason })
        : register(event, { state: event.type === 'request-done' ? 'done' : 'started' })
  change(draft, event.data.requestId, (request) => {
    const known = request.cell
    if (known && isFinal(known) !== isFinal(word)) request.cell = isFinal(known) ? known : word
    else request.cell = newest(known, word)
  })
}

const isFalseReject = ({ finding, verdict }: { finding?: string; verdict?: string }) =>
  finding === 'conforming' && verdict === 'reject'

export const decisionEffects: Effects = {
  'part-reviewed': (draft, event) => {
    const { review, verdict, by, requestId } = event.data
    count(draft, 'reviewed')
    if (isFalseReject({ finding: review.finding, ...(verdict && { verdict }) })) count(draft, 'falseRejects')
    const cycle = cycleOf(draft, event)
    if (!cycle) return
    const { id, occurredAt: at } = event
    const reviews = open(draft, cycle, 'reviews')
    reviews.push({ id, at, by, review, ...(requestId === undefined ? {} : { requestId }) })
    reviews.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
  },
  'review-undone': (draft, event) => {
    count(draft, 'reviewed', -1)
    if (isFalseReject(event.data)) count(draft, 'falseRejects', -1)
    const cycle = cycleOf(draft, event)
    const reviews = cycle && open(draft, cycle, 'reviews')
    const index = reviews?.findIndex((r) => r.id === event.data.reviewId) ?? -1
    if (reviews && index >= 0)
      reviews[index] = { ...reviews[index]!, undone: { at: event.occurredAt, by: event.data.by } }
  },

  'request-made': (draft, event) =>
    change(draft, event.data.requestId, (request) => {
      const { target, by, expiresAt, decidedAtRevision = 0 } = event.data
      request.made = newest(request.made, { ...written(event), by, target, decidedAtRevision, expiresAt })
    }),
  'request-waiting': hear,
  'request-started': hear,
  'request-done': hear,
  'request-refused': hear,
  'request-withdrawn': (draft, event) =>
    change(draft, event.data.requestId, (request) => {
      request.server = newest(request.server, register(event, { state: 'withdrawn' }))
    }),
  'request-expired': (draft, event) =>
    change(draft, event.data.requestId, (request) => {
      request.server = newest(request.server, register(event, { state: 'expired' }))
    }),
}
