/** What a module is asked to run on and has not got: nothing runs in its place, and every part is held. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModuleInference } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Devices } from '../../devices/devices.ts'
import { type Bundled, bundle } from '../../testing/bundle.ts'
import { NO_PACKAGES } from '../../testing/no-packages.ts'
import { until } from '../../testing/until.ts'
import { insertedPart, referenceCell, testCell } from '../../testing.ts'
import { ofCycle } from '../of-cycle.ts'
import { awaitModels } from './await-models.ts'
import { inspection } from './inspection.ts'

const MODELS = join(import.meta.dirname, '../../../../../packages/models')
const INSERTED = insertedPart(1)

let bundled: Bundled
const folder = mkdtempSync(join(tmpdir(), 'backend-'))
beforeAll(async () => {
  bundled = await bundle('inference-worker.ts')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await bundled.remove()
})

/** The module `vibration` of the reference cell with a backend of its own, in its real inference thread. */
async function start(inference: ModuleInference | undefined, modelsFolder = MODELS) {
  const { modules, ...rest } = referenceCell()
  const vibration = {
    ...modules.vibration!,
    parameters: { ...modules.vibration!.parameters, model: 'bearing-network' },
  }
  const cell = testCell({
    source: 'vibration',
    cell: { ...rest, modules: { ...modules, vibration: { ...vibration, ...(inference ? { inference } : {}) } } },
  })
  const said: { readiness: string; detail: string | undefined }[] = []
  const context: typeof cell.context = {
    ...cell.context,
    ready: (readiness, _progress, detail) => void said.push({ readiness, detail }),
  }
  const sensor = { capture: () => Promise.reject(new Error('nobody looks at a part without a model')) }
  const role = inspection('vibration', {
    worker: bundled.of('inference-worker.ts'),
    modelsFolder,
    packages: NO_PACKAGES,
  })
  const done = role(context, { sensor: () => sensor } as unknown as Devices)
  onTestFinished(async () => {
    cell.kill()
    await done
  })
  return { ...cell, said }
}

describe('a backend that is asked for and not there', () => {
  it.each<[ModuleInference, RegExp]>([
    [{ backend: 'ort-cuda' }, /^ort-cuda cannot run bearing-network: .*CUDA/i],
    [
      { backend: 'tensorrt', socket: join(folder, 'none.sock'), precision: 'fp16' },
      /^no inference sidecar at .*none\.sock: connect ENOENT/,
    ],
    [{ backend: 'recorded', recordings: folder }, /has no recording of bearing-network/],
  ])('stops the module in words, and each part is told so: %o', async (inference, missing) => {
    const module = await start(inference)
    await until('it says what is missing', () => module.said.at(-1)?.readiness === 'failed')
    expect(module.said.at(-1)!.detail).toMatch(missing)
    module.hear('handling', 'part-inserted', INSERTED)
    await until('the part is told so', () => module.told('inspection-failed').length === 1)
    expect(module.told('inspection-failed')[0]!.data).toEqual({
      ...ofCycle(INSERTED),
      module: 'vibration',
      reason: expect.stringMatching(missing),
    })
    expect(module.told('part-inspected')).toEqual([])
    expect(module.said.map(({ readiness }) => readiness)).not.toContain('ready')
  })
})

it('says which model of which module is missing, where, and what to do', async () => {
  const module = await start(undefined, folder)
  await until('it says what is missing', () => module.said.at(-1)?.readiness === 'failed')
  expect(module.said.at(-1)!.detail).toBe(
    `modules.vibration: the model bearing-network is not in ${folder} (manifest.json): put its package there, or set MODELS_DIR to the folder that has it`,
  )
})

it('goes on by itself once what was missing is there, and tells no part any more that it failed', async () => {
  const cell = testCell({ source: 'vibration' })
  let there = false
  let failed = false
  const context: typeof cell.context = {
    ...cell.context,
    ready: (readiness) => {
      failed = readiness === 'failed'
    },
  }
  const open = async () => (there ? 'models' : Promise.reject(new Error('no inference sidecar')))
  const awaited = awaitModels(context, 'vibration', open, 1)
  await until('it has failed', () => failed)
  cell.hear('handling', 'part-inserted', INSERTED)
  expect(cell.told('inspection-failed')[0]?.data.reason).toBe('no inference sidecar')
  there = true
  expect(await awaited).toBe('models')
  cell.hear('handling', 'part-inserted', { ...INSERTED, cycleId: 'c2', cycleNumber: 2 })
  expect(cell.told('inspection-failed')).toHaveLength(1)
})

it('gives up where the agent stops', async () => {
  const cell = testCell({ source: 'vibration' })
  const awaited = awaitModels(cell.context, 'vibration', () => Promise.reject(new Error('no sidecar')), 60_000)
  cell.kill()
  expect(await awaited).toBeUndefined()
})
