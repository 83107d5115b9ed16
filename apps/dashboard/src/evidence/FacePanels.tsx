import { angleProfiles, deviation, heightOver } from '@celltwin/inspection/pictures'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, Limit } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent, extentOfMost } from '../ui/scale.ts'
import { type Shown, shownIn } from '../ui/units.ts'
import type { SeriesPanelProps } from './SeriesPanels.tsx'

const RADIUS_LINES = [3, 2, 1] as const

/** Ticks of shaft angle with their clock position, the failing angles bold. */
const angleTicks = (bold: readonly number[]) =>
  Array.from({ length: 7 }, (_, i) => ({
    at: i * 60,
    text: `${i * 60}°\n${(i * 2) % 12 || 12} h`,
    bold: bold.some((angle) => Math.abs(angle - i * 60) < 12),
  }))

const at = (values: Float64Array) => (i: number) => (i * 360) / values.length
const reader =
  (values: Float64Array, { decimals, unit }: Shown, nothing: string) =>
  (angle: number) => {
    const value = values[Math.round((angle / 360) * values.length) % values.length]!
    return `${number(angle, 0)}°  ${Number.isNaN(value) ? nothing : `${number(value, decimals)} ${unit}`}`
  }

/** Crimp height from the hub, and the form of the friction face, over the same shaft angle as the image. */
export function FacePanels({ series, cycle, definition, module, height, about }: SeriesPanelProps) {
  const { t } = useTranslation()
  const [mm, micro] = [shownIn({ unit: 'mm', decimals: 3 }), shownIn({ unit: 'µm', decimals: 1 })]
  const asked = (beginning: string) => !about || [...about].some((id) => id.startsWith(beginning))
  const { crimps, rings } = useMemo(() => {
    const profiles = angleProfiles(series)
    const named = (name: string) => profiles.find((profile) => profile.name === name)
    const [crimp, hub] = [named('crimp'), named('hub')]
    return {
      crimps: crimp && hub ? heightOver(crimp, hub).map(shownIn({ unit: 'mm' }).of) : undefined,
      rings: profiles
        .filter(({ name }) => name.startsWith('face'))
        .map((profile) => deviation(profile.values).map((height) => shownIn({ unit: 'µm' }).of(height * 1000))),
    }
  }, [series])
  const radius = shownIn({ unit: 'mm', decimals: 0 })
  const radii = definition.modules[module]?.parameters.faceRadiiMm
  const turns = t('evidence.turns', {
    turns: Number(series.meta.revolutions ?? 1),
    profiles: number(Number(series.meta.profilesPerRev)),
  })

  const limits = definition.recipe.characteristics.find(({ id }) => id === 'crimp-height-min')
  const measured = ['crimp-height-min', 'crimp-height-max', 'crimp-height-range'].flatMap(
    (id) => cycle.results.find(({ characteristic }) => characteristic === id)?.locations ?? [],
  )
  const heights = [...new Map(measured.map((location) => [Math.round(location.angleDeg ?? -1), location])).values()]
  const absent = (cycle.results.find(({ characteristic }) => characteristic === 'crimp-count')?.locations ?? []).filter(
    ({ conforming, angleDeg }) => conforming === false && angleDeg !== undefined,
  )
  const missing = absent.map(({ angleDeg }) => angleDeg!)
  const faceRange = useMemo(() => extentOfMost(rings.flatMap((ring) => [...ring])), [rings])

  return (
    <>
      {crimps && asked('crimp') && (
        <Panel title={t('evidence.crimpHeight')} aside={t('evidence.fromC', { turns, unit: mm.unit })}>
          <div className="charts">
            <Chart
              label={t('evidence.crimpHeightLabel')}
              height={height}
              x={[0, 360]}
              y={[Math.min(mm.of(-0.65), extent(crimps)[0]), Math.max(mm.of(1.6), extent(crimps)[1])]}
              xTicks={angleTicks(missing)}
              lines={[{ key: 'height', length: crimps.length, x: at(crimps), y: crimps }]}
              reading={reader(crimps, mm, t('evidence.noReading'))}
              behind={(scales) => (
                <>
                  {limits?.lower !== undefined && limits.upper !== undefined && (
                    <>
                      <rect
                        x={scales.left}
                        width={scales.right - scales.left}
                        y={scales.sy(mm.of(limits.upper))}
                        height={scales.sy(mm.of(limits.lower)) - scales.sy(mm.of(limits.upper))}
                        fill="var(--sunken)"
                      />
                      <Limit at={mm.of(limits.lower)} scales={scales} />
                      <Limit at={mm.of(limits.upper)} scales={scales} />
                    </>
                  )}
                  {missing.map((angle) => (
                    <g key={angle}>
                      <rect
                        x={scales.sx(angle - 12)}
                        width={scales.sx(24) - scales.sx(0)}
                        y={scales.top}
                        height={scales.bottom - scales.top}
                        fill="var(--reject-bg)"
                      />
                      <path
                        d={`M${scales.sx(angle - 12)} ${scales.top}V${scales.bottom}M${scales.sx(angle + 12)} ${scales.top}V${scales.bottom}`}
                        stroke="var(--reject)"
                      />
                    </g>
                  ))}
                </>
              )}
              before={({ sx, top, sy }) => (
                <>
                  {heights.map(({ angleDeg, value, conforming }) =>
                    angleDeg === undefined || value === undefined || value === null ? null : (
                      <text
                        key={angleDeg}
                        className="axb"
                        x={sx((angleDeg + 360) % 360)}
                        y={top - 4}
                        textAnchor="middle"
                        style={conforming === false ? { fill: 'var(--reject-text)' } : undefined}
                      >
                        {shownIn({ unit: 'mm', decimals: 2 }).text(value)}
                      </text>
                    ),
                  )}
                  {missing.map((angle) => (
                    <text
                      key={angle}
                      className="axb"
                      x={sx(angle)}
                      y={sy(mm.of(0.5))}
                      textAnchor="middle"
                      style={{ fill: 'var(--reject-text)' }}
                    >
                      {t('evidence.absent')}
                    </text>
                  ))}
                </>
              )}
            />
          </div>
        </Panel>
      )}
      {rings.length > 0 && asked('face') && (
        <Panel
          title={t('evidence.faceB')}
          aside={t('evidence.fromMean', { count: rings.length, turns, unit: micro.unit })}
        >
          <div className="charts">
            <Chart
              label={t('evidence.faceBLabel')}
              height={height}
              x={[0, 360]}
              y={faceRange}
              xTicks={angleTicks([])}
              lines={rings.map((ring, i) => ({
                key: `ring-${i}`,
                length: ring.length,
                x: at(ring),
                y: ring,
                weight: RADIUS_LINES[Math.min(2, i + 3 - rings.length)] ?? 1,
              }))}
              reading={reader(rings.at(-1)!, micro, t('evidence.noReading'))}
            />
            {Array.isArray(radii) && (
              <span className="cap">
                {t('evidence.radii', {
                  outer: radius.text(radii.at(-1) ?? 0),
                  others: radii.slice(0, -1).map(radius.text).join(', '),
                  unit: radius.unit,
                })}
              </span>
            )}
          </div>
        </Panel>
      )}
    </>
  )
}
