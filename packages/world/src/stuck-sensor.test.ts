import type { Fault } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { makePart } from './make-part.ts'
import { lastSoundPart } from './stuck-sensor.ts'
import { truthOf } from './truth.ts'

const world = { seed: 26, defectRate: 0 }
const crimp: Fault = { id: 'crimp', kind: 'missing-crimp', severity: 0.8, fromCycle: 5, toCycle: 8 }

it('a stuck sensor shows the last sound part before it got stuck, not the defective ones between', () => {
  expect(lastSoundPart(world, 5, [crimp])).toMatchObject({ cycleNumber: 4 })
  expect(lastSoundPart(world, 9, [crimp])).toMatchObject({ cycleNumber: 4 })
  expect(lastSoundPart(world, 10, [crimp])).toMatchObject({ cycleNumber: 9 })
})

it('shows a sound part also where none was made before', () => {
  const always = { ...crimp, fromCycle: 1, toCycle: 9 }
  for (const since of [1, 4]) {
    const { world: seen, cycleNumber, faults } = lastSoundPart(world, since, [always])
    expect(truthOf(makePart(seen, cycleNumber, faults), '', faults).conforming).toBe(true)
  }
})
