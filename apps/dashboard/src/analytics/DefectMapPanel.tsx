import type { AnalyticsOverview, DefectMap } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockHour, number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'
import { Answer } from './Answer.tsx'
import { type Place, placeOf, RINGS_MM, SECTOR_DEG, sectorPath } from './polar.ts'
import { useAnalytics } from './use-analytics.ts'
import { useWindowWords } from './words.ts'

const SIZE = 300
const RIM = 122
/** Where places without a radius are counted. */
const OUTSIDE = 18
const LISTED = 12

type Marks = DefectMap['marks']

/** Where on the part it fails: all marks laid over one another. */
export function DefectMapPanel({ overview }: { overview: AnalyticsOverview | undefined }) {
  const { t } = useTranslation()
  const told = useTold()
  const windowWords = useWindowWords()
  const [characteristic, setCharacteristic] = useState<string>()
  const [place, setPlace] = useState<Place>()
  const defects = useAnalytics<DefectMap>('/defects', { characteristic })
  const data = defects.data
  return (
    <Panel
      className="mapp"
      title={t('analytics.defectMap')}
      aside={
        data &&
        [t('analytics.marks', { count: data.total }), windowWords(data), `n = ${number(data.cycles)}`].join(' · ')
      }
    >
      <Answer of={defects} height={SIZE}>
        {({ marks, total }) => (
          <div className="in map">
            <Face marks={marks} place={place} choose={setPlace} />
            <div className="beside">
              <label>
                <span className="sr">{t('analytics.only')}</span>
                <select
                  className="field"
                  value={characteristic ?? ''}
                  onChange={(event) => setCharacteristic(event.target.value || undefined)}
                >
                  <option value="">{t('analytics.allCharacteristics')}</option>
                  {overview?.characteristics.map(({ id, title }) => (
                    <option key={id} value={id}>
                      {told(title)}
                    </option>
                  ))}
                </select>
              </label>
              {marks.length === 0 ? (
                <p className="dim">{t('analytics.noMarks')}</p>
              ) : (
                <Chosen marks={marks} place={place ?? fullest(marks)} />
              )}
              {total > marks.length && <p className="cap">{t('analytics.newestMarks', { count: marks.length })}</p>}
            </div>
          </div>
        )}
      </Answer>
    </Panel>
  )
}

const keyOf = ({ sector, ring }: Place) => `${sector} ${ring}`

function counted(marks: Marks): Map<string, { place: Place; parts: Set<string> }> {
  const places = new Map<string, { place: Place; parts: Set<string> }>()
  for (const { angleDeg, radiusMm, cycleId } of marks) {
    const place = placeOf(angleDeg, radiusMm)
    const known = places.get(keyOf(place)) ?? { place, parts: new Set() }
    known.parts.add(cycleId)
    places.set(keyOf(place), known)
  }
  return places
}

const fullest = (marks: Marks): Place | undefined =>
  [...counted(marks).values()].sort((a, b) => b.parts.size - a.parts.size)[0]?.place

const ringsPx = (ring: number): [inner: number, outer: number] =>
  ring === RINGS_MM.length
    ? [RIM + 2, RIM + OUTSIDE]
    : [((RINGS_MM[ring - 1] ?? 0) / RINGS_MM.at(-1)!) * RIM, (RINGS_MM[ring]! / RINGS_MM.at(-1)!) * RIM]

function Face({ marks, place, choose }: { marks: Marks; place: Place | undefined; choose: (place: Place) => void }) {
  const { t } = useTranslation()
  const places = [...counted(marks).values()].sort((a, b) => b.parts.size - a.parts.size)
  const most = places[0]?.parts.size ?? 1
  const where = useWhere()
  const press = (event: KeyboardEvent, to: Place) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    choose(to)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing of a face holds these buttons
    <svg
      className="face"
      viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}
      role="group"
      aria-label={t('analytics.defectMap')}
    >
      {RINGS_MM.map((edge) => (
        <circle key={edge} className="gr" r={(edge / RINGS_MM.at(-1)!) * RIM} fill="none" />
      ))}
      {places.map(({ place: here, parts }) => {
        const [inner, outer] = ringsPx(here.ring)
        return (
          // biome-ignore lint/a11y/useSemanticElements: buttons cannot be sectors of a circle
          <path
            key={keyOf(here)}
            className="sector"
            d={sectorPath(here, inner, outer)}
            fillOpacity={0.12 + (0.88 * parts.size) / most}
            role="button"
            tabIndex={0}
            aria-pressed={place !== undefined && keyOf(here) === keyOf(place)}
            aria-label={t('analytics.inParts', { where: where(here), count: parts.size })}
            onClick={() => choose(here)}
            onKeyDown={(event) => press(event, here)}
          />
        )
      })}
      <circle className="bl" r={RIM} fill="none" />
      <path className="code" d={`M-4 ${-RIM - OUTSIDE - 3}h8v-4h-8z`} />
      {[12, 3, 6, 9].map((hour) => {
        const angle = ((hour % 12) * Math.PI) / 6
        const away = RIM + OUTSIDE - 9
        return (
          <text key={hour} className="ax" x={away * Math.sin(angle)} y={4 - away * Math.cos(angle)} textAnchor="middle">
            {hour}
          </text>
        )
      })}
    </svg>
  )
}

function useWhere(): (place: Place) => string {
  const { t } = useTranslation()
  const { text, unit } = shownIn({ unit: 'mm' })
  return ({ sector, ring }) => {
    const hour = t('analytics.oClock', { hour: clockHour(sector * SECTOR_DEG), deg: sector * SECTOR_DEG })
    return ring === RINGS_MM.length
      ? `${hour}, ${t('analytics.anyRadius')}`
      : `${hour}, ${text(RINGS_MM[ring - 1] ?? 0)}–${text(RINGS_MM[ring]!)} ${unit}`
  }
}

function Chosen({ marks, place }: { marks: Marks; place: Place | undefined }) {
  const { t } = useTranslation()
  const where = useWhere()
  if (!place) return null
  const here = marks.filter((mark) => keyOf(placeOf(mark.angleDeg, mark.radiusMm)) === keyOf(place))
  const parts = new Map(here.map(({ cycleId, serial }) => [cycleId, serial]))
  return (
    <>
      <p className="b">{t('analytics.inParts', { where: where(place), count: parts.size })}</p>
      <ul>
        {[...parts].slice(0, LISTED).map(([cycleId, serial]) => (
          <li key={cycleId}>
            <Link to="/parts/$serial" params={{ serial }} search={{ cycle: cycleId }}>
              {serial}
            </Link>
          </li>
        ))}
      </ul>
      {parts.size > LISTED && <p className="dim">{t('analytics.more', { count: parts.size - LISTED })}</p>}
    </>
  )
}
