import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkGauge, Gauge } from './gauge.ts'

const region = { length: 20, width: 8, sigma: 1, threshold: 20, polarity: 'any' }
const circle = {
  schema: 'celltwin/gauge/v1',
  name: 'bore',
  kind: 'circle',
  center: { x: 1, y: 2 },
  radius: 3,
  calipers: 8,
  region,
}

describe('a gauge file', () => {
  it('is described by docs/gauge.schema.json (celltwin gauge-schema prints it)', () => {
    const written = JSON.parse(readFileSync(new URL('../../../docs/gauge.schema.json', import.meta.url), 'utf8'))
    expect(written).toEqual(JSON.parse(JSON.stringify(Gauge)))
  })

  it('is taken when every field is as its kind wants', () => {
    expect(checkGauge(circle)).toMatchObject({ ok: true })
  })

  it('is refused with the field and the rule', () => {
    expect(checkGauge({ ...circle, radius: -3 })).toMatchObject({
      ok: false,
      flaws: [{ field: '/radius', rule: 'must be > 0' }],
    })
    expect(checkGauge({ ...circle, region: { ...region, sigma: 0.1 } })).toMatchObject({
      ok: false,
      flaws: [{ field: '/region/sigma', rule: 'must be >= 0.4' }],
    })
  })

  it('is refused when it has a field that its kind does not know', () => {
    expect(checkGauge({ ...circle, raduis: 3 })).toEqual({
      ok: false,
      flaws: [{ field: '/raduis', rule: 'must not be there, no such field is known' }],
    })
  })

  it('is told what a field of few values may be, once', () => {
    expect(checkGauge({ ...circle, schema: 'v2', region: { ...region, polarity: 'up' } })).toEqual({
      ok: false,
      flaws: [
        { field: '/schema', rule: 'must be celltwin/gauge/v1' },
        { field: '/region/polarity', rule: 'must be one of rising, falling, any' },
      ],
    })
  })

  it('is refused where a line or an interval has no extent', () => {
    const common = { schema: 'celltwin/gauge/v1', name: 'none' }
    const at = { x: 4, y: 4 }
    expect(checkGauge({ ...common, kind: 'line', from: at, to: at, calipers: 4, region })).toMatchObject({
      ok: false,
      flaws: [{ field: '/to', rule: 'must differ from /from' }],
    })
    const wrong = { from: 6, to: 4 }
    const plateau = { ...common, kind: 'step-height', plateau: wrong, references: [{ from: 0, to: 1 }, wrong] }
    expect(checkGauge(plateau)).toEqual({
      ok: false,
      flaws: [
        { field: '/plateau/to', rule: 'must be > from, which is 6' },
        { field: '/references/1/to', rule: 'must be > from, which is 6' },
      ],
    })
  })

  it.each([null, 'circle', {}, { kind: 'sphere' }])('that names no kind we know is told the kinds: %j', (file) => {
    const checked = checkGauge(file)
    expect(checked).toMatchObject({
      ok: false,
      flaws: [{ field: '/kind', rule: expect.stringContaining('edge-pair') }],
    })
  })
})
