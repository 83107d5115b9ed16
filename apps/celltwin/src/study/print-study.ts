/** A study as a person reads it in a terminal. */
import type { AttributeStudy, Grr, Share, Study, Type1 } from '@celltwin/quality'

const VERDICTS = { capable: 'capable', conditional: 'conditionally capable', 'not-capable': 'NOT capable' } as const
const COMPONENTS = {
  grr: 'Gauge R&R',
  ev: '  repeatability (EV)',
  av: '  reproducibility (AV)',
  operator: '    operator',
  interaction: '    operator × part',
  pv: 'Part to part (PV)',
  total: 'Total',
} as const

export function printedStudy(study: Study, unit: string): string {
  const lines =
    study.kind === 'type1'
      ? type1Lines(study, unit)
      : study.kind === 'attribute'
        ? attributeLines(study)
        : grrLines(study, unit)
  return [...lines, '', `Verdict: ${VERDICTS[study.verdict]} (${ruleOf(study)})`].join('\n')
}

function ruleOf(study: Study): string {
  switch (study.kind) {
    case 'type1':
      return `Cg and Cgk from ${study.threshold.capable}; from ${study.threshold.conditional} conditionally`
    case 'attribute': {
      const { effectiveness, miss, falseAlarm, kappa } = study.thresholds
      return `effectiveness ≥ ${percent(effectiveness.capable)}, miss ≤ ${percent(miss.capable)}, false alarm ≤ ${percent(falseAlarm.capable)}, kappa ≥ ${kappa.capable}; conditionally ${percent(effectiveness.conditional)}, ${percent(miss.conditional)}, ${percent(falseAlarm.conditional)}, ${kappa.conditional}`
    }
    default: {
      const { capable, conditional } = study.thresholds.percent
      return `%GRR of ${study.basis === 'tolerance' ? 'tolerance' : 'study variation'} ≤ ${capable} %; ≤ ${conditional} % conditionally`
    }
  }
}

function type1Lines(study: Type1, unit: string): string[] {
  const { n, mean, sigma, reference, bias, cg, cgk, convention, resolution, tolerance } = study
  return table([
    ['Values', `${n}`],
    ['Mean', `${figure(mean)} ${unit}`],
    ['Standard deviation', `${figure(sigma)} ${unit}`],
    ['Tolerance', `${figure(tolerance)} ${unit}`],
    ['Reference', reference === null ? 'not given: bias and Cgk unknown' : `${figure(reference)} ${unit}`],
    ...(bias
      ? [
          [
            'Bias',
            `${figure(bias.value)} ${unit} (${figure(bias.lower)} to ${figure(bias.upper)}), ${bias.percentOfTolerance.toFixed(1)} % of tolerance`,
          ],
          [
            '  t-test',
            `t ${bias.t.toFixed(2)}, p ${probability(bias.p)}: ${bias.significant ? 'significant' : 'not significant'}`,
          ],
        ]
      : []),
    [`Cg (${convention.name})`, `${cg.value.toFixed(2)} (${cg.lower.toFixed(2)} to ${cg.upper.toFixed(2)})`],
    [`Cgk (${convention.name})`, cgk === null ? '—' : cgk.toFixed(2)],
    ['Repeatability', `${study.repeatabilityPercent.toFixed(1)} % of tolerance`],
    ['Least tolerance', `${figure(study.leastTolerance)} ${unit}`],
    ...(resolution
      ? [
          [
            'Resolution',
            `${resolution.percentOfTolerance.toFixed(1)} % of tolerance: ${resolution.fine ? 'fine' : 'too coarse, at most 5 %'}`,
          ],
        ]
      : []),
  ])
}

function grrLines(study: Extract<Study, { kind: 'type3' | 'grr' }>, unit: string): string[] {
  const anova = study.anova.map(({ source, freedom, squares, meanSquares, f, p }) => [
    source,
    `${freedom}`,
    figure(squares),
    source === 'total' ? '' : figure(meanSquares),
    f === null ? '' : f.toFixed(3),
    p === null ? '' : probability(p),
  ])
  const components = study.components.map((one) => [
    COMPONENTS[one.name],
    figure(one.sigma),
    one.interval ? `${figure(one.interval.lower)} to ${figure(one.interval.upper)}` : '',
    one.percentContribution.toFixed(2),
    one.percentOfStudyVariation.toFixed(2),
    one.percentOfTolerance === null ? '—' : one.percentOfTolerance.toFixed(2),
  ])
  return [
    `${study.parts} parts, ${study.operators} ${study.operators === 1 ? 'operator' : 'operators'}, ${study.trials} trials, mean ${figure(study.mean)} ${unit}`,
    '',
    ...table([['Source', 'df', 'SS', 'MS', 'F', 'p'], ...anova]),
    ...(study.kind === 'grr' ? [interactionLine(study)] : []),
    '',
    ...table([
      ['Component', `s ${unit}`.trim(), '95 %', '% contribution', '% study variation', '% tolerance'],
      ...components,
    ]),
    '',
    `Distinct categories (ndc): ${study.ndc ?? 'unknown: nothing varied'}`,
  ]
}

function interactionLine({ interaction: { f, p, pooled } }: Grr): string {
  const test = f === null || p === null ? 'no test' : `F ${f.toFixed(3)}, p ${probability(p)}`
  return `Interaction: ${test}; ${pooled ? 'pooled into repeatability' : 'kept'}`
}

function attributeLines(study: AttributeStudy): string[] {
  const share = (one: Share | null) =>
    one === null ? '—' : `${percent(one.share)} (${percent(one.lower)} to ${percent(one.upper)})`
  const kappa = (one: { value: number; lower: number; upper: number } | null) =>
    one === null ? '—' : `${one.value.toFixed(2)} (${one.lower.toFixed(2)} to ${one.upper.toFixed(2)})`
  return [
    `${study.parts} parts (${study.nonconforming} nonconforming, ${study.borderline} borderline), ${study.trials} trials`,
    '',
    ...table([
      ['Appraiser', 'effectiveness', 'of borderline', 'miss', 'false alarm', 'kappa to reference'],
      ...study.appraisers.map((one) => [
        one.name,
        share(one.effectiveness),
        share(one.borderlineEffectiveness),
        share(one.miss),
        share(one.falseAlarm),
        kappa(one.kappa),
      ]),
    ]),
    ...study.between.map(({ one, other, kappa: k }) => `kappa ${one} with ${other}: ${kappa(k)}`),
    `kappa of all (Fleiss): ${kappa(study.fleiss)}`,
  ]
}

/** Columns aligned: the first to the left, the others to the right; two columns both to the left. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  const pad = (cell: string, i: number) =>
    i === 0 || widths.length === 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)
  return rows.map((row) => row.map(pad).join('  ').trimEnd())
}

const figure = (value: number) => `${Number(value.toPrecision(5))}`
const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const probability = (p: number) => (p < 0.001 ? '< 0.001' : p.toFixed(3))
