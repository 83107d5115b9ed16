import type { Characteristic, PassportCycle } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differencesOf, gravestFirst } from './differences.ts'
import { lanesOf, spanOf, spansOf } from './lanes.ts'
import { dragged, WHOLE, zoomed } from './zoom.ts'

const entry = (s: number, source: string, type: string, data: object = {}) => ({
  type,
  source,
  data,
  occurredAt: new Date(Date.UTC(2026, 10, 19, 10, 0, 0, s * 1000)).toISOString(),
})

describe('two timelines', () => {
  const timeline = [
    entry(9, 'verifier', 'part-judged'),
    entry(-1, 'handling', 'phase-started', { phase: 'insert' }),
    entry(0, 'handling', 'part-inserted'),
    entry(1, 'handling', 'phase-started', { phase: 'expose' }),
    entry(2, 'visual', 'evidence-captured'),
    entry(3, 'visual', 'part-inspected'),
    entry(4, 'handling', 'part-arrived'),
  ]

  it('are told in seconds since each part was inserted, whenever that was', () => {
    const spans = spansOf(timeline)
    expect(spans).toEqual(
      expect.arrayContaining([
        { lane: 'handling', fromS: -1, toS: 1, what: 'insert' },
        { lane: 'handling', fromS: 1, toS: 4, what: 'expose' },
        { lane: 'visual', fromS: 2, toS: 3, what: 'computes' },
        { lane: 'verifier', fromS: 9, toS: 9, what: 'verdict' },
      ]),
    )
    const later = ({ occurredAt }: { occurredAt: string }) => new Date(Date.parse(occurredAt) + 7e7).toISOString()
    expect(spansOf(timeline.map((one) => ({ ...one, occurredAt: later(one) })))).toEqual(spans)
    expect([lanesOf(spans, spans), spanOf(spans, spans)]).toEqual([
      ['handling', 'visual', 'verifier'],
      [-1, 9],
    ])
  })

  it('have nothing to align where the part was never inserted', () => {
    expect(spansOf(timeline.filter(({ type }) => type !== 'part-inserted'))).toEqual([])
  })
})

describe('differences', () => {
  const characteristic = (id: string) => ({ id, title: id, unit: 'mm', decimals: 3 }) as Characteristic
  const result = (id: string, value: number | null, conformance: string, uncertainty = 0.01) =>
    ({ characteristic: id, value, conformance, uncertainty }) as PassportCycle['results'][number]

  it('name what was judged differently first, and do not make much of what uncertainty explains', () => {
    const found = gravestFirst(
      differencesOf(
        [characteristic('a'), characteristic('b'), characteristic('c')],
        [result('a', 1, 'pass'), result('b', 1, 'pass'), result('c', null, 'not-inspected')],
        [result('a', 1.012, 'pass'), result('b', 2, 'fail'), result('c', 1, 'pass')],
      ),
    )
    expect(found.map(({ characteristic, judged }) => [characteristic.id, judged])).toEqual([
      ['b', true],
      ['c', true],
      ['a', false],
    ])
    expect(found.map(({ by, beyondUncertainty }) => [by?.toFixed(3), beyondUncertainty])).toEqual([
      ['1.000', true],
      [undefined, false],
      ['0.012', false],
    ])
  })
})

describe('one zoom for two pictures', () => {
  it('keeps the point under the pointer where it is, unless the picture ends', () => {
    const share = fc.double({ min: 0.2, max: 0.8, noNaN: true })
    fc.assert(
      fc.property(share, share, fc.double({ min: 1, max: 4, noNaN: true }), (px, py, factor) => {
        const before = zoomed(WHOLE, 2)
        const after = zoomed(before, factor, px, py)
        const under = ({ scale, x }: typeof before) => x + (px - 0.5) / scale
        expect(under(after)).toBeCloseTo(under(before), 9)
      }),
    )
  })

  it('never shows what lies beside the picture', () => {
    const step = fc.tuple(fc.double({ min: 0.1, max: 8, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }))
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let zoom = WHOLE
        for (const [factor, by] of steps) zoom = dragged(zoomed(zoom, factor, 0.1, 0.9), by, -by)
        expect(zoom.x - 0.5 / zoom.scale).toBeGreaterThanOrEqual(-1e-9)
        expect(zoom.y + 0.5 / zoom.scale).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})
