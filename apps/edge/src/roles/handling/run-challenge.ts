/** One challenge part through the cell and back into its rack, and the end of the run. */
import type { ChallengeOutcome } from '@celltwin/contracts'
import { v7 as uuidv7 } from 'uuid'
import { afterPart, type ChallengeRun, endOf, NO_CHALLENGE, nextPart } from './challenge.ts'
import { type Hands, ofCycle } from './hands.ts'
import type { Judgments } from './judgments.ts'
import { type CellRecord, type InProcess, withoutPart } from './record.ts'
import { finish } from './requests.ts'
import { inspectOnSpindle, startPhase } from './run-cycle.ts'
import { unlessAborted } from './stopping.ts'

const RETURN_MS = 2000
const NOTHING_SHOWN: ChallengeOutcome = { outcome: 'inconclusive', findings: [] }

/** Goes one step on in the run. */
export async function continueRun(
  hands: Hands,
  run: ChallengeRun,
  judgments: Judgments,
  signal: AbortSignal,
): Promise<void> {
  const { context, devices, store } = hands
  const end = endOf(run, context.cell)
  const part = nextPart(run, context.cell)
  if (end || !part) return endRun(hands, run, end ?? { as: 'passed' })
  const cycleNumber = store.record.cycleNumber + 1
  const incoming = await unlessAborted(devices.reader.readChallenge(part.id, cycleNumber), signal)
  if (incoming?.serial !== part.id) {
    const reason = incoming ? `the rack holds ${incoming.serial ?? 'an unreadable part'}` : 'it is not in the rack'
    return endRun(hands, run, { as: 'incomplete', challenge: part.id, reason: `${part.id}: ${reason}` })
  }
  const inProcess: InProcess = {
    part: { cycleId: uuidv7(), cycleNumber, serial: part.id, challenge: part.id, recipeHash: context.recipe.hash },
  }
  await store.keep((record) => ({ ...record, cycleNumber, inProcess }))
  const judgment = await inspectOnSpindle(hands, inProcess, incoming, judgments, signal)
  await startPhase(hands, inProcess, 'remove')
  await putBack(hands, inProcess, judgment?.challenged ?? NOTHING_SHOWN, signal)
}

/** A challenge part that was on the spindle when the agent or the cell stopped has shown nothing. */
export async function putBackInDoubt(hands: Hands, inProcess: InProcess, signal: AbortSignal): Promise<void> {
  await hands.robot.settle(signal)
  await putBack(hands, inProcess, NOTHING_SHOWN, signal)
}

async function putBack(
  { context, robot, store }: Hands,
  { part }: InProcess,
  outcome: ChallengeOutcome,
  signal: AbortSignal,
): Promise<void> {
  const challenge = part.challenge!
  const physicalMs = context.cell.cycle.phases.find(({ id }) => id === 'remove')?.budgetMs ?? RETURN_MS
  await robot.perform({ kind: 'return', part: ofCycle(part), physicalMs }, signal)
  const ledger = store.record.challenge ?? NO_CHALLENGE
  const uses = (ledger.uses[challenge] ?? 0) + 1
  const runId = ledger.run?.runId ?? 'none'
  await store.tell(
    'challenge-part-returned',
    { ...ofCycle(part), challenge, runId, ...outcome, uses },
    (record): CellRecord => ({
      ...withoutPart(record),
      challenge: {
        ...ledger,
        uses: { ...ledger.uses, [challenge]: uses },
        ...(ledger.run ? { run: afterPart(ledger.run, challenge, outcome) } : {}),
      },
    }),
  )
}

/** The request is told done first: after a kill between the two, the run still knows its end. */
async function endRun(
  { context, store }: Hands,
  { runId, afterCycle }: ChallengeRun,
  end: NonNullable<ReturnType<typeof endOf>>,
): Promise<void> {
  const ledger = store.record.challenge ?? NO_CHALLENGE
  const { run: _, failed: __, ...rest } = ledger
  if (!store.record.requests.finished.includes(runId))
    await store.tell('request-done', { requestId: runId }, (record) => ({
      ...record,
      requests: finish(record.requests, runId),
    }))
  switch (end.as) {
    case 'passed': {
      const { cycleNumber } = store.record
      const passed = { at: context.clock.now().toISOString(), cycleNumber, recipeHash: context.recipe.hash }
      await store.tell('challenge-passed', { runId, cycleNumber }, (r) => ({ ...r, challenge: { ...rest, passed } }))
      return
    }
    case 'failed': {
      const { challenge, findings, reason } = end
      const range = { from: (ledger.passed?.cycleNumber ?? 0) + 1, to: afterCycle }
      await store.tell('challenge-failed', { runId, challenge, findings, ...range, reason }, (r) => ({
        ...r,
        challenge: { ...rest, failed: reason },
      }))
      return
    }
    case 'incomplete': {
      const { challenge, reason } = end
      const failed = ledger.failed === undefined ? {} : { failed: ledger.failed }
      await store.tell('challenge-incomplete', { runId, challenge, reason }, (r) => ({
        ...r,
        challenge: { ...rest, ...failed },
      }))
    }
  }
}
