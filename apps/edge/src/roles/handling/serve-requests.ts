/** Answers what people ask of the cell, and does it between cycles when the cell's own inputs allow. */
import type { ChallengeRequired, Desired, DesiredItem } from '@celltwin/contracts'
import { challengeDue, NO_CHALLENGE, unfit } from './challenge.ts'
import { type Hands, ofCycle } from './hands.ts'
import { carryOut, dispatch } from './move-part.ts'
import { findPart, removed } from './nests.ts'
import type { CellRecord } from './record.ts'
import { type Answer, answers, finish, needsRelease, takeOver } from './requests.ts'
import { endStudy, flawOfStudy, startStudy } from './run-study.ts'
import { mayReturnEntries } from './serials.ts'
import { flawOf, isBreakpointRequest, serveBreakpoint } from './stepping/breakpoints.ts'
import { doStep } from './stepping/do-step.ts'
import { isStep } from './stepping/step-conditions.ts'
import { unlessAborted } from './stopping.ts'

export interface RequestDesk {
  /** Takes the server's list over and answers it. */
  take(desired: Desired): Promise<void>
  /** Tells refusals and what is waited for, each once per change. */
  answer(): Promise<void>
  /** Does what can be done now. Only between cycles. */
  serve(signal: AbortSignal): Promise<void>
  /** What the cell does that no request may interrupt. */
  occupied(by: string | undefined): Promise<void>
}

type MoveTarget = Extract<DesiredItem['target'], { kind: 'move-part' }>

export function openRequestDesk(hands: Hands): RequestDesk {
  const { context, devices, store } = hands
  let occupiedBy: string | undefined = 'start of the cell'
  let acting: string | undefined
  let turns: Promise<unknown> = Promise.resolve()

  const open = (): Answer[] => {
    const { requests, places, mounted, breakpoints = [], challenge = NO_CHALLENGE } = store.record
    const circumstances = { cell: context.cell, recipeHash: context.recipe.hash, now: context.clock.now() }
    const due = challengeDue(challenge, circumstances)
    const busyWith = busyWithRack(store.record)
    const challengeUnfit = busyWith ?? unfit(challenge, circumstances)
    return answers(requests, {
      ...circumstances,
      inputs: devices.inputs.read(),
      places,
      flawOfBreakpoint: ({ target }) =>
        isBreakpointRequest(target) ? flawOf(target, context.cell, breakpoints) : undefined,
      flawOfStudy: ({ target }) =>
        target.kind === 'run-study' ? (busyWith ?? flawOfStudy(target.study, context.cell)) : undefined,
      ...(mounted ? { mounted } : {}),
      ...(requests.control ? { control: requests.control } : {}),
      ...(occupiedBy === undefined ? {} : { occupiedBy }),
      ...(due === undefined ? {} : { challengeDue: due }),
      ...(challengeUnfit === undefined ? {} : { challengeUnfit }),
    }).filter(
      ({ item }) => item.id !== acting && item.id !== challenge.run?.runId && item.id !== store.record.study?.runId,
    )
  }

  async function answerAll(): Promise<void> {
    const given = open()
    for (const answer of given) {
      if (answer.kind === 'refuse') await refuse(answer.item, answer.reason)
      if (answer.kind === 'wait') await tellWaiting(answer.item, answer.waitingFor)
      // Nothing moves: in force at once, also in the middle of a cycle.
      if (answer.kind === 'act' && isBreakpointRequest(answer.item.target))
        await serveBreakpoint(store, answer.item.id, answer.item.target)
    }
    const next = given.find(({ kind, item }) => kind !== 'refuse' && needsRelease(item))
    const { mounted } = store.record
    const clearing = mounted && !devices.inputs.read().manualSelected ? mounted.part.cycleId : undefined
    devices.inputs.announceWaiting(acting ?? clearing ?? next?.item.id)
  }

  const answer = (): Promise<void> => {
    const turn = turns.then(answerAll)
    turns = turn.catch(() => {})
    return turn
  }

  const refuse = (item: DesiredItem, reason: string) =>
    store.tell('request-refused', { ...naming(item), reason }, (record) => ({
      ...record,
      requests: finish(record.requests, item.id),
    }))

  async function tellWaiting(item: DesiredItem, waitingFor: readonly string[]): Promise<void> {
    const told = store.record.requests.waiting[item.id]
    if (told?.join() === waitingFor.join()) return
    await store.tell('request-waiting', { ...naming(item), waitingFor: [...waitingFor] }, (record) => ({
      ...record,
      requests: { ...record.requests, waiting: { ...record.requests.waiting, [item.id]: waitingFor } },
    }))
  }

  async function act(item: DesiredItem, signal: AbortSignal): Promise<void> {
    const { target } = item
    if (target.kind === 'set-state') {
      if (target.state === 'held' && store.record.study) await endStudy(hands, 'the cell was asked to hold')
      await store.tell('request-done', naming(item), ({ pausedBy: _, ...record }) => ({
        ...record,
        paused: target.state === 'held',
        requests: finish(record.requests, item.id),
      }))
      return
    }
    if (store.record.requests.started !== item.id)
      await store.tell('request-started', naming(item), (record) => ({
        ...record,
        requests: { ...record.requests, started: item.id },
      }))
    if (target.kind === 'run-challenge') return startChallenge(item)
    if (target.kind === 'run-study') return startStudy(store, item.id, target.study)
    if (target.kind === 'require-challenge') return requireChallenge(item, target.required)
    if (isStep(target)) return doStep(hands, item, target, signal)
    if (target.kind === 'move-part') await move(item, target, signal)
  }

  /** Begun here, gone on with part by part between cycles; its end tells the request done. */
  async function startChallenge({ id: runId }: DesiredItem): Promise<void> {
    const parts = context.cell.challenge!.parts.map(({ id }) => id)
    await store.tell('challenge-started', { runId, parts }, (record) => ({
      ...record,
      challenge: {
        ...(record.challenge ?? NO_CHALLENGE),
        run: { runId, afterCycle: record.cycleNumber, done: [] },
      },
    }))
  }

  async function requireChallenge(item: DesiredItem, required: ChallengeRequired): Promise<void> {
    await store.tell('challenge-policy-changed', { required }, (record) => ({
      ...record,
      challenge: { ...(record.challenge ?? NO_CHALLENGE), required },
    }))
    await store.tell('request-done', naming(item), (record) => ({
      ...record,
      requests: finish(record.requests, item.id),
    }))
  }

  async function move(item: DesiredItem, { cycleId, to }: MoveTarget, signal: AbortSignal): Promise<void> {
    const found = findPart(store.record.places, cycleId)!
    const { part } = found
    const fromPlace = found.at === 'hold' ? found.place : undefined
    if (to === 'out') {
      await unlessAborted(devices.arrivals.awaitRemoval(ofCycle(part), found.at, fromPlace), signal)
      await store.tell(
        'request-done',
        naming(item),
        (record) => ({
          ...record,
          places: removed(record.places, cycleId),
          requests: finish(record.requests, item.id),
        }),
        mayReturnEntries(part.serial),
      )
      return
    }
    const from = { from: 'hold', ...(fromPlace === undefined ? {} : { fromPlace }) } as const
    await dispatch(hands, { part, ...from, to, because: 'request', requestId: item.id }, signal)
    await carryOut(hands, store.record.move!, signal)
  }

  return {
    answer,
    async take(desired) {
      await store.keep((record) => ({ ...record, requests: takeOver(record.requests, desired) }))
      await answer()
    },
    async serve(signal) {
      for (;;) {
        await answer()
        const next = open().find(({ kind }) => kind === 'act')
        if (!next) return
        try {
          acting = next.item.id
          occupiedBy = isStep(next.item.target) ? 'end of the running step' : 'end of the running move'
          await act(next.item, signal)
        } finally {
          acting = undefined
          occupiedBy = undefined
        }
      }
    },
    occupied(by) {
      occupiedBy = by
      return answer()
    },
  }
}

/** One thing at a time is done with the parts of the rack. */
const busyWithRack = ({ challenge, study }: CellRecord): string | undefined =>
  challenge?.run ? 'challenge parts are being run already' : study && 'a study is being made already'

const naming = ({ id, target }: DesiredItem): { requestId: string; serial?: string } =>
  'serial' in target ? { requestId: id, serial: target.serial } : { requestId: id }
