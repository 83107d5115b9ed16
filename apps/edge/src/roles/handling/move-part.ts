/** Moves a part: told first, done by the robot, confirmed by a sensor at the destination. */
import type { Destination } from '@celltwin/contracts'
import { type Hands, ofCycle } from './hands.ts'
import { RobotFault } from './handshake.ts'
import { capacityOf, freeNest, placed, removed } from './nests.ts'
import { accepted, tellPacked } from './packing.ts'
import { type Move, withoutMove, withoutPart } from './record.ts'
import { finish } from './requests.ts'
import { CellStop, unlessAborted } from './stopping.ts'

const MOVE_MS = 2000
const ARRIVAL_MS = 1000

type Arrival = { readonly at: Destination; readonly place?: number } | undefined

/** Tells where the part goes. From here on the move is owed, over any restart. */
export async function dispatch(
  { context, store }: Hands,
  move: Omit<Move, 'place'>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const nest = move.to === 'hold' ? freeNest(store.record.places, capacityOf(context.cell, 'hold')) : undefined
  const place = nest === undefined ? {} : { place: nest }
  const { part, to, because, requestId } = move
  await store.tell(
    'part-dispatched',
    { ...ofCycle(part), to, ...place, because, ...(requestId === undefined ? {} : { requestId }) },
    (record) => ({
      ...withoutPart(record),
      move: { ...move, ...place },
      unconfirmed: [...record.unconfirmed, part.serial],
    }),
  )
}

/** Carries out the move that is owed. @throws CellStop when the part arrives elsewhere or not at all. */
export async function carryOut(hands: Hands, move: Move, signal: AbortSignal): Promise<void> {
  await hands.robot.perform(jobOf(hands, move), signal)
  await conclude(hands, move, await arrival(hands, move, ARRIVAL_MS, signal))
}

/**
 * Carries out a move that an earlier life of this agent, or an emergency stop, left open. The sensors may have seen it
 * end; if not it is made again. An accept is not: its permission was for seconds, so the part goes to hold.
 */
export async function carryOutInDoubt(hands: Hands, move: Move, signal: AbortSignal): Promise<void> {
  if (move.arrived) return tellRequestDone(hands, move)
  await hands.robot.settle(signal)
  const seen = await arrival(hands, move, ARRIVAL_MS / 4, signal)
  if (seen) return conclude(hands, move, seen)
  if (move.to === 'accept' && move.from === 'spindle') {
    await dispatch(hands, { part: move.part, from: 'spindle', to: 'hold', because: 'no-permission' }, signal)
    return carryOutInDoubt(hands, hands.store.record.move!, signal)
  }
  try {
    await carryOut(hands, move, signal)
  } catch (cause) {
    // The robot finds no part where it should be: nobody knows where it is, and asking again would not tell.
    if (cause instanceof RobotFault && cause.reported) return conclude(hands, move, undefined)
    throw cause
  }
}

function jobOf({ context }: Hands, { part, from, fromPlace, to, place }: Move) {
  const physicalMs = context.cell.cycle.phases.find(({ id }) => id === 'remove')?.budgetMs ?? MOVE_MS
  return {
    kind: 'move',
    part: ofCycle(part),
    from,
    to,
    physicalMs,
    ...(fromPlace === undefined ? {} : { fromPlace }),
    ...(place === undefined ? {} : { place }),
  } as const
}

const arrival = ({ devices }: Hands, { part }: Move, physicalMs: number, signal: AbortSignal): Promise<Arrival> =>
  unlessAborted(devices.arrivals.awaitArrival(ofCycle(part), physicalMs), signal)

async function conclude(hands: Hands, move: Move, seen: Arrival): Promise<void> {
  const { context, store } = hands
  const { packing } = context.cell
  const asSent = seen?.at === move.to && (seen.place ?? move.place) === move.place
  if (!asSent) return stopForMismatch(hands, move, seen)
  const place = move.place === undefined ? {} : { place: move.place }
  await store.tell('part-arrived', { ...ofCycle(move.part), at: move.to, ...place }, (record) => ({
    ...withoutMove(move.to === 'accept' ? accepted(record, move.part, packing) : record),
    ...(move.requestId === undefined ? {} : { move: { ...move, arrived: true } }),
    places: placed(record.places, move.part, move.to, move.place),
    unconfirmed: [],
  }))
  await tellRequestDone(hands, move)
  await tellPacked(store, packing)
}

async function tellRequestDone({ store }: Hands, { requestId, part }: Move): Promise<void> {
  if (requestId === undefined) return
  await store.tell('request-done', { requestId, serial: part.serial }, (record) => ({
    ...withoutMove(record),
    requests: finish(record.requests, requestId),
  }))
}

/** The commonest real escape is a part in the wrong place: the cell stops and says whom to look for. */
async function stopForMismatch({ store }: Hands, move: Move, seen: Arrival): Promise<never> {
  const { part, to, requestId } = move
  const suspects = [...new Set([...store.record.unconfirmed, part.serial])]
  const reason = `${part.serial} was sent to ${to} and ${seen ? `arrived at ${seen.at}` : 'arrived nowhere'}`
  if (requestId !== undefined)
    await store.tell('request-refused', { requestId, serial: part.serial, reason }, (record) => {
      const { requestId: _, ...unasked } = move
      return { ...record, move: unasked, requests: finish(record.requests, requestId) }
    })
  await store.tell(
    'sorting-mismatch-detected',
    { ...ofCycle(part), expected: to, observed: seen?.at ?? null, suspects },
    (record) => ({
      ...withoutMove(record),
      places: seen ? placed(record.places, part, seen.at, seen.place) : removed(record.places, part.cycleId),
      stop: { reason, suspects },
    }),
  )
  throw new CellStop(reason, suspects)
}
