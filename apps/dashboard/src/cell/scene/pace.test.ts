import { expect, it } from 'vitest'
import { createPace } from './pace.ts'

/** Draws frames that take `costMs` each, for some time; returns how many came. */
function run(costMs: number, forMs: number): number {
  const pace = createPace()
  let frames = 0
  for (let now = 0; now < forMs; frames++) {
    now += pace.waitMs(now) + costMs
    pace.drawn(now)
  }
  return frames
}

it('draws without pause where frames are quick', () => {
  expect(run(16, 1600)).toBe(100)
})

it('leaves a slow machine two thirds of its time', () => {
  // 200 ms a frame, 400 ms of rest: about 50 frames in 30 s; without rest there would be 150.
  const frames = run(200, 30_000)
  expect(frames).toBeGreaterThan(45)
  expect(frames).toBeLessThan(65)
})
