import type { Conformance } from '@celltwin/contracts'
import type { Look } from '../ui/State.tsx'
import './range-bar.css'
import { BAR, type RangeBarInput, rangeBar } from './range-bar.ts'

interface Props extends RangeBarInput {
  readonly conformance: Conformance
  /** Of what the row says of it: only what calls for somebody has a colour. */
  readonly tone: Look['tone'] | undefined
}

/** Limits, guard bands, value ± U. A picture of what the row also says in words. */
export function RangeBar({ conformance, tone, ...input }: Props) {
  const bar = rangeBar(input)
  if (!bar) return null
  const { accepted, guards, limits, value, whisker } = bar
  return (
    <svg className="rb" viewBox={`0 0 ${BAR.width} 22`} aria-hidden="true">
      <rect
        x={limits.length > 1 ? 0 : accepted.from}
        y="8"
        width={BAR.width - (limits.length > 1 ? 0 : accepted.from)}
        height="6"
        fill="var(--sunken)"
      />
      <rect x={accepted.from} y="8" width={accepted.to - accepted.from} height="6" fill="var(--data-3)" opacity=".75" />
      {guards.map(({ from, to }) => (
        <g key={from}>
          <rect x={from} y="8" width={to - from} height="6" fill="var(--surface)" />
          <rect x={from} y="8" width={to - from} height="6" fill="url(#hatch)" />
        </g>
      ))}
      {limits.map((x) => (
        <path key={x} d={`M${x} 4v14`} stroke="var(--ink-2)" />
      ))}
      {whisker && <path d={`M${whisker.from} 11H${whisker.to}`} stroke="var(--ink)" strokeWidth="1.5" />}
      {value !== undefined && <Mark x={value} conformance={conformance} tone={tone} />}
    </svg>
  )
}

function Mark({ x, conformance, tone }: { x: number } & Pick<Props, 'conformance' | 'tone'>) {
  if (conformance === 'fail' || conformance === 'conditional-fail')
    return (
      <path
        d={`M${x - 5.5} 11l5.500-5.500 5.500 5.500-5.500 5.500z`}
        fill={tone === 'reject' ? 'var(--reject)' : 'var(--ink)'}
        stroke="var(--surface)"
      />
    )
  if (conformance === 'conditional-pass')
    return <circle cx={x} cy="11" r="4" fill="var(--surface)" stroke="var(--ink)" strokeWidth="1.8" />
  return <circle cx={x} cy="11" r="4" fill="var(--ink)" stroke="var(--surface)" />
}
