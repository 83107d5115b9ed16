import type { CellTwin, SourceTwin } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { trustOf } from './trust.ts'

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
