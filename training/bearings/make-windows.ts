/** Windows as the product's own code sees them, from simulated parts or from recordings: a table for training. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type CellDefinition, columnValues, type PartDefect } from '../../packages/contracts/src/index.ts'
import {
  bearingWindow,
  COLUMNS,
  FEATURES,
  ROWS,
  windowsOf,
} from '../../packages/inspection/src/features/bearing-window.ts'
import { bearingNamed } from '../../packages/inspection/src/features/bearings.ts'
import { ELEMENTS } from '../../packages/inspection/src/features/lines.ts'
import type { BearingGeometry } from '../../packages/inspection/src/vibration/bearing.ts'
import { makePart, renderWaveform } from '../../packages/world/src/index.ts'
import { randomFor } from '../../packages/world/src/random.ts'

declare const TRAINING_FOLDER: string

/** One recording of one bearing. `damaged` is the element, or null for a sound one. */
interface Recording {
  readonly bearing: string
  readonly name: string
  readonly damaged: string | null
  readonly severity?: number
  readonly sampleRateHz: number
  readonly shaftHz: number
  readonly geometry: BearingGeometry
  readonly signal: Float64Array
}

const [source = 'cell', ...rest] = process.argv.slice(2)
const option = (name: string, otherwise: number) => {
  const at = rest.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(rest[at + 1])
}
const RUNS = `${TRAINING_FOLDER}/runs/bearings`
const CELL: CellDefinition = parse(readFileSync(`${TRAINING_FOLDER}/../cells/pulley-cell-1.yaml`, 'utf8'))
const DAMAGE: readonly { kind: PartDefect; element: string }[] = [
  { kind: 'bearing-outer-race', element: 'turning race' },
  { kind: 'bearing-inner-race', element: 'standing race' },
  { kind: 'bearing-ball', element: 'ball' },
]

/** Every other part is sound; the others have one damaged element, faint damage as often as gross. */
function* simulated(parts: number, seed: number): Generator<Recording> {
  const { parameters } = CELL.modules.vibration!
  for (let cycleNumber = 1; cycleNumber <= parts; cycleNumber++) {
    const random = randomFor(seed, cycleNumber, 'training')
    const severity = 0.02 * 50 ** random.uniform()
    const damage = cycleNumber % 2 === 0 ? random.pick(DAMAGE) : undefined
    const faults = damage ? [{ id: 'f', kind: damage.kind, severity, fromCycle: 1 }] : []
    const part = makePart({ seed, defectRate: 0 }, cycleNumber, faults)
    const series = renderWaveform(part, parameters as Parameters<typeof renderWaveform>[1])
    yield {
      bearing: `part-${seed}-${cycleNumber}`,
      name: `part-${seed}-${cycleNumber}`,
      damaged: damage?.element ?? null,
      severity: damage ? severity : 0,
      sampleRateHz: Number(series.meta.sampleRateHz),
      shaftHz: Number(series.meta.shaftHz),
      geometry: bearingNamed('pulley'),
      signal: columnValues(series, 'acceleration'),
    }
  }
}

/** A folder of raw float32 files and `index.json`, as convert_recordings.py writes it. */
function* recorded(folder: string): Generator<Recording> {
  for (const { file, type, ...head } of JSON.parse(readFileSync(`${folder}/index.json`, 'utf8'))) {
    const bytes = readFileSync(`${folder}/${file}`)
    const raw = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    yield { ...head, geometry: bearingNamed(type), signal: Float64Array.from(raw) }
  }
}

const seed = option('seed', 20_263)
const name = source === 'cell' ? `cell-${seed}` : 'recordings'
const target = `${RUNS}/${name}`
if (existsSync(`${target}.json`)) {
  console.log(`${target}.json is already there`)
} else {
  mkdirSync(RUNS, { recursive: true })
  const windows: object[] = []
  const neighbourhoods: Float32Array[] = []
  for (const recording of source === 'cell' ? simulated(option('parts', 1200), seed) : recorded(source)) {
    const { signal, geometry, sampleRateHz, shaftHz, ...head } = recording
    for (const [index, window] of windowsOf(signal, sampleRateHz, shaftHz).entries()) {
      const seen = bearingWindow(window, sampleRateHz, shaftHz, geometry)
      windows.push({ ...head, index, features: ELEMENTS.map((element) => [...seen.features[element]]) })
      neighbourhoods.push(...ELEMENTS.map((element) => seen.neighbourhoods[element]))
    }
    if (windows.length % 100 === 0) console.error(`${windows.length} windows`)
  }
  const head = { elements: ELEMENTS, features: FEATURES, rows: ROWS, columns: COLUMNS }
  writeFileSync(`${target}.f32`, Buffer.concat(neighbourhoods.map((rows) => Buffer.from(rows.buffer))))
  writeFileSync(`${target}.part`, JSON.stringify({ ...head, windows }))
  renameSync(`${target}.part`, `${target}.json`)
  console.log(`${windows.length} windows in ${target}.json`)
}
