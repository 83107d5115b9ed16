import { expect, it } from 'vitest'
import { lostByReason } from './lost.ts'

it('tells one reason once, however its numbers differ', () => {
  const warm = (temperature: string) => `the part has ${temperature} °C, and torque is judged between 18 and 28 °C`
  expect(
    lostByReason([
      { count: 1, reason: warm('33.9') },
      { count: 2, reason: warm('9.8') },
      { count: 4, reason: 'too few valid points' },
      { count: 1, reason: null },
      { count: 1, reason: warm('31.0') },
    ]),
  ).toEqual([
    { count: 4, reason: warm('9.8–33.9') },
    { count: 4, reason: 'too few valid points' },
    { count: 1, reason: null },
  ])
  expect(lostByReason([])).toEqual([])
})
