import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Module, Recipe, Series } from '@celltwin/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Model } from '../inspector.ts'
import { loadOnnxModel } from '../onnx.ts'
import { bearingDamage } from './bearing-damage.ts'
import { learntBearingInspector } from './bearing-spin-learnt.ts'
import { bearingNamed } from './bearings.ts'
import { elementOrders } from './lines.ts'

const PULLEY = bearingNamed('pulley')
const RATE = 25_600

/** Two seconds of even noise, with a ring at 3 kHz at each strike of an element. */
function recording(strikesPerTurn: number): Float64Array {
  let state = 99
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  const signal = Float64Array.from({ length: 2 * RATE }, () => uniform() + uniform() + uniform() - 1.5)
  for (let strike = 1; strikesPerTurn > 0; strike++) {
    const from = Math.round((strike * RATE) / (30 * strikesPerTurn))
    if (from + 150 > signal.length) break
    for (let k = 0; k < 150; k++)
      signal[from + k]! += 10 * Math.exp(-k / 25) * Math.sin((2 * Math.PI * 3400 * k) / RATE)
  }
  return signal
}

const fileOf = (name: string, file: string) =>
  fileURLToPath(new URL(`../../../models/${name}/${file}`, import.meta.url))
const load = (name: string): Promise<Model> => {
  const manifest = JSON.parse(readFileSync(fileOf(name, 'manifest.json'), 'utf8'))
  return loadOnnxModel({ digest: '', manifest, model: readFileSync(fileOf(name, 'model.onnx')) })
}

describe.each(['bearing-forest', 'bearing-network'])('model %s', (name) => {
  let model: Model
  beforeAll(async () => {
    model = await load(name)
  })

  it('answers here as where it was trained', async () => {
    const { input, shape, score, within } = JSON.parse(readFileSync(fileOf(name, 'golden.json'), 'utf8'))
    const { data } = await model.run({ data: Float32Array.from(input), dims: shape })
    for (const [k, expected] of score.entries()) expect(Math.abs(data[k]! - expected)).toBeLessThan(within)
  })

  it('hears a standing race that strikes, and names it', async () => {
    const heard = await bearingDamage(model, recording(elementOrders(PULLEY)['standing race']), RATE, 30, PULLEY)
    expect(heard.element).toBe('standing race')
    expect(heard.score).toBeGreaterThan(heard.threshold)
  })

  it('hears nothing where nothing strikes', async () => {
    const { score, threshold } = await bearingDamage(model, recording(0), RATE, 30, PULLEY)
    expect(score).toBeLessThan(threshold)
  })
})

describe('inspector bearing-spin-learnt', () => {
  it("adds the model's word to the measurements, and says why where it cannot", async () => {
    const model = await load('bearing-forest')
    const { name: bearing, seat, ...parameters } = PULLEY
    const series: Series = {
      kind: 'waveform',
      meta: { sampleRateHz: RATE, shaftHz: 30 },
      columns: [{ name: 'acceleration', unit: 'm/s²', data: Float32Array.from(recording(7.49)) }],
    }
    const look = async (meta: Series['meta']) => {
      const { measurements } = await learntBearingInspector.inspect({
        evidence: [{ kind: 'waveform', sha256: '', series: { ...series, meta } }],
        module: { parameters: { ...parameters, minTemperatureC: 18, maxTemperatureC: 28 } } as unknown as Module,
        recipe: { characteristics: [] as unknown } as Recipe,
        model,
        now: () => 0,
      })
      return measurements.find(({ characteristic }) => characteristic === 'bearing-damage')!
    }
    expect((await look(series.meta)).explanation).toContain('hears the inner race strike')
    expect(await look({ sampleRateHz: RATE, shaftHz: 0 })).toMatchObject({
      value: null,
      reason: 'the part did not turn',
    })
  })
})
