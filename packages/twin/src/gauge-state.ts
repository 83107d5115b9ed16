/** What a screen asks about gauges: which calibration is in force and how long, and where the challenge stands. */
import {
  type CellTwin,
  type ChallengedPart,
  type ChallengePart,
  type ChallengeRequired,
  expiryOf,
  type GaugeCalibration,
  type StudyRun,
} from '@celltwin/contracts'
import { trustIn } from './gauge-trust.ts'

export interface GaugeState {
  readonly gauge: string
  readonly module: string
  /** `unlisted`: the cell file keeps no calibrations, so nobody checks. */
  readonly state: 'valid' | 'ends-soon' | 'expired' | 'missing' | 'unlisted'
  readonly calibration?: GaugeCalibration
  readonly expiresAt?: string
}

/** A warning comes when a tenth of its time is left, but never more than a week before. */
const WARN_SHARE = 0.1
const WARN_MOST_MS = 7 * 86_400_000

/** Each gauge that the cell file names. [TW20] */
export function gaugeStates(twin: CellTwin, nowMs: number): GaugeState[] {
  const definition = twin.definition?.value.definition
  return Object.entries(definition?.modules ?? {}).flatMap(([module, { gauge }]): GaugeState[] => {
    if (gauge === undefined) return []
    const listed = definition!.calibrations?.find((calibration) => calibration.gauge === gauge)
    const calibration = newer(trustIn(twin).calibrations[gauge]?.value, listed)
    if (!calibration) return [{ gauge, module, state: definition!.calibrations ? 'missing' : 'unlisted' }]
    const expiresAt = expiryOf(calibration)
    const known = { gauge, module, calibration, ...(expiresAt === null ? {} : { expiresAt }) }
    if (expiresAt === null) return [{ ...known, state: 'valid' }]
    const leftMs = Date.parse(expiresAt) - nowMs
    const wholeMs = calibration.madeAt
      ? Date.parse(expiresAt) - Date.parse(calibration.madeAt)
      : Number.POSITIVE_INFINITY
    const soon = leftMs < Math.min(WARN_MOST_MS, WARN_SHARE * wholeMs)
    return [{ ...known, state: leftMs <= 0 ? 'expired' : soon ? 'ends-soon' : 'valid' }]
  })
}

/** The one made later. A file's without a date, or under that id, was taken over by the module when it first read it. */
function newer(recorded: GaugeCalibration | undefined, listed: GaugeCalibration | undefined) {
  if (!recorded || !listed?.madeAt || listed.id === recorded.id) return recorded ?? listed
  return listed.madeAt > (recorded.madeAt ?? '') ? listed : recorded
}

export interface ChallengeState {
  readonly required: ChallengeRequired
  readonly state: 'never-run' | 'running' | 'passed' | 'due' | 'failed' | 'incomplete'
  /** Of the last good run. */
  readonly passedAt?: string
  /** Why it failed or has no answer. */
  readonly reason?: string
  /** Parts of the present run that have been put back. */
  readonly done: number
  readonly parts: readonly { readonly part: ChallengePart; readonly last?: ChallengedPart }[]
}

/** Where the challenge of a cell stands; undefined where its file has no challenge parts. [TW21] */
export function challengeState(twin: CellTwin, nowMs: number): ChallengeState | undefined {
  const challenge = twin.definition?.value.definition.challenge
  if (!challenge) return undefined
  const { required, run, ended, lastPassed, parts } = trustIn(twin)
  const ofRun = run?.value.parts.filter((id) => parts[id]?.runId === run.value.runId).length ?? 0
  const passedAt = lastPassed?.occurredAt
  const known = {
    required: required?.value ?? challenge.required,
    done: ofRun,
    parts: challenge.parts.map((part) => ({ part, ...(parts[part.id] ? { last: parts[part.id]! } : {}) })),
    ...(passedAt === undefined ? {} : { passedAt }),
  }
  if (run && ended?.value.runId !== run.value.runId) return { ...known, state: 'running' }
  if (!ended) return { ...known, state: 'never-run' }
  if (ended.value.as !== 'passed') return { ...known, state: ended.value.as, reason: ended.value.reason }
  const over = nowMs - Date.parse(ended.occurredAt) > challenge.validForHours * 3_600_000
  return { ...known, state: over ? 'due' : 'passed' }
}

export interface StudyRunState {
  readonly runId: string
  readonly study: StudyRun
  readonly state: 'running' | 'complete' | 'incomplete'
  /** Readings taken, of so many. */
  readonly taken: number
  readonly readings: number
  readonly startedAt: string
  readonly endedAt?: string
  readonly reason?: string
}

/** The study that the cell makes by itself, or made last; undefined where it never made one. [TW29] */
export function studyRunState(twin: CellTwin): StudyRunState | undefined {
  const { study, studyReading, studyEnded } = trustIn(twin)
  if (!study) return undefined
  const { runId, study: run } = study.value
  const ended = studyEnded?.value.runId === runId ? studyEnded : undefined
  return {
    runId,
    study: run,
    state: ended?.value.as ?? 'running',
    taken: studyReading?.value.runId === runId ? studyReading.value.reading : 0,
    readings: run.parts.length * run.trials,
    startedAt: study.occurredAt,
    ...(ended ? { endedAt: ended.occurredAt } : {}),
    ...(ended?.value.reason === undefined ? {} : { reason: ended.value.reason }),
  }
}
