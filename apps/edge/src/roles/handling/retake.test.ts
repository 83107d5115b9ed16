import { afterEach, expect, it } from 'vitest'
import { type Rig, startHandling } from './testing.ts'

let rig: Rig
afterEach(async () => {
  rig.kill()
  await Promise.allSettled([rig.done])
})

const phasesOf = (cycleNumber: number) =>
  rig
    .told('phase-started')
    .filter(({ data }) => data.cycleNumber === cycleNumber)
    .map(({ data }) => data.phase)

it('takes a phase on request in the cycle that a module asked it for, and in no other', async () => {
  rig = startHandling()
  await rig.until(() => phasesOf(1).includes('scan'))
  const [{ data }] = rig.told('part-inserted') as [ReturnType<typeof rig.told<'part-inserted'>>[number]]
  const { cycleId, serial, cycleNumber } = data
  rig.hear('visual', 'retake-requested', {
    cycleId,
    serial,
    cycleNumber,
    module: 'visual',
    phase: 'expose-again',
    reason: 'out of focus',
  })
  await rig.until(() => phasesOf(2).includes('decide'))
  expect(phasesOf(1).slice(-4)).toEqual(['brake', 'expose-again', 'decide', 'remove'])
  expect(phasesOf(2)).not.toContain('expose-again')
})
