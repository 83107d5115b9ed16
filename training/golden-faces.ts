/** Golden images: faces laid flat as the net takes them, and what it must answer, for every variant of the model. */
import { writeFileSync } from 'node:fs'
import sharp from 'sharp'
import type { Model } from '../packages/inspection/src/inspector.ts'
import { cellMap, FACE_CLASSES, faceNetSpec } from '../packages/inspection/src/visual/face-net.ts'
import { faceTensor } from '../packages/inspection/src/visual/flat-face.ts'
import { trustPictures } from '../packages/inspection/src/visual/image-trust.ts'
import { unwrapFace } from '../packages/inspection/src/visual/unwrap.ts'
import { makePart } from '../packages/world/src/make-part.ts'
import { CAMERA, PLANE, SPEC } from './face-spec.ts'
import { flawedPart } from './flawed-part.ts'
import { picturesOf } from './inspect-part.ts'

const SEED = 55_001
/** Every so many cells one is kept, over all rows and angles. */
const EVERY = 97
const RAW_INPUT = { ...SPEC.input, overlap: 0, mean: [0, 0, 0], spread: [1, 1, 1] }

const CASES = {
  'golden-sound.png': () => makePart({ seed: SEED, defectRate: 0 }, 1, []),
  'golden-flawed.png': () => flawedPart(SEED, 2),
  'golden-missing.png': () =>
    makePart({ seed: SEED, defectRate: 0 }, 3, [{ id: 'g', kind: 'missing-crimp', severity: 0.5, fromCycle: 1 }]),
}

/** Writes the images and `golden.json`; names what it wrote. */
export async function writeGoldenFaces(model: Model, folder: string): Promise<string[]> {
  const spec = faceNetSpec(model)
  const cases = []
  for (const [image, make] of Object.entries(CASES)) {
    const pictures = picturesOf(make())
    const trust = trustPictures(pictures, PLANE, CAMERA)
    if ('reason' in trust) throw new Error(`${image}: ${trust.reason}`)
    const { radii, angles } = SPEC.input
    const planes = unwrapFace(pictures, trust.pose, RAW_INPUT).data
    const pixels = new Uint8Array(3 * radii * angles)
    for (let i = 0; i < radii * angles; i++)
      for (let light = 0; light < 3; light++)
        pixels[3 * i + light] = Math.round(255 * planes[light * radii * angles + i]!)
    await sharp(pixels, { raw: { width: angles, height: radii, channels: 3 } })
      .png()
      .toFile(`${folder}/${image}`)
    const cells = cellMap(await model.run(faceTensor(pixels, SPEC.input)), spec)
    const answers = []
    for (let cell = 0; cell < cells.rows * cells.columns; cell += EVERY)
      answers.push(
        FACE_CLASSES.map((kind) =>
          Number(cells.probability(kind, Math.floor(cell / cells.columns), cell % cells.columns).toFixed(4)),
        ),
      )
    cases.push({ image, everyCell: EVERY, answers })
  }
  writeFileSync(`${folder}/golden.json`, JSON.stringify({ labels: FACE_CLASSES, tolerance: 0.002, cases }))
  return [...Object.keys(CASES), 'golden.json']
}
