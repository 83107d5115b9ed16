/** The figures that decide a study, each with its interval and the rule it is held against. */
import {
  type AttributeStudy,
  heldAgainst,
  type Linearity,
  type Study,
  type StudyVerdict,
  type Tested,
  type Type1,
} from '@celltwin/quality'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { VerdictIcon } from './Verdict.tsx'

interface Figure {
  readonly label: string
  readonly value: string
  readonly interval?: string | undefined
  readonly rule?: string | undefined
  /** Absent where nothing is decided by it. */
  readonly verdict?: StudyVerdict | undefined
}

export function Figures({ study, unit }: { study: Study; unit: string }) {
  const { t } = useTranslation()
  return (
    <dl className="figures">
      {figuresOf(study, unit, t).map(({ label, value, interval, rule, verdict }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {verdict && <VerdictIcon verdict={verdict} />}
            {value}
          </dd>
          <dd className="cap">{interval ?? '\u00a0'}</dd>
          <dd className="cap">{rule ?? '\u00a0'}</dd>
        </div>
      ))}
    </dl>
  )
}

function figuresOf(study: Study, unit: string, t: TFunction): readonly Figure[] {
  switch (study.kind) {
    case 'type1':
      return type1Figures(study, unit, t)
    case 'linearity':
      return linearityFigures(study, unit, t)
    case 'attribute':
      return attributeFigures(study, t)
    default:
      return grrFigures(study, unit, t)
  }
}

function type1Figures(study: Type1, unit: string, t: TFunction): Figure[] {
  const { cg, cgk, bias, convention, threshold, resolution } = study
  const rule = t('studies.from', {
    capable: number(threshold.capable, 2),
    conditional: number(threshold.conditional, 2),
  })
  return [
    {
      label: `Cg (${convention.name})`,
      value: number(cg.value, 2),
      interval: t('studies.between', { lower: number(cg.lower, 2), upper: number(cg.upper, 2) }),
      rule,
      verdict: heldAgainst(cg.value, threshold),
    },
    cgk === null
      ? { label: 'Cgk', value: '–', interval: t('studies.noReference') }
      : { label: 'Cgk', value: number(cgk, 2), rule, verdict: heldAgainst(cgk, threshold) },
    ...(bias
      ? [
          {
            label: t('studies.bias'),
            value: `${precise(bias.value)} ${unit}`,
            interval: t('studies.between', { lower: precise(bias.lower), upper: precise(bias.upper) }),
            rule: significance(bias, t),
          },
        ]
      : []),
    { label: t('studies.repeatability'), value: `${precise(study.sigma)} ${unit}`, interval: 's' },
    {
      label: t('studies.leastTolerance'),
      value: `${precise(study.leastTolerance)} ${unit}`,
      interval: t('studies.toleranceIs', { tolerance: precise(study.tolerance), unit }),
    },
    ...(resolution
      ? [
          {
            label: t('studies.resolution'),
            value: `${number(resolution.percentOfTolerance, 1)} % T`,
            rule: t('studies.upTo', { capable: '5 %' }),
            verdict: resolution.fine ? ('capable' as const) : ('not-capable' as const),
          },
        ]
      : []),
  ]
}

function grrFigures(study: Extract<Study, { kind: 'type3' | 'grr' }>, unit: string, t: TFunction): Figure[] {
  const { tolerance, thresholds, ndc, basis } = study
  const grr = study.components.find(({ name }) => name === 'grr')!
  const { capable, conditional } = thresholds.percent
  const rule = t('studies.upToBoth', { capable: `${capable} %`, conditional: `${conditional} %` })
  const ofTolerance = (sigma: number) => number((600 * sigma) / tolerance!, 1)
  return [
    grr.percentOfTolerance === null
      ? { label: t('studies.grrOfTolerance'), value: '–', interval: t('studies.noTolerance') }
      : {
          label: t('studies.grrOfTolerance'),
          value: `${number(grr.percentOfTolerance, 1)} %`,
          interval:
            grr.interval &&
            t('studies.between', { lower: ofTolerance(grr.interval.lower), upper: ofTolerance(grr.interval.upper) }),
          rule,
          verdict: heldAgainst(grr.percentOfTolerance, thresholds.percent),
        },
    {
      label: t('studies.grrOfStudy'),
      value: `${number(grr.percentOfStudyVariation, 1)} %`,
      ...(basis === 'study-variation'
        ? { rule, verdict: heldAgainst(grr.percentOfStudyVariation, thresholds.percent) }
        : { interval: t('studies.notDeciding') }),
    },
    {
      label: t('studies.ndc'),
      value: ndc === null ? '–' : number(ndc),
      rule: t('studies.atLeast', { least: number(thresholds.ndc) }),
    },
    {
      label: t('studies.grrSigma'),
      value: `${precise(grr.sigma)} ${unit}`,
      interval:
        grr.interval &&
        t('studies.between', { lower: precise(grr.interval.lower), upper: precise(grr.interval.upper) }),
    },
    ...(study.kind === 'grr'
      ? [
          {
            label: t('studies.components.interaction'),
            value: study.interaction.p === null ? '–' : `p ${probability(study.interaction.p)}`,
            interval: t(study.interaction.pooled ? 'studies.pooled' : 'studies.kept'),
          },
        ]
      : []),
  ]
}

function linearityFigures(study: Linearity, unit: string, t: TFunction): Figure[] {
  const { average, slope, processVariation, greatestPercentBias, smallPercent, percentLinearity, zeroInBand } = study
  const rule = t('studies.smallUpTo', { small: `${smallPercent} %` })
  /** Small or not, it decides only where zero is not in the band. */
  const heldSmall = (percent: number): Pick<Figure, 'rule' | 'verdict'> =>
    zeroInBand ? {} : { rule, verdict: percent <= smallPercent ? 'conditional' : 'not-capable' }
  const against = processVariation && {
    width: precise(processVariation.value),
    unit,
  }
  return [
    {
      label: t('studies.zeroBias'),
      value: t(zeroInBand ? 'studies.zeroInBand' : 'studies.zeroLeaves'),
      rule: t('studies.zeroRule'),
      verdict: zeroInBand ? 'capable' : study.verdict,
    },
    {
      label: t('studies.linearity'),
      value: `${number(percentLinearity, 1)} %`,
      interval: against ? t(`studies.against.${processVariation.from}`, against) : t('studies.noProcessVariation'),
      ...heldSmall(percentLinearity),
    },
    {
      label: t('studies.greatestBias'),
      value: greatestPercentBias === null ? '–' : `${number(greatestPercentBias, 1)} %`,
      interval: against ? t(`studies.against.${processVariation.from}`, against) : t('studies.noProcessVariation'),
      ...heldSmall(greatestPercentBias ?? Number.POSITIVE_INFINITY),
    },
    {
      label: t('studies.slope'),
      value: precise(slope.value),
      interval: t('studies.between', { lower: precise(slope.lower), upper: precise(slope.upper) }),
      rule: significance(slope, t),
    },
    {
      label: t('studies.averageBias'),
      value: `${precise(average.value)} ${unit}`,
      interval: t('studies.between', { lower: precise(average.lower), upper: precise(average.upper) }),
      rule: significance(average, t),
    },
  ]
}

const significance = ({ significant, p }: Tested, t: TFunction) =>
  t(significant ? 'studies.significant' : 'studies.notSignificant', { p: probability(p) })

function attributeFigures(study: AttributeStudy, t: TFunction): Figure[] {
  const { fleiss } = study
  return [
    {
      label: t('studies.parts'),
      value: number(study.parts),
      interval: t('studies.nonconforming', { count: study.nonconforming }),
      rule: t('studies.borderline', { count: study.borderline }),
    },
    { label: t('studies.trials'), value: number(study.trials) },
    {
      label: t('studies.fleiss'),
      value: fleiss ? number(fleiss.value, 2) : '–',
      interval: fleiss
        ? t('studies.between', { lower: number(fleiss.lower, 2), upper: number(fleiss.upper, 2) })
        : undefined,
    },
    ...study.between.map(({ one, other, kappa }) => ({
      label: t('studies.kappaBetween', { one, other }),
      value: kappa ? number(kappa.value, 2) : '–',
      interval: kappa
        ? t('studies.between', { lower: number(kappa.lower, 2), upper: number(kappa.upper, 2) })
        : undefined,
    })),
  ]
}

/** Four significant digits, written as the language does. */
export function precise(value: number): string {
  if (value === 0) return '0'
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))))
  return number(value, Math.min(decimals, 9))
}

export const probability = (p: number): string => (p < 0.001 ? `< ${number(0.001, 3)}` : number(p, 3))
