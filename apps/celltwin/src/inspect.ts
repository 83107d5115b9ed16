/** `celltwin inspect`: evidence files through the inspection that agents run, and the verdict that the verifier would give. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Module, type Result, SERIES_MEDIA_TYPE, type Verdict } from '@celltwin/contracts'
import { judge } from '@celltwin/inspection'
import { type InspectRequest, loadModule } from '@celltwin/inspection/load-module'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { readModelPackage } from '@celltwin/models'
import { readCellFile } from './cell-file.ts'

interface InspectOptions {
  readonly cell: string
  readonly partTemperature?: number
  readonly resultsOnly?: boolean
}

type EvidenceFile = InspectRequest['evidence'][number]

const MODELS = resolve(dirname(fileURLToPath(import.meta.url)), '../../../packages/models')
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
  const results: Result[] = []
  const steps: { module: string; step: string; tookMs: number }[] = []
  for (const [moduleId, module] of modules) {
    const { inspect } = await loadModule(
      { moduleId, module, recipe: definition.recipe, modelsFolder: MODELS },
      async (folder, name) => loadOnnxModel(await readModelPackage(join(folder, name))),
    )
    const inspected = await inspect({
      evidence: evidence.filter((file) => module.takes.some((take) => take.evidence === file.kind)),
      ...(options.partTemperature === undefined ? {} : { partTemperatureC: options.partTemperature }),
    })
    results.push(...inspected.results)
    steps.push(...inspected.steps.map((step) => ({ module: moduleId, ...step })))
  }
  const inspected = new Set(modules.map(([moduleId]) => moduleId))
  const recipe = {
    ...definition.recipe,
    characteristics: definition.recipe.characteristics.filter(({ module }) => inspected.has(module)),
  }
  const { verdict, reasons } = judge(results, recipe)
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
  if (!existsSync(path)) throw new Error(`there is no file ${path}`)
  const bytes = readFileSync(path)
  return {
    kind,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: IMAGES[extname(path).toLowerCase()] ?? SERIES_MEDIA_TYPE,
  }
}
