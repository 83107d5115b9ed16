import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nowMs, serverNowMs } from '../twin/clock.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { day, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useKeys } from '../ui/keys.tsx'
import { useChosenCell } from './cells.ts'
import { stopAfter, stopBefore, useMarks } from './marks.ts'
import { TimeTrack } from './TimeTrack.tsx'
import { RATES, type TimeTravel } from './time-travel.ts'
import { type Span, spansOf, windowOf } from './time-window.ts'

const STEP_MS = 10_000
const LONG_STEP_MS = 60_000

/** Live, pause, play, step to the reject, hold or alarm before and after, and the hours or the shift as a track. */
export function TimeBar({ travel }: { travel: TimeTravel }) {
  const { t } = useTranslation()
  const { playing, rate } = travel
  const now = useNow(playing ? 250 : 1000)
  const headMs = serverNowMs()
  const past = travel.at !== undefined
  const live = useCell(({ link }) => link.state === 'live') && !past
  const calendar = useCell(({ live }) => live?.definition?.value.definition.shifts)
  const [chosen, setSpan] = useState<Span>('hour')
  const span = chosen === 'shift' && !calendar ? 'hour' : chosen
  const { fromMs, toMs } = windowOf(span, calendar, now, headMs)
  const marks = useMarks(useChosenCell(), fromMs, Math.min(toMs, headMs))

  const step = (mark: { at: string } | undefined) => {
    if (mark) travel.goTo(Date.parse(mark.at))
  }
  const back = () => step(stopBefore(marks, nowMs()))
  const forth = () => {
    const mark = stopAfter(marks, nowMs())
    if (mark) step(mark)
    else if (past) travel.live()
  }
  const by = (ms: number) => () => travel.goTo(nowMs() + ms)
  const toggle = () => (past && !playing ? travel.play() : travel.pause())
  const faster = (by: 1 | -1) => () => travel.setRate(RATES[RATES.indexOf(rate) + by] ?? rate)

  useKeys(t('time.title'), [
    { keys: 'l', label: t('time.live'), run: travel.live },
    { keys: ' ', label: past && !playing ? t('time.play') : t('time.pause'), run: toggle },
    { keys: '+', label: t('time.faster'), run: faster(1) },
    { keys: '-', label: t('time.slower'), run: faster(-1) },
    { keys: 'ArrowLeft', label: t('time.back', { seconds: 10 }), run: by(-STEP_MS), repeat: true },
    { keys: 'ArrowRight', label: t('time.on', { seconds: 10 }), run: by(STEP_MS), repeat: true },
    { keys: 'Ctrl+ArrowLeft', label: t('time.back', { seconds: 60 }), run: by(-LONG_STEP_MS), repeat: true },
    { keys: 'Ctrl+ArrowRight', label: t('time.on', { seconds: 60 }), run: by(LONG_STEP_MS), repeat: true },
    { keys: '[', label: t('time.previous'), run: back },
    { keys: ']', label: t('time.next'), run: forth },
  ])

  return (
    <section className={past ? 'timebar past' : 'timebar'} aria-label={t('time.title')}>
      <div className="seg">
        <button type="button" className={live ? 'btn on' : 'btn'} aria-pressed={live} onClick={travel.live}>
          <Icon name="live" size={12} />
          {t('time.liveButton')} <kbd>L</kbd>
        </button>
        <button
          type="button"
          className={past ? 'btn sq on' : 'btn sq'}
          aria-label={past && !playing ? t('time.play') : t('time.pause')}
          onClick={toggle}
        >
          <Icon name={past && !playing ? 'play' : 'pause'} />
        </button>
        <label className="rate" title={t('time.rate')}>
          <span className="sr">{t('time.rate')}</span>
          <select value={rate} onChange={(event) => travel.setRate(Number(event.target.value) as typeof rate)}>
            {RATES.map((each) => (
              <option key={each} value={each}>
                ×{each}
              </option>
            ))}
          </select>
          <Icon name="down" size={12} />
        </label>
      </div>
      <fieldset className="seg" aria-label={t('time.steps')}>
        <button
          type="button"
          className="btn sq"
          aria-label={t('time.previous')}
          title={`${t('time.previous')}  [`}
          onClick={back}
        >
          <Icon name="prev" />
        </button>
        <button
          type="button"
          className="btn sq"
          aria-label={t('time.next')}
          title={`${t('time.next')}  ]`}
          onClick={forth}
        >
          <Icon name="next" />
        </button>
      </fieldset>
      <TimeTrack
        label={t(`time.window.${span}`)}
        {...{ fromMs, toMs, headMs, marks }}
        nowMs={now}
        onSeek={travel.goTo}
      />
      <fieldset className="seg spans" aria-label={t('time.windows')}>
        {spansOf(calendar).map((each) => (
          <button
            key={each}
            type="button"
            className={each === span ? 'btn on' : 'btn'}
            aria-pressed={each === span}
            onClick={() => setSpan(each)}
          >
            {t(`time.span.${each}`)}
          </button>
        ))}
      </fieldset>
      <div className="clock">
        {time(now)}
        <div className="cap">
          {travel.error ? t('time.unreadable') : `${day(now)} · ${t(standing(past, playing, live), { rate })}`}
        </div>
      </div>
    </section>
  )
}

const standing = (past: boolean, playing: boolean, live: boolean) =>
  playing ? 'time.playing' : past ? 'time.paused' : live ? 'time.now' : 'time.notConnected'
