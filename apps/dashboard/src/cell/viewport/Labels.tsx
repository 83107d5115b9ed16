/** Stations by name, in two fixed columns with leaders into the picture. Labels are the keyboard's way to a station. */
import type { CellDefinition, CellTwin, Station } from '@celltwin/contracts'
import { useEffect, useMemo, useRef } from 'react'
import { useSpeed } from '../../twin/hooks.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import type { StationLook, Trust } from '../looks.ts'
import { stationSays } from '../status.ts'
import { useShownNow } from '../use-shown-now.ts'
import { columnsOf, labelTops } from './columns.ts'
import type { LeaderEnd, Leaders } from './leaders.ts'
import { useWall, wallUnit } from './use-theme.ts'

const TRUST: Readonly<Record<Trust, { icon: IconName; word: string }>> = {
  live: { icon: 'live', word: 'live' },
  simulated: { icon: 'sim', word: 'simulated' },
  replayed: { icon: 'replay', word: 'replayed' },
  stale: { icon: 'stale', word: 'stale' },
}

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin | undefined
  readonly looks: Readonly<Record<string, StationLook>>
  readonly size: { readonly width: number; readonly height: number }
  readonly leaders: Leaders
  readonly chosen: string | undefined
  readonly onChoose: (stationId: string) => void
}

export function Labels({ definition, twin, looks, size, leaders, chosen, onChoose }: Props) {
  const now = useShownNow(250)
  const speed = useSpeed()
  const wall = useWall()
  const columns = useMemo(() => columnsOf(definition.stations), [definition])
  const u = wallUnit()
  const metrics = wall
    ? { height: 40 * u, rule: 34 * u, width: 210 * u, inset: 22 * u, bottom: 16 * u }
    : { height: 44, rule: 40, width: 152, inset: 16, bottom: 44 }

  const rows = (['left', 'right'] as const).flatMap((side) => {
    const tops = labelTops(columns[side].length, size.height - metrics.bottom, metrics.height)
    return columns[side].map((station, i) => ({ station, side, top: tops[i]! }))
  })
  const end = (side: 'left' | 'right') =>
    side === 'left' ? metrics.inset + metrics.width : size.width - metrics.inset - metrics.width

  return (
    <>
      <svg className="leaders" aria-hidden="true">
        {rows.map(({ station, side, top }) => (
          <Leader key={station.id} id={station.id} leaders={leaders} side={side} x={end(side)} y={top + metrics.rule} />
        ))}
      </svg>
      {rows.map(({ station, side, top }) => {
        const look = looks[station.id] ?? { trust: 'stale', awaited: false }
        return (
          <button
            type="button"
            key={station.id}
            className={`stlabel ${side} ${look.trust} ${look.awaited ? 'awaited' : ''}`}
            style={{ top, width: metrics.width, [side]: metrics.inset, height: metrics.rule }}
            aria-pressed={chosen === station.id}
            onClick={() => onChoose(station.id)}
          >
            <LabelText station={station} look={look} says={stationSays(definition, twin, station, now, speed)} />
          </button>
        )
      })}
    </>
  )
}

function LabelText({ station, look, says }: { station: Station; look: StationLook; says: string }) {
  const { icon, word } = TRUST[look.trust]
  return (
    <>
      <span className="name">
        <Icon name={look.awaited ? 'hold' : icon} size={12} />
        {station.title}
        <span className="sr">, {word}</span>
      </span>
      <span className="says">{says}</span>
    </>
  )
}

function Leader({ id, leaders, side, x, y }: Pick<LeaderEnd, 'side' | 'x' | 'y'> & { id: string; leaders: Leaders }) {
  const path = useRef<SVGPathElement>(null)
  const dot = useRef<SVGCircleElement>(null)
  useEffect(() => {
    leaders.set(id, { side, x, y, path: path.current!, dot: dot.current! })
    return () => leaders.set(id, undefined)
  }, [id, leaders, side, x, y])
  return (
    <>
      <path ref={path} visibility="hidden" />
      <circle ref={dot} r="2.6" visibility="hidden" />
    </>
  )
}
