/** Patches of simulated faces with what lies in their middle. A file a hundred parts; those already there are kept. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { PATCH_LABELS, patchesOfFace } from '../../apps/celltwin/src/transition/patch-set.ts'
import { CAMERA, option, RUNS } from '../face-spec.ts'
import { RAW_INPUT, TRAINING_SEED } from './patch-spec.ts'

const parts = option('parts', 400)
const folder = `${RUNS}/patches`
mkdirSync(folder, { recursive: true })
const BLOCK = 20

for (let first = 1; first <= parts; first += BLOCK) {
  const file = `${folder}/${String(first).padStart(5, '0')}.bin`
  if (existsSync(file)) continue
  const patches = Array.from({ length: BLOCK }, (_, k) => patchesOfFace(TRAINING_SEED, first + k, CAMERA, RAW_INPUT))
  // One record a patch: part (2 bytes), label, pixels.
  const records = patches.flat().map(({ part, label, data }) => {
    const head = Uint8Array.of(part & 255, part >> 8, PATCH_LABELS.indexOf(label))
    return Buffer.concat([head, Uint8Array.from(data, (value) => Math.round(255 * value))])
  })
  writeFileSync(`${file}.part`, Buffer.concat(records))
  renameSync(`${file}.part`, file)
}
console.log(`${parts} parts in ${folder}`)
