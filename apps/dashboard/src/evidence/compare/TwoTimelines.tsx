import type { PassportCycle } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../../ui/Chart.tsx'
import { number, words } from '../../ui/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { linear, tickDecimals, ticks } from '../../ui/scale.ts'
import { lanesOf, type Span, spanOf, spansOf } from './lanes.ts'

const LEFT = 92
const ROW = 30
const BAR = 12
const TOP = 6

/** What was done with each part and when, both from their insertion on: the upper bar of a lane is A, the lower B. */
export function TwoTimelines({ a, b }: { a: PassportCycle; b: PassportCycle }) {
  const { t } = useTranslation()
  const [ref, width] = useWidth<HTMLDivElement>()
  const parts = [spansOf(a.timeline), spansOf(b.timeline)] as const
  const lanes = lanesOf(...parts)
  const domain = spanOf(...parts)
  const x = linear(domain, [LEFT, Math.max(LEFT + 1, width - 12)])
  const seconds = ticks(domain, 8)
  const bottom = TOP + lanes.length * ROW
  return (
    <Panel title={t('compare.timelines')} aside={t('compare.sinceInsertion')}>
      <div className="charts" ref={ref}>
        {width > 0 && (
          <svg width={width} height={bottom + 20} role="img" aria-label={t('compare.timelines')} className="twolanes">
            {seconds.map((s) => (
              <g key={s}>
                <path className="gr" d={`M${x(s)} ${TOP}V${bottom}`} />
                <text className="ax" x={x(s)} y={bottom + 14} textAnchor="middle">
                  {number(s, tickDecimals(seconds))} s
                </text>
              </g>
            ))}
            {lanes.map((lane, row) => (
              <g key={lane} transform={`translate(0 ${TOP + row * ROW})`}>
                <text x="0" y={ROW / 2 + 4} fontSize="12" fill="var(--ink)">
                  {words(lane)}
                </text>
                {parts.map((spans, part) =>
                  spans
                    .filter((span) => span.lane === lane)
                    .map((span) => <Bar key={`${part}${span.fromS}${span.what}`} {...{ span, x, part }} />),
                )}
              </g>
            ))}
          </svg>
        )}
      </div>
    </Panel>
  )
}

function Bar({ span, x, part }: { span: Span; x: (s: number) => number; part: number }) {
  const from = x(span.fromS)
  const width = Math.max(2, x(span.toS) - from - 1)
  const name = words(span.what)
  const y = 2 + part * (BAR + 1)
  return (
    <g className={part === 0 ? 'bar-a' : 'bar-b'}>
      <rect x={from} y={y} width={width} height={BAR}>
        <title>{`${part === 0 ? 'A' : 'B'} · ${name} · ${number(span.fromS, 2)}–${number(span.toS, 2)} s`}</title>
      </rect>
      {width > name.length * 5.6 + 6 && (
        <text x={from + 4} y={y + BAR - 3} fontSize="10">
          {name}
        </text>
      )}
    </g>
  )
}
