/** Simulated faces with their labels, cell by cell. Each part is a file; parts already there are kept. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { trustPictures } from '../packages/inspection/src/visual/image-trust.ts'
import { unwrapFace } from '../packages/inspection/src/visual/unwrap.ts'
import { FACE, patchSeed, patchShape } from '../packages/world/src/face/index.ts'
import type { Part } from '../packages/world/src/part.ts'
import { randomFor } from '../packages/world/src/random.ts'
import { CAMERA, option, RUNS, SPEC } from './face-spec.ts'
import { flawedPart } from './flawed-part.ts'
import { picturesOf } from './inspect-part.ts'

const SEED = 20_261
const parts = option('parts', 260)
const folder = `${RUNS}/faces`
mkdirSync(folder, { recursive: true })

const RAD = Math.PI / 180
const RAW_INPUT = { ...SPEC.input, overlap: 0, mean: [0, 0, 0], spread: [1, 1, 1] }

/** Class index of each cell; a flaw too small to fill a third of any cell still gets its best one. */
function labelsOf(part: Part): Uint8Array {
  const rows = SPEC.input.radii / SPEC.stride
  const columns = SPEC.input.angles / SPEC.stride
  const cellMm = SPEC.input.stepMm * SPEC.stride
  const labels = new Uint8Array(rows * columns)
  const paint = (
    radiusMm: number,
    angleDeg: number,
    reachMm: number,
    label: string,
    inside: (u: number, v: number) => boolean,
  ) => {
    const index = SPEC.labels.indexOf(label)
    let best = { cell: -1, cover: 0 }
    let painted = false
    for (let row = 0; row < rows; row++) {
      const r0 = SPEC.input.innerMm + row * cellMm
      if (Math.abs(r0 + cellMm / 2 - radiusMm) > reachMm + cellMm) continue
      for (let column = 0; column < columns; column++) {
        const middleDeg = ((column + 0.5) / columns) * 360 - angleDeg
        if (Math.cos(middleDeg * RAD) < 0 || Math.abs(Math.sin(middleDeg * RAD)) * r0 > reachMm + 2 * cellMm) continue
        let cover = 0
        for (let k = 0; k < 16; k++) {
          const r = r0 + ((k % 4) + 0.5) * (cellMm / 4)
          const a = ((column + (Math.floor(k / 4) + 0.5) / 4) / columns) * 2 * Math.PI - angleDeg * RAD
          if (inside(r * Math.sin(a), r * Math.cos(a) - radiusMm)) cover += 1 / 16
        }
        if (cover > best.cover) best = { cell: row * columns + column, cover }
        if (cover < 0.34) continue
        labels[row * columns + column] = index
        painted = true
      }
    }
    if (!painted && best.cell >= 0) labels[best.cell] = index
  }
  for (const crimp of part.crimps) {
    if (crimp.present)
      paint(FACE.crimpRadiusMm, crimp.angleDeg, 4.5, 'crimp', (u, v) => Math.abs(u) < 3.4 && v > -2 && v < 2.1)
  }
  // Grease first: dents and residue lie on top.
  const order = [...part.patches.entries()].sort(
    ([, a], [, b]) => Number(b.kind === 'grease') - Number(a.kind === 'grease'),
  )
  for (const [k, patch] of order) {
    const shape = patchShape(patch, patchSeed(part, k))
    paint(patch.radiusMm, patch.angleDeg, shape.reachMm, patch.kind, (u, v) => shape.depth(u, v) < 1)
  }
  return labels
}

let made = 0
for (let cycleNumber = 1; cycleNumber <= parts; cycleNumber++) {
  const file = `${folder}/${String(cycleNumber).padStart(5, '0')}.bin`
  if (existsSync(file)) continue
  const part = flawedPart(SEED, cycleNumber)
  const random = randomFor(SEED, cycleNumber, 'camera')
  const pictures = picturesOf(part, { blur: 0.12 * random.uniform(), darkness: 0.12 * random.uniform() })
  const trust = trustPictures(pictures, CAMERA)
  if ('reason' in trust) {
    console.error(`part ${cycleNumber}: ${trust.reason}`)
    continue
  }
  const { data } = unwrapFace(pictures, trust.pose, RAW_INPUT)
  const bytes = Uint8Array.from(data, (value) => Math.round(255 * value))
  writeFileSync(`${file}.part`, Buffer.concat([bytes, labelsOf(part)]))
  renameSync(`${file}.part`, file)
  made++
}
writeFileSync(`${RUNS}/spec.json`, JSON.stringify(SPEC))
console.log(`${made} parts made, ${parts} in ${folder}`)
