/** Attribute agreement: whether those who decide good or bad agree with one another and with a reference set. */
import { exactShare, type Share } from '../proportion.ts'
import { cohenKappa, fleissKappa, type Kappa } from './kappa.ts'
import { heldAgainst, type StudyVerdict, type Threshold, worstOf } from './verdict.ts'

export type Rating = 'conforming' | 'nonconforming'

export interface RatedReading {
  readonly part: string
  /** A person, or the module that decides. */
  readonly appraiser: string
  readonly rating: Rating
  readonly reference: Rating
  /** Near the limit, where deciding is hard: a set without such parts proves little. */
  readonly borderline?: boolean | undefined
}

/** AIAG MSA, 4th edition, chapter III-C. */
export const ATTRIBUTE_THRESHOLDS = {
  effectiveness: { capable: 0.9, conditional: 0.8 },
  miss: { capable: 0.02, conditional: 0.05 },
  falseAlarm: { capable: 0.05, conditional: 0.1 },
  kappa: { capable: 0.75, conditional: 0.4 },
} as const satisfies Record<string, Threshold>
export type AttributeThresholds = Readonly<Record<keyof typeof ATTRIBUTE_THRESHOLDS, Threshold>>

export interface Appraiser {
  readonly name: string
  /** Parts decided right every time. */
  readonly effectiveness: Share
  /** The same among the borderline parts; null without any. */
  readonly borderlineEffectiveness: Share | null
  /** Parts decided alike every time, right or wrong; null of a single trial. */
  readonly repeatability: Share | null
  /** Nonconforming parts accepted, of all decisions on such; null without any in the set. */
  readonly miss: Share | null
  /** Conforming parts refused. */
  readonly falseAlarm: Share | null
  readonly kappa: Kappa | null
  readonly verdict: StudyVerdict
}

export interface AttributeStudy {
  readonly parts: number
  readonly nonconforming: number
  readonly borderline: number
  readonly trials: number
  readonly appraisers: readonly Appraiser[]
  /** Of each two appraisers, decision by decision in the order of the trials. */
  readonly between: readonly { readonly one: string; readonly other: string; readonly kappa: Kappa | null }[]
  /** Of all decisions of all appraisers. */
  readonly fleiss: Kappa | null
  readonly thresholds: AttributeThresholds
  readonly verdict: StudyVerdict
}

/** @throws RangeError of too few parts, of a part with two references, or of unequal numbers of trials. */
export function attributeStudy(
  readings: readonly RatedReading[],
  {
    thresholds = ATTRIBUTE_THRESHOLDS,
    confidence = 0.95,
  }: { thresholds?: AttributeThresholds; confidence?: number } = {},
): AttributeStudy {
  const byPart = groupBy(readings, ({ part }) => part)
  for (const [part, of] of byPart)
    if (new Set(of.map(({ reference }) => reference)).size > 1)
      throw new RangeError(`part ${part}: has two different references`)
  const firsts = [...byPart.values()].map(([first]) => first!)
  if (byPart.size < 5) throw new RangeError(`parts: must be at least 5 (50 are usual), there are ${byPart.size}`)
  const byAppraiser = groupBy(readings, ({ appraiser }) => appraiser)
  const trials = readings.length / (byPart.size * byAppraiser.size)
  for (const [name, of] of byAppraiser)
    for (const [part, again] of groupBy(of, (reading) => reading.part))
      if (again.length !== trials || of.length !== trials * byPart.size)
        throw new RangeError(`part ${part} by ${name}: every appraiser must decide every part equally often`)

  const appraisers = [...byAppraiser].map(([name, of]) => appraiserOf(name, of, thresholds, confidence))
  const names = [...byAppraiser.keys()]
  return {
    parts: byPart.size,
    nonconforming: firsts.filter(({ reference }) => reference === 'nonconforming').length,
    borderline: firsts.filter(({ borderline }) => borderline).length,
    trials,
    appraisers,
    between: names.flatMap((one, i) =>
      names.slice(i + 1).map((other) => ({
        one,
        other,
        kappa: cohenKappa(tableOf(pairsOf(byAppraiser.get(one)!, byAppraiser.get(other)!)), confidence),
      })),
    ),
    fleiss: fleissKappa(
      [...byPart.values()].map((of) => {
        const bad = of.filter(({ rating }) => rating === 'nonconforming').length
        return [of.length - bad, bad]
      }),
      confidence,
    ),
    thresholds,
    verdict: worstOf(appraisers.map(({ verdict }) => verdict)),
  }
}

function appraiserOf(
  name: string,
  of: readonly RatedReading[],
  limits: AttributeThresholds,
  confidence: number,
): Appraiser {
  const parts = [...groupBy(of, ({ part }) => part).values()]
  const right = (part: readonly RatedReading[]) => part.every(({ rating, reference }) => rating === reference)
  const shareOf = <T>(all: readonly T[], holds: (one: T) => boolean) =>
    exactShare(all.filter(holds).length, all.length, confidence)
  const wrongOf = (reference: Rating) =>
    shareOf(
      of.filter((one) => one.reference === reference),
      (one) => one.rating !== reference,
    )
  const effectiveness = shareOf(parts, right)!
  const miss = wrongOf('nonconforming')
  const falseAlarm = wrongOf('conforming')
  const kappa = cohenKappa(tableOf(of.map(({ rating, reference }) => [rating, reference] as const)), confidence)
  return {
    name,
    effectiveness,
    borderlineEffectiveness: shareOf(
      parts.filter(([first]) => first!.borderline),
      right,
    ),
    repeatability:
      of.length === parts.length
        ? null
        : shareOf(parts, (part) => part.every(({ rating }) => rating === part[0]!.rating)),
    miss,
    falseAlarm,
    kappa,
    verdict: worstOf([
      heldAgainst(effectiveness.share, limits.effectiveness),
      ...(miss ? [heldAgainst(miss.share, limits.miss)] : []),
      ...(falseAlarm ? [heldAgainst(falseAlarm.share, limits.falseAlarm)] : []),
      ...(kappa ? [heldAgainst(kappa.value, limits.kappa)] : []),
    ]),
  }
}

const RATINGS: readonly Rating[] = ['nonconforming', 'conforming']

/** Counts `[one][other]` of pairs of ratings. */
export const tableOf = (pairs: readonly (readonly [Rating, Rating])[]): number[][] =>
  RATINGS.map((one) => RATINGS.map((other) => pairs.filter(([a, b]) => a === one && b === other).length))

/** The first decision on a part with the first of the other, and so on. */
function pairsOf(one: readonly RatedReading[], other: readonly RatedReading[]): (readonly [Rating, Rating])[] {
  const theirs = groupBy(other, ({ part }) => part)
  return [...groupBy(one, ({ part }) => part)].flatMap(([part, of]) =>
    of.map(({ rating }, trial) => [rating, theirs.get(part)![trial]!.rating] as const),
  )
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
