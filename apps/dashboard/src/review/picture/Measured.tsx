import i18next from 'i18next'
import { number } from '../../ui/format.ts'
import { shownIn } from '../../ui/units.ts'
import type { Ruler } from './ruler.ts'
import { distance, type Place } from './zoom.ts'

/** How far apart two places are, in words; undefined while there are not two. */
export function lengthText([from, to]: readonly Place[], ruler: Ruler | undefined): string | undefined {
  if (!from || !to) return undefined
  if (!ruler) return i18next.t('review.picture.px', { px: number(distance(from, to), 1) })
  const { unit, text } = shownIn({ unit: 'mm', decimals: 2 })
  return `${text(ruler(from, to))} ${unit}`
}

/** The distance between two places of the picture, as a length where it is known how the camera sees. */
export function Measured({
  places: [from, to],
  unit,
  ruler,
}: {
  places: readonly Place[]
  unit: number
  ruler: Ruler | undefined
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
            {lengthText([from, to], ruler)}
          </text>
        </>
      )}
    </g>
  )
}
