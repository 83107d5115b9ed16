import type { Spectra, Spectrogram } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { lookOfVerdict, State } from '../ui/State.tsx'
import { Answer } from './Answer.tsx'
import { HeatMap } from './HeatMap.tsx'
import { useAnalytics } from './use-analytics.ts'
import { useClock, useWindowWords } from './words.ts'

const HEIGHT = 290

/** Vibration of parts one below the other, and of one of them over the angle of its shaft. */
export function SpectraPanel() {
  const { t } = useTranslation()
  const windowWords = useWindowWords()
  const spectra = useAnalytics<Spectra>('/spectra')
  const [chosen, setChosen] = useState<string>()
  const data = spectra.data
  const row = data?.rows.find(({ sha256 }) => sha256 === chosen) ?? data?.rows.at(-1)
  return (
    <Panel
      className="specp"
      title={t('analytics.spectra')}
      aside={
        data &&
        [
          `dB re ${data.reference}`,
          windowWords(data),
          t('analytics.shown', { count: data.rows.length, of: number(data.waveforms) }),
        ].join(' · ')
      }
    >
      <Answer of={spectra} height={HEIGHT}>
        {(data) =>
          data.rows.length === 0 ? (
            <p className="empty">{t('analytics.noWaveforms')}</p>
          ) : (
            <div className="in spectra">
              <Waterfall data={data} chosen={row} choose={setChosen} />
              {row && <OverAngle row={row} />}
            </div>
          )
        }
      </Answer>
    </Panel>
  )
}

type Row = Spectra['rows'][number]

function Waterfall({
  data,
  chosen,
  choose,
}: {
  data: Spectra
  chosen: Row | undefined
  choose: (sha256: string) => void
}) {
  const { t } = useTranslation()
  const clock = useClock()
  const at = chosen ? data.rows.indexOf(chosen) : -1
  const orders = (data.rows[0]?.db.length ?? 0) * data.orderStep
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const next = data.rows[at + by]
    if (by === 0 || !next) return
    event.preventDefault()
    choose(next.sha256)
  }
  return (
    <div
      className="fall"
      role="slider"
      tabIndex={0}
      aria-label={t('analytics.choosePart')}
      aria-valuemin={1}
      aria-valuemax={data.rows.length}
      aria-valuenow={at + 1}
      aria-valuetext={chosen && `${chosen.serial}, ${clock.full(chosen.at)}`}
      onKeyDown={move}
    >
      <HeatMap
        height={HEIGHT}
        rows={data.rows.map(({ db }) => db)}
        selected={at}
        onRow={(row) => choose(data.rows[row]!.sha256)}
        x={{
          from: 0,
          to: orders,
          title: t('analytics.orders'),
          marks: data.lines.map(({ name, order }) => ({ at: order, name })),
        }}
        y={{ first: clock.full(data.rows[0]!.at), last: clock.full(data.rows.at(-1)!.at) }}
      />
    </div>
  )
}

function OverAngle({ row }: { row: Row }) {
  const { t } = useTranslation()
  const spectrogram = useAnalytics<Spectrogram>(`/spectrogram/${row.sha256}`)
  return (
    <div className="angle">
      <p className="row">
        <State look={lookOfVerdict(row.verdict)} size={12} />
        <Link className="b" to="/parts/$serial" params={{ serial: row.serial }}>
          {row.serial}
        </Link>
        <span className="cap">
          {spectrogram.data && t('analytics.turns', { count: Math.round(spectrogram.data.turns) })}
        </span>
      </p>
      <Answer of={spectrogram} height={HEIGHT - 24}>
        {({ rows, hzStep }) => (
          <HeatMap
            height={HEIGHT - 24}
            // Low frequencies below, as on paper.
            rows={rows.toReversed()}
            selected={-1}
            x={{ from: 0, to: 360, title: t('analytics.shaftAngle'), marks: [] }}
            y={{ first: `${number((rows.length * hzStep) / 1000, 1)} kHz`, last: '0' }}
          />
        )}
      </Answer>
    </div>
  )
}
