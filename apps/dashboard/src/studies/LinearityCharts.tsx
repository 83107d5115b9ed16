/** Bias along the range: every reading, each master's mean, the line through them with its confidence band, and zero. */
import { bandOf, type Linearity, type StudyReading } from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { Chart, Limit } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { precise, probability } from './figures.tsx'

/** So many places of the band are drawn. */
const PLACES = 60

interface LinearityChartsProps {
  readonly study: Linearity
  readonly readings: readonly StudyReading[]
  readonly unit: string
}

export function LinearityCharts({ study, readings, unit }: LinearityChartsProps) {
  const { t } = useTranslation()
  const band = bandOf(study)
  const references = study.masters.map(({ reference }) => reference)
  const [first, last] = [Math.min(...references), Math.max(...references)]
  const margin = (last - first) * 0.04
  const places = Array.from({ length: PLACES + 1 }, (_, i) => first + ((last - first) * i) / PLACES)
  const along = places.map(band)
  const biases = readings.map(({ value, referenceValue }) => ({ at: referenceValue!, bias: value! - referenceValue! }))
  const values = [0, ...biases.map(({ bias }) => bias), ...along.flatMap(({ lower, upper }) => [lower, upper])]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least) * 0.06
  const lineOf = (key: 'value' | 'lower' | 'upper') => ({
    key,
    length: places.length,
    x: (i: number) => places[i]!,
    y: along.map((one) => one[key]),
    ...(key === 'value' ? {} : ({ weight: 2, dashed: true } as const)),
  })
  return (
    <>
      <figure>
        <figcaption>
          <b>{t('studies.biasAlong')}</b>
          <span className="cap">{t('studies.biasAlongAside')}</span>
        </figcaption>
        <Chart
          label={t('studies.biasAlong')}
          height={280}
          x={[first - margin, last + margin]}
          y={[least - room, most + room]}
          xUnit={unit}
          lines={[lineOf('lower'), lineOf('upper'), lineOf('value')]}
          reading={(x) => {
            const { value, lower, upper } = band(Math.min(last, Math.max(first, x)))
            return `${precise(x)} ${unit}: ${precise(value)} (${precise(lower)} – ${precise(upper)})`
          }}
          behind={(scales) => <Limit at={0} text={t('studies.zeroLine')} scales={scales} />}
          before={({ sx, sy }) => (
            <>
              {biases.map(({ at, bias }, i) => (
                <circle key={i} className="pt" cx={sx(at)} cy={sy(bias)} r={2} />
              ))}
              {study.masters.map(({ part, reference, value }) => (
                <circle key={part} className="pt full" cx={sx(reference)} cy={sy(value)} r={3.5} />
              ))}
            </>
          )}
        />
      </figure>
      <Masters study={study} unit={unit} />
    </>
  )
}

function Masters({ study: { masters, processVariation }, unit }: { study: Linearity; unit: string }) {
  const { t } = useTranslation()
  return (
    <div className="components">
      <table>
        <thead>
          <tr>
            <th>{t('studies.master')}</th>
            <th>
              {t('studies.reference')}, {unit}
            </th>
            <th>{t('studies.readings')}</th>
            <th>{t('studies.mean')}</th>
            <th>{t('studies.sigma')}</th>
            <th>{t('studies.bias')}</th>
            <th>{t('studies.interval')}</th>
            <th>p</th>
            {processVariation && <th>{t(`studies.share.${processVariation.from}`)}</th>}
          </tr>
        </thead>
        <tbody>
          {masters.map((one) => (
            <tr key={one.part}>
              <td className="b">{one.part}</td>
              <td>{precise(one.reference)}</td>
              <td>{number(one.readings)}</td>
              <td>{precise(one.mean)}</td>
              <td>{precise(one.sigma)}</td>
              <td className={one.significant ? 'b' : undefined}>{precise(one.value)}</td>
              <td className="mid">
                {precise(one.lower)} – {precise(one.upper)}
              </td>
              <td className="mid">{probability(one.p)}</td>
              {one.percent !== null && <td>{number(one.percent, 1)} %</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
