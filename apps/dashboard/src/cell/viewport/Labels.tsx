/** Stations by name, in two fixed columns with leaders into the picture. Labels are the keyboard's way to a station. */
import type { CellDefinition, CellTwin, Station } from '@celltwin/contracts'
import { memo, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSpeed } from '../../twin/hooks.ts'
import { Icon } from '../../ui/Icon.tsx'
import { TRUST_ICONS } from '../../ui/TrustMark.tsx'
import { useTold } from '../../ui/told.ts'
import type { Looks, StationLook } from '../looks.ts'
import { sayingsOf } from '../status.ts'
import { useShownNow } from '../use-shown-now.ts'
import { columnsOf, labelTops } from './columns.ts'
import type { LeaderEnd, Leaders } from './leaders.ts'
import { createSayings, type Sayings } from './sayings.ts'
import { useWall, wallUnit } from './use-theme.ts'

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin | undefined
  readonly looks: Looks
  readonly size: { readonly width: number; readonly height: number }
  readonly leaders: Leaders
  readonly chosen: string | undefined
  readonly onChoose: (stationId: string) => void
}

export function Labels({ twin, ...props }: Props) {
  const sayings = useMemo(createSayings, [])
  return (
    <>
      <Standing {...props} sayings={sayings} />
      <Speaking definition={props.definition} twin={twin} sayings={sayings} />
    </>
  )
}

/** The labels themselves: rendered when one looks different or stands elsewhere, not whenever the cell moves on. */
const Standing = memo(function Standing(props: Omit<Props, 'twin'> & { readonly sayings: Sayings }) {
  const { definition, looks, size, leaders, sayings, chosen, onChoose } = props
  const wall = useWall()
  const columns = useMemo(() => columnsOf(definition.stations), [definition])
  const u = wallUnit()
  const metrics = wall
    ? { height: 40 * u, rule: 34 * u, width: 210 * u, inset: 22 * u, bottom: 16 * u }
    : { height: 44, rule: 40, width: 178, inset: 16, bottom: 44 }

  const rows = (['left', 'right'] as const).flatMap((side) => {
    const tops = labelTops(columns[side].length, size.height - metrics.bottom, metrics.height)
    return columns[side].map((station, i) => ({ station, side, top: tops[i]! }))
  })
  const end = (side: 'left' | 'right') =>
    side === 'left' ? metrics.inset + metrics.width : size.width - metrics.inset - metrics.width

  return (
    <>
      <svg className="leaders" aria-hidden="true">
        <marker id="leader-end" viewBox="-4 -4 8 8" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse">
          <circle r="2.6" />
        </marker>
        {rows.map(({ station, side, top }) => (
          <Leader key={station.id} id={station.id} leaders={leaders} side={side} x={end(side)} y={top + metrics.rule} />
        ))}
      </svg>
      {rows.map(({ station, side, top }) => (
        <Label
          key={station.id}
          station={station}
          trust={looks[station.id]?.trust ?? 'stale'}
          awaited={looks[station.id]?.awaited ?? false}
          chosen={chosen === station.id}
          {...{ side, top, sayings, onChoose }}
          width={metrics.width}
          inset={metrics.inset}
          height={metrics.rule}
        />
      ))}
    </>
  )
})

/** Renders nothing: it tells the labels what to say. */
function Speaking({ definition, twin, sayings }: Pick<Props, 'definition' | 'twin'> & { readonly sayings: Sayings }) {
  const now = useShownNow(250)
  const speed = useSpeed()
  useTranslation()
  useLayoutEffect(() => {
    const saying = sayingsOf(definition, twin, now, speed)
    for (const station of definition.stations) sayings.say(station.id, saying(station))
  })
  return null
}

interface LabelProps extends StationLook, Pick<Props, 'onChoose'> {
  readonly station: Station
  readonly sayings: Sayings
  readonly chosen: boolean
  readonly side: 'left' | 'right'
  readonly top: number
  readonly width: number
  readonly inset: number
  readonly height: number
}

const Label = memo(function Label(props: LabelProps) {
  const { station, trust, awaited, sayings, chosen, onChoose, side, top, width, inset, height } = props
  const { t } = useTranslation()
  const told = useTold()
  const says = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    sayings.set(station.id, says.current)
    return () => sayings.set(station.id, null)
  }, [sayings, station.id])
  return (
    <button
      type="button"
      className={`stlabel ${side} ${trust} ${awaited ? 'awaited' : ''}`}
      style={{ top, width, [side]: inset, height }}
      aria-pressed={chosen}
      onClick={() => onChoose(station.id)}
    >
      <span className="name">
        <Icon name={awaited ? 'hold' : TRUST_ICONS[trust]} size={12} />
        <span className="title">{told(station.title)}</span>
        <span className="sr">, {t(`trust.${trust}`)}</span>
      </span>
      <span className="says" ref={says} />
    </button>
  )
})

type LeaderProps = Pick<LeaderEnd, 'side' | 'x' | 'y'> & { readonly id: string; readonly leaders: Leaders }

const Leader = memo(function Leader({ id, leaders, side, x, y }: LeaderProps) {
  const path = useRef<SVGPathElement>(null)
  useEffect(() => {
    leaders.set(id, { side, x, y, path: path.current! })
    return () => leaders.set(id, undefined)
  }, [id, leaders, side, x, y])
  return <path ref={path} visibility="hidden" markerEnd="url(#leader-end)" />
})
