/** `celltwin inspect KIND=FILE…`: evidence files as an agent would inspect them, and the verdict of the verifier. */
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { decodeSeries, type Module, SERIES_MEDIA_TYPE, type Verdict } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { judge } from '@celltwin/inspection'
import { readBytes } from '../read-file.ts'
import { type EvidenceFile, inspectModules, listedCalibration } from './run-modules.ts'
import { writePictures } from './write-pictures.ts'

export interface InspectOptions {
  readonly cell: string
  readonly partTemperature?: number
  readonly resultsOnly?: boolean
  readonly models: string
  readonly pictures?: string
}

const EXIT_CODE: Readonly<Record<Verdict, number>> = { pass: 0, reject: 1, hold: 2 }
const IMAGES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}

/**
 * Inspects what each module of the cell finds among the files; a module without any of its evidence is left out, and so
 * are its characteristics. Prints JSON on stdout.
 * @returns exit code: 0 pass, 1 reject, 2 hold.
 * @throws Error naming the file or the kind that is wrong.
 */
export async function inspectFiles(files: readonly string[], options: InspectOptions): Promise<number> {
  const { definition } = readCellFile(options.cell)
  const evidence = files.map((file) => readEvidence(file, definition.modules))
  const modules = Object.entries(definition.modules).filter(([, module]) =>
    module.takes.some(({ evidence: kind }) => evidence.some((file) => file.kind === kind)),
  )
  const { results, steps } = await inspectModules({
    modules,
    recipe: definition.recipe,
    evidence,
    conditions: (moduleId) => ({
      ...listedCalibration(definition, definition.modules[moduleId]!),
      ...(options.partTemperature === undefined ? {} : { partTemperatureC: options.partTemperature }),
    }),
    modelsFolder: options.models,
  })
  const inspected = new Set(modules.map(([moduleId]) => moduleId))
  const recipe = {
    ...definition.recipe,
    characteristics: definition.recipe.characteristics.filter(({ module }) => inspected.has(module)),
  }
  const { verdict, reasons } = judge(results, recipe)
  if (options.pictures !== undefined) await writePictures(options.pictures, { definition, results, evidence })
  const answer = options.resultsOnly
    ? results
    : { verdict, reasons, results, steps, evidence: evidence.map(({ kind, sha256 }) => ({ kind, sha256 })) }
  console.log(JSON.stringify(answer, null, 2))
  return EXIT_CODE[verdict]
}

/** `KIND=FILE`. */
function readEvidence(argument: string, modules: Readonly<Record<string, Module>>): EvidenceFile {
  const [kind, path] = argument.split(/=(.*)/s)
  const kinds = Object.values(modules).flatMap(({ takes }) => takes.map(({ evidence }) => evidence))
  if (!kind || !path) throw new Error(`"${argument}" is not KIND=FILE; kinds are ${kinds.join(', ')}`)
  if (!kinds.includes(kind))
    throw new Error(`this cell takes no evidence of kind "${kind}"; kinds are ${kinds.join(', ')}`)
  const bytes = readBytes(path)
  const mediaType = IMAGES[extname(path).toLowerCase()] ?? SERIES_MEDIA_TYPE
  if (mediaType === SERIES_MEDIA_TYPE) checkSeries(bytes, path)
  return { kind, bytes, sha256: createHash('sha256').update(bytes).digest('hex'), mediaType }
}

function checkSeries(bytes: Buffer, path: string): void {
  try {
    decodeSeries(bytes)
  } catch (error) {
    throw new Error(`${path} is neither an image nor a series: ${(error as Error).message}`)
  }
}
