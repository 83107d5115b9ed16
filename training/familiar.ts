/** What familiar faces look like, cell by cell: goes into the package, so that the inspector can tell what is not. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Model } from '../packages/inspection/src/inspector.ts'
import { type CellKind, kindsOf, LIGHTS, lookOf } from '../packages/inspection/src/visual/face-look.ts'
import { cellMap, faceNetSpec } from '../packages/inspection/src/visual/face-net.ts'
import type { Familiar, Look } from '../packages/inspection/src/visual/familiarity.ts'
import { trustPictures } from '../packages/inspection/src/visual/image-trust.ts'
import { unwrapFace } from '../packages/inspection/src/visual/unwrap.ts'
import { makePart } from '../packages/world/src/make-part.ts'
import { CAMERA, PLANE, RUNS, SPEC } from './face-spec.ts'
import { flawedPart } from './flawed-part.ts'
import { picturesOf } from './inspect-part.ts'

const SEED = 31_337
/** Rows with fewer cells than this say nothing. */
const LEAST_CELLS = 400
/** Spots somewhat larger than any that the net was trained with. */
const LARGEST_MM = { grease: 13, flaw: 7.5 }

class Sums {
  count = 0
  readonly sum = new Float64Array(LIGHTS)
  readonly squares = new Float64Array(LIGHTS)
  add(values: Float32Array, at: number) {
    this.count++
    for (let k = 0; k < LIGHTS; k++) {
      const value = values[at * LIGHTS + k]!
      this.sum[k]! += value
      this.squares[k]! += value * value
    }
  }
  get look(): Look {
    return Array.from(this.sum, (sum, k) => {
      const mean = sum / this.count
      const spread = Math.sqrt(Math.max(1e-8, this.squares[k]! / this.count - mean * mean))
      return [Number(mean.toPrecision(4)), Number(spread.toPrecision(3))] as const
    })
  }
}

export type Looks = Omit<Familiar, 'threshold'>

/** From sound parts, which have ground and stakings, and from flawed ones, which have spots of every class. */
export async function familiarLooks(model: Model, sound: number, flawed: number): Promise<Looks> {
  const file = `${RUNS}/familiar.json`
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const spec = faceNetSpec(model)
  const rows = SPEC.input.radii / SPEC.stride
  const byRow = () => Array.from({ length: rows }, () => new Sums())
  const rings = byRow()
  const ground = byRow()
  const code = byRow()
  const crimp = byRow()
  const spots = { grease: new Sums(), dent: new Sums(), residue: new Sums() }
  const sumsOf = (kind: CellKind, row: number): Sums | undefined =>
    kind === 'background'
      ? ground[row]
      : kind === 'code'
        ? code[row]
        : kind === 'crimp'
          ? crimp[row]
          : kind === 'edge'
            ? undefined
            : spots[kind]
  for (let n = 1; n <= sound + flawed; n++) {
    const part = n <= sound ? makePart({ seed: SEED, defectRate: 0 }, n, []) : flawedPart(SEED, n)
    const pictures = picturesOf(part)
    const trust = trustPictures(pictures, PLANE, CAMERA)
    if ('reason' in trust) continue
    const input = unwrapFace(pictures, trust.pose, spec.input)
    const cells = cellMap(await model.run(input), spec)
    const kinds = kindsOf(cells, CAMERA)
    const look = lookOf(input, spec, cells, kinds)
    for (let row = 0; row < rows && n <= sound; row++) rings[row]!.add(look.rings, row)
    for (const [i, kind] of kinds.kinds.entries()) {
      // The ground is learnt where nothing is wrong with it.
      if (n > sound && (kind === 'background' || kind === 'code')) continue
      sumsOf(kind, Math.floor(i / cells.columns))?.add(look.cells, i)
    }
    if (n % 25 === 0) console.log(`${n} of ${sound + flawed} parts looked at`)
  }
  const looks = (sums: readonly Sums[]) => sums.map((sum) => (sum.count < LEAST_CELLS ? null : sum.look))
  const familiar = {
    rings: rings.map((sum) => sum.look),
    ground: looks(ground),
    code: looks(code),
    crimp: looks(crimp),
    grease: spots.grease.look,
    dent: spots.dent.look,
    residue: spots.residue.look,
    largestMm: LARGEST_MM,
  }
  writeFileSync(file, JSON.stringify(familiar))
  return familiar
}
