/** What the trust line says: how far each source can be believed, and what is out of bounds. */
import type { CellTwin } from '@celltwin/contracts'
import type { CellState } from '../twin/cell-store.ts'

/** A source that has said nothing for this long is not to be trusted to be alive. */
const QUIET_MS = 30_000
/** More than the way to the server explains. */
const SKEW_MS = 250
const BACKLOG = 500

export interface SourceTrust {
  readonly source: string
  readonly online: boolean
  /** Readiness, where it is anything but ready. */
  readonly readiness: string | undefined
  readonly progress: number | undefined
  readonly ageMs: number | undefined
  /** Its clock − the server's; as near as the least delay of its last messages tells. */
  readonly skewMs: number | undefined
  /** Events known to be missing of it. */
  readonly gaps: number
  /** Events and evidence that wait at its edge. */
  readonly backlog: number
  /** Out of bounds: `offline`, `clock-skew`, `quiet`, or its readiness. */
  readonly trouble: string | undefined
}

export interface Trust {
  readonly position: number
  readonly sources: readonly SourceTrust[]
  /** Events known to be missing. */
  readonly gaps: number
  readonly backlog: number
  readonly onTheWay: number
  readonly backlogHigh: boolean
}

type Known = Pick<CellState, 'telemetry' | 'delays' | 'presence'>

export function trustOf(twin: CellTwin, known: Known, nowMs: number): Trust {
  const roles = Object.values(twin.sources).filter(({ source }) => source !== 'server')
  const sum = (value: string) =>
    Object.values(known.telemetry).reduce((total, { values }) => total + (values[value] ?? 0), 0)
  const backlog = sum('backlogEvents')
  return {
    position: twin.position,
    sources: roles.map((source) => sourceTrust(source, known, nowMs)),
    gaps: roles.reduce((n, source) => n + missingOf(source), 0),
    backlog,
    backlogHigh: backlog > BACKLOG,
    onTheWay: sum('evidenceOnItsWay'),
  }
}

const missingOf = ({ gaps }: CellTwin['sources'][string]): number =>
  gaps.reduce((n, { from, to }) => n + to - from + 1, 0)

function sourceTrust(twin: CellTwin['sources'][string], known: Known, nowMs: number): SourceTrust {
  const { source, presence, last } = twin
  const online = presence?.value.online ?? last !== undefined
  const live = known.presence[source]
  const readiness = live?.readiness ?? presence?.value.readiness
  const heard = [last?.occurredAt, known.telemetry[source]?.at].flatMap((at) => (at ? [Date.parse(at)] : []))
  const ageMs = heard.length > 0 ? Math.max(0, nowMs - Math.max(...heard)) : undefined
  const values = known.telemetry[source]?.values
  const delays = known.delays[source] ?? []
  const skewMs = delays.length > 0 ? -Math.round(Math.min(...delays)) : undefined
  const notReady = readiness !== undefined && readiness !== 'ready' ? readiness : undefined
  return {
    source,
    online,
    readiness: notReady,
    progress: live?.progress ?? presence?.value.progress,
    ageMs,
    skewMs,
    gaps: missingOf(twin),
    backlog: (values?.backlogEvents ?? 0) + (values?.evidenceOnItsWay ?? 0),
    trouble: !online
      ? 'offline'
      : notReady
        ? notReady
        : skewMs !== undefined && Math.abs(skewMs) > SKEW_MS
          ? 'clock-skew'
          : ageMs !== undefined && ageMs > QUIET_MS
            ? 'quiet'
            : undefined,
  }
}
