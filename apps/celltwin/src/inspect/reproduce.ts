/** `celltwin inspect SERIAL`: a part's stored evidence inspected again from its digests, against its passport. */
import {
  type CellTwin,
  canonicalJson,
  type GaugeCalibration,
  type Passport,
  type PassportCycle,
  type Result,
  type Verdict,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { type Agreement, compareResults, judge, type ResultComparison, worstAgreement } from '@celltwin/inspection'
import { ask, cellPath } from '../server/ask.ts'
import { download, short } from './from-server.ts'
import { modelByDigest } from './model-by-digest.ts'
import { type Conditions, type EvidenceFile, inspectModules } from './run-modules.ts'

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
  const passport = await ask<Passport>(options.server, `/api/parts/${encodeURIComponent(serial)}`)
  const { definition } = passport
  const cycle = options.cycle === undefined ? passport.cycles[0]! : cycleNumbered(passport, options.cycle)
  const recipeHash = hashOf(definition.recipe)
  if (recipeHash !== cycle.recipe.hash)
    throw new Error(
      `cycle ${cycle.cycleNumber} was inspected under recipe ${short(cycle.recipe.hash)}; the server gives the cell file with recipe ${short(recipeHash)}`,
    )
  // A module that told nothing has nothing to be compared with.
  const modules = Object.entries(definition.modules).filter(([id]) => cycle.results.some(({ module }) => module === id))
  if (modules.length === 0) throw new Error(`${serial}, cycle ${cycle.cycleNumber}, has no results in its passport`)
  // A retaken picture replaced the first one: what the results name is what they rest on.
  const used = new Set(cycle.results.flatMap((result) => result.evidence))
  const named = cycle.evidence.filter(({ sha256: digest }) => used.has(digest))
  const evidence = await Promise.all(named.map((ref) => download(ref, options.server)))
  const { results } = await inspectModules({
    modules,
    recipe: definition.recipe,
    evidence,
    conditions: await conditionsOf(passport, cycle, options.server),
    modelsFolder: options.models,
    openModel: (moduleId) => modelByDigest(digestOf(cycle, moduleId), options.server),
  })
  const before = cycle.results.map(
    ({ module: _module, late: _late, cameLateMs: _cameLateMs, ...result }): Result => result,
  )
  const compared = compareResults(before, before.some(isDigested) ? results : results.map(withoutDigest))
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

/** Temperatures, and by module the calibration that its results name, as it was when the part came in. */
async function conditionsOf(
  { cell, definition }: Passport,
  cycle: PassportCycle,
  server: string,
): Promise<(moduleId: string) => Conditions> {
  const { trust } = await ask<CellTwin>(server, `${cellPath(cell)}/twin?at=${encodeURIComponent(cycle.insertedAt)}`)
  const temperatures = {
    ...(cycle.partTemperatureC === null ? {} : { partTemperatureC: cycle.partTemperatureC }),
    ...(cycle.ambientTemperatureC === null ? {} : { ambientTemperatureC: cycle.ambientTemperatureC }),
  }
  return (moduleId) => {
    const { gauge } = definition.modules[moduleId]!
    const named = cycle.results.find((result) => result.module === moduleId && result.calibration)
    const recorded = gauge === undefined ? undefined : trust?.calibrations[gauge]?.value
    const known = [...(recorded ? [recorded] : []), ...(definition.calibrations ?? [])]
    const calibration = known.find((each) => each.gauge === gauge && isNamed(each, named))
    if (!calibration && named?.calibrationDigest)
      throw new Error(
        `the server does not know calibration ${named.calibration} of ${gauge} with digest ${short(named.calibrationDigest)}`,
      )
    return {
      ...temperatures,
      ...(calibration ? { calibration } : {}),
      ...withheldBecause(cycle.results.filter(({ module }) => module === moduleId)),
    }
  }
}

const isDigested = ({ calibrationDigest }: Result) => calibrationDigest !== undefined
const withoutDigest = ({ calibrationDigest: _, ...result }: Result): Result => result

/** Results from before there were digests name a calibration by its id alone. */
const isNamed = (calibration: GaugeCalibration, { calibration: id, calibrationDigest }: Partial<Result> = {}) =>
  calibration.id === id && (calibrationDigest === undefined || hashOf(calibration) === calibrationDigest)

/** Where gauge or sensor was not trusted, results say so; that is a fact of the time and not of the evidence. */
function withheldBecause(results: readonly Result[]): Pick<Conditions, 'distrust' | 'repeated'> {
  const { withheld, reason = '' } = results.find((result) => result.withheld) ?? {}
  if (!withheld) return {}
  return withheld === 'repeated-evidence' ? { repeated: reason } : { distrust: reason }
}

function cycleNumbered({ serial, cycles }: Passport, number: number): PassportCycle {
  const found = cycles.find(({ cycleNumber }) => cycleNumber === number)
  if (found) return found
  throw new Error(`${serial} has no cycle ${number}; it has ${cycles.map((c) => c.cycleNumber).join(', ')}`)
}

const digestOf = ({ results }: PassportCycle, moduleId: string) =>
  results.find(({ module, algorithm }) => module === moduleId && algorithm.model)?.algorithm.model

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
