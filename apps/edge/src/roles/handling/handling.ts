/** The handling role: runs the cell. One loop begins parts; what comes from outside only wakes it. */
import type { CellInputs } from '@celltwin/contracts'
import type { Role } from '../../context.ts'
import { adoptDescription, wantDescription } from './adopt-description.ts'
import { adoptRecipe, wantRecipe } from './adopt-recipe.ts'
import { createCellState } from './cell-state.ts'
import { challengeDue, NO_CHALLENGE } from './challenge.ts'
import { inOwnTime } from './cycle.ts'
import { emptyBin, tellTakenOut } from './emptied-bin.ts'
import { createBell, type Hands } from './hands.ts'
import { createHandshake, RobotFault } from './handshake.ts'
import { underAdopted } from './in-force.ts'
import { createJudgments } from './judgments.ts'
import { carryOutInDoubt, dispatch } from './move-part.ts'
import { binFull, fixtureFull } from './nests.ts'
import { tellPacked } from './packing.ts'
import { openStore, withoutStop } from './record.ts'
import { createRetakes } from './retakes.ts'
import { continueRun, putBackInDoubt } from './run-challenge.ts'
import { runCycle } from './run-cycle.ts'
import { abandonStudy, continueStudy } from './run-study.ts'
import { openRequestDesk } from './serve-requests.ts'
import { motionObstacle, type Obstacle, obstacle } from './start-conditions.ts'
import { watchBreakpoints } from './stepping/breakpoints.ts'
import { MANUAL, putBack } from './stepping/do-step.ts'
import { hearStepAnswers } from './stepping/step-answers.ts'
import { CellStop, unlessAborted } from './stopping.ts'
import { reportRotor } from './telemetry.ts'

/** How often the loop looks again when nothing wakes it: a part may have come to the infeed, a request expired. */
const LOOK_AGAIN_MS = 500
const BRAKE_MS = 1000

export const handling: Role = async (given, devices) => {
  const store = openStore(given)
  const context = underAdopted(given, store)
  const robot = createHandshake(devices.robot, context.clock.wait)
  const state = createCellState(store, store.record.stop ? 'aborted' : 'stopped')
  const stepAnswers = hearStepAnswers(context)
  const hands: Hands = { context, devices, store, robot, retakes: createRetakes(), state, stepAnswers }
  const desk = openRequestDesk(hands)
  const judgments = createJudgments()
  const changed = createBell()
  const readiness = new Map<string, string>()
  /** Aborted by an emergency stop; a new one after each reset. */
  let running = new AbortController()
  let binBeingEmptied = false

  context.signal.addEventListener('abort', () => running.abort(context.signal.reason))
  context.on('part-judged', (event) => judgments.take(inOwnTime(event, context.clock.steady())))
  context.on('retake-requested', ({ data }) => hands.retakes.take(data))
  watchBreakpoints(context, store)
  context.onPresence((source, online, said) => {
    readiness.set(source, online ? said : 'offline')
    changed.ring()
  })
  context.onDesired(async (desired) => {
    await desk.take(desired)
    const { recipes, description } = desired
    if (recipes) await store.keep((record) => wantRecipe(record, recipes))
    if (description) await store.keep((record) => wantDescription(record, description))
    changed.ring()
  })
  devices.inputs.onChange((inputs) => {
    if (!inputs.emergencyStopClear) running.abort(emergencyStop(hands))
    tellInputs(hands, inputs)
      .then(desk.answer)
      .then(changed.ring)
      .catch((cause) => context.log.error(cause, 'cell inputs could not be told'))
  })

  await describe(hands)
  await tellInputs(hands, devices.inputs.read())
  await tellTakenOut(store)
  await tellPacked(store, context.cell.packing)
  context.ready('ready')
  reportRotor(context, devices.rotor)
  if (!store.record.stop) await state.become('starting', 'agent started')

  while (!context.signal.aborted) {
    try {
      if (store.record.stop) await untilReset()
      running = new AbortController()
      if (!devices.inputs.read().emergencyStopClear) throw emergencyStop(hands)
      await clearPartInDoubt()
      for (;;) await nextPart()
    } catch (cause) {
      if (context.signal.aborted) return
      await stopBecause(cause)
    }
  }

  async function nextPart(): Promise<void> {
    if (store.record.mounted) await clearSpindle()
    await untilNone(() => {
      if (manual()) return manual()
      const ledger = store.record.challenge ?? NO_CHALLENGE
      const due = challengeDue(ledger, {
        cell: context.cell,
        recipeHash: context.recipe.hash,
        now: context.clock.now(),
      })
      return obstacle({
        cell: context.cell,
        readiness,
        inputs: devices.inputs.read(),
        places: store.record.places,
        paused: store.record.paused,
        ...(store.record.pausedBy === undefined ? {} : { pausedBy: store.record.pausedBy }),
        starting: state.now === 'stopped' || state.now === 'starting',
        fromRack: ledger.run !== undefined || store.record.study !== undefined,
        ...(due === undefined ? {} : { challengeDue: due }),
      })
    })
    if (store.record.mounted) return
    const run = store.record.challenge?.run
    if (run) {
      await state.become('execute', 'runs challenge parts')
      await desk.occupied('end of the challenge part')
      await continueRun(hands, run, judgments, running.signal)
      return desk.occupied(undefined)
    }
    const { study } = store.record
    if (study) {
      await state.become('execute', 'makes a study of its gauges')
      await desk.occupied('end of the study’s part')
      await continueStudy(hands, study, judgments, running.signal)
      return desk.occupied(undefined)
    }
    const incoming = await unlessAborted(devices.reader.read(store.record.cycleNumber + 1), running.signal)
    if (!incoming) {
      await state.become('suspended', 'no part at the infeed')
      return lookAgain()
    }
    await state.become('execute', 'running')
    await desk.occupied('end of the running cycle')
    await runCycle(hands, incoming, judgments, running.signal)
    await desk.occupied(undefined)
  }

  /** A step that was stopped stays so until the next one. */
  function manual(): Obstacle | undefined {
    if (!devices.inputs.read().manualSelected) return undefined
    const { told } = store.record
    return told.state?.state === 'stopped' && state.now === 'stopped'
      ? { state: 'stopped', reason: told.state.reason }
      : { state: 'held', reason: MANUAL }
  }

  function unreleased(): string | undefined {
    return devices.inputs.read().localRelease ? undefined : 'waits for local release'
  }

  /** What a person brought to the spindle goes back into its nest before the cell runs by itself. */
  async function clearSpindle(): Promise<void> {
    await untilNone(() => manual() ?? held(motionObstacle(devices.inputs.read()) ?? unreleased()))
    const { mounted } = store.record
    if (!mounted) return
    await state.become('execute', `puts ${mounted.part.serial} back into its nest`)
    await desk.occupied('end of clearing')
    await putBack(hands, running.signal)
    await desk.occupied(undefined)
  }

  /** After a restart or a stop: what was on its way arrives, what was on the spindle goes to hold. */
  async function clearPartInDoubt(): Promise<void> {
    const { move, inProcess } = store.record
    if (move) {
      await state.become('starting', `clears ${move.part.serial}, which was on its way`)
      await untilNone(() => obstacleToClearing(move.requestId), { serving: false })
      await carryOutInDoubt(hands, move, running.signal)
    }
    await desk.occupied(undefined)
    if (inProcess?.part.challenge !== undefined) {
      await state.become('starting', `puts ${inProcess.part.serial} back into its rack`)
      await untilNone(() => obstacleToClearing(), { serving: false })
      if (store.record.study) await abandonStudy(hands, inProcess, running.signal)
      else await putBackInDoubt(hands, inProcess, running.signal)
    } else if (inProcess) {
      await state.become('starting', `clears ${inProcess.part.serial}, whose cycle was interrupted`)
      await untilNone(() => obstacleToClearing() ?? held(fixtureFull(store.record.places, context.cell)))
      await desk.occupied('end of clearing')
      await dispatch(
        hands,
        { part: inProcess.part, from: 'spindle', to: 'hold', because: 'no-verdict' },
        running.signal,
      )
      await carryOutInDoubt(hands, store.record.move!, running.signal)
      await desk.occupied(undefined)
    }
  }

  /** A move that a person asked for needs the person's release again. */
  function obstacleToClearing(requestId?: string): Obstacle | undefined {
    const inputs = devices.inputs.read()
    if (requestId !== undefined) devices.inputs.announceWaiting(requestId)
    return held(motionObstacle(inputs) ?? (requestId && !inputs.localRelease ? 'waits for local release' : undefined))
  }

  async function untilNone(find: () => Obstacle | undefined, { serving } = { serving: true }): Promise<void> {
    for (;;) {
      running.signal.throwIfAborted()
      if (serving) {
        await desk.serve(running.signal)
        const adopted = [await adoptDescription(hands), await adoptRecipe(hands)]
        if (adopted.includes(true)) await describe(hands)
      }
      const found = find()
      if (!found) return
      await state.become(found.state, found.reason)
      if (binFull(store.record.places, context.cell)) noteWhenEmptied()
      await lookAgain()
    }
  }

  function lookAgain(): Promise<void> {
    return unlessAborted(Promise.race([changed.heard(), context.clock.wait(LOOK_AGAIN_MS)]), running.signal)
  }

  function noteWhenEmptied(): void {
    if (binBeingEmptied) return
    binBeingEmptied = true
    unlessAborted(devices.arrivals.awaitEmptiedBin(), context.signal)
      .then(() => store.keep(emptyBin))
      .then(() => tellTakenOut(store))
      .then(changed.ring)
      .catch((cause) => context.signal.aborted || context.log.error(cause, 'the emptied bin could not be noted'))
      .finally(() => {
        binBeingEmptied = false
      })
  }

  async function stopBecause(cause: unknown): Promise<void> {
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof CellStop || cause instanceof RobotFault) context.log.warn({ reason }, 'cell stopped')
    else context.log.error(cause, 'cell stopped')
    const stop = { reason, suspects: cause instanceof CellStop ? cause.suspects : suspects(hands) }
    await store.keep((record) => ({ ...record, stop: record.stop ?? stop }))
    await devices.rotor.ramp(0, BRAKE_MS).catch((failure) => context.log.error(failure, 'rotor did not stop'))
  }

  async function untilReset(): Promise<void> {
    const { reason, suspects } = store.record.stop!
    await desk.occupied('reset at the cell')
    await state.become('aborted', reason, suspects)
    await unlessAborted(devices.inputs.awaitReset(), context.signal)
    const repairedAt = context.clock.now().toISOString()
    await store.keep((record) => ({
      ...withoutStop(record),
      challenge: { ...(record.challenge ?? NO_CHALLENGE), repairedAt },
    }))
    await state.become('stopped', 'reset at the cell')
  }
}

const held = (reason: string | undefined): Obstacle | undefined => (reason ? { state: 'held', reason } : undefined)

const emergencyStop = (hands: Hands) => new CellStop('emergency stop', suspects(hands))

/** Parts that nobody can vouch for when the cell stops now. */
function suspects({ store: { record } }: Hands): string[] {
  const inHand = record.inProcess?.part.serial ?? record.move?.part.serial
  return [...new Set([...record.unconfirmed, ...(inHand === undefined ? [] : [inHand])])]
}

async function describe({ context, store }: Hands): Promise<void> {
  const hash = context.cellHash
  if (store.record.told.definitionHash === hash) return
  await store.tell('cell-described', { hash, definition: context.cell }, (record) => ({
    ...record,
    told: { ...record.told, definitionHash: hash },
  }))
}

async function tellInputs({ store }: Hands, inputs: CellInputs): Promise<void> {
  if (JSON.stringify(store.record.told.inputs) === JSON.stringify(inputs)) return
  await store.tell('cell-inputs-changed', inputs, (record) => ({ ...record, told: { ...record.told, inputs } }))
}
