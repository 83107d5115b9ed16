import { columnValues } from '@celltwin/contracts'
import { bearingLines, envelopeSpectrum } from '@celltwin/inspection/pictures'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import type { SeriesPanelProps } from './SeriesPanels.tsx'
import { Sound } from './Sound.tsx'

const SHOWN_TO_HZ = 400
/** Rolling elements and rig agree to within slip: a line counts as met within ± 2 %. */
const BAND = 0.02
/** A line stands out when it is this far above the middle of the spectrum. */
const STANDS_OUT_DB = 14

const rms = (values: Float64Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / (values.length || 1))

/** The waveform as taken, and the spectrum of its envelope with the bearing's lines. */
export function VibrationPanels({ series, definition, module, height, blind }: SeriesPanelProps) {
  const { t } = useTranslation()
  const parameters = definition.modules[module]?.parameters ?? {}
  const rate = Number(series.meta.sampleRateHz ?? parameters.sampleRateHz)
  const shaftHz = Number(series.meta.shaftHz ?? parameters.shaftHz)
  const column = series.columns[0]
  const samples = useMemo(() => (column ? columnValues(series, column.name) : new Float64Array()), [series, column])
  const seconds = samples.length / rate
  const drawn = useMemo(() => {
    // Where bearings ring, above the noise of shaft and gears.
    const band = { fromHz: Math.min(2000, rate * 0.15), toHz: Math.min(10_000, rate * 0.45) }
    const { stepHz, amplitude } = envelopeSpectrum(samples, rate, band, SHOWN_TO_HZ)
    // Reference 1 mm/s²; a floor keeps the logarithm of silence finite.
    const db = amplitude.map((value) => 20 * Math.log10(Math.max(value, 1e-7) / 1e-3))
    return { stepHz, db, middle: [...db.subarray(1)].toSorted((a, b) => a - b)[db.length >> 1] ?? 0 }
  }, [samples, rate])
  const lines = bearingLines(parameters, shaftHz).map((line) => ({ ...line, db: loudest(drawn, line.hz) }))
  // The loudest alone is named: side bands of one line fall onto the others. The cage's is in every sound bearing, too:
  // the noise breathes with the load zone.
  const loudestLine = lines.filter(({ name }) => name !== 'FTF').toSorted((a, b) => b.db - a.db)[0]
  const loud = !blind && loudestLine && loudestLine.db - drawn.middle > STANDS_OUT_DB ? loudestLine : undefined
  const range = useMemo(() => extent(drawn.db.subarray(Math.ceil(5 / drawn.stepHz))), [drawn])

  return (
    <>
      <Panel
        title={t('evidence.envelope')}
        sub={
          lines.length > 0 &&
          !blind && (
            <span className="mid">
              {loud ? t('evidence.standsOut', { line: loud.name }) : t('evidence.noneStandsOut')}
            </span>
          )
        }
        aside={[
          t('evidence.dbRe'),
          `${number(seconds, 1)} s${shaftHz > 0 ? `, ${number(seconds * shaftHz)} ${t('evidence.turnsShort')}` : ''}`,
          ...(lines.length > 0 ? [t('evidence.bands')] : []),
        ].join(' · ')}
      >
        <div className="charts">
          <Chart
            label={t('evidence.envelope')}
            height={height}
            topRoom={32}
            x={[0, SHOWN_TO_HZ]}
            y={range}
            xUnit="Hz"
            lines={[{ key: 'db', length: drawn.db.length, x: (i) => i * drawn.stepHz, y: drawn.db }]}
            reading={(hz) => `${number(hz, 1)} Hz  ${number(drawn.db[Math.round(hz / drawn.stepHz)] ?? 0, 0)} dB`}
            behind={({ sx, top, bottom }) => (
              <>
                {shaftHz > 0 && (
                  <text className="ax" x={sx(shaftHz)} y={top - 6} textAnchor="middle">
                    1×
                  </text>
                )}
                {lines.map(({ name, hz }, i) => (
                  <g key={name}>
                    <rect
                      x={sx(hz * (1 - BAND))}
                      width={Math.max(2, sx(hz * (1 + BAND)) - sx(hz * (1 - BAND)))}
                      y={top}
                      height={bottom - top}
                      fill="var(--data-3)"
                      opacity=".5"
                    />
                    <text
                      className={name === loud?.name ? 'axb' : 'ax'}
                      x={sx(hz)}
                      y={top - (i % 2 === 0 ? 18 : 6)}
                      textAnchor="middle"
                    >
                      {name} {number(hz, 0)}
                    </text>
                  </g>
                ))}
              </>
            )}
          />
        </div>
      </Panel>
      <Panel
        title={t('evidence.waveform')}
        aside={[
          `${column?.unit ?? ''} · ${number(rate / 1000, 1)} kHz, ${number(seconds, 1)} s`,
          ...(blind ? [] : [`rms ${number(rms(samples), 2)}`]),
        ].join(' · ')}
      >
        <div className="charts">
          <Sound samples={samples} rate={rate}>
            <Chart
              label={t('evidence.accelerationLabel')}
              height={Math.round(height * 0.72)}
              x={[0, seconds]}
              y={extent(samples)}
              xUnit="s"
              lines={[{ key: 'a', length: samples.length, x: (i) => i / rate, y: samples }]}
              reading={(s) =>
                `${number(s, 3)} s  ${number(samples[Math.round(s * rate)] ?? 0, 2)} ${column?.unit ?? ''}`
              }
            />
          </Sound>
        </div>
      </Panel>
    </>
  )
}

function loudest({ stepHz, db }: { stepHz: number; db: Float64Array }, hz: number): number {
  const band = db.subarray(Math.floor((hz * (1 - BAND)) / stepHz), Math.ceil((hz * (1 + BAND)) / stepHz) + 1)
  return band.length > 0 ? Math.max(...band) : Number.NEGATIVE_INFINITY
}
