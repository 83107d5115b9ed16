/** From the runs to the package: operating point, familiarity, metrics, golden images, card and manifest. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadOnnxModel } from '../packages/inspection/src/onnx.ts'
import { cardOf } from './card.ts'
import { PACKAGE, RUNS, SPEC } from './face-spec.ts'
import { writeGoldenFaces } from './golden-faces.ts'
import { CELL } from './inspect-part.ts'
import type { Observed } from './observe-parts.ts'
import { metricsOf } from './operating-point.ts'

const VERSION = '1.1.1'
const PURPOSE =
  'Judges the face in the module `visual` of the reference cell: stakings, grease, dents, residue, and what is unfamiliar.'
/** Without a disagreement they rule out a loss of 0.5 %, what a recipe allows where it says nothing; that takes 765. */
const PARTS = { of: 'simulated-parts', seed: 31_071, inspector: 'pulley-face', parts: 800 } as const
const FROZEN = { ...PARTS, defects: ['missing-crimp', 'grease', 'dent', 'residue'], leastSeverity: 0.4 } as const
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
function from(file: string, made: string) {
  if (!existsSync(`${RUNS}/${file}`)) throw new Error(`runs/${file} is not there: ${made} makes it`)
  return readFileSync(`${RUNS}/${file}`, 'utf8')
}

const training = JSON.parse(from('report.json', 'training/train.py'))
const { uncertainty, seed, ...flaws } = JSON.parse(from('flaws.json', 'node training/run.mjs measure-flaws'))
const looks = JSON.parse(from('familiar.json', 'node training/run.mjs observe-parts'))
const observed = from('observations.jsonl', 'node training/run.mjs observe-parts')
  .split('\n')
  .filter(Boolean)
  .map((line): Observed => JSON.parse(line))
const { familiarThreshold, ...metrics } = metricsOf(observed, CELL)

const network = readFileSync(`${RUNS}/model.onnx`)
const about = {
  schema: 'celltwin/model/v1',
  name: 'pulley-face',
  version: VERSION,
  purpose: PURPOSE,
  labels: SPEC.labels,
  sets: { calibration: { ...FROZEN, seed: FROZEN.seed + 1, parts: 24 }, frozen: FROZEN },
  input: { layout: 'NCHW', channels: ['image-bright', 'image-dark-field', 'image-uv'], ...SPEC.input },
  output: 'class probabilities by cell',
  stride: SPEC.stride,
  operatingPoint: { ...SPEC.operatingPoint, peak: metrics.operatingPoint.threshold },
  familiar: { threshold: familiarThreshold, ...looks },
  uncertainty,
  training: { data: 'Simulated faces (training/make-faces) with 3 to 14 flaws each; split by part.', ...training },
  metrics: { onSimulatedParts: true, seed, flaws },
}

mkdirSync(PACKAGE, { recursive: true })
copyFileSync(`${RUNS}/model.onnx`, `${PACKAGE}/model.onnx`)
const model = await loadOnnxModel({ digest: '', manifest: about, model: network })
const golden = await writeGoldenFaces(model, PACKAGE)
writeFileSync(`${PACKAGE}/metrics.json`, JSON.stringify(metrics))
writeFileSync(`${PACKAGE}/card.md`, cardOf({ ...about, flaws, metrics }))
const files = ['model.onnx', 'card.md', 'metrics.json', ...golden]
const digests = Object.fromEntries(files.map((file) => [file, sha256(readFileSync(`${PACKAGE}/${file}`))]))
const { schema, name, version, purpose, labels, sets, ...rest } = about
const manifest = { schema, name, version, purpose, labels, files: digests, ...rest, sets }
// One line a field: the looks of thousands of cells would else be thousands of lines.
const lines = Object.entries(manifest).map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)}`)
writeFileSync(`${PACKAGE}/manifest.json`, `{\n${lines.join(',\n')}\n}\n`)
console.log(readFileSync(`${PACKAGE}/card.md`, 'utf8'))
