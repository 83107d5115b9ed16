import { expect, it } from 'vitest'
import { createBlend } from './blend.ts'
import { createPose } from './pose.ts'

const at = (x: number) => Object.assign(createPose(), { x })

it('goes on from where the arm was seen when the next phase comes late', () => {
  const blend = createBlend()
  blend.apply(at(0.1), 'decide', 0)
  const first = at(0.15)
  expect(blend.apply(first, 'remove', 16)).toBe(true)
  expect(first.x).toBeCloseTo(0.1, 12)
})

it('shows exactly what the phase says once the offset has faded', () => {
  const blend = createBlend()
  blend.apply(at(0.1), 'decide', 0)
  blend.apply(at(0.15), 'remove', 16)
  const later = at(0.2)
  expect(blend.apply(later, 'remove', 1000)).toBe(false)
  expect(later.x).toBe(0.2)
})

it('does not draw an arm sweeping across the cell when another instant is chosen', () => {
  const blend = createBlend()
  blend.apply(at(0.4), 'remove', 0)
  const jumped = at(-0.3)
  expect(blend.apply(jumped, 'insert', 16)).toBe(false)
  expect(jumped.x).toBe(-0.3)
})
