import { createHash } from 'node:crypto'
import type { Characteristic, GaugeCalibration, Module, Recipe } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { inspectorNamed, inspectPart } from './inspect.ts'
import type { Model } from './inspector.ts'
import { loadModule } from './load-module.ts'
import { FACE_CLASSES } from './visual/face-net.ts'

const characteristic = (id: string, module: string): Characteristic => ({
  id,
  title: id,
  module,
  group: 'g',
  kind: 'measure',
  unit: 'mm',
  upper: 1,
  decimals: 2,
})
const recipe: Recipe = {
  id: 'r',
  version: 1,
  partType: 'p',
  decision: {
    acceptance: 'guarded',
    conditionalFail: 'reject',
    conditionalPass: 'pass',
    conditionalPassSpecial: 'hold',
  },
  characteristics: [
    characteristic('acceleration-rms', 'vibration'),
    characteristic('unheard-of', 'vibration'),
    characteristic('face-flatness', 'dimensional'),
  ],
}
const module: Module = {
  inspector: 'vibration-window',
  gauge: 'ACC-01',
  calibration: 'ACC-01/2026',
  takes: [{ evidence: 'waveform', phase: 'vibration' }],
  dueMs: 1,
  computeAllowanceMs: 0,
  parameters: {},
}

describe('inspectPart', () => {
  it('answers for every characteristic that the recipe asks of the module, and for no other', async () => {
    const { results } = await inspectPart({ moduleId: 'vibration', module, recipe, evidence: [], now: () => 0 })
    expect(results.map(({ characteristic, value, conformance }) => [characteristic, value, conformance])).toEqual([
      ['acceleration-rms', null, 'not-inspected'],
      ['unheard-of', null, 'not-inspected'],
    ])
    expect(results[1]).toMatchObject({
      reason: 'vibration-window gave no answer',
      gauge: 'ACC-01',
      calibration: 'ACC-01/2026',
      algorithm: { name: 'vibration-window' },
    })
  })

  it('names the calibration in force by the digest of its record, so that another one under its id is told apart', async () => {
    const calibration = { id: 'ACC-01/2026', gauge: 'ACC-01', validForHours: 1 }
    const noModel = () => Promise.reject(new Error('no model is needed'))
    const { inspect } = await loadModule({ moduleId: 'vibration', module, recipe, modelsFolder: '' }, noModel)
    const digestOf = async (record: GaugeCalibration) =>
      (await inspect({ evidence: [], calibration: record })).results.map((result) => result.calibrationDigest)
    const canonical = '{"gauge":"ACC-01","id":"ACC-01/2026","validForHours":1}'
    const digest = createHash('sha256').update(canonical).digest('hex')
    expect(await digestOf(calibration)).toEqual([digest, digest])
    expect(await digestOf({ ...calibration, validForHours: 2 })).not.toContain(digest)
  })

  it.each([
    ['pulley-face', { input: { of: 'features' }, operatingPoint: { threshold: 0.5 } }, 'labels are not background'],
    ['bearing-spin-learnt', { labels: FACE_CLASSES }, 'must name input.of and operatingPoint.threshold'],
  ])('lets no module of %s begin with a model that it cannot inspect with', async (inspector, manifest, why) => {
    const model = { ...{ digest: '', name: 'other', version: '1', backend: 'ort-cpu' }, manifest } as unknown as Model
    const request = { moduleId: 'm', module: { ...module, inspector, parameters: { model: 'other' } }, recipe }
    await expect(loadModule({ ...request, modelsFolder: '' }, async () => model)).rejects.toThrow('model other: ')
    await expect(loadModule({ ...request, modelsFolder: '' }, async () => model)).rejects.toThrow(why)
  })

  it('names the inspectors that there are when asked for another', () => {
    expect(() => inspectorNamed('palm-reading')).toThrow(/"palm-reading".*pulley-face.*bearing-spin/)
  })
})

it('says of evidence that is another part’s that nothing of this one was inspected, and does not look at it', async () => {
  const repeated = 'same waveform as of part S1'
  const { results, steps } = await inspectPart({
    ...{ moduleId: 'vibration', module, recipe, now: () => 0, repeated },
    evidence: [{ kind: 'waveform', sha256: 'a'.repeat(64), series: { kind: 'waveform', meta: {}, columns: [] } }],
  })
  expect(steps).toEqual([])
  expect(results.map(({ characteristic }) => characteristic)).toEqual(['acceleration-rms', 'unheard-of'])
  for (const result of results)
    expect(result).toMatchObject({
      ...{ value: null, conformance: 'not-inspected', reason: repeated, explanation: `Not inspected: ${repeated}.` },
      withheld: 'repeated-evidence',
      evidence: ['a'.repeat(64)],
    })
})
