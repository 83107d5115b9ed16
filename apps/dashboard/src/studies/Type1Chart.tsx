import type { Type1 } from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { Chart, Limit } from '../ui/Chart.tsx'
import { precise } from './figures.tsx'

/** Values in their order between reference ± 0.1 T, with their mean: bias is the way from one line to the other. */
export function Type1Chart({ study, values }: { study: Type1; values: readonly number[] }) {
  const { t } = useTranslation()
  const centre = study.reference ?? study.mean
  const tenth = 0.1 * study.tolerance
  const reach = 1.25 * Math.max(tenth, ...values.map((value) => Math.abs(value - centre)))
  return (
    <figure>
      <figcaption>
        <b>{t('studies.runChart')}</b>
      </figcaption>
      <Chart
        label={t('studies.runChart')}
        height={240}
        x={[0.5, values.length + 0.5]}
        y={[centre - reach, centre + reach]}
        lines={[{ key: 'values', length: values.length, x: (i) => i + 1, y: values, weight: 2 }]}
        reading={(x) => {
          const i = Math.min(values.length, Math.max(1, Math.round(x)))
          return `${i}: ${precise(values[i - 1]!)}`
        }}
        behind={(scales) => (
          <>
            <Limit at={centre + tenth} text={`+0.1 T ${precise(centre + tenth)}`} scales={scales} />
            <Limit at={centre - tenth} text={`−0.1 T ${precise(centre - tenth)}`} scales={scales} />
            {study.reference !== null && (
              <Limit
                at={study.reference}
                text={`${t('studies.reference')} ${precise(study.reference)}`}
                scales={scales}
              />
            )}
          </>
        )}
        before={({ sx, sy, left, right }) => (
          <>
            {values.map((value, i) => (
              <circle key={i} className="pt full" cx={sx(i + 1)} cy={sy(value)} r={2.5} />
            ))}
            <path className="dl" d={`M${left} ${sy(study.mean)}H${right}`} />
            <text className="axb" x={left + 4} y={sy(study.mean) - 5}>
              {t('studies.mean')} {precise(study.mean)}
            </text>
          </>
        )}
      />
    </figure>
  )
}
