import type { CellDefinition, Result, Series } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { type Drawable, pictureOf } from './picture-of.ts'

const definition = {
  recipe: {
    characteristics: [
      { id: 'crimp-count', title: 'Crimp count', module: 'm', unit: '', decimals: 0 },
      { id: 'kurtosis', title: 'Kurtosis', module: 'm', unit: '', decimals: 2, upper: 5 },
      { id: 'velocity-low-band', title: 'Velocity', module: 'm', unit: 'µm/s', decimals: 0 },
      { id: 'running-torque', title: 'Running torque', module: 'm', unit: 'N·m', decimals: 3, upper: 0.3 },
    ],
  },
  modules: {
    m: {
      parameters: {
        balls: 13,
        ballDiameterMm: 7.144,
        pitchDiameterMm: 42.5,
        contactAngleDeg: 25,
        turning: 'outer',
      },
    },
  },
} as unknown as CellDefinition

const result = (characteristic: string, more: Partial<Result>): Result => ({
  characteristic,
  value: 1,
  unit: '',
  uncertainty: 0.1,
  conformance: 'pass',
  limits: {},
  explanation: 'Found < expected & said so.',
  algorithm: { name: 'a', version: '1' },
  evidence: ['b', 'd', 'w', 't'],
  ...more,
})
const image = (kind: string, sha256: string): Drawable => ({
  kind,
  sha256,
  image: { href: `${kind}.png`, width: 100, height: 100 },
})
const series = (kind: string, sha256: string, meta: Series['meta'], names: readonly string[]): Drawable => ({
  kind,
  sha256,
  series: {
    kind,
    meta,
    columns: names.map((name) => ({
      name,
      unit: 'u',
      data: Float32Array.from({ length: 4096 }, (_, i) => (name === 'timeMs' ? i : Math.sin(i / 3))),
    })),
  },
})
const evidence = [
  image('image-dark-field', 'd'),
  image('image-bright', 'b'),
  series('waveform', 'w', { sampleRateHz: 25_600, shaftHz: 30 }, ['acceleration']),
  series('rotor-trace', 't', { steadyFromMs: 1000, coastFromMs: 3000 }, ['timeMs', 'rpm', 'torqueNm']),
]
const draw = (characteristic: string, more: Partial<Result> = {}) =>
  pictureOf(result(characteristic, more), evidence, definition)

describe('the picture of a result', () => {
  it('says the sentence, with what SVG keeps for itself escaped', () => {
    expect(draw('crimp-count')).toContain('Found &lt; expected &amp; said so.')
  })

  it('lays outlines over the light that shows it best, and names what fails', () => {
    const outline: [number, number][] = [
      [10, 10],
      [20, 10],
      [20, 20],
    ]
    const locations = [{ outline, label: 'missing', angleDeg: 90, conforming: false }]
    const svg = draw('crimp-count', { conformance: 'fail', locations })!
    expect(svg).toContain('href="image-bright.png"')
    expect(svg.match(/<polygon/g)).toHaveLength(1)
    expect(svg).toContain('missing, 90°')
  })

  it('marks the line of the element that strikes, and no other', () => {
    const struck = draw('kurtosis', { locations: [{ label: 'inner race' }] })!
    expect(struck).toMatch(/font-weight="600">BPFI 225/)
    expect(struck).not.toMatch(/font-weight="600">BPFO/)
    expect(draw('kurtosis')).not.toMatch(/font-weight="600">BPFI/)
  })

  it('shades the band that a velocity is of, and draws the limit of a torque', () => {
    expect(draw('velocity-low-band')).toContain('50 to 300 Hz')
    expect(draw('running-torque', { limits: { upper: 0.3 } })).toContain('limit 0.300 N·m')
  })

  it('is none where the evidence that the result rests on is not there', () => {
    expect(draw('kurtosis', { evidence: ['x'] })).toBeUndefined()
    expect(draw('unheard-of')).toBeUndefined()
  })
})
