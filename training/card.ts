/** The model's card, written from the figures that were measured. */
export interface CardFigures {
  readonly name: string
  readonly version: string
  readonly uncertainty: Readonly<Record<string, number>>
  readonly training: Readonly<Record<string, unknown>>
  readonly metrics: {
    readonly flaws: {
      readonly parts: number
      readonly found: Readonly<Record<string, string>>
      readonly foundWithoutCause: number
    }
    readonly parts: {
      readonly soundParts: number
      readonly falseAlarms: number
      readonly detectedBySeverity: Readonly<Record<string, string>>
    }
  }
}

const table = (head: readonly [string, string], rows: Readonly<Record<string, string>>) =>
  [
    `| ${head[0]} | ${head[1]} |`,
    '|---|---|',
    ...Object.entries(rows).map(([key, value]) => `| ${key} | ${value} |`),
  ].join('\n')

export function cardOf({ name, version, uncertainty, training, metrics: { flaws, parts } }: CardFigures): string {
  const iou = Object.entries(training.heldOutCellIoU as Record<string, number>)
    .map(([label, value]) => `${label} ${value.toFixed(2)}`)
    .join(', ')
  return `# ${name} ${version}

A small fully convolutional net (${training.parameters} parameters). It reads the pulley's face, laid flat around the bearing
axis under three lights, and says of each cell of 0.5 mm × 0.7° whether it shows background, a staking, grease, a dent or
residue. The inspector counts stakings from that, and measures angles, areas and extents in the picture's own pixels.

**Trained and tested on simulated parts only.** The pictures come from this project's renderer (packages/world). No figure here
says anything about real pulleys; before it judges any, label real faces, train and measure again.

## Data
${training.trainingParts} training parts with 3 to 14 flaws each, ${training.heldOutParts} held out by part; ${training.steps} steps of ${training.batch} crops. Intersection over
union of cells on held-out parts: ${iou}. The figures below are of another world seed, through the whole inspection.

## Single flaws, ${flaws.parts} faces with many of them
${table(['flaw, true extent', 'found as what it is'], flaws.found)}

Grease by the diameter of a circle of its area. Found without cause: ${flaws.foundWithoutCause}. Flaws that touch one another or the inner edge of B
are left out.

## Parts as the simulated process makes them
Sound parts with any value outside its limits: ${parts.falseAlarms} of ${parts.soundParts}.

${table(['defect and severity', 'a value outside its limits'], parts.detectedBySeverity)}

## Uncertainty
Nineteen of twenty errors are smaller, bias included: staking angle ${uncertainty.crimpDeg}°; grease ${uncertainty.greaseMm2} mm² or ${(100 * uncertainty.greaseShare!).toFixed(1)} %, the larger;
extent of dents and residue ${uncertainty.extentMm} mm.

## Limits
- Dents and residue below about 0.5 mm are often missed; scatter under 0.3 mm counts as dust. Thin residue on glinting edges
  and on stakings is missed more often than on B, and small dents and residue are sometimes taken for one another.
- A dent or residue across a staking shifts that staking's angle by up to some degrees.
- Grease that does not fluoresce, and glowing residue brighter than a third of grease, were not in the data.
- Pictures out of focus, too dark or too bright are refused before the net sees them.
`
}
