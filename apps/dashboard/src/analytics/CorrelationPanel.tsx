import type { AnalyticsOverview, CorrelationMatrix } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../ui/Chart.tsx'
import { number, signed } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { Answer } from './Answer.tsx'
import type { Pair } from './correlation.ts'
import { useAnalytics } from './use-analytics.ts'
import { useWindowWords } from './words.ts'

const NAMES = 156
const FOOT = 14

/** Every pair: the larger the square the closer; filled where they rise together, hollow where one falls. Ranks below, values above. */
export function CorrelationPanel({
  overview,
  chosen,
  choose,
}: {
  overview: AnalyticsOverview | undefined
  chosen: string | undefined
  choose: (characteristic: string, against: string) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const windowWords = useWindowWords()
  const matrix = useAnalytics<CorrelationMatrix>('/correlation')
  const titleOf = (id: string) => told(overview?.characteristics.find((one) => one.id === id)?.title ?? id)
  const data = matrix.data
  return (
    <Panel
      className="corrp"
      title={t('analytics.correlation')}
      aside={
        data &&
        [
          data.every > 1 ? t('analytics.everyNth', { count: data.every }) : t('analytics.everyPart'),
          windowWords(data),
          `n = ${number(data.sampled)}`,
        ].join(' · ')
      }
    >
      <Answer of={matrix} height={420}>
        {(matrix) =>
          matrix.sampled < 3 ? (
            <p className="empty">{t('analytics.noPairs', { count: matrix.sampled })}</p>
          ) : (
            <div className="in corr">
              <Matrix matrix={matrix} chosen={chosen} titleOf={titleOf} choose={choose} />
              <p className="cap">{t('analytics.readMatrix')}</p>
            </div>
          )
        }
      </Answer>
    </Panel>
  )
}

interface MatrixProps {
  readonly matrix: CorrelationMatrix
  readonly chosen: string | undefined
  readonly titleOf: (id: string) => string
  readonly choose: (a: string, b: string) => void
}

function Matrix({ matrix, chosen, titleOf, choose }: MatrixProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const ids = matrix.characteristics
  const step = Math.max(6, Math.min(16, Math.floor((width - NAMES) / ids.length)))
  const size = step * ids.length
  return (
    // The closest pairs are in the table beside it, for keyboard and screen reader.
    <div ref={ref} className="matrix" aria-hidden="true">
      {width > 0 && (
        <svg width={width} height={size + FOOT}>
          {ids.map((id, i) => (
            <text
              key={id}
              className={id === chosen ? 'axb' : 'ax'}
              x={NAMES - 6}
              y={i * step + step / 2 + 4}
              textAnchor="end"
            >
              {shortened(titleOf(id))}
            </text>
          ))}
          <g transform={`translate(${NAMES} 0)`}>
            <rect className="ground" width={size} height={size} />
            {ids.map((a, i) =>
              ids.map((b, j) => (
                <Square key={b} {...{ pair: pairAt(matrix, i, j), i, j, step, titleOf }} on={() => choose(a, b)} />
              )),
            )}
            {chosen && ids.includes(chosen) && (
              <rect className="row" x={0.5} y={ids.indexOf(chosen) * step + 0.5} width={size - 1} height={step - 1} />
            )}
          </g>
        </svg>
      )}
    </div>
  )
}

const shortened = (title: string) => (title.length > 25 ? `${title.slice(0, 24)}…` : title)

function pairAt({ characteristics, pearson, spearman, n }: CorrelationMatrix, i: number, j: number): Pair {
  const at = i * characteristics.length + j
  return {
    a: characteristics[i]!,
    b: characteristics[j]!,
    rho: spearman[at] ?? null,
    r: pearson[at] ?? null,
    n: n[at] ?? 0,
  }
}

function Square({
  pair: { a, b, rho, r, n },
  i,
  j,
  step,
  titleOf,
  on,
}: {
  pair: Pair
  i: number
  j: number
  step: number
  titleOf: (id: string) => string
  on: () => void
}) {
  const value = j < i ? rho : r
  if (i === j || value === null) return null
  const side = Math.max(1.5, Math.abs(value) * (step - 1))
  const inset = (step - side) / 2
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it has the same as buttons
    <g className={value < 0 ? 'minus' : 'plus'} onClick={on}>
      <rect className="hit" x={j * step} y={i * step} width={step} height={step} />
      <rect x={j * step + inset} y={i * step + inset} width={side} height={side} />
      <title>{`${titleOf(a)} × ${titleOf(b)}: ${j < i ? 'ρ' : 'r'} ${signed(value, 2)}, n = ${number(n)}`}</title>
    </g>
  )
}
