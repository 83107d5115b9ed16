/** Golden inputs of a model package: what its model answers here, beside what it answered where it was made. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { checker, describeFlaws, GoldenFaces, type GoldenParity, GoldenTensors } from '@celltwin/contracts'
import type { Model } from './inspector.ts'
import { type FaceNetSpec, faceNetSpec } from './visual/face-net.ts'
import { faceTensor } from './visual/flat-face.ts'

const checkTensors = checker(GoldenTensors)
const checkFaces = checker(GoldenFaces)

/** Scores on golden inputs, one after the other, a score for each label. */
export interface GoldenAnswers {
  readonly inputs: number
  readonly labels: number
  readonly within: number
  /** As the package was handed over. */
  readonly expected: readonly number[]
  /** From the model that was asked. */
  readonly found: readonly number[]
}

/** @throws Error where the package has no golden inputs, or none that can be read. */
export async function goldenParity(model: Model, folder: string): Promise<GoldenParity> {
  const files = model.manifest.files as Readonly<Record<string, string>> | undefined
  if (!files?.['golden.json']) throw new Error(`model ${model.name}: the package has no golden inputs`)
  const { inputs, within, expected, found } = await goldenAnswers(model, folder)
  if (found.length !== expected.length) return { inputs, greatestDifference: Number.MAX_VALUE, within }
  return { inputs, greatestDifference: greatest(expected.map((score, k) => found[k]! - score)), within }
}

/** What a model says to the golden inputs in the folder. @throws Error where there are none, or none that can be read. */
export async function goldenAnswers(model: Model, folder: string): Promise<GoldenAnswers> {
  const json: unknown = JSON.parse(await readFile(join(folder, 'golden.json'), 'utf8'))
  const faces = checkFaces(json)
  if (faces.ok) return answersOnFaces(model, folder, faces.value)
  const tensors = checkTensors(json)
  if (tensors.ok) return answersOnTensors(model, tensors.value)
  throw new Error(`model ${model.name}: golden.json ${describeFlaws(tensors.flaws)}`)
}

/** What is no number agrees with nothing. */
export const goldenAgrees = ({ inputs, greatestDifference, within }: GoldenParity): boolean =>
  inputs > 0 && greatestDifference <= within

/** One input at a time: a model may be fixed to that. */
async function answersOnTensors(
  model: Model,
  { shape: [inputs = 0, ...dims], input, score: expected, within }: GoldenTensors,
): Promise<GoldenAnswers> {
  const size = input.length / inputs
  const found: number[] = []
  for (let k = 0; k < inputs; k++) {
    const data = Float32Array.from(input.slice(k * size, (k + 1) * size))
    found.push(...(await model.run({ data, dims: [1, ...dims] })).data)
  }
  return { inputs, labels: expected.length / inputs, within, expected, found }
}

async function answersOnFaces(
  model: Model,
  folder: string,
  { tolerance: within, cases }: GoldenFaces,
): Promise<GoldenAnswers> {
  const { input, stride, labels } = faceNetSpec(model)
  const { default: sharp } = await import('sharp')
  const expected: number[] = []
  const found: number[] = []
  for (const { image, everyCell, answers } of cases) {
    const pixels = await sharp(join(folder, basename(image)))
      .raw()
      .toBuffer()
    const { data, dims } = await model.run(faceTensor(pixels, input))
    const [, , rows = 0, width = 0] = dims
    const cell = cellAt({ input, stride }, width)
    for (const [k, probabilities] of answers.entries()) {
      const [row, column] = cell(k * everyCell)
      expected.push(...probabilities)
      found.push(...probabilities.map((_, label) => data[(label * rows + row) * width + column]!))
    }
  }
  return { inputs: cases.length, labels: labels.length, within, expected, found }
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
