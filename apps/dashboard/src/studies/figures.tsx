/** The figures of studies as tables; percentages also as bars. */
import type { AttributeStudy, Grr, GrrFigures, Share } from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'

/** Most of a bar: beyond 100 % it is full. */
const width = (percent: number) => `${Math.min(100, percent)}%`

export function ComponentBars({ study }: { study: GrrFigures | Grr }) {
  const { t } = useTranslation()
  return (
    <table>
      <thead>
        <tr>
          {(['component', 'sigma', 'interval', 'contribution', 'studyVariation', 'ofTolerance'] as const).map(
            (name) => (
              <th key={name}>{t(`studies.${name}`)}</th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {study.components.map((one) => (
          <tr key={one.name}>
            <td className="b">{t(`studies.components.${one.name}`)}</td>
            <td>{precise(one.sigma)}</td>
            <td className="mid">{one.interval && `${precise(one.interval.lower)} – ${precise(one.interval.upper)}`}</td>
            <Percent of={one.percentContribution} />
            <Percent of={one.percentOfStudyVariation} />
            <Percent of={one.percentOfTolerance} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Percent({ of }: { of: number | null }) {
  if (of === null) return <td className="mid">–</td>
  return (
    <td>
      <span className="bar">
        <i style={{ width: width(of) }} />
      </span>
      {number(of, 1)} %
    </td>
  )
}

export function AttributeTable({ study }: { study: AttributeStudy }) {
  const { t } = useTranslation()
  return (
    <table>
      <thead>
        <tr>
          {(['appraiser', 'effectiveness', 'miss', 'falseAlarm', 'kappa'] as const).map((name) => (
            <th key={name}>{t(`studies.${name}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {study.appraisers.map((one) => (
          <tr key={one.name}>
            <td className="b">{one.name}</td>
            <td>{share(one.effectiveness)}</td>
            <td>{share(one.miss)}</td>
            <td>{share(one.falseAlarm)}</td>
            <td>
              {one.kappa
                ? `${number(one.kappa.value, 2)} (${number(one.kappa.lower, 2)} – ${number(one.kappa.upper, 2)})`
                : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const precise = (value: number) => `${Number(value.toPrecision(4))}`
const share = (one: Share | null) =>
  one ? `${number(100 * one.share, 1)} % (${number(100 * one.lower, 1)} – ${number(100 * one.upper, 1)})` : '–'
