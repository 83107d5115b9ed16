/** The model's card, written from the figures that were counted. */
import type { CountedShare, ModelMetrics } from '../packages/contracts/src/index.ts'

export interface CardFigures {
  readonly name: string
  readonly version: string
  readonly uncertainty: Readonly<Record<string, number>>
  readonly training: Readonly<Record<string, unknown>>
  readonly flaws: {
    readonly parts: number
    readonly found: Readonly<Record<string, string>>
    readonly foundWithoutCause: number
  }
  readonly metrics: ModelMetrics
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`
const between = ({ count, of, lower, upper }: CountedShare) =>
  `${count} of ${of} (${percent(lower)} to ${percent(upper)})`

export function cardOf({ name, version, uncertainty, training, flaws, metrics }: CardFigures): string {
  const iou = Object.entries(training.heldOutCellIoU as Record<string, number>)
    .map(([label, value]) => `${label} ${value.toFixed(2)}`)
    .join(', ')
  const { operatingPoint: point, confusion, cost, curve, familiarity } = metrics
  const at = curve.find(({ threshold }) => threshold === point.threshold)!
  return `# ${name} ${version}

A small fully convolutional net (${training.parameters} parameters). It reads the pulley's face, laid flat around the bearing
axis under three lights, and says of each cell of 0.5 mm × 0.7° whether it shows background, a staking, grease, a dent or
residue. The inspector counts stakings from that, and measures angles, areas and extents in the picture's own pixels. Beside
the net, and without it, each cell is held against what such cells looked like: what no class covers is held.

**Trained and tested on simulated parts only.** The pictures come from this project's renderer (packages/world). No figure here
says anything about real pulleys; before it judges any, label real faces, train and measure again.

## Data

${training.trainingParts} training parts with 3 to 14 flaws each, ${training.heldOutParts} held out by part; ${training.steps} steps of ${training.batch} crops. Intersection over
union of cells on held-out parts: ${iou}.

Everything below is counted on ${metrics.data} Intervals are exact (Clopper–Pearson), 95 % two-sided.

## Operating point

A spot counts where its surest cell reaches **${point.threshold}**. Stated: at most ${percent(point.statedEscapeRate)} of defective parts may pass, with ${percent(point.confidence)}
confidence. Every threshold from ${point.plateau[0]} to ${point.plateau[1]} keeps that at equal cost; the middle was taken.

${table(
  ['at the operating point', 'count (interval)'],
  [
    ['defective parts not flagged (escapes)', between(point.escapes)],
    ['sound parts flagged (false rejects)', between(point.falseRejects)],
  ],
)}

${table(
  ['true state', 'pass', 'reject', 'hold'],
  (['sound', 'defective', 'unfamiliar'] as const).map((state) => [
    state,
    confusion[state].pass,
    confusion[state].reject,
    confusion[state].hold,
  ]),
)}

Area under the ROC curve ${metrics.areaUnderRoc}, average precision ${metrics.averagePrecision}. Both say that these simulated parts are easy to tell apart; the
intervals say how much that proves. The curves are in metrics.json.

**Cost.** At ${cost.currency} ${cost.perFalseReject} for a false reject, ${cost.currency} ${cost.perEscape} for an escape and ${percent(cost.defectRate)} defective parts: ${at.falseRejectsPpm} false rejects and
${at.escapesPpm} escapes per million, ${cost.currency} ${at.costPerMillion} per million parts. At the upper bounds of the intervals it would be ${Math.round(1e6 * point.falseRejects.upper * (1 - cost.defectRate))} and
${Math.round(1e6 * point.escapes.upper * cost.defectRate)} per million.

## What it promises to find

Defects as the simulated process makes them, from severity 0.4 (past the limit) to 1 (gross). Below that some lie within
the limits still, and it promises nothing.

${table(
  ['defect', 'severity', 'promised', 'found'],
  metrics.bySeverity.map(({ kind, from, to, promised, found }) => [
    kind,
    `${from} to ${to}`,
    promised ? 'yes' : 'no',
    between(found),
  ]),
)}

## What no class covers

Threshold for a stated false-hold rate of ${percent(familiarity.statedFalseHoldRate)}, set on ${familiarity.calibrationParts} sound parts of their own. Sound parts held: ${between(familiarity.falseHolds)}.

${table(
  ['on face B, 10 to 18 mm', 'not passed', 'held as unfamiliar'],
  familiarity.unfamiliar.map(({ form, notPassed, held }) => [form, between(notPassed), between(held)]),
)}

## Single flaws, ${flaws.parts} faces with many of them

${table(['flaw, true extent', 'found as what it is'], Object.entries(flaws.found))}

Grease by the diameter of a circle of its area. Found without cause: ${flaws.foundWithoutCause}. Flaws that touch one another or the inner edge of B
are left out. Counted at a threshold of 0.7.

## Uncertainty

Nineteen of twenty errors are smaller, bias included: staking angle ${uncertainty.crimpDeg}°; grease ${uncertainty.greaseMm2} mm² or ${(100 * uncertainty.greaseShare!).toFixed(1)} %, the larger;
extent of dents and residue ${uncertainty.extentMm} mm.

## Limits

- Dents and residue below about 0.5 mm are often missed; scatter under 0.3 mm counts as dust. Thin residue on glinting edges
  and on stakings is missed more often than on B, and small dents and residue are sometimes taken for one another.
- A dent or residue across a staking shifts that staking's angle by up to some degrees.
- Grease that does not fluoresce, and glowing residue brighter than a third of grease, were not in the data.
- What is unfamiliar and smaller than about 5 mm may be taken for the class it resembles most, and is then judged by its size.
- Unfamiliar things were tried on face B alone, 10 to 18 mm long, and nowhere else on the part.
- A flaw that lies on another (a dent in a grease film) may look like neither: such a part is held, not rejected.
- Pictures out of focus, too dark or too bright are refused before the net sees them.
`
}
