/** How far the gauges are to be believed: calibrations, challenge parts, and which parts are suspect. */
import type { CellTwin, EventOf, Release, Suspicion, TrustTwin } from '@celltwin/contracts'
import { arrive, cycleOf, letGo } from './cycles.ts'
import { type Draft, type Mutable, newest, open, register, written } from './draft.ts'
import type { Effects } from './effects.ts'

const NOTHING: TrustTwin = { calibrations: {}, parts: {}, suspicions: [], releases: [] }

export const trustIn = ({ trust = NOTHING }: CellTwin): TrustTwin => trust

function openTrust(draft: Draft): Mutable<TrustTwin> {
  draft.twin.trust ??= structuredClone(NOTHING) as Mutable<TrustTwin>
  return open(draft, draft.twin, 'trust') as Mutable<TrustTwin>
}

const byTime = (a: Suspicion, b: Suspicion) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)

/** [TW21] */
function end(draft: Draft, event: EventOf<'challenge-passed' | 'challenge-failed' | 'challenge-incomplete'>): void {
  const trust = openTrust(draft)
  const { runId } = event.data
  const ended =
    event.type === 'challenge-passed'
      ? ({ runId, as: 'passed', cycleNumber: event.data.cycleNumber } as const)
      : ({
          runId,
          as: event.type === 'challenge-failed' ? 'failed' : 'incomplete',
          challenge: event.data.challenge,
          reason: event.data.reason,
          ...('findings' in event.data ? { findings: event.data.findings } : {}),
        } as const)
  trust.ended = newest(trust.ended, register(event, ended))
}

/** The pass is over: what stays on the spindle begins another one. [TW19] */
function backInRack(
  draft: Draft,
  event: EventOf<'challenge-part-returned' | 'study-reading-taken' | 'study-part-returned'>,
): void {
  const cycle = cycleOf(draft, event)
  if (!cycle) return
  arrive(cycle, { ...written(event), where: 'out' })
  letGo(draft)
}

export const trustEffects: Effects = {
  'calibration-recorded': (draft, event) => {
    const { calibration } = event.data
    const calibrations = open(draft, openTrust(draft), 'calibrations')
    calibrations[calibration.gauge] = newest(calibrations[calibration.gauge], register(event, calibration))
  },
  'challenge-policy-changed': (draft, event) => {
    const trust = openTrust(draft)
    trust.required = newest(trust.required, register(event, event.data.required))
  },
  'challenge-started': (draft, event) => {
    const trust = openTrust(draft)
    trust.run = newest(trust.run, register(event, event.data))
  },
  'challenge-part-returned': (draft, event) => {
    const { challenge, cycleId, runId, outcome, findings, uses } = event.data
    const parts = open(draft, openTrust(draft), 'parts')
    parts[challenge] = newest(parts[challenge], { ...written(event), cycleId, runId, outcome, findings, uses })
    backInRack(draft, event)
  },
  'challenge-passed': (draft, event) => {
    end(draft, event)
    const trust = openTrust(draft)
    trust.lastPassed = newest(trust.lastPassed, register(event, { cycleNumber: event.data.cycleNumber }))
  },
  'challenge-incomplete': end,
  'challenge-failed': (draft, event) => {
    end(draft, event)
    const { from, to, reason } = event.data
    if (from > to) return
    const suspicions = open(draft, openTrust(draft), 'suspicions')
    suspicions.push({ id: event.id, at: event.occurredAt, from, to, reason })
    suspicions.sort(byTime)
  },
  'study-started': (draft, event) => {
    const trust = openTrust(draft)
    trust.study = newest(trust.study, register(event, event.data))
  },
  'study-reading-taken': (draft, event) => {
    const { runId, reading } = event.data
    const trust = openTrust(draft)
    trust.studyReading = newest(trust.studyReading, register(event, { runId, reading }))
    backInRack(draft, event)
  },
  'study-part-returned': backInRack,
  'study-ended': (draft, event) => {
    const trust = openTrust(draft)
    trust.studyEnded = newest(trust.studyEnded, register(event, event.data))
  },
  'suspicion-released': (draft, event) => {
    const { id, occurredAt: at, data } = event
    const releases = open(draft, openTrust(draft), 'releases')
    releases.push({ id, at, ...data })
    releases.sort(byTime)
  },
}

const covers = ({ from, to }: { readonly from: number; readonly to: number }, cycleNumber: number) =>
  from <= cycleNumber && cycleNumber <= to

/** The oldest suspicion of a cycle that nobody has answered for. [TW22] */
export function suspicionOf(twin: CellTwin, cycleNumber: number): Suspicion | undefined {
  const { suspicions, releases } = trustIn(twin)
  return suspicions.find(
    (suspicion) =>
      covers(suspicion, cycleNumber) && !releases.some((r) => r.suspicion === suspicion.id && covers(r, cycleNumber)),
  )
}

/** Cycle numbers of a suspicion that nobody has answered for, as inclusive ranges in order. */
export function stillSuspect(twin: CellTwin, { id, from, to }: Suspicion): [number, number][] {
  const released = trustIn(twin)
    .releases.filter((release: Release) => release.suspicion === id)
    .sort((a, b) => a.from - b.from)
  const left: [number, number][] = []
  let next = from
  for (const release of released) {
    if (release.from > next) left.push([next, Math.min(release.from - 1, to)])
    next = Math.max(next, release.to + 1)
  }
  if (next <= to) left.push([next, to])
  return left
}
