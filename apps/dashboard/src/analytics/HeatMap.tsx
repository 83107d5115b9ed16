import { useEffect, useRef } from 'react'
import { useWidth } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { linear, ticks } from '../ui/scale.ts'
import { useInk } from './use-ink.ts'

const LEFT = 50
const TOP = 26
const BOTTOM = 30
/** Shares of the values between which the greys run: a few wild ones do not take them all. */
const SHOWN = [0.3, 0.995] as const

interface Axis {
  readonly from: number
  readonly to: number
  readonly title: string
  readonly marks: readonly { readonly at: number; readonly name: string }[]
}

/** Rows of values as greys, from paper to ink. */
export function HeatMap({
  height,
  rows,
  selected,
  onRow,
  x,
  y,
}: {
  height: number
  rows: readonly (readonly number[])[]
  selected: number
  onRow?: (row: number) => void
  x: Axis
  y: { readonly first: string; readonly last: string }
}) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const ink = useInk()
  const columns = rows[0]?.length ?? 0

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || columns === 0) return
    const sorted = Float64Array.from(rows.flat()).sort()
    const [low, high] = SHOWN.map((share) => sorted[Math.floor(share * (sorted.length - 1))]!) as [number, number]
    const [paper, dark] = [rgb(context, ink('--surface')), rgb(context, ink('--ink'))]
    const image = context.createImageData(columns, rows.length)
    for (const [i, row] of rows.entries()) {
      for (const [j, value] of row.entries()) {
        const share = Math.min(1, Math.max(0, (value - low) / (high - low || 1)))
        const at = (i * columns + j) * 4
        for (let c = 0; c < 3; c++) image.data[at + c] = paper[c]! + (dark[c]! - paper[c]!) * share
        image.data[at + 3] = 255
      }
    }
    context.putImageData(image, 0, 0)
  }, [rows, columns, ink])

  const [inner, tall] = [Math.max(0, width - LEFT - 8), height - TOP - BOTTOM]
  const sx = linear([x.from, x.to], [LEFT, LEFT + inner])
  const rowPx = tall / Math.max(1, rows.length)
  return (
    <div ref={ref} className="heat" style={{ height }}>
      <canvas
        ref={canvas}
        width={Math.max(1, columns)}
        height={Math.max(1, rows.length)}
        style={{ left: LEFT, top: TOP, width: inner, height: tall }}
      />
      {width > 0 && (
        <svg
          width={width}
          height={height}
          aria-hidden="true"
          onClick={(event) => {
            const row = Math.floor((event.clientY - event.currentTarget.getBoundingClientRect().top - TOP) / rowPx)
            if (row >= 0 && row < rows.length) onRow?.(row)
          }}
        >
          {x.marks.map(({ at, name }, i) => (
            <g key={name}>
              <path className="bl" d={`M${sx(at)} ${TOP - 4}v4M${sx(at)} ${TOP + tall}v3`} />
              <text className="axb" x={sx(at)} y={TOP - (i % 2 === 0 ? 6 : 16)} textAnchor="middle">
                {name}
              </text>
            </g>
          ))}
          {ticks([x.from, x.to], Math.max(3, Math.floor(inner / 60))).map((at) => (
            <text key={at} className="ax" x={sx(at)} y={TOP + tall + 13} textAnchor="middle">
              {number(at)}
            </text>
          ))}
          <text className="ax" x={LEFT + inner} y={height - 4} textAnchor="end">
            {x.title}
          </text>
          <YEnd text={y.first} y={TOP + 9} />
          <YEnd text={y.last} y={TOP + tall - 2} />
          {selected >= 0 && (
            <rect className="row" x={LEFT - 2} y={TOP + selected * rowPx - 0.5} width={inner + 4} height={rowPx + 1} />
          )}
        </svg>
      )}
    </div>
  )
}

function YEnd({ text, y }: { text: string; y: number }) {
  const words = text.split(', ')
  return (
    <>
      {words.map((word, i) => (
        <text
          key={word}
          className="ax"
          x={LEFT - 5}
          y={y + (i - (y > 60 ? words.length - 1 : 0)) * 11}
          textAnchor="end"
        >
          {word}
        </text>
      ))}
    </>
  )
}

/** A canvas writes any colour it is given as `#rrggbb`. */
function rgb(context: CanvasRenderingContext2D, color: string): [number, number, number] {
  context.fillStyle = color
  const value = Number.parseInt(context.fillStyle.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}
