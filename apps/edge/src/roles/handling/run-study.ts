/** A study of the gauges by the cell itself: master parts on the spindle again and again, and back into their rack. */
import { type CellDefinition, LEAST_OF_RUN, type StudyRun } from '@celltwin/contracts'
import { v7 as uuidv7 } from 'uuid'
import { type Hands, ofCycle } from './hands.ts'
import type { Judgments } from './judgments.ts'
import { type InProcess, type Store, withoutPart, withoutStudy } from './record.ts'
import { finish } from './requests.ts'
import { inspectOnSpindle, startPhase } from './run-cycle.ts'
import { unlessAborted } from './stopping.ts'

/** A study that is being made. */
export interface StudyProgress {
  readonly runId: string
  readonly study: StudyRun
  /** Readings so far. */
  readonly taken: number
}

const REMOVE = 'remove'
const RETURN_MS = 2000

/** Why it cannot be made; undefined where it can. */
export function flawOfStudy({ kind, parts, trials }: StudyRun, { masters = [] }: CellDefinition): string | undefined {
  if (masters.length === 0) return 'the cell file has no master parts'
  const unknown = parts.find((part) => !masters.some(({ id }) => id === part))
  if (unknown !== undefined) return `the cell file has no master part ${unknown}`
  const least = LEAST_OF_RUN[kind]
  if (kind === 'type1' && parts.length > 1) return 'a type 1 study is of one part'
  if (parts.length < least.parts) return `needs at least ${least.parts} parts`
  return trials < least.trials ? `needs at least ${least.trials} trials` : undefined
}

export async function startStudy(store: Store, runId: string, study: StudyRun): Promise<void> {
  await store.tell('study-started', { runId, study }, (record) => ({ ...record, study: { runId, study, taken: 0 } }))
}

/** One part put on the spindle, read as often as it stays there, and put back. */
export async function continueStudy(
  hands: Hands,
  { study, taken }: StudyProgress,
  judgments: Judgments,
  signal: AbortSignal,
): Promise<void> {
  const { context, devices, store } = hands
  const { kind, parts, trials } = study
  if (taken >= parts.length * trials) return endStudy(hands)
  const serial = parts[taken % parts.length]!
  const insertedIn = store.record.cycleNumber + 1
  const incoming = await unlessAborted(devices.reader.readChallenge(serial, insertedIn), signal)
  if (incoming?.serial !== serial) return endStudy(hands, `${serial} is not in the rack`)
  let trouble: string | undefined
  for (let trial = 1; trial <= (kind === 'type1' ? trials : 1) && trouble === undefined; trial++) {
    const cycleNumber = store.record.cycleNumber + 1
    const seated = trial === 1 ? {} : { seatedIn: insertedIn }
    const part = {
      cycleId: uuidv7(),
      cycleNumber,
      serial,
      challenge: serial,
      ...seated,
      recipeHash: context.recipe.hash,
    }
    await store.keep((record) => ({ ...record, cycleNumber, inProcess: { part } }))
    const judgment = await inspectOnSpindle(hands, { part }, incoming, judgments, signal)
    if (judgment) await tellReading(hands, { part })
    trouble = judgment ? interruption(hands) : `cycle ${cycleNumber} was not judged`
  }
  const { inProcess } = store.record
  await startPhase(hands, inProcess!, REMOVE)
  await putBack(hands, inProcess!, signal)
  if (trouble !== undefined) await endStudy(hands, trouble)
}

/** The part was on the spindle when the agent or the cell stopped: what follows would be another seat. */
export async function abandonStudy(hands: Hands, inProcess: InProcess, signal: AbortSignal): Promise<void> {
  await hands.robot.settle(signal)
  await putBack(hands, inProcess, signal)
  await endStudy(hands, 'the cell was stopped or its agent restarted')
}

/** The request is told done first: after a kill between the two, the study still knows its end. */
export async function endStudy({ store }: Hands, reason?: string): Promise<void> {
  const { runId } = store.record.study!
  if (!store.record.requests.finished.includes(runId))
    await store.tell('request-done', { requestId: runId }, (record) => ({
      ...record,
      requests: finish(record.requests, runId),
    }))
  const end = reason === undefined ? { as: 'complete' as const } : { as: 'incomplete' as const, reason }
  await store.tell('study-ended', { runId, ...end }, withoutStudy)
}

/** A part that stays on the spindle would otherwise keep people waiting for minutes. */
function interruption({ devices, store }: Hands): string | undefined {
  if (devices.inputs.read().manualSelected) return 'manual mode was selected at the cell'
  const { items, finished } = store.record.requests
  const hold = items.some(
    ({ id, target }) => target.kind === 'set-state' && target.state === 'held' && !finished.includes(id),
  )
  return hold ? 'the cell was asked to hold' : undefined
}

async function tellReading({ store }: Hands, { part }: InProcess): Promise<void> {
  const { runId, taken } = store.record.study!
  await store.tell('study-reading-taken', { ...ofCycle(part), runId, reading: taken + 1 }, (record) => ({
    ...record,
    study: { ...record.study!, taken: taken + 1 },
  }))
}

async function putBack({ context, robot, store }: Hands, { part }: InProcess, signal: AbortSignal): Promise<void> {
  const physicalMs = context.cell.cycle.phases.find(({ id }) => id === REMOVE)?.budgetMs ?? RETURN_MS
  await robot.perform({ kind: 'return', part: ofCycle(part), physicalMs }, signal)
  const { runId } = store.record.study!
  await store.tell('study-part-returned', { ...ofCycle(part), runId }, withoutPart)
}
