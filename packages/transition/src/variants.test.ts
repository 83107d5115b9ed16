/** On the shipped models, and on small ones written for the case. */
import { readFileSync } from 'node:fs'
import { openOnnxSession } from '@celltwin/inspection/onnx'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeVariant, opsetOf, type Tensor, type Tensors, type Variant, type VariantKind } from './index.ts'
import { DATA_TYPE, type OnnxGraph, readModel, writeModel } from './onnx/model.ts'
import { tensorOf } from './onnx/tensor.ts'

const fileOf = (model: string, file: string) => new URL(`../../models/${model}/${file}`, import.meta.url)
const modelOf = (model: string) => readFileSync(fileOf(model, 'model.onnx'))

const open = openOnnxSession
/** Told apart by hand: a printed difference of half a million bytes would take minutes. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
const PATCH = modelOf('face-patch')

let inputs: Tensor[]
beforeAll(() => {
  const { input, shape } = JSON.parse(readFileSync(fileOf('face-patch', 'golden.json'), 'utf8'))
  const dims: number[] = [1, ...shape.slice(1)]
  const size = input.length / shape[0]
  inputs = Array.from({ length: shape[0] }, (_, k) => {
    return { data: Float32Array.from(input.slice(k * size, (k + 1) * size)), dims }
  })
})
const calibration = (): Tensors[] => inputs.map((patch) => ({ patch }))
const make = (kind: VariantKind) => makeVariant(PATCH, kind, { open, calibration: calibration() })

async function scoresOf({ bytes, sessionOptions }: Pick<Variant, 'bytes' | 'sessionOptions'>): Promise<number[]> {
  const session = await open(bytes, { ...sessionOptions, threads: 1 })
  const scores: number[] = []
  for (const patch of inputs) scores.push(...((await session.run({ patch })).probabilities!.data as Float32Array))
  await session.release()
  return scores
}
const greatestDifference = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((x, k) => Math.abs(x - b[k]!)))
const operators = (bytes: Uint8Array) => new Set(readModel(bytes).graph.node!.map(({ opType }) => opType))
const base = async () => scoresOf(await make('base'))

describe('the base', () => {
  it('is the model as it was handed over, run as it is written', async () => {
    const variant = await make('base')
    expect(same(variant.bytes, PATCH)).toBe(true)
    expect(variant.sessionOptions).toEqual({ graphOptimizationLevel: 'disabled' })
    expect(operators(variant.bytes)).toContain('BatchNormalization')
  })
})

describe('the fp32 variant', () => {
  it('has BatchNorm and constants folded in, and says the same', async () => {
    const variant = await make('fp32')
    const left = operators(variant.bytes)
    expect(left).not.toContain('BatchNormalization')
    expect(left).not.toContain('Constant')
    expect(greatestDifference(await scoresOf(variant), await base())).toBeLessThan(1e-4)
  })
})

describe('the fp16 variant', () => {
  it('is half as large, keeps single inputs and outputs, and says nearly the same', async () => {
    const variant = await make('fp16')
    expect(variant.bytes.length).toBeLessThan(0.55 * PATCH.length)
    expect(readModel(variant.bytes).graph.input![0]!.type!.tensorType!.elemType).toBe(DATA_TYPE.float)
    expect(greatestDifference(await scoresOf(variant), await base())).toBeLessThan(0.01)
  })

  it('is refused where an operator has no half precision', async () => {
    await expect(makeVariant(modelOf('bearing-forest'), 'fp16', { open })).rejects.toThrow(/ai\.onnx\.ml TreeEnsemble/)
  })

  it('leaves the scales of a Resize single, as the format wants them', async () => {
    const { bytes, sessionOptions } = await makeVariant(modelOf('pulley-face'), 'fp16', { open })
    await (await open(bytes, { ...sessionOptions, threads: 1 })).release()
  })
})

describe('the int8 variant', () => {
  it('computes every convolution between quantised tensors and says nearly the same', async () => {
    const variant = await make('int8')
    const { node = [] } = readModel(variant.bytes).graph
    const dequantised = new Set(
      node.filter(({ opType }) => opType === 'DequantizeLinear').flatMap(({ output }) => output),
    )
    const convolutions = node.filter(({ opType }) => opType === 'Conv')
    expect(convolutions).toHaveLength(31)
    for (const { input } of convolutions) expect(input!.every((name) => dequantised.has(name))).toBe(true)
    expect(variant.bytes.length).toBeLessThan(0.5 * PATCH.length)
    expect(greatestDifference(await scoresOf(variant), await base())).toBeLessThan(0.1)
  })

  it('is the same to the byte when it is made again', async () => {
    expect(same((await make('int8')).bytes, (await make('int8')).bytes)).toBe(true)
  })

  it('needs inputs to calibrate on', async () => {
    await expect(makeVariant(PATCH, 'int8', { open })).rejects.toThrow('int8 needs inputs')
    await expect(makeVariant(PATCH, 'int8', { open, calibration: [] })).rejects.toThrow('at least one input')
  })

  it('is refused below the opset that has scales by channel', async () => {
    const model = readModel(PATCH)
    expect(opsetOf(model)).toBe(13)
    const older = writeModel({ ...model, opsetImport: [{ domain: '', version: 11 }] })
    await expect(makeVariant(older, 'int8', { open, calibration: calibration() })).rejects.toThrow(/need opset 13/)
  })
})

/** x → Conv (two channels doubled) → BatchNorm → y; the convolution's own output may be asked for too. */
function smallModel(convolutionAsked: boolean): Uint8Array {
  const floats = (name: string, data: number[], dims = [data.length]) =>
    tensorOf(name, { data: Float32Array.from(data), dims })
  const graph: OnnxGraph = {
    name: 'small',
    input: [{ name: 'x', type: { tensorType: { elemType: DATA_TYPE.float } } }],
    output: [{ name: 'y' }, ...(convolutionAsked ? [{ name: 'c' }] : [])],
    initializer: [
      floats('w', [2, 0, 0, 2], [2, 2, 1, 1]),
      floats('gamma', [3, 1]),
      floats('beta', [0.5, 0]),
      floats('mean', [1, 0]),
      floats('variance', [4, 1]),
    ],
    node: [
      { opType: 'Conv', input: ['x', 'w'], output: ['c'] },
      {
        opType: 'BatchNormalization',
        input: ['c', 'gamma', 'beta', 'mean', 'variance'],
        output: ['y'],
        attribute: [{ name: 'epsilon', type: 1, f: 0 }],
      },
    ],
  }
  return writeModel({ irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph })
}

describe('folding', () => {
  it('scales weights and moves the bias by channel', async () => {
    const { bytes, sessionOptions } = await makeVariant(smallModel(false), 'fp32', { open })
    expect(operators(bytes)).toEqual(new Set(['Conv']))
    const session = await open(bytes, { ...sessionOptions, threads: 1 })
    const { y } = await session.run({ x: { data: Float32Array.of(5, 7), dims: [1, 2, 1, 1] } })
    await session.release()
    // (2·5 − 1)·3/√4 + 0.5 = 14; (2·7 − 0)·1/√1 + 0 = 14.
    expect([...(y!.data as Float32Array)]).toEqual([14, 14])
  })

  it('leaves a convolution alone whose own output is asked for', async () => {
    const { bytes } = await makeVariant(smallModel(true), 'fp32', { open })
    expect(operators(bytes)).toContain('BatchNormalization')
  })
})

describe('reading a model', () => {
  it('names what is no model', () => {
    expect(() => readModel(Uint8Array.of(255, 255, 255))).toThrow('not an ONNX model')
    expect(() => readModel(new Uint8Array())).toThrow('it has no graph')
  })

  it.each(['face-patch', 'pulley-face', 'bearing-forest', 'bearing-network'])('writes %s back unharmed', (name) => {
    // Its own writer and ours may order fields differently; what was written once is written the same again.
    const once = writeModel(readModel(modelOf(name)))
    expect(same(writeModel(readModel(once)), once)).toBe(true)
    expect(once.length).toBe(modelOf(name).length)
  })
})
