/** Measures the trained patch net on parts of another world and writes packages/models/face-patch. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { answerOf, scoresOf } from '../../apps/celltwin/src/transition/compare-variants.ts'
import { readSet } from '../../apps/celltwin/src/transition/labelled-set.ts'
import { PATCH_LABELS } from '../../apps/celltwin/src/transition/patch-set.ts'
import { openOnnxSession } from '../../packages/inspection/src/onnx.ts'
import { wilson } from '../../packages/quality/src/proportion.ts'
import { bestOf } from '../../packages/transition/src/index.ts'
import { CAMERA, FOLDER, RUNS } from '../face-spec.ts'
import { patchCard } from './card.ts'
import { CALIBRATION_SEED, FROZEN_SEED, GOLDEN_SEED, PATCH_INPUT } from './patch-spec.ts'

const PACKAGE = `${FOLDER}/../packages/models/face-patch`
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const round = (value: number, digits: number) => Number(value.toFixed(digits))

const model = readFileSync(`${RUNS}/patch-model.onnx`)
const report = JSON.parse(readFileSync(`${RUNS}/patch-report.json`, 'utf8'))
const session = await openOnnxSession(model, { graphOptimizationLevel: 'disabled', threads: 1 })
const frozen = { of: 'simulated-patches', seed: FROZEN_SEED, images: 2048 } as const
const head = {
  schema: 'celltwin/model/v1',
  name: 'face-patch',
  version: '1.0.1',
  purpose:
    'Measures the way to the edge (docs/transition.md) and is the base that `celltwin optimise` is tried on. No module runs it.',
  labels: PATCH_LABELS,
  input: { layout: 'NCHW', channels: ['image-bright', 'image-dark-field', 'image-uv'], ...PATCH_INPUT },
  camera: CAMERA,
  output: 'probability of each label for what lies in the middle of the patch',
  sets: { calibration: { ...frozen, seed: CALIBRATION_SEED, images: 256 }, frozen },
  training: {
    data: 'Patches of simulated faces (training/patches); split by part.',
    ...report,
  },
}
const asPackage = { digest: '', manifest: { ...head, labels: [...PATCH_LABELS], files: {} }, model }
const setOf = async (simulated: typeof frozen | { of: 'simulated-patches'; seed: number; images: number }) =>
  (await readSet({ folder: undefined, simulated }, asPackage))!

/** Rows are the truth. */
async function confusionOf() {
  const { inputs, labels } = await setOf(frozen)
  const confusion = PATCH_LABELS.map(() => PATCH_LABELS.map(() => 0))
  for (const [k, input] of inputs.entries()) {
    const { data } = await answerOf(session, input)
    confusion[labels[k]!]![bestOf(data as Float32Array, 0, data.length)]!++
  }
  return confusion
}

/** The first patch of each label. */
async function goldenOf() {
  const { inputs, labels } = await setOf({ ...frozen, seed: GOLDEN_SEED, images: 64 })
  const picked = PATCH_LABELS.map((_, label) => inputs[labels.indexOf(label)]!)
  const input = picked.flatMap(({ data }) => Array.from(data as Float32Array, (value) => round(value, 3)))
  const shape = [picked.length, 3, PATCH_INPUT.pixels, PATCH_INPUT.pixels]
  const score = await scoresOf(session, { input, shape, score: [], within: 0 })
  return { input, shape, score: score.map((value) => round(value, 6)), within: 1e-4 }
}

const confusion = await confusionOf()
const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0)
const accuracy = wilson(right, frozen.images)!
const metrics = { onSimulatedParts: true, seed: FROZEN_SEED, images: frozen.images, accuracy, confusion }
mkdirSync(PACKAGE, { recursive: true })
copyFileSync(`${RUNS}/patch-model.onnx`, `${PACKAGE}/model.onnx`)
writeFileSync(`${PACKAGE}/golden.json`, `${JSON.stringify(await goldenOf())}\n`)
writeFileSync(`${PACKAGE}/card.md`, patchCard({ ...head, metrics }))
const files = ['model.onnx', 'golden.json', 'card.md']
const digests = Object.fromEntries(files.map((file) => [file, sha256(readFileSync(`${PACKAGE}/${file}`))]))
writeFileSync(`${PACKAGE}/manifest.json`, `${JSON.stringify({ ...head, files: digests, metrics }, null, 2)}\n`)
console.log(readFileSync(`${PACKAGE}/card.md`, 'utf8'))
