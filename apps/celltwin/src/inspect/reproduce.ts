/** `celltwin inspect SERIAL`: a part's stored evidence inspected again from its digests, against its passport. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, type Passport, type PassportCycle, type Result, type Verdict } from '@celltwin/contracts'
import { type Agreement, compareResults, judge, type ResultComparison, worstAgreement } from '@celltwin/inspection'
import type { LoadModel } from '@celltwin/inspection/load-module'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { instructionSet, type ModelPackage, readModelPackage } from '@celltwin/models'
import { type EvidenceFile, inspectModules } from './run-modules.ts'

export interface ReproduceOptions {
  readonly server: string
  /** Cycle number; the newest where absent. */
  readonly cycle?: number
  readonly models: string
}

export interface Reproduction {
  readonly serial: string
  readonly cycleNumber: number
  readonly agreement: Agreement
  /** One sentence. */
  readonly summary: string
  /** Of the same results judged again; a passport's may differ where evidence was late or missing. */
  readonly verdict: { readonly passport: Verdict | null; readonly again: Verdict }
  readonly compared: readonly ResultComparison[]
  /** What the passport's inspection ran on, and what this one did. */
  readonly engines: { readonly passport: readonly string[]; readonly again: readonly string[] }
  readonly recipeHash: string
  readonly evidence: readonly { readonly kind: string; readonly sha256: string }[]
}

export interface Reproduced {
  readonly report: Reproduction
  readonly definition: Passport['definition']
  readonly results: readonly Result[]
  readonly evidence: readonly EvidenceFile[]
}

/** @throws Error naming what is missing: the part, the cell file of that cycle, evidence, or a model. */
export async function reproduce(serial: string, options: ReproduceOptions): Promise<Reproduced> {
  const passport = await getJson<Passport>(`${options.server}/api/parts/${encodeURIComponent(serial)}`)
  const { definition } = passport
  const cycle = options.cycle === undefined ? passport.cycles[0]! : cycleNumbered(passport, options.cycle)
  const recipeHash = sha256(canonicalJson(definition.recipe))
  if (recipeHash !== cycle.recipe.hash)
    throw new Error(
      `cycle ${cycle.cycleNumber} was inspected under recipe ${short(cycle.recipe.hash)}; the server gives the cell file with recipe ${short(recipeHash)}`,
    )
  // A module that told nothing has nothing to be compared with.
  const modules = Object.entries(definition.modules).filter(([id]) => cycle.results.some(({ module }) => module === id))
  if (modules.length === 0) throw new Error(`${serial}, cycle ${cycle.cycleNumber}, has no results in its passport`)
  const named = cycle.evidence.filter(({ module }) => modules.some(([id]) => id === module))
  const evidence = await Promise.all(named.map((ref) => download(ref, options.server)))
  const { results } = await inspectModules({
    modules,
    recipe: definition.recipe,
    evidence,
    conditions: {
      ...(cycle.partTemperatureC === null ? {} : { partTemperatureC: cycle.partTemperatureC }),
      ...(cycle.ambientTemperatureC === null ? {} : { ambientTemperatureC: cycle.ambientTemperatureC }),
    },
    modelsFolder: options.models,
    openModel: (moduleId) => byDigest(digestOf(cycle, moduleId)),
  })
  const before = cycle.results.map(({ module: _module, late: _late, ...result }): Result => result)
  const compared = compareResults(before, results)
  const agreement = worstAgreement(compared)
  const engines = { passport: enginesOf(before), again: enginesOf(results) }
  const report: Reproduction = {
    serial,
    cycleNumber: cycle.cycleNumber,
    agreement,
    summary: summarise(agreement, compared, canonicalJson(engines.passport) === canonicalJson(engines.again)),
    verdict: { passport: cycle.verdict, again: judge(results, definition.recipe).verdict },
    compared,
    engines,
    recipeHash,
    evidence: evidence.map(({ kind, sha256 }) => ({ kind, sha256 })),
  }
  return { report, definition, results, evidence }
}

function cycleNumbered({ serial, cycles }: Passport, number: number): PassportCycle {
  const found = cycles.find(({ cycleNumber }) => cycleNumber === number)
  if (found) return found
  throw new Error(`${serial} has no cycle ${number}; it has ${cycles.map((c) => c.cycleNumber).join(', ')}`)
}

async function download(ref: PassportCycle['evidence'][number], server: string): Promise<EvidenceFile> {
  const { kind, sha256: digest, mediaType, stored, dropped } = ref
  if (!stored)
    throw new Error(
      `${kind} ${short(digest)} is ${dropped ? 'no longer kept: retention let it go' : 'still on its way to the server'}`,
    )
  const response = await get(`${server}/api/evidence/${digest}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const found = sha256(bytes)
  if (found !== digest)
    throw new Error(`${kind}: the bytes have sha256 ${short(found)}, the passport says ${short(digest)}`)
  return { kind, sha256: digest, mediaType, bytes }
}

const digestOf = ({ results }: PassportCycle, moduleId: string) =>
  results.find(({ module, algorithm }) => module === moduleId && algorithm.model)?.algorithm.model

/** The package that made the passport's results, under whatever name it lies there. */
const byDigest =
  (digest: string | undefined): LoadModel =>
  async (folder, name) => {
    const found = await packageWith(digest, folder, name)
    return loadOnnxModel(found, { instructionSet: instructionSet() })
  }

async function packageWith(digest: string | undefined, folder: string, name: string): Promise<ModelPackage> {
  const others = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const names = [name, ...others.map((entry) => entry.name).filter((other) => other !== name)]
  for (const each of names) {
    if (!existsSync(join(folder, each, 'manifest.json'))) continue
    const found = await readModelPackage(join(folder, each))
    if (digest === undefined || found.digest === digest) return found
  }
  throw new Error(
    `no model in ${folder} has the digest ${digest ? short(digest) : ''} that the passport names; --models names another folder`,
  )
}

const enginesOf = (results: readonly Result[]): string[] =>
  [...new Set(results.flatMap(({ algorithm: { backend } }) => (backend ? [backend] : [])))].sort()

function summarise(agreement: Agreement, compared: readonly ResultComparison[], sameEngine: boolean): string {
  const engine = sameEngine ? 'on the same engine and instruction set' : 'on another engine or instruction set'
  const count = `${compared.length} results`
  if (agreement === 'identical') return `All ${count} are identical, bit for bit, ${engine}.`
  const off = compared.filter((each) => each.agreement !== 'identical')
  const names = off.map(({ characteristic }) => characteristic).join(', ')
  return agreement === 'within tolerance'
    ? `${off.length} of ${count} differ within tolerance, ${engine}: ${names}.`
    : `${off.filter((each) => each.agreement === 'different').length} of ${count} are different, ${engine}: ${names}.`
}

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')
const short = (digest: string) => digest.slice(0, 12)

async function get(url: string): Promise<Response> {
  const response = await fetch(url).catch((error: Error) => {
    throw new Error(`no server at ${url}: ${error.message}. Is \`npm start\` running? --server names another.`)
  })
  if (response.ok) return response
  const { message } = (await response.json().catch(() => ({}))) as { message?: string }
  throw new Error(message ?? `${url} answered ${response.status}`)
}

const getJson = async <T>(url: string) => (await get(url)).json() as Promise<T>
