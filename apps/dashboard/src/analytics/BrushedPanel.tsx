import type { BrushedParts, Characteristic } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { lookOfVerdict, State } from '../ui/State.tsx'
import { shownIn } from '../ui/units.ts'
import { Answer } from './Answer.tsx'
import type { Span } from './brush.ts'
import { useAnalytics, useAnalyticsSearch, useWindow } from './use-analytics.ts'
import { useClock } from './words.ts'

/** The parts behind what was brushed. */
export function BrushedPanel({
  characteristic,
  time,
  value,
}: {
  characteristic: Characteristic | undefined
  time: Span | undefined
  value: Span | undefined
}) {
  const { t } = useTranslation()
  const { change } = useAnalyticsSearch()
  const window = useWindow()
  const clock = useClock()
  const wanted = characteristic !== undefined && (time ?? value) !== undefined
  const [from, to] = time ? time.map((ms) => new Date(ms).toISOString()) : [window.from, window.to]
  const range = { from: from!, to: to!, characteristic: characteristic?.id, low: value?.[0], high: value?.[1] }
  const parts = useAnalytics<BrushedParts>('/parts', range, wanted)
  const [picked, setPicked] = useState<readonly string[]>([])
  const pair = picked.filter((serial) => parts.data?.items.some((item) => item.serial === serial))
  if (!wanted)
    return (
      <Panel className="partsp" title={t('analytics.parts')}>
        <p className="empty">{t('analytics.brushFirst')}</p>
      </Panel>
    )
  const { text, unit } = shownIn(characteristic)
  return (
    <Panel
      className="partsp"
      title={t('analytics.parts')}
      aside={
        parts.data &&
        `${unit} · ${t('analytics.shown', { count: parts.data.items.length, of: number(parts.data.total) })}`
      }
    >
      <div className="bar">
        <span className="mid">
          {time && `${clock.full(time[0])} – ${clock.full(time[1])}`}
          {time && value && ', '}
          {value && `${text(value[0])}–${text(value[1])} ${unit}`}
        </span>
        <span className="grow" />
        {pair.length === 2 && (
          <Link className="btn" to="/compare" search={(s) => ({ cell: s.cell, at: s.at, a: pair[0], b: pair[1] })}>
            {t('analytics.compare')}
          </Link>
        )}
        <Link
          className="btn"
          to="/parts"
          search={(s) => ({
            ...{ cell: s.cell, at: s.at, from, to },
            ...(value && { measured: characteristic.id, above: value[0], below: value[1] }),
          })}
        >
          {t('analytics.openInParts')}
        </Link>
        <button
          type="button"
          className="btn"
          onClick={() => change({ since: undefined, until: undefined, low: undefined, high: undefined })}
        >
          <Icon name="no" size={12} />
          {t('analytics.clear')}
        </button>
      </div>
      <Answer of={parts} height={200}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="empty">{t('analytics.noParts')}</p>
          ) : (
            <div className="scroll">
              <table>
                <thead>
                  <tr>
                    <th>
                      <span className="sr">{t('analytics.compare')}</span>
                    </th>
                    <th>{t('analytics.verdict')}</th>
                    <th>{t('analytics.serial')}</th>
                    <th>{t('analytics.time')}</th>
                    <th className="r">{t('analytics.value')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ serial, cycleId, at, value, verdict }) => (
                    <tr key={cycleId}>
                      <td>
                        <input
                          type="checkbox"
                          aria-label={t('analytics.compareThis', { serial })}
                          checked={pair.includes(serial)}
                          onChange={() => setPicked(toggled(pair, serial))}
                        />
                      </td>
                      <td>
                        <State look={lookOfVerdict(verdict)} size={12} />
                      </td>
                      <td className="b">
                        <Link to="/parts/$serial" params={{ serial }} search={{ cycle: cycleId }}>
                          {serial}
                        </Link>
                      </td>
                      <td className="mid">{clock.full(at)}</td>
                      <td className="r">{text(value)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </Panel>
  )
}

/** At most two: a third takes the place of the first. */
const toggled = (pair: readonly string[], serial: string): readonly string[] =>
  pair.includes(serial) ? pair.filter((other) => other !== serial) : [...pair, serial].slice(-2)
