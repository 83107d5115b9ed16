/** A chart laid out at the pixel size of its place: axis text is 11 px at every size, labels stand at what they name. */
import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { number } from './format.ts'
import { linear, linePath, type Samples, type Scale, tickDecimals, ticks } from './scale.ts'

export interface Line extends Samples {
  readonly key: string
  /** 1 is the series itself; others are lighter, or dashed. Never another hue. */
  readonly weight?: 1 | 2 | 3
  readonly dashed?: boolean
}

export interface ChartScales {
  readonly sx: Scale
  readonly sy: Scale
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export interface ChartProps {
  readonly label: string
  readonly height: number
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
  readonly lines: readonly Line[]
  /** Places of x ticks and what stands there; two lines where the text has a line feed. */
  readonly xTicks?: readonly { at: number; text: string; bold?: boolean }[]
  readonly xUnit?: string
  readonly behind?: (scales: ChartScales) => ReactNode
  readonly before?: (scales: ChartScales) => ReactNode
  /** What a person reads under the pointer. */
  readonly reading?: (x: number) => string
  readonly topRoom?: number
}

const LEFT = 40
const RIGHT = 8

/** Width of the element, followed. */
export function useWidth<T extends Element>() {
  const ref = useRef<T>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}

export function Chart(props: ChartProps) {
  const { label, height, x, y, lines, xUnit, reading, topRoom = 16 } = props
  const [ref, width] = useWidth<HTMLDivElement>()
  const [pointer, setPointer] = useState<number>()
  const clip = useId()
  const places: NonNullable<ChartProps['xTicks']> = props.xTicks ?? xPlaces(x, width, xUnit)
  const bottom = height - (places.some(({ text }) => text.includes('\n')) ? 32 : 20)
  const sx = linear(x, [LEFT, width - RIGHT])
  const sy = linear(y, [bottom, topRoom])
  const scales = { sx, sy, top: topRoom, bottom, left: LEFT, right: width - RIGHT }
  const yTicks = ticks(y, Math.max(2, Math.min(5, Math.round((bottom - topRoom) / 34))))
  const decimals = tickDecimals(yTicks)
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left
    setPointer(at >= LEFT && at <= width - RIGHT ? at : undefined)
  }
  return (
    <div ref={ref} className="chart" style={{ height }}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={label}
          onPointerMove={reading && follow}
          onPointerLeave={() => setPointer(undefined)}
        >
          {yTicks.map((value) => (
            <g key={value}>
              <path className="gr" d={`M${LEFT} ${Math.round(sy(value)) + 0.5}H${width - RIGHT}`} />
              <text className="ax" x={LEFT - 6} y={sy(value) + 4} textAnchor="end">
                {number(value, decimals)}
              </text>
            </g>
          ))}
          {props.behind?.(scales)}
          <clipPath id={clip}>
            <rect x={LEFT} y={topRoom} width={Math.max(0, width - LEFT - RIGHT)} height={bottom - topRoom} />
          </clipPath>
          <g clipPath={`url(#${clip})`}>
            {lines.map((line) => (
              <path
                key={line.key}
                className={`dl w${line.weight ?? 1}`}
                strokeDasharray={line.dashed ? '4 3' : undefined}
                d={linePath(line, sx, sy)}
              />
            ))}
          </g>
          {props.before?.(scales)}
          {places.map(({ at, text, bold }) =>
            text.split('\n').map((part, row) => (
              <text
                key={`${at}${part}`}
                className={bold ? 'axb' : 'ax'}
                x={Math.min(width - RIGHT - 2, sx(at))}
                y={bottom + 14 + row * 12}
                textAnchor={sx(at) > width - 26 ? 'end' : 'middle'}
              >
                {part}
              </text>
            )),
          )}
          {pointer !== undefined && reading && (
            <g pointerEvents="none">
              <path d={`M${pointer} ${topRoom}V${bottom}`} stroke="var(--ink)" strokeWidth=".75" />
              <text
                className="axb"
                x={pointer + (pointer > width / 2 ? -6 : 6)}
                y={topRoom + 10}
                textAnchor={pointer > width / 2 ? 'end' : 'start'}
                style={{ paintOrder: 'stroke', stroke: 'var(--surface)', strokeWidth: 4 }}
              >
                {reading(sx.invert(pointer))}
              </text>
            </g>
          )}
        </svg>
      )}
    </div>
  )
}

function xPlaces(domain: readonly [number, number], width: number, unit = '') {
  const values = ticks(domain, Math.max(2, Math.min(6, Math.floor(width / 80))))
  const decimals = tickDecimals(values)
  return values.map((at, i) => ({
    at,
    text: `${number(at, decimals)}${unit && i === values.length - 1 ? ` ${unit}` : ''}`,
  }))
}

/** A limit of the drawing: dashed, with its value at the right end. */
export function Limit({ at, text, scales: { sy, left, right } }: { at: number; text?: string; scales: ChartScales }) {
  return (
    <g>
      <path className="lim" d={`M${left} ${sy(at)}H${right}`} />
      {text && (
        <text className="ax" x={right} y={sy(at) - 4} textAnchor="end">
          {text}
        </text>
      )}
    </g>
  )
}
