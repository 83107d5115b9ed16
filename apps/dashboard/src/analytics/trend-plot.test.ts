import { expect, it } from 'vitest'
import { timeSpan } from './trend-plot.ts'

const points = (...fromMs: number[]) => ({ fromMs, toMs: fromMs, mean: [], low: [], high: [], n: [] })
const day = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' }
const at = (iso: string) => Date.parse(`2026-03-02T${iso}:00.000Z`)

it('draws from the first value on where the window begins before the cell did', () => {
  const [from, to] = timeSpan({ ...day, points: points(at('23:00'), at('23:30')) })
  expect(at('23:00') - from).toBe(0.02 * 3_600_000)
  expect(to).toBe(Date.parse(day.to))
})

it('draws the whole window where values fill it, or where there is none', () => {
  const whole = [Date.parse(day.from), Date.parse(day.to)]
  expect(timeSpan({ ...day, points: points(at('00:01'), at('12:00')) })).toEqual(whole)
  expect(timeSpan({ ...day, points: points() })).toEqual(whole)
})
