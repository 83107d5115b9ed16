import { useLocation } from '@tanstack/react-router'
import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { time } from '../ui/format.ts'
import { useTold } from '../ui/told.ts'
import { hrefAt, nearestStop, type Stop } from './marks.ts'

interface Props {
  /** Those of the window, oldest first. */
  readonly stops: readonly Stop[]
  readonly nowMs: number
  /** Where an instant stands, as a share of the width in percent. */
  readonly x: (atMs: number) => string
  readonly onSeek: (atMs: number) => void
}

/** Heights of the strokes: what struck stands out over what waits. */
const HEIGHTS: Readonly<Record<Stop['kind'], number>> = { alarm: 12, challenge: 12, reject: 9, hold: 5 }
const FILLS: Readonly<Record<Stop['kind'], string>> = {
  alarm: 'var(--ink)',
  challenge: 'var(--reject)',
  reject: 'var(--reject)',
  hold: 'var(--hold)',
}
const TO: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 }

const keyOf = ({ kind, at, serial }: Stop) => `${kind}${at}${serial}`

/** Rejects, holds, failed challenge parts and alarms, each a link to the replay of its instant. Tab leads to one of them, arrows to the others. */
export function Strokes({ stops, nowMs, x, onSeek }: Props) {
  const { t } = useTranslation()
  const told = useTold()
  const search = useLocation({ select: ({ searchStr }) => searchStr })
  const [focused, setFocused] = useState<string>()
  const tabbed = stops.find((stop) => keyOf(stop) === focused) ?? nearestStop(stops, nowMs)

  const open = (event: MouseEvent, at: string) => {
    // As any link: with a modifier the browser opens it elsewhere.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onSeek(Date.parse(at))
  }
  const moveOn = (event: KeyboardEvent<HTMLAnchorElement>) => {
    const to = TO[event.key]
    if (to === undefined || event.ctrlKey) return
    event.preventDefault()
    const links = [...event.currentTarget.parentElement!.querySelectorAll('a')]
    links[links.indexOf(event.currentTarget) + to]?.focus()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset goes into a picture.
    <svg className="strokes" role="group" aria-label={t('time.stops')}>
      {stops.map((stop) => {
        const { at, kind, serial, text } = stop
        const what = [t(`time.stop.${kind}`), serial, told(text)].filter(Boolean).join(' · ')
        const title = t('time.replay', { at: time(at), what })
        const height = HEIGHTS[kind]
        return (
          <a
            key={keyOf(stop)}
            href={hrefAt(search, at)}
            aria-label={title}
            tabIndex={stop === tabbed ? 0 : -1}
            onClick={(event) => open(event, at)}
            onKeyDown={moveOn}
            onFocus={() => setFocused(keyOf(stop))}
          >
            <title>{title}</title>
            <svg x={x(Date.parse(at))} overflow="visible">
              <rect className="touch" x="-5" y="0" width="10" height="14" />
              <rect x="-1.25" y={13 - height} width="2.5" height={height} fill={FILLS[kind]} />
            </svg>
          </a>
        )
      })}
    </svg>
  )
}
