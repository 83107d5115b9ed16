import { expect, it } from 'vitest'
import { createRandom } from '../gauges/testing/render.ts'
import { type Found, throughOneCalibration } from './testing/simulated-calibrations.ts'

/** `bench metrology` makes many more. */
const CALIBRATIONS = 200

it('covers 95 % of the errors that calibrations make in angles, lengths and areas of a face', () => {
  const random = createRandom(7)
  const found = Array.from({ length: CALIBRATIONS }, () => throughOneCalibration(random)).flat()
  const inSds = (all: readonly Found[]) => all.map(({ error, sd }) => Math.abs(error / sd))
  const covered = inSds(found).filter((each) => each <= 2).length / found.length
  expect(covered).toBeGreaterThan(0.93)
  expect(covered).toBeLessThan(0.97)
  for (const quantity of new Set(found.map((each) => each.quantity))) {
    const own = inSds(found.filter((each) => each.quantity === quantity))
    const rms = Math.sqrt(own.reduce((sum, each) => sum + each ** 2, 0) / own.length)
    expect(Math.abs(rms - 1), quantity).toBeLessThan(0.15)
  }
}, 120_000)
