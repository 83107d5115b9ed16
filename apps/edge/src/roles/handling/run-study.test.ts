import type { CellDefinition, StudyRun } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { emptyDisk, referenceCell } from '../../testing.ts'
import { flawOfStudy } from './run-study.ts'
import { asking, passing, type Rig, type RigOptions, startForTest } from './testing.ts'

const cell: CellDefinition = { ...referenceCell(), masters: ['M1', 'M2', 'M3', 'M4', 'M5'].map((id) => ({ id })) }
const all = cell.masters!.map(({ id }) => id)
const type1: StudyRun = { kind: 'type1', parts: ['M1'], trials: 10 }
const type3: StudyRun = { kind: 'type3', parts: all, trials: 2 }

const start = (options: RigOptions = {}): Rig => startForTest({ cell, ...options })

const run = (id: string, study: StudyRun) => asking(id, { kind: 'run-study', study })
const ended = (rig: Rig) => rig.told('study-ended').map(({ data }) => data)
const readings = (rig: Rig) => rig.told('study-reading-taken').map(({ data }) => data)

describe('a study that the cell makes', () => {
  it('of type 1 puts the part on the spindle once, reads it there, and puts it back', async () => {
    const rig = start()
    rig.request(run('s', type1))
    await rig.until(() => ended(rig).length === 1)
    expect(ended(rig)).toEqual([{ runId: 's', as: 'complete' }])
    const read = readings(rig)
    expect(read.map(({ reading }) => reading)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const [first, ...later] = read
    expect(first?.seatedIn).toBeUndefined()
    for (const { seatedIn } of later) expect(seatedIn).toBe(first?.cycleNumber)
    const ofStudy = ({ data }: { data: { challenge?: string } }) => data.challenge === 'M1'
    expect(rig.told('phase-started').filter((e) => ofStudy(e) && e.data.phase === 'insert')).toHaveLength(1)
    expect(rig.told('study-part-returned')).toHaveLength(1)
    expect(rig.told('part-dispatched').filter(ofStudy)).toEqual([])
    expect(rig.told('request-done').map(({ data }) => data.requestId)).toEqual(['s'])
  })

  it('of type 3 puts each part on anew, one after the other and all once more', async () => {
    const rig = start()
    rig.request(run('s', type3))
    await rig.until(() => ended(rig).length === 1)
    expect(readings(rig).map(({ serial }) => serial)).toEqual([...all, ...all])
    expect(readings(rig).some(({ seatedIn }) => seatedIn !== undefined)).toBe(false)
    expect(rig.told('study-part-returned')).toHaveLength(10)
  })

  it('ends incomplete when the cell is asked to hold, and the part goes back into its rack', async () => {
    const rig = start()
    const study = run('s', { ...type1, trials: 50 })
    rig.request(study)
    await rig.until(() => readings(rig).length === 3)
    rig.request(study, asking('h', { kind: 'set-state', state: 'held' }))
    await rig.until(() => ended(rig).length === 1 && rig.states().at(-1) === 'held: held by request')
    expect(ended(rig)).toEqual([{ runId: 's', as: 'incomplete', reason: 'the cell was asked to hold' }])
    expect(rig.told('study-part-returned')).toHaveLength(1)
  })

  it('ends incomplete when a part is not judged', async () => {
    const rig = start({
      judge: (part, now) => (part.challenge !== undefined && part.cycleNumber > 2 ? undefined : passing(part, now)),
    })
    rig.request(run('s', type1))
    await rig.until(() => ended(rig).length === 1)
    expect(ended(rig)[0]).toMatchObject({ as: 'incomplete', reason: expect.stringContaining('was not judged') })
  })

  it('is over once the agent was killed with the part on the spindle, and nothing is told twice', async () => {
    const disk = emptyDisk()
    const first = start({ disk })
    first.request(run('s', { ...type1, trials: 50 }))
    await first.until(() => readings(first).length === 2)
    first.kill()
    const second = start({ disk })
    second.request(run('s', { ...type1, trials: 50 }))
    await second.until(() => ended(second).length === 1)
    expect(ended(second)[0]).toMatchObject({ runId: 's', as: 'incomplete' })
    expect(second.told('study-started')).toHaveLength(1)
    expect(second.told('study-part-returned')).toHaveLength(1)
    expect(second.told('request-done')).toHaveLength(1)
  })

  it.each([
    [{ ...type1, parts: ['M1', 'M2'] }, 'of one part'],
    [{ ...type1, parts: ['P1-GOOD'] }, 'no master part P1-GOOD'],
    [{ ...type1, trials: 9 }, 'at least 10 trials'],
    [{ ...type3, parts: all.slice(1) }, 'at least 5 parts'],
  ])('is refused where it cannot be one: %j', (study, reason) => {
    expect(flawOfStudy(study, cell)).toContain(reason)
    expect(flawOfStudy(study, referenceCellWithoutMasters)).toBe('the cell file has no master parts')
  })
})

const { masters: _, ...referenceCellWithoutMasters } = cell
