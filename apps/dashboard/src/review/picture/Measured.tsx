import i18next from 'i18next'
import { number } from '../../ui/format.ts'
import { shownIn } from '../../ui/units.ts'
import { distance, type Place } from './zoom.ts'

/** How far apart two places are, in words; undefined while there are not two. */
export function lengthText([from, to]: readonly Place[], mmPerPixel: number): string | undefined {
  if (!from || !to) return undefined
  const pixels = distance(from, to)
  if (!(mmPerPixel > 0)) return i18next.t('review.picture.px', { px: number(pixels, 1) })
  const { unit, text } = shownIn({ unit: 'mm', decimals: 2 })
  return `${text(pixels * mmPerPixel)} ${unit}`
}

/** The distance between two places of the picture, as a length where the camera's scale is known. */
export function Measured({
  places: [from, to],
  unit,
  mmPerPixel,
}: {
  places: readonly Place[]
  unit: number
  mmPerPixel: number
}) {
  if (!from) return null
  const ends = to ? [from, to] : [from]
  return (
    <g className="measured">
      {ends.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={unit * 2} strokeWidth={unit} />
      ))}
      {to && (
        <>
          <path d={`M${from.join(' ')}L${to.join(' ')}`} strokeWidth={unit} />
          <text x={(from[0] + to[0]) / 2} y={(from[1] + to[1]) / 2 - unit * 5} fontSize={unit * 11} textAnchor="middle">
            {lengthText([from, to], mmPerPixel)}
          </text>
        </>
      )}
    </g>
  )
}
