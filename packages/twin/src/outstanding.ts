/** Desired minus reported: what the cell still has to do. Nothing else remembers it. */
import type { CellTwin, DesiredItem, RequestState, RequestTwin } from '@celltwin/contracts'
import { isSettled } from './decisions.ts'

/** Requests made and neither done, refused, withdrawn nor expired, in the order in which they were made. [TW17] */
export const outstanding = (twin: CellTwin): DesiredItem[] =>
  Object.values(twin.requests)
    .flatMap((request) => (request.made && !isSettled(request) ? [{ id: request.requestId, ...request.made }] : []))
    .sort((a, b) => a.epoch - b.epoch || a.seq - b.seq)
    .map(({ id, target, decidedAtRevision, expiresAt }) => ({ id, target, decidedAtRevision, expiresAt }))

/** Outstanding requests that were to be carried out by now: the server declares these expired. */
export const overdue = (twin: CellTwin, nowMs: number): DesiredItem[] =>
  outstanding(twin).filter(({ expiresAt }) => Date.parse(expiresAt) <= nowMs)

/** Where a request stands; the cell's last word wins over the server's. [TW16] */
export function stateOf({ cell, server }: RequestTwin): RequestState {
  const heard = cell?.value.state
  if (heard === 'done' || heard === 'refused') return heard
  return server?.value.state ?? heard ?? 'made'
}

/** Requests that concern a cycle, oldest first. */
export const requestsOf = (twin: CellTwin, cycleId: string): RequestTwin[] =>
  Object.values(twin.requests)
    .filter(({ made }) => made?.target.kind === 'move-part' && made.target.cycleId === cycleId)
    .sort((a, b) => a.made!.epoch - b.made!.epoch || a.made!.seq - b.made!.seq)
