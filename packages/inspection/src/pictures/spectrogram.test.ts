import { expect, it } from 'vitest'
import { powerOverAngle } from './spectrogram.ts'

const RATE = 25_600
const SHAFT_HZ = 30

/** A tone of 4 kHz and 2 m/s² that is there for a tenth of each turn, about `deg`. */
const spotAt = (deg: number) =>
  Float64Array.from({ length: RATE }, (_, i) => {
    const turned = ((i / RATE) * SHAFT_HZ) % 1
    const away = Math.abs(turned - deg / 360)
    return Math.min(away, 1 - away) < 0.05 ? 2 * Math.sin((2 * Math.PI * 4_000 * i) / RATE) : 0
  })

it('shows at which angle of the shaft something sounds, and at which frequency', () => {
  const { rows, hzStep, degStep, turns } = powerOverAngle(spotAt(90), RATE, SHAFT_HZ)
  expect([rows.length * hzStep, rows[0]!.length * degStep, turns]).toEqual([RATE / 2, 360, SHAFT_HZ])
  const row = rows.reduce((best, one, i) => (Math.max(...one) > Math.max(...rows[best]!) ? i : best), 0)
  const sector = rows[row]!.indexOf(Math.max(...rows[row]!))
  expect(row * hzStep).toBe(4_000)
  expect(Math.abs(sector * degStep - 90)).toBeLessThanOrEqual(2 * degStep)
})

it('adds up to the power of a steady tone, whatever the angle', () => {
  const tone = Float64Array.from({ length: RATE }, (_, i) => 2 * Math.sin((2 * Math.PI * 4_000 * i) / RATE))
  const { rows } = powerOverAngle(tone, RATE, SHAFT_HZ)
  const power = rows[0]!.map((_, sector) => rows.reduce((sum, row) => sum + row[sector]! ** 2, 0))
  for (const one of power) expect(one).toBeCloseTo(2, 1)
})
