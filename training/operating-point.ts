/** From observed parts to the operating point and everything the card says of it. Pure: thresholds are tried on records. */
import type { CellDefinition, CountedShare, ModelMetrics } from '../packages/contracts/src/index.ts'
import { exactShare } from '../packages/quality/src/proportion.ts'
import type { Observed } from './observe-parts.ts'

/** Ours, and plausible: a false reject costs a second look, an escape a complaint. */
const COST = { currency: 'EUR', perFalseReject: 6, perEscape: 900, defectRate: 0.02 }
const STATED_ESCAPE_RATE = 0.01
const CONFIDENCE = 0.95
const STATED_FALSE_HOLD_RATE = 0.001
/** Below the least threshold of a cell there are no spots to speak of. */
const THRESHOLDS = Array.from({ length: 60 }, (_, k) => Number((0.4 + 0.01 * k).toFixed(2)))
const PROMISED = ['missing-crimp', 'grease', 'dent', 'residue'] as const

type Limits = (id: string) => number

const limitsOf =
  (cell: CellDefinition): Limits =>
  (id) =>
    cell.recipe.characteristics.find((characteristic) => characteristic.id === id)?.upper ?? Number.POSITIVE_INFINITY

/** Whether any class would reject the part at this threshold: a value beyond its limit, as the recipe rejects it. */
export function rejected({ crimps, crimpsOffDeg, spots }: Observed, threshold: number, limit: Limits): boolean {
  if (crimps !== limit('crimp-count') || crimpsOffDeg > limit('crimp-position')) return true
  const seen = spots.filter(({ peak }) => peak >= threshold)
  const grease = seen.filter(({ kind }) => kind === 'grease')
  const area = (onFace: boolean) =>
    grease.reduce((sum, spot) => sum + (onFace ? spot.areaOnFaceMm2 : spot.areaElsewhereMm2), 0)
  if (area(true) > limit('grease-on-face') || area(false) > limit('grease-elsewhere')) return true
  return seen.some(({ kind, extentMm, onFace }) => {
    if (kind === 'grease') return false
    const id = `${kind === 'dent' ? 'deformation' : 'residue'}-${onFace ? 'on-face' : 'elsewhere'}`
    return extentMm > limit(id)
  })
}

export interface FamiliarThreshold {
  readonly cell: number
  readonly ring: number
}

/** The logarithm of the largest of many cells follows Gumbel's law: its quantile, from mean and spread. */
export function familiarThreshold(calibration: readonly Observed[]): FamiliarThreshold {
  const quantile = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
    const scale = (spread * Math.sqrt(6)) / Math.PI
    // Two tests share the stated rate.
    return Math.exp(mean - 0.5772 * scale - scale * Math.log(-Math.log(1 - STATED_FALSE_HOLD_RATE / 2)))
  }
  const of = (pick: (observed: Observed) => number) =>
    Number(quantile(calibration.map((observed) => Math.log(pick(observed)))).toPrecision(4))
  return { cell: of(({ strangeness }) => strangeness.cell), ring: of(({ strangeness }) => strangeness.ring) }
}

export const unfamiliar = ({ strangeness: { cell, ring, size } }: Observed, threshold: FamiliarThreshold): boolean =>
  cell > threshold.cell || ring > threshold.ring || size > 1

export const counted = (count: number, of: number): CountedShare => {
  const { share, lower, upper } = exactShare(count, of) ?? { share: 0, lower: 0, upper: 1 }
  return { count, of, share: figure(share), lower: figure(lower), upper: figure(upper) }
}
const figure = (value: number) => Number(value.toPrecision(4))

export function metricsOf(
  observed: readonly Observed[],
  cell: CellDefinition,
): ModelMetrics & { familiarThreshold: FamiliarThreshold } {
  const limit = limitsOf(cell)
  const group = (...names: string[]) => observed.filter((part) => names.includes(part.group))
  const [calibration, sound, defective, strange] = [
    group('calibration'),
    group('sound'),
    group(...PROMISED),
    group('unfamiliar'),
  ]
  const flagged = (parts: readonly Observed[], t: number) =>
    parts.filter((part) => part.untrusted || rejected(part, t, limit)).length

  const curve = THRESHOLDS.map((threshold) => {
    const detected = flagged(defective, threshold) / defective.length
    const falseRejects = flagged(sound, threshold) / sound.length
    const bad = detected * COST.defectRate
    const good = falseRejects * (1 - COST.defectRate)
    const falseRejectsPpm = figure(good * 1e6)
    const escapesPpm = figure((COST.defectRate - bad) * 1e6)
    return {
      threshold,
      detected: figure(detected),
      falseRejects: figure(falseRejects),
      precision: bad + good > 0 ? figure(bad / (bad + good)) : null,
      falseRejectsPpm,
      escapesPpm,
      costPerMillion: figure(falseRejectsPpm * COST.perFalseReject + escapesPpm * COST.perEscape),
    }
  })
  const kept = curve.filter(({ threshold }) => {
    const escapes = defective.length - flagged(defective, threshold)
    // One-sided: only too many escapes would break the statement.
    return exactShare(escapes, defective.length, 1 - 2 * (1 - CONFIDENCE))!.upper <= STATED_ESCAPE_RATE
  })
  if (kept.length === 0)
    throw new Error(`no threshold keeps ${100 * STATED_ESCAPE_RATE} % with ${defective.length} parts`)
  const cheapest = Math.min(...kept.map(({ costPerMillion }) => costPerMillion))
  const plateau = kept.filter(({ costPerMillion }) => costPerMillion === cheapest).map(({ threshold }) => threshold)
  const threshold = plateau[plateau.length >> 1]!
  const familiarAt = familiarThreshold(calibration)
  const verdicts = (parts: readonly Observed[]) => {
    const hold = parts.filter((part) => part.untrusted || unfamiliar(part, familiarAt))
    const reject = parts.filter((part) => !hold.includes(part) && rejected(part, threshold, limit))
    return { pass: parts.length - hold.length - reject.length, reject: reject.length, hold: hold.length }
  }
  const confusion = { sound: verdicts(sound), defective: verdicts(defective), unfamiliar: verdicts(strange) }
  return {
    schema: 'celltwin/model-metrics/v1',
    data: `${observed.length} simulated parts of seeds that no training part has: ${sound.length} sound, ${defective.length} with one defect of severity 0.4 to 1, ${group('faint').length} fainter, ${strange.length} with something unfamiliar, ${calibration.length} sound ones that set the threshold of familiarity and nothing else.`,
    onSimulatedParts: true,
    operatingPoint: {
      threshold,
      statedEscapeRate: STATED_ESCAPE_RATE,
      confidence: CONFIDENCE,
      plateau: [plateau[0]!, plateau.at(-1)!],
      escapes: counted(defective.length - flagged(defective, threshold), defective.length),
      falseRejects: counted(flagged(sound, threshold), sound.length),
    },
    confusion,
    curve,
    areaUnderRoc: figure(areaUnder(curve)),
    averagePrecision: figure(averagePrecision(curve)),
    cost: COST,
    bySeverity: bySeverity(observed, (part) => part.untrusted !== undefined || rejected(part, threshold, limit)),
    familiarity: {
      statedFalseHoldRate: STATED_FALSE_HOLD_RATE,
      calibrationParts: calibration.length,
      falseHolds: counted(confusion.sound.hold, sound.length),
      unfamiliar: [...new Set(strange.map(({ kind }) => kind!))].sort().map((form) => {
        const parts = strange.filter(({ kind }) => kind === form)
        const { pass, hold } = verdicts(parts)
        return { form, notPassed: counted(parts.length - pass, parts.length), held: counted(hold, parts.length) }
      }),
    },
    familiarThreshold: familiarAt,
  }
}

type Curve = ModelMetrics['curve']

/** Trapezia from nobody flagged to everybody flagged. */
function areaUnder(curve: Curve): number {
  const points = [{ falseRejects: 0, detected: 0 }, ...curve.toReversed(), { falseRejects: 1, detected: 1 }]
  return points.reduce((area, { falseRejects, detected }, i) => {
    const before = points[i - 1]
    return before ? area + ((falseRejects - before.falseRejects) * (detected + before.detected)) / 2 : area
  }, 0)
}

/** Precision by gain of recall, from the strictest threshold down. */
function averagePrecision(curve: Curve): number {
  let recall = 0
  let area = 0
  for (const { detected, precision } of curve.toReversed()) {
    area += Math.max(0, detected - recall) * (precision ?? 0)
    recall = Math.max(recall, detected)
  }
  return area
}

const SEVERITIES = [
  { from: 0.25, to: 0.4, promised: false },
  { from: 0.4, to: 0.5, promised: true },
  { from: 0.5, to: 0.75, promised: true },
  { from: 0.75, to: 1, promised: true },
]

function bySeverity(observed: readonly Observed[], found: (part: Observed) => boolean): ModelMetrics['bySeverity'] {
  return PROMISED.flatMap((kind) =>
    SEVERITIES.flatMap(({ from, to, promised }) => {
      const parts = observed.filter((part) => part.kind === kind && part.severity! >= from && part.severity! < to)
      return parts.length > 0
        ? [{ kind, from, to, promised, found: counted(parts.filter(found).length, parts.length) }]
        : []
    }),
  )
}
