/** Simulated parts of known state through the inspection's eyes. One line a part in runs/observations.jsonl; parts already there are kept. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { loadOnnxModel } from '../packages/inspection/src/onnx.ts'
import { makePart } from '../packages/world/src/make-part.ts'
import { ODDITIES } from '../packages/world/src/part.ts'
import { randomFor } from '../packages/world/src/random.ts'
import { option, RUNS, SPEC } from './face-spec.ts'
import { familiarLooks } from './familiar.ts'
import { type Observation, observe } from './observe.ts'

export type Group = 'calibration' | 'sound' | 'missing-crimp' | 'grease' | 'dent' | 'residue' | 'faint' | 'unfamiliar'

export interface Observed extends Observation {
  readonly group: Group
  readonly number: number
  /** What was injected, where anything was. */
  readonly kind?: string
  readonly severity?: number
}

/** Seeds of their own, far from those of training. No part is in two groups. */
const SEED = 90_000
/** Parts of each group in one round; a run that is stopped early is balanced all the same. */
const ROUND: readonly (readonly [group: Group, parts: number])[] = [
  ['calibration', 6],
  ['sound', 20],
  ['missing-crimp', 3],
  ['grease', 3],
  ['dent', 3],
  ['residue', 3],
  ['faint', 3],
  ['unfamiliar', 3],
]

function partOf(group: Group, number: number) {
  const at = ROUND.findIndex(([name]) => name === group)
  const seed = SEED + at
  const random = randomFor(seed, number, 'observed')
  if (group === 'calibration' || group === 'sound') return { part: makePart({ seed, defectRate: 0 }, number, []) }
  if (group === 'unfamiliar') {
    // Each form as often as the others, from the least severity that the card promises.
    const form = ODDITIES[number % ODDITIES.length]!
    const severity = random.between(0.4, 1)
    const fault = { id: 'observed', kind: 'unfamiliar', severity, fromCycle: 1 } as const
    const part = makePart({ seed, defectRate: 0 }, number, [fault])
    return { part: { ...part, oddities: part.oddities.map((oddity) => ({ ...oddity, form })) }, kind: form, severity }
  }
  const kind = group === 'faint' ? (['grease', 'dent', 'residue'] as const)[number % 3]! : group
  const severity = group === 'faint' ? random.between(0.25, 0.4) : random.between(0.4, 1)
  return {
    part: makePart({ seed, defectRate: 0 }, number, [{ id: 'observed', kind, severity, fromCycle: 1 }]),
    kind,
    severity,
  }
}

const file = `${RUNS}/observations.jsonl`
mkdirSync(RUNS, { recursive: true })
const known = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): Observed => JSON.parse(line))
  : []
const done = new Set(known.map(({ group, number }) => `${group}/${number}`))
const network = readFileSync(`${RUNS}/model.onnx`)
const manifest = {
  name: 'pulley-face',
  version: '0.0.0',
  ...SPEC,
  operatingPoint: { ...SPEC.operatingPoint, peak: 0 },
  uncertainty: {},
}
const model = await loadOnnxModel({ digest: '', manifest, model: network })
const familiar = await familiarLooks(model, option('looks', 120), option('flawed', 50))

const rounds = option('rounds', 40)
const began = performance.now()
let made = 0
for (let round = 0; round < rounds; round++) {
  for (const [group, parts] of ROUND) {
    for (let number = round * parts + 1; number <= (round + 1) * parts; number++) {
      if (done.has(`${group}/${number}`)) continue
      const { part, ...injected } = partOf(group, number)
      const observed: Observed = { group, number, ...injected, ...(await observe(part, model, familiar)) }
      appendFileSync(file, `${JSON.stringify(observed)}\n`)
      made++
    }
  }
  console.log(`round ${round + 1} of ${rounds}: ${made} parts, ${((performance.now() - began) / 1000).toFixed(0)} s`)
}
