/** A chart of points at whole places, part by part or person by person, with a line through the means of each group. */
import type { ReactNode } from 'react'
import { Chart, Limit } from '../ui/Chart.tsx'

export interface PointGroup {
  readonly key: string
  /** Drawn as a line, dashed from the third group on: people are told apart by line, never by hue. */
  readonly means: readonly number[]
  /** First place of the group. */
  readonly from?: number
}

interface PointChartProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly names: readonly string[]
  readonly groups: readonly PointGroup[]
  /** At each place. */
  readonly points?: readonly (readonly number[])[]
  /** `below`: its text stands under its line. */
  readonly limits?: readonly { readonly at: number; readonly text?: string; readonly below?: boolean }[]
  /** Where one person's places end and another's begin. */
  readonly breaks?: readonly { readonly at: number; readonly name: string }[]
  readonly reading: (place: number) => string
  readonly fromZero?: boolean
  readonly pointMeans?: boolean
}

const styleOf = (i: number) => ({ weight: i % 2 === 0 ? 1 : 2, dashed: i >= 2 }) as const

export function PointChart({
  title,
  aside,
  names,
  groups,
  points = [],
  limits = [],
  breaks = [],
  ...rest
}: PointChartProps) {
  const values = [...groups.flatMap(({ means }) => means), ...points.flat(), ...limits.map(({ at }) => at)]
  const [least, most] = [rest.fromZero ? 0 : Math.min(...values), Math.max(...values)]
  const room = (most - least || 1) * 0.08
  const every = Math.ceil(names.length / 12)
  return (
    <figure className={breaks.length > 0 ? 'broad' : undefined}>
      <figcaption>
        <b>{title}</b>
        <span className="cap">{aside}</span>
      </figcaption>
      <Chart
        label={title}
        height={190}
        x={[0.5, names.length + 0.5]}
        y={[rest.fromZero ? 0 : least - room, most + room]}
        xTicks={
          breaks.length > 0
            ? breaks.map(({ at, name }, i) => ({
                at: (at + (breaks[i + 1]?.at ?? names.length + 1) - 1) / 2,
                text: name,
              }))
            : names.flatMap((text, i) => (i % every === 0 ? [{ at: i + 1, text }] : []))
        }
        lines={groups.map(({ key, means, from = 1 }, i) => ({
          key,
          length: means.length,
          x: (k) => from + k,
          y: means,
          ...(breaks.length > 0 ? { weight: 2 as const } : styleOf(i)),
        }))}
        reading={(x) => rest.reading(Math.min(names.length, Math.max(1, Math.round(x))) - 1)}
        behind={(scales) => (
          <>
            {breaks.slice(1).map(({ at, name }) => (
              <path key={name} className="bl" d={`M${scales.sx(at - 0.5)} ${scales.top}V${scales.bottom}`} />
            ))}
            {limits.map(({ at }) => (
              <Limit key={at} at={at} scales={scales} />
            ))}
          </>
        )}
        before={({ sx, sy, right }) => (
          <>
            {points.map((place, i) =>
              place.map((value, k) => <circle key={`${i}/${k}`} className="pt" cx={sx(i + 1)} cy={sy(value)} r={2} />),
            )}
            {rest.pointMeans &&
              groups.flatMap(({ key, means, from = 1 }) =>
                means.map((value, k) => (
                  <circle key={`${key}/${from + k}`} className="pt full" cx={sx(from + k)} cy={sy(value)} r={2.5} />
                )),
              )}
            {limits.map(({ at, text, below }) => (
              <text key={at} className="ax over" x={right} y={sy(at) + (below ? 12 : -4)} textAnchor="end">
                {text}
              </text>
            ))}
          </>
        )}
      />
    </figure>
  )
}

/** Which line is whose. */
export function Legend({ names }: { names: readonly string[] }) {
  return (
    <span className="legend">
      {names.map((name, i) => (
        <span key={name}>
          <svg width="22" height="8" aria-hidden="true">
            <path
              className={`dl w${styleOf(i).weight}`}
              strokeDasharray={styleOf(i).dashed ? '4 3' : undefined}
              d="M0 4H22"
            />
          </svg>
          {name}
        </span>
      ))}
    </span>
  )
}
