/** The patch classifier's card, written from the figures that were measured. */
export interface PatchFigures {
  readonly name: string
  readonly version: string
  readonly labels: readonly string[]
  readonly training: Readonly<Record<string, unknown>>
  readonly metrics: {
    readonly seed: number
    readonly images: number
    readonly accuracy: { readonly share: number; readonly lower: number; readonly upper: number }
    /** Rows are the truth. */
    readonly confusion: readonly (readonly number[])[]
  }
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`

export function patchCard({ name, version, labels, training, metrics }: PatchFigures): string {
  const { images, seed, accuracy, confusion } = metrics
  const rows = confusion.map((row, k) => `| **${labels[k]}** | ${row.join(' | ')} |`)
  return `# ${name} ${version}

A small convolutional net (inverted residuals as in MobileNetV2, ${training.parameters} parameters). It is shown a patch of the
pulley's face, 8.2 mm wide, outward up, under three lights, and says what lies in the middle: nothing, a staking, grease, a dent or
residue.

**What it is for.** Measuring the way to the edge: \`bench transition\` and \`celltwin optimise\` start from it, because a plain
classifier with its BatchNorm unfused shows what optimisation is worth. **No module runs it and no verdict rests on it**: in
the cell the face net (\`pulley-face\`) answers the same questions for the whole face at once.

**Trained and tested on simulated parts only.** The pictures come from this project's renderer (packages/world). No figure here
says anything about real pulleys.

## Data

${training.trainingParts} training parts, ${training.heldOutParts} held out by part, 16 patches each; ${training.steps} steps of ${training.batch}. Right on the held-out parts:
${percent(Number(training.heldOutAccuracy))}. The pose is found in the picture, and the patch lies up to 0.3 mm off its place. Dents and residue are 0.35 to
5.5 mm long, grease covers 0.5 to 40 mm², in equal shares of each octave. Other flaws may lie in the patch, but not in its middle.

## Parts of another world

${images} patches of world seed ${seed}: **${percent(accuracy.share)}** right (95 %: ${percent(accuracy.lower)} to ${percent(accuracy.upper)}, as if patches of one part were independent).

| truth \\ answer | ${labels.join(' | ')} |
|---|${labels.map(() => '---:|').join('')}
${rows.join('\n')}

## For the edge

\`model.onnx\` is the base as training handed it over: opset 13, one picture at a time, BatchNorm unfused. \`celltwin optimise\` makes the
variants; docs/transition.md says how and what they gain. The manifest names the frozen set and the calibration set by seed, and
golden.json holds one input of each label with the base's scores.
`
}
