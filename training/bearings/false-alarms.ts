/**
 * How both bearing models score sound parts of a world that they have never heard, and faintly damaged ones: what a
 * threshold costs in false alarms, and what it finds. Takes some minutes; prints JSON.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type CellDefinition, columnValues, type PartDefect } from '../../packages/contracts/src/index.ts'
import { bearingDamage } from '../../packages/inspection/src/features/bearing-damage.ts'
import { bearingNamed } from '../../packages/inspection/src/features/bearings.ts'
import type { Model } from '../../packages/inspection/src/inspector.ts'
import { loadOnnxModel } from '../../packages/inspection/src/onnx.ts'
import { wilson } from '../../packages/quality/src/index.ts'
import { makePart, renderWaveform } from '../../packages/world/src/index.ts'
import { randomFor } from '../../packages/world/src/random.ts'

declare const TRAINING_FOLDER: string

const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const SEED = option('seed', 77_263)
const SOUND = option('sound', 3000)
const DAMAGED = option('damaged', 600)
const THRESHOLDS = [0.24, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7]
const SEVERITIES = [0.02, 0.05, 0.1, 0.2, 1]
const DAMAGE: readonly PartDefect[] = ['bearing-outer-race', 'bearing-inner-race', 'bearing-ball']
const MODELS = ['bearing-forest', 'bearing-network']

const cell: CellDefinition = parse(readFileSync(`${TRAINING_FOLDER}/../cells/pulley-cell-1.yaml`, 'utf8'))
const { parameters } = cell.modules.vibration!
const models = await Promise.all(MODELS.map(load))

async function load(name: string): Promise<Model> {
  const folder = `${TRAINING_FOLDER}/../packages/models/${name}`
  const manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'))
  return loadOnnxModel({ digest: '', manifest, model: readFileSync(`${folder}/model.onnx`) })
}

async function scoresOf(cycleNumber: number, damage?: { kind: PartDefect; severity: number }): Promise<number[]> {
  const faults = damage ? [{ id: 'f', ...damage, fromCycle: 1 }] : []
  const series = renderWaveform(
    makePart({ seed: SEED, defectRate: 0 }, cycleNumber, faults),
    parameters as Parameters<typeof renderWaveform>[1],
  )
  const { sampleRateHz, shaftHz } = series.meta
  const signal = columnValues(series, 'acceleration')
  const heard = models.map((m) =>
    bearingDamage(m, signal, Number(sampleRateHz), Number(shaftHz), bearingNamed('pulley')),
  )
  return (await Promise.all(heard)).map(({ score }) => score)
}

const sound: number[][] = []
for (let cycle = 1; cycle <= SOUND; cycle++) {
  sound.push(await scoresOf(cycle))
  if (cycle % 250 === 0) console.error(`${cycle} of ${SOUND} sound parts`)
}
const damaged: { severity: number; scores: number[] }[] = []
for (let cycle = SOUND + 1; cycle <= SOUND + DAMAGED; cycle++) {
  const random = randomFor(SEED, cycle, 'training')
  const severity = 0.02 * 50 ** random.uniform()
  damaged.push({ severity, scores: await scoresOf(cycle, { kind: random.pick(DAMAGE), severity }) })
}

const round = (x: number) => Math.round(1e5 * x) / 1e5
for (const [k, name] of MODELS.entries()) {
  const scores = sound.map((s) => s[k]!).sort((a, b) => b - a)
  console.log(JSON.stringify({ model: name, sound: SOUND, seed: SEED, highest: scores.slice(0, 10).map(round) }))
  for (const threshold of THRESHOLDS) {
    const alarms = scores.filter((s) => s >= threshold).length
    const { lower, upper } = wilson(alarms, SOUND)!
    const found = SEVERITIES.slice(1).map((to, i) => {
      const of = damaged.filter(({ severity }) => severity >= SEVERITIES[i]! && severity < to)
      return `${SEVERITIES[i]}–${to}: ${of.filter((d) => d.scores[k]! >= threshold).length} of ${of.length}`
    })
    console.log(JSON.stringify({ threshold, alarms, interval: [round(lower), round(upper)], found }))
  }
}
