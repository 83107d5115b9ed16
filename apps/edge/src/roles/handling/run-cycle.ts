/** One pass of one part through the cell: inserted, taken through the phases, dispatched by its verdict, confirmed. */
import type { Phase } from '@celltwin/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { IncomingPart } from '../../devices/devices.ts'
import { decide, identify, type Judgment, verdictDue } from './cycle.ts'
import { type Hands, ofCycle } from './hands.ts'
import type { Judgments } from './judgments.ts'
import { carryOut, dispatch } from './move-part.ts'
import type { InProcess } from './record.ts'
import { noteSerial, seenBefore } from './serials.ts'
import { unlessAborted } from './stopping.ts'

const INSERT_MS = 2000
/** Phases with work of their own; all others turn the rotor or let time pass. */
const INSERT = 'insert'
const DECIDE = 'decide'
const REMOVE = 'remove'

export async function runCycle(
  hands: Hands,
  incoming: IncomingPart,
  judgments: Judgments,
  signal: AbortSignal,
): Promise<void> {
  const { context, store } = hands
  const inProcess = await begin(hands, incoming)
  const { part, provisional } = inProcess
  const judgment = await inspectOnSpindle(hands, inProcess, incoming, judgments, signal)
  const decision = decide(part, provisional, context.recipe, judgment, context.clock.steady())
  await dispatch(hands, { part, from: 'spindle', ...decision }, signal)
  await startPhase(hands, inProcess, REMOVE)
  await carryOut(hands, store.record.move!, signal)
}

/** From the robot's grip to the verifier's word: the same for parts of production and for those of the rack. */
export async function inspectOnSpindle(
  hands: Hands,
  inProcess: InProcess,
  incoming: IncomingPart,
  judgments: Judgments,
  signal: AbortSignal,
): Promise<Judgment | undefined> {
  const { phases } = hands.context.cell.cycle
  const { cycleId, cycleNumber, challenge, seatedIn } = inProcess.part
  if (seatedIn === undefined) {
    await startPhase(hands, inProcess, INSERT)
    const physicalMs = phases.find(({ id }) => id === INSERT)?.budgetMs ?? INSERT_MS
    const from = challenge === undefined ? {} : { challenge }
    await hands.robot.perform({ kind: 'insert', cycleNumber, ...from, physicalMs }, signal)
  }
  const insertedAt = await tellInserted(hands, inProcess, incoming)

  for (const phase of phases) {
    if ([INSERT, DECIDE, REMOVE].includes(phase.id)) continue
    if (phase.onRequest && !hands.retakes.asked(cycleId, phase.id)) continue
    await startPhase(hands, inProcess, phase.id)
    await unlessAborted(pass(hands, phase), signal)
  }

  await startPhase(hands, inProcess, DECIDE)
  return awaitJudgment(hands, cycleId, insertedAt, judgments, signal)
}

/** The cycle has a number, an id and a part before anything moves. */
async function begin({ context, store }: Hands, incoming: IncomingPart): Promise<InProcess> {
  const cycleNumber = store.record.cycleNumber + 1
  const { serial, provisional } = identify(
    incoming,
    context.cell.path.cell,
    cycleNumber,
    seenBefore(context.memory, incoming.serial, cycleNumber),
  )
  const part = { cycleId: uuidv7(), cycleNumber, serial, recipeHash: context.recipe.hash }
  const inProcess = { part, ...(provisional === undefined ? {} : { provisional }) }
  await noteSerial(context.memory, serial, cycleNumber)
  await store.keep((record) => ({ ...record, cycleNumber, inProcess }))
  return inProcess
}

export async function startPhase({ context }: Hands, { part }: InProcess, id: string): Promise<void> {
  const phase = context.cell.cycle.phases.find((candidate) => candidate.id === id)
  if (!phase) return
  const rpm = phase.rpm === undefined ? {} : { rpm: phase.rpm }
  await context.tell('phase-started', { ...ofCycle(part), phase: id, budgetMs: phase.budgetMs, ...rpm })
}

const pass = ({ context, devices }: Hands, { rpm, budgetMs }: Phase): Promise<void> =>
  rpm === undefined ? context.clock.wait(budgetMs) : devices.rotor.ramp(rpm, budgetMs)

async function tellInserted({ context, devices }: Hands, inProcess: InProcess, incoming: IncomingPart): Promise<Date> {
  const { part, provisional } = inProcess
  const { serial: _, ...origin } = incoming
  await context.tell('part-inserted', {
    ...ofCycle(part),
    ...origin,
    materialLots: [...origin.materialLots],
    partType: context.cell.recipe.partType,
    recipe: context.recipe,
    ...(context.description === undefined ? {} : { description: context.description }),
    ...(provisional === undefined ? {} : { provisional }),
  })
  const truth = devices.truth(ofCycle(part))
  if (truth !== undefined) context.tellTruth(truth)
  return context.clock.steady()
}

/** The verifier's word on this cycle; undefined when it has not come by its time. */
async function awaitJudgment(
  { context: { cell, clock } }: Hands,
  cycleId: string,
  insertedAt: Date,
  judgments: Judgments,
  signal: AbortSignal,
) {
  const due = Math.max(
    ...verdictDue(cell).map(({ physicalMs, allowanceMs }) =>
      clock.deadline(insertedAt, physicalMs, allowanceMs).getTime(),
    ),
  )
  for (;;) {
    const judgment = judgments.of(cycleId)
    const leftMs = due - clock.steady().getTime()
    if (judgment || leftMs <= 0) return judgment
    await unlessAborted(Promise.race([judgments.came(), clock.wait(leftMs * clock.speed)]), signal)
  }
}
