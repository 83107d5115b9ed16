import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnValues, decodeSeries, encodeSeries, NO_READING, type Series } from './evidence.ts'

const column = fc.oneof(
  fc.array(fc.integer({ min: -32767, max: 32767 })).map((values) => Int16Array.from(values)),
  fc.array(fc.float({ noNaN: true })).map((values) => Float32Array.from(values)),
)
const series = fc.array(column, { maxLength: 5 }).map(
  (columns): Series => ({
    kind: 'profile-face',
    meta: { angleFromDeg: 0 },
    columns: columns.map((data, n) => ({ name: `column-${n}`, unit: 'mm', data, scale: 0.25 })),
  }),
)

describe('the evidence container', () => {
  it('gives back what was put in, wherever it lies in memory', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 0, max: 7 }), (written, shift) => {
        const bytes = encodeSeries(written)
        const elsewhere = new Uint8Array(bytes.length + shift)
        elsewhere.set(bytes, shift)
        expect(decodeSeries(elsewhere.subarray(shift))).toEqual(written)
      }),
    )
  })

  it('tells a drop-out from every value', () => {
    const raw = Int16Array.of(-32767, NO_READING, 0, 4)
    const read = decodeSeries(
      encodeSeries({
        kind: 'profile-face',
        meta: {},
        columns: [{ name: 'height', unit: 'mm', data: raw, scale: 0.5 }],
      }),
    )
    expect([...columnValues(read, 'height')]).toEqual([-16383.5, Number.NaN, 0, 2])
    expect(() => columnValues(read, 'width')).toThrow('no column width')
  })

  it.each([
    ['no line', new Uint8Array(4), 'no header line'],
    ['no JSON', new TextEncoder().encode('series\n'), 'not JSON'],
    [
      'half a column',
      encodeSeries({
        kind: 'waveform',
        meta: {},
        columns: [{ name: 'a', unit: 'g', data: Float32Array.of(1, 2) }],
      }).slice(0, -4),
      'column a is cut short',
    ],
  ])('refuses %s, and says why', (_, bytes, why) => {
    expect(() => decodeSeries(bytes)).toThrow(why)
  })
})
