import type { CellTwin, SourceTwin } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { standingOf, standingOfSummary, trustOf } from './trust.ts'

const NOW = Date.parse('2026-11-19T10:42:17.000Z')

const source = (more: Partial<SourceTwin> = {}): SourceTwin => ({
  source: 'visual',
  last: { occurredAt: '2026-11-19T10:42:16.800Z', epoch: 1, seq: 9 },
  events: 9,
  gaps: [],
  simulated: true,
  presence: {
    value: { online: true, readiness: 'ready' },
    occurredAt: '2026-11-19T10:00:00.000Z',
    epoch: 1,
    seq: 1,
  },
  ...more,
})
const twin = (...sources: SourceTwin[]) =>
  ({ position: 7, sources: Object.fromEntries(sources.map((s) => [s.source, s])) }) as unknown as CellTwin
const known = { telemetry: {}, delays: {}, presence: {} }

describe('the trust line', () => {
  it('is quiet while everything is within bounds', () => {
    const trust = trustOf(twin(source()), { ...known, delays: { visual: [12, 8, 40] } }, NOW)
    expect(trust.sources).toEqual([
      expect.objectContaining({ source: 'visual', ageMs: 200, skewMs: -8, trouble: undefined }),
    ])
  })

  it('names a clock that runs ahead, a source that is away, and one that is not ready', () => {
    const ahead = trustOf(twin(source()), { ...known, delays: { visual: [-900, -870] } }, NOW)
    const away = trustOf(twin(source({ presence: { ...source().presence!, value: { online: false } } })), known, NOW)
    const warming = trustOf(
      twin(source({ presence: { ...source().presence!, value: { online: true, readiness: 'warming-up' } } })),
      known,
      NOW,
    )
    expect([ahead, away, warming].map((t) => t.sources[0]?.trouble)).toEqual(['clock-skew', 'offline', 'warming-up'])
    expect(ahead.sources[0]?.skewMs).toBe(900)
  })

  it('counts the events that are missing', () => {
    const gaps = [
      { epoch: 1, from: 4, to: 6 },
      { epoch: 2, from: 1, to: 1 },
    ]
    expect(trustOf(twin(source({ gaps })), known, NOW).gaps).toBe(4)
  })
})

describe('what a value is worth', () => {
  const presence = (online: boolean) => ({ ...source().presence!, value: { online, readiness: 'ready' } })
  const shown = (...sources: SourceTwin[]) => ({
    ...{ ...known, twin: twin(...sources), at: undefined, link: { state: 'live' } as const },
  })
  const verifier = source({ source: 'verifier', simulated: false })

  it('is as much as the worst of the sources it rests on', () => {
    expect(standingOf(shown(source(), verifier), ['verifier'], NOW)).toMatchObject({ trust: 'live', of: ['verifier'] })
    expect(standingOf(shown(source(), verifier), ['verifier', 'visual'], NOW)).toMatchObject({
      ...{ trust: 'simulated', of: ['visual'] },
    })
  })

  it('goes stale with a source that is away or silent, and says since when', () => {
    const away = standingOf(shown(source({ presence: presence(false) }), verifier), ['visual', 'verifier'], NOW)
    expect(away).toEqual({ trust: 'stale', of: ['visual'], sinceMs: NOW - 200 })
    expect(standingOf(shown(source()), ['visual'], NOW + 60_000).trust).toBe('stale')
    expect(standingOf(shown(verifier), ['visual'], NOW)).toMatchObject({ trust: 'stale', of: ['visual'] })
  })

  it('is late while events of a source are missing or wait at its edge', () => {
    const gaps = [{ epoch: 1, from: 4, to: 6 }]
    expect(standingOf(shown(source({ gaps })), ['visual'], NOW).trust).toBe('late')
    const at = '2026-11-19T10:42:16.000Z'
    const telemetry = { visual: { source: 'visual', at, values: { backlogEvents: 900 } } }
    expect(standingOf({ ...shown(source()), telemetry } as never, ['visual'], NOW).trust).toBe('late')
  })

  it('goes stale with the connection, but the past stays what it was', () => {
    const link = { state: 'lost', since: NOW, shownAt: NOW - 5000 } as const
    const lost = { ...shown(source()), link }
    expect(standingOf(lost, ['visual'], NOW)).toEqual({ trust: 'stale', of: [], sinceMs: NOW - 5000 })
    const at = '2026-11-19T10:50:00.000Z'
    expect(standingOf({ ...lost, at }, ['visual'], Date.parse(at)).trust).toBe('simulated')
  })
})

describe('what a figure of a cell is worth by its summary', () => {
  const heardAt = '2026-11-19T10:42:16.800Z'
  const handling = {
    source: 'handling',
    online: true,
    heardAt,
    missing: 0,
    waiting: 0,
    simulated: false,
    replayed: false,
  }
  const visual = { ...handling, source: 'visual', simulated: true }
  const worth = (more: object, nowMs = NOW) =>
    standingOfSummary([handling, { ...visual, ...more }], ['handling', 'visual'], nowMs)

  it('is what the worst of its sources is, and nothing where one was never heard', () => {
    expect(worth({})).toMatchObject({ trust: 'simulated', of: ['visual'] })
    expect(worth({ replayed: true })).toMatchObject({ trust: 'replayed' })
    expect(worth({ missing: 2 })).toMatchObject({ trust: 'late', of: ['visual'] })
    expect(worth({ online: false })).toEqual({ trust: 'stale', of: ['visual'], sinceMs: Date.parse(heardAt) })
    expect(worth({}, NOW + 40_000)).toMatchObject({ trust: 'stale', of: ['handling', 'visual'] })
    expect(standingOfSummary([handling], ['visual'], NOW)).toMatchObject({ trust: 'stale', of: ['visual'] })
  })

  it('is stale since the connection was lost, whatever was heard', () => {
    expect(standingOfSummary([visual], ['visual'], NOW, NOW - 5000)).toMatchObject({
      trust: 'stale',
      sinceMs: NOW - 5000,
    })
  })
})
