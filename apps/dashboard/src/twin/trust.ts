/** How far each source can be believed, what is out of bounds, and so what a value is worth that rests on it. Pure. */
import type { CellDefinition, CellTwin, Source, SourceSummary } from '@celltwin/contracts'
import type { CellState } from './cell-store.ts'

/**
 * What a value is worth, worst last. `late`: events of its source are missing or wait at the edge, so it may still change;
 * or it came late by itself.
 */
export const TRUSTS = ['live', 'simulated', 'replayed', 'late', 'stale'] as const
export type Trust = (typeof TRUSTS)[number]

export const worse = (a: Trust, b: Trust): Trust => (TRUSTS.indexOf(a) > TRUSTS.indexOf(b) ? a : b)

/** A source that has said nothing for this long is not to be trusted to be alive. */
const QUIET_MS = 30_000
/** More than the way to the server explains. */
const SKEW_MS = 250
const BACKLOG = 500
/** What was heard over the stream is of now: of the past only what the journal says counts. */
export const OF_THE_PAST = { telemetry: {}, delays: {}, presence: {} } as const

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

export interface TrustReport {
  readonly position: number
  readonly sources: readonly SourceTrust[]
  /** Events known to be missing. */
  readonly gaps: number
  readonly backlog: number
  readonly onTheWay: number
  readonly backlogHigh: boolean
}

type Known = Pick<CellState, 'telemetry' | 'delays' | 'presence'>

export function trustOf(twin: CellTwin, known: Known, nowMs: number): TrustReport {
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

/** Whose word the cell's figures rest on: who handles parts, and with them everybody who judges. */
export const sourcesOf = ({ agents }: CellDefinition): RestsOn =>
  restingOn(Object.values(agents).flatMap(({ roles }) => roles))

interface RestsOn {
  readonly handling: Source[]
  readonly all: Source[]
}

export function restingOn(all: Source[]): RestsOn {
  return { handling: all.includes('handling') ? ['handling'] : all.slice(0, 1), all }
}

export interface Standing {
  readonly trust: Trust
  /** The sources that make it so; empty where the connection does. */
  readonly of: readonly Source[]
  /** Since when nothing was heard, where the value is stale. */
  readonly sinceMs: number | undefined
}

/** What of the cell's state tells it. */
export type Shown = Pick<CellState, 'twin' | 'link' | 'at' | 'telemetry' | 'delays' | 'presence'>

/** What a value is worth that rests on all of these sources: as much as on the worst of them. */
export function standingOf(shown: Shown, sources: readonly Source[], nowMs: number): Standing {
  const { twin, link, at } = shown
  if (link.state === 'lost' && at === undefined) return { trust: 'stale', of: [], sinceMs: link.shownAt }
  const past = at !== undefined
  const known = past ? OF_THE_PAST : shown
  const each = sources.map((source) => {
    const of = twin?.sources[source]
    return of ? { source, ...worthOf(of, sourceTrust(of, known, nowMs), past, nowMs) } : nothingOf(source)
  })
  return worstOf(each)
}

/** The same of a cell of which no more than its summary is known; `shownAt`: when the connection was lost. */
export function standingOfSummary(
  summaries: readonly SourceSummary[],
  sources: readonly Source[],
  nowMs: number,
  shownAt?: number,
): Standing {
  if (shownAt !== undefined) return { trust: 'stale', of: [], sinceMs: shownAt }
  const each = sources.map((source) => {
    const known = summaries.find((summary) => summary.source === source)
    if (!known) return nothingOf(source)
    const { online, heardAt, missing: gaps, waiting: backlog } = known
    const ageMs = heardAt === null ? undefined : Math.max(0, nowMs - Date.parse(heardAt))
    const trouble = ageMs !== undefined && ageMs > QUIET_MS ? 'quiet' : undefined
    return { source, ...worthOf(known, { online, trouble, ageMs, gaps, backlog }, false, nowMs) }
  })
  return worstOf(each)
}

interface Worth extends Pick<Standing, 'trust' | 'sinceMs'> {
  readonly source: Source
}

function worstOf(each: readonly Worth[]): Standing {
  const trust = each.map((one) => one.trust).reduce(worse, 'live')
  const worst = each.filter((one) => one.trust === trust)
  const heard = worst.flatMap(({ sinceMs }) => sinceMs ?? [])
  return {
    trust,
    of: worst.map(({ source }) => source),
    sinceMs: trust === 'stale' && heard.length > 0 ? Math.min(...heard) : undefined,
  }
}

const nothingOf = (source: Source) => ({ source, trust: 'stale' as Trust, sinceMs: undefined })

function worthOf(
  { simulated, replayed }: { readonly simulated: boolean; readonly replayed?: boolean | undefined },
  { online, trouble, ageMs, gaps, backlog }: Pick<SourceTrust, 'online' | 'trouble' | 'ageMs' | 'gaps' | 'backlog'>,
  past: boolean,
  nowMs: number,
): { trust: Trust; sinceMs: number | undefined } {
  const sinceMs = ageMs === undefined ? undefined : nowMs - ageMs
  // In the past a source may have had nothing to tell; that it was alive it says beside the journal.
  if (!online || (trouble === 'quiet' && !past)) return { trust: 'stale', sinceMs }
  if (gaps > 0 || backlog > BACKLOG) return { trust: 'late', sinceMs }
  return { trust: replayed ? 'replayed' : simulated ? 'simulated' : 'live', sinceMs }
}
