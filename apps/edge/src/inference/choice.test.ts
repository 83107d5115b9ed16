import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openModel } from '../roles/inspection/open-model.ts'
import { chosenInference } from './choice.ts'

const WANTED = {
  moduleId: 'vibration',
  folder: join(import.meta.dirname, '../../../../packages/models'),
  name: 'bearing-network',
}

describe('the backend of an agent', () => {
  it('is the processor with one thread where nothing else is configured', () => {
    expect(chosenInference({})).toEqual({ backend: 'ort-cpu', options: { threads: 1 } })
  })

  it('is chosen by the configuration', () => {
    const env = { INFERENCE_BACKEND: 'tensorrt', INFERENCE_PRECISION: 'fp16', INFERENCE_SOCKET: '/run/x.sock' }
    expect(chosenInference(env)).toEqual({
      backend: 'tensorrt',
      options: { threads: 1, precision: 'fp16', socket: '/run/x.sock' },
    })
  })

  it('is the one that the cell file names for the module; the configuration fills in what it leaves open', () => {
    const env = { INFERENCE_BACKEND: 'ort-cpu', INFERENCE_PRECISION: 'fp16', INFERENCE_SOCKET: '/run/x.sock' }
    expect(chosenInference(env, { backend: 'tensorrt', socket: '/run/y.sock' })).toEqual({
      backend: 'tensorrt',
      options: { threads: 1, precision: 'fp16', socket: '/run/y.sock' },
    })
    const recorded = { backend: 'recorded', recordings: 'answers' } as const
    expect(chosenInference({ CELL_FILE: '/cells/a.yaml' }, recorded).options.recordings).toBe('/cells/answers')
  })

  it('is refused by name where there is none such', () => {
    expect(() => chosenInference({ INFERENCE_BACKEND: 'gpu' })).toThrow(
      /INFERENCE_BACKEND is "gpu", must be one of ort-cpu, ort-cuda, tensorrt, recorded/,
    )
  })

  it('is named in what the model says of itself, and nothing takes its place where it is missing', async () => {
    const model = await openModel(WANTED, chosenInference({}), () => {})
    expect(model.backend).toMatch(/^onnxruntime-node [\d.]+\/cpu\//)
    const folder = mkdtempSync(join(tmpdir(), 'choice-'))
    const choice = chosenInference({ INFERENCE_BACKEND: 'tensorrt', INFERENCE_SOCKET: join(folder, 'none.sock') })
    await expect(openModel(WANTED, choice, () => {})).rejects.toThrow(/no inference sidecar at/)
    rmSync(folder, { recursive: true })
  })
})
