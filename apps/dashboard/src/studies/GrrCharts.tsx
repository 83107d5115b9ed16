/** Type 3 and gauge R&R: components of variation, and the charts in which a person sees what they come from. */
import { averagesAndRanges, type Grr, type GrrFigures } from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { precise, probability } from './figures.tsx'
import { Legend, PointChart } from './PointChart.tsx'

interface Measured {
  readonly part: string
  readonly operator?: string | undefined
  readonly value: number
}

export function GrrCharts({ study, readings }: { study: GrrFigures | Grr; readings: readonly Measured[] }) {
  const { t } = useTranslation()
  const { parts, operators, byPart, mean, meanRange, averageLimits, rangeLimit } = averagesAndRanges(readings)
  const people = operators.length > 1
  const names = parts.every((name) => name.length <= 4) ? parts : parts.map((_, i) => `${i + 1}`)
  const everyone = operators.flatMap(({ name }) => parts.map((part) => (people ? `${name}, ${part}` : part)))
  const starts = operators.map(({ name }, i) => ({ name, at: 1 + i * parts.length }))
  const figureAt = (all: readonly number[]) => (place: number) => `${everyone[place]}: ${precise(all[place]!)}`
  const averages = operators.flatMap((one) => one.averages)
  const ranges = operators.flatMap((one) => one.ranges)
  const chart = { names: people ? everyone : names, pointMeans: true, breaks: people ? starts : [] }
  return (
    <>
      <Components study={study} />
      <div className="plots">
        <PointChart
          title={t('studies.byPart')}
          aside={t('studies.byPartAside')}
          names={names}
          groups={[{ key: 'mean', means: byPart.map((one) => one.mean) }]}
          points={byPart.map(({ values }) => values)}
          reading={(i) => `${parts[i]}: ${precise(byPart[i]!.mean)}`}
        />
        {people && (
          <>
            <PointChart
              title={t('studies.byOperator')}
              aside={t('studies.byOperatorAside')}
              names={operators.map(({ name }) => name)}
              groups={[{ key: 'mean', means: operators.map((one) => one.mean) }]}
              points={operators.map(({ name }) =>
                readings.filter((one) => one.operator === name).map((one) => one.value),
              )}
              reading={(i) => `${operators[i]!.name}: ${precise(operators[i]!.mean)}`}
            />
            <PointChart
              title={t('studies.interaction')}
              aside={<Legend names={operators.map(({ name }) => name)} />}
              names={names}
              groups={operators.map(({ name, averages: means }) => ({ key: name, means }))}
              reading={(i) =>
                `${parts[i]}: ${operators.map(({ name, averages: of }) => `${name} ${precise(of[i]!)}`).join(', ')}`
              }
            />
          </>
        )}
        <PointChart
          {...chart}
          title={t('studies.averages')}
          aside={t('studies.averagesAside', {
            outside: averages.filter((one) => one < averageLimits.lower || one > averageLimits.upper).length,
            count: averages.length,
          })}
          groups={operators.map(({ name, averages: means }, i) => ({ key: name, means, from: starts[i]!.at }))}
          limits={[
            { at: averageLimits.upper, text: `${t('studies.upperLimit')} ${precise(averageLimits.upper)}` },
            {
              at: averageLimits.lower,
              text: `${t('studies.lowerLimit')} ${precise(averageLimits.lower)}`,
              below: true,
            },
            { at: mean },
          ]}
          reading={figureAt(averages)}
        />
        <PointChart
          {...chart}
          title={t('studies.ranges')}
          aside={t('studies.rangesAside', { count: ranges.filter((one) => one > rangeLimit).length })}
          groups={operators.map(({ name, ranges: means }, i) => ({ key: name, means, from: starts[i]!.at }))}
          limits={[{ at: rangeLimit, text: `${t('studies.upperLimit')} ${precise(rangeLimit)}` }, { at: meanRange }]}
          reading={figureAt(ranges)}
          fromZero
        />
      </div>
      <AnovaTable study={study} />
    </>
  )
}

function Components({ study: { components, thresholds } }: { study: GrrFigures }) {
  const { t } = useTranslation()
  return (
    <div className="components">
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
          {components.map((one) => (
            <tr key={one.name}>
              <td className={NESTED.has(one.name) ? 'nested' : 'b'}>{t(`studies.components.${one.name}`)}</td>
              <td>{precise(one.sigma)}</td>
              <td className="mid">
                {one.interval && `${precise(one.interval.lower)} – ${precise(one.interval.upper)}`}
              </td>
              <Percent of={one.percentContribution} />
              <Percent of={one.percentOfStudyVariation} marks={thresholds.percent} />
              <Percent of={one.percentOfTolerance} marks={thresholds.percent} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const NESTED = new Set(['ev', 'av', 'operator', 'interaction'])

function Percent({ of, marks }: { of: number | null; marks?: GrrFigures['thresholds']['percent'] }) {
  if (of === null) return <td className="mid">–</td>
  return (
    <td>
      <span className="bar">
        <i style={{ width: `${Math.min(100, of)}%` }} />
        {marks && [marks.capable, marks.conditional].map((at) => <b key={at} style={{ left: `${at}%` }} />)}
      </span>
      {number(of, 1)} %
    </td>
  )
}

function AnovaTable({ study: { anova } }: { study: GrrFigures }) {
  const { t } = useTranslation()
  return (
    <details>
      <summary>{t('studies.anova')}</summary>
      <table>
        <thead>
          <tr>
            <th>{t('studies.source')}</th>
            <th className="r">{t('studies.freedom')}</th>
            <th className="r">{t('studies.squares')}</th>
            <th className="r">{t('studies.meanSquares')}</th>
            <th className="r">F</th>
            <th className="r">p</th>
          </tr>
        </thead>
        <tbody>
          {anova.map(({ source, freedom, squares, meanSquares, f, p }) => (
            <tr key={source}>
              <td className="b">{t(`studies.sources.${source}`)}</td>
              <td className="r">{number(freedom)}</td>
              <td className="r">{precise(squares)}</td>
              <td className="r">{source === 'total' ? '' : precise(meanSquares)}</td>
              <td className="r">{f === null ? '' : number(f, 2)}</td>
              <td className="r">{p === null ? '' : probability(p)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
