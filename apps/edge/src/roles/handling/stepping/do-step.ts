/** One step that a person asked for, stopped at once when anything that it needs goes away. */
import { type DesiredItem, REDUCED_ROBOT_MM_PER_S, REDUCED_RPM, type StepTarget } from '@celltwin/contracts'
import { type Hands, ofCycle } from '../hands.ts'
import { RobotFault } from '../handshake.ts'
import { findPart, type KeptPart } from '../nests.ts'
import { type CellRecord, type Mounted, withoutMounted } from '../record.ts'
import { finish } from '../requests.ts'
import { unlessAborted } from '../stopping.ts'
import { fastestRpm, missingFor, moduleOf } from './step-conditions.ts'

/** How often the conditions are looked at while something moves. The cell's own wiring is quicker. */
const LOOK_MS = 50
const TURN_RPM = 10
/** Between hold fixture and spindle. */
const TRANSFER_MM = 1200
const TRANSFER = { physicalMs: (TRANSFER_MM / REDUCED_ROBOT_MM_PER_S) * 1000, fastestMmPerS: REDUCED_ROBOT_MM_PER_S }
/** From standstill to the fastest speed, and back. */
const SPIN_UP_MS = 1500
const BRAKE_MS = 1000

/** A condition went away, or the module took nothing: the step ended early and nothing moves any more. */
class StepStopped extends Error {
  override readonly name = 'StepStopped'
}

/** Ends told: done, or refused with what stopped it. @throws the signal's reason where the whole cell stopped. */
export async function doStep(hands: Hands, item: DesiredItem, target: StepTarget, signal: AbortSignal): Promise<void> {
  const { context, devices, state, store } = hands
  const { serial } = target
  const moving = new AbortController()
  const stopAll = () => moving.abort(signal.reason)
  signal.addEventListener('abort', stopAll, { once: true })
  const watching = watch(hands, target, moving)
  try {
    await state.become('held', `manual mode: ${wordsOf(target)} ${serial}`)
    await perform(hands, item, target, moving.signal)
    await store.tell('request-done', { requestId: item.id, serial }, done(item))
    await state.become('held', MANUAL)
  } catch (cause) {
    devices.robot.halt()
    devices.rotor.halt()
    signal.throwIfAborted()
    if (context.signal.aborted) throw context.signal.reason
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (!(cause instanceof StepStopped || cause instanceof RobotFault)) context.log.error(cause, 'a step failed')
    await store.tell('request-refused', { requestId: item.id, serial, reason: `stopped: ${reason}` }, done(item))
    await state.become('stopped', `${reason}, while it ${wordsOf(target)} ${serial}`)
  } finally {
    moving.abort(new StepStopped('over'))
    signal.removeEventListener('abort', stopAll)
    await watching
  }
}

export const MANUAL = 'manual mode selected at the cell'

const done = (item: DesiredItem) => (record: CellRecord) => ({ ...record, requests: finish(record.requests, item.id) })

const wordsOf = (target: StepTarget): string =>
  ({
    'turn-to': `turns${target.kind === 'turn-to' ? ` to ${target.angleDeg}°` : ''}`,
    'retake-image': 'takes a picture of',
    rescan: 'scans',
    spin: `spins${target.kind === 'spin' ? ` at ${target.rpm} rpm` : ''}`,
    'put-back': 'puts back',
  })[target.kind]

async function watch({ context, devices, store }: Hands, target: StepTarget, moving: AbortController): Promise<void> {
  while (!moving.signal.aborted) {
    const { places, mounted, requests } = store.record
    const [gone] = missingFor(target, {
      cell: context.cell,
      inputs: devices.inputs.read(),
      now: context.clock.now(),
      places,
      ...(mounted ? { mounted } : {}),
      ...(requests.control ? { control: requests.control } : {}),
    })
    if (gone) return moving.abort(new StepStopped(`no longer ${gone}`))
    await unlessAborted(context.clock.wait(LOOK_MS), moving.signal).catch(() => {})
  }
}

async function perform(hands: Hands, item: DesiredItem, target: StepTarget, signal: AbortSignal): Promise<void> {
  if (target.kind === 'put-back') return putBack(hands, signal)
  const { cell } = hands.context
  const mounted = await mount(hands, target, signal)
  if (target.kind === 'turn-to') {
    await tellStarted(hands, item, target, mounted, { rpm: TURN_RPM })
    await unlessAborted(hands.devices.rotor.turnTo(target.angleDeg % 360, TURN_RPM), signal)
    return hands.store.keep((record) => ({ ...record, mounted: { ...mounted, angleDeg: target.angleDeg % 360 } }))
  }
  const module = moduleOf(cell, target)!
  const phases = cell.modules[module]!.takes.map(({ phase }) => cell.cycle.phases.find(({ id }) => id === phase)!)
  const rpm = target.kind === 'spin' ? target.rpm : Math.min(REDUCED_RPM, phases[0]?.rpm ?? 0)
  await ramp(hands, rpm, SPIN_UP_MS, signal)
  const physicalMs = Math.max(...phases.map(({ budgetMs }) => budgetMs))
  const taken = hands.stepAnswers.taken(item.id, module, physicalMs)
  taken.catch(() => {})
  await tellStarted(hands, item, target, mounted, { rpm, module })
  await unlessAborted(taken, signal).catch((cause: Error) => {
    signal.throwIfAborted()
    throw new StepStopped(cause.message)
  })
  await ramp(hands, 0, BRAKE_MS, signal)
}

function ramp({ context, devices }: Hands, rpm: number, fullMs: number, signal: AbortSignal): Promise<void> {
  const share = Math.abs(rpm - devices.rotor.rpm) / (fastestRpm(context.cell) || 1)
  return share === 0 ? Promise.resolve() : unlessAborted(devices.rotor.ramp(rpm, fullMs * share), signal)
}

/** From its nest to the spindle, unless it is there. */
async function mount(hands: Hands, { cycleId }: StepTarget, signal: AbortSignal): Promise<Mounted> {
  const { robot, store } = hands
  const known = store.record.mounted
  if (known?.on === 'spindle') return known
  const found = findPart(store.record.places, cycleId)
  if (found?.at !== 'hold') throw new StepStopped('the part is not in the hold fixture any more')
  const { part, place } = found
  const way: Mounted = { part, place, on: 'way', angleDeg: 0 }
  await store.keep((record) => ({ ...record, mounted: way }))
  await robot.perform({ kind: 'mount', part: ofCycle(part), place, ...TRANSFER }, signal)
  const mounted: Mounted = { ...way, on: 'spindle' }
  await store.tell('part-mounted', { ...ofCycle(part), place }, (record) => ({ ...record, mounted }))
  return mounted
}

/** Back into its nest, which was kept for it: a step of its own, and what the cell does before it runs by itself again. */
export async function putBack({ robot, store }: Hands, signal: AbortSignal): Promise<void> {
  const { mounted } = store.record
  if (!mounted) return
  const { part, place } = mounted
  await robot.perform({ kind: 'unmount', part: ofCycle(part), place, ...TRANSFER }, signal)
  await store.tell('part-unmounted', { ...ofCycle(part), place }, withoutMounted)
}

async function tellStarted(
  { store }: Hands,
  { id: requestId }: DesiredItem,
  step: StepTarget,
  { part, angleDeg }: Mounted,
  at: { rpm: number; module?: string },
): Promise<void> {
  const { places } = store.record
  const take = (findPart(places, part.cycleId)?.part.takes ?? 0) + 1
  const counted = (kept: KeptPart | null) => (kept?.cycleId === part.cycleId ? { ...kept, takes: take } : kept)
  const { recipeHash } = part
  await store.tell(
    'step-started',
    { ...ofCycle(part), requestId, step, take, angleDeg, ...at, recipeHash },
    (record) => ({
      ...record,
      places: { ...record.places, nests: record.places.nests.map(counted) },
    }),
  )
}
