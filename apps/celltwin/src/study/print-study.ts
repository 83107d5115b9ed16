/** A study as a person reads it in a terminal. */
import type { AttributeStudy, Grr, Linearity, Share, Study, Tested, Type1 } from '@celltwin/quality'

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
  return [...linesOf(study, unit), '', `Verdict: ${VERDICTS[study.verdict]} (${ruleOf(study)})`].join('\n')
}

function linesOf(study: Study, unit: string): string[] {
  switch (study.kind) {
    case 'type1':
      return type1Lines(study, unit)
    case 'linearity':
      return linearityLines(study, unit)
    case 'attribute':
      return attributeLines(study)
    default:
      return grrLines(study, unit)
  }
}

function ruleOf(study: Study): string {
  switch (study.kind) {
    case 'type1':
      return `Cg and Cgk from ${study.threshold.capable}; from ${study.threshold.conditional} conditionally`
    case 'linearity':
      return `bias of zero in the ${100 * study.confidence} % band of the line; conditionally linearity and every bias ≤ ${study.smallPercent} % of process variation`
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

function linearityLines(study: Linearity, unit: string): string[] {
  const { masters, average, slope, intercept, processVariation } = study
  const share = (percent: number | null) => (percent === null ? '—' : percent.toFixed(1))
  const tested = ({ value, lower, upper, t, p }: Tested) => [
    figure(value),
    `${figure(lower)} to ${figure(upper)}`,
    t.toFixed(2),
    probability(p),
  ]
  const against = processVariation && (processVariation.from === 'process' ? 'process variation' : 'tolerance')
  return [
    `${masters.length} masters, ${study.readings} readings`,
    '',
    ...table([
      ['Reference', `mean ${unit}`.trim(), 'bias', '95 %', 't', 'p', '% of process variation'],
      ...masters.map((one) => [`${one.reference}`, figure(one.mean), ...tested(one), share(one.percent)]),
      ['all', '', ...tested(average), share(average.percent)],
    ]),
    '',
    ...table([
      ['Line of bias', 'value', '95 %', 't', 'p'],
      ['intercept', ...tested(intercept)],
      ['slope', ...tested(slope)],
    ]),
    `s ${figure(study.sigma)}, R² ${study.rSquared.toFixed(4)}; bias of zero ${study.zeroInBand ? 'in the band all along' : 'leaves the band'}`,
    '',
    `Linearity: ${study.percentLinearity.toFixed(1)} %${processVariation ? `, ${figure(study.linearity!)} ${unit} over the ${against} of ${figure(processVariation.value)}` : ': process variation not known'}`,
  ]
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
