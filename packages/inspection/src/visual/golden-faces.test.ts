/** The golden images of the face model: what a package says its net answers is what the net answers here. */
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { loadOnnxModel } from '../onnx.ts'
import { FACE_CLASSES, type FaceNetSpec } from './face-net.ts'
import { faceTensor } from './flat-face.ts'

const FOLDER = new URL('../../../models/pulley-face/', import.meta.url).pathname

interface Golden {
  readonly tolerance: number
  readonly cases: readonly { readonly image: string; readonly everyCell: number; readonly answers: number[][] }[]
}
const golden: Golden = JSON.parse(readFileSync(`${FOLDER}golden.json`, 'utf8'))

it.each(golden.cases)('answers as golden.json says to $image', async ({ image, everyCell, answers }) => {
  const manifest = JSON.parse(readFileSync(`${FOLDER}manifest.json`, 'utf8'))
  const model = await loadOnnxModel({ digest: '', manifest, model: readFileSync(`${FOLDER}model.onnx`) })
  const input = model.manifest.input as FaceNetSpec['input']
  const { data: pixels } = await sharp(`${FOLDER}${image}`).raw().toBuffer({ resolveWithObject: true })
  const { data, dims } = await model.run(faceTensor(pixels, input))
  const [, classes, rows, width] = dims as [number, number, number, number]
  const stride = model.manifest.stride as number
  const columns = input.angles / stride
  expect([classes, rows]).toEqual([FACE_CLASSES.length, input.radii / stride])
  let worst = 0
  for (const [k, expected] of answers.entries()) {
    const row = Math.floor((k * everyCell) / columns)
    const column = ((k * everyCell) % columns) + input.overlap / stride
    for (const [label, probability] of expected.entries())
      worst = Math.max(worst, Math.abs(data[(label * rows + row) * width + column]! - probability))
  }
  expect(worst).toBeLessThan(golden.tolerance)
  // The image shows what it is for: classes beside the ground are sure somewhere.
  expect(answers.some(([background]) => background! < 0.5)).toBe(true)
})
