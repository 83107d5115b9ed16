/** Golden inputs of a model package: what its model answers here, beside what it answered where it was made. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { checker, describeFlaws, GoldenFaces, type GoldenParity, GoldenTensors } from '@celltwin/contracts'
import type { Model } from './inspector.ts'
import { type FaceNetSpec, faceNetSpec } from './visual/face-net.ts'
import { faceTensor } from './visual/flat-face.ts'

const checkTensors = checker(GoldenTensors)
const checkFaces = checker(GoldenFaces)

/** @throws Error where the package has no golden inputs, or none that can be read. */
export async function goldenParity(model: Model, folder: string): Promise<GoldenParity> {
  const files = model.manifest.files as Readonly<Record<string, string>> | undefined
  if (!files?.['golden.json']) throw new Error(`model ${model.name}: the package has no golden inputs`)
  const json: unknown = JSON.parse(await readFile(join(folder, 'golden.json'), 'utf8'))
  const faces = checkFaces(json)
  if (faces.ok) return parityOnFaces(model, folder, faces.value)
  const tensors = checkTensors(json)
  if (tensors.ok) return parityOnTensors(model, tensors.value)
  throw new Error(`model ${model.name}: golden.json ${describeFlaws(tensors.flaws)}`)
}

/** What is no number agrees with nothing. */
export const goldenAgrees = ({ inputs, greatestDifference, within }: GoldenParity): boolean =>
  inputs > 0 && greatestDifference <= within

async function parityOnTensors(model: Model, golden: GoldenTensors): Promise<GoldenParity> {
  const { shape, input, score, within } = golden
  const { data } = await model.run({ data: Float32Array.from(input), dims: shape })
  const inputs = shape[0]!
  if (data.length !== score.length) return { inputs, greatestDifference: Number.MAX_VALUE, within }
  return { inputs, greatestDifference: greatest(score.map((expected, k) => data[k]! - expected)), within }
}

async function parityOnFaces(model: Model, folder: string, { tolerance, cases }: GoldenFaces): Promise<GoldenParity> {
  const { input, stride } = faceNetSpec(model)
  const { default: sharp } = await import('sharp')
  const differences: number[] = []
  for (const { image, everyCell, answers } of cases) {
    const pixels = await sharp(join(folder, basename(image)))
      .raw()
      .toBuffer()
    const { data, dims } = await model.run(faceTensor(pixels, input))
    const [, , rows = 0, width = 0] = dims
    const cell = cellAt({ input, stride }, width)
    for (const [k, expected] of answers.entries()) {
      const [row, column] = cell(k * everyCell)
      for (const [label, probability] of expected.entries())
        differences.push(data[(label * rows + row) * width + column]! - probability)
    }
  }
  return { inputs: cases.length, greatestDifference: greatest(differences), within: tolerance }
}

/** Row and column of the nth cell in the net's answer, past the overlap. */
function cellAt({ input, stride }: Pick<FaceNetSpec, 'input' | 'stride'>, width: number) {
  const margin = input.overlap / stride
  const columns = width - 2 * margin
  return (n: number) => [Math.floor(n / columns), (n % columns) + margin] as const
}

/** Finite, so that it can be told: what is no number is as far off as can be. */
function greatest(differences: readonly number[]): number {
  let most = 0
  for (const difference of differences)
    most = Number.isFinite(difference) ? Math.max(most, Math.abs(difference)) : Number.MAX_VALUE
  return most
}
