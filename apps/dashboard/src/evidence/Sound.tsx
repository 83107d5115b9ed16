import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { useKeys } from '../ui/keys.tsx'

/** Slower is lower: what is too high to hear comes down. */
const SPEEDS = [0.25, 0.5, 1, 2]
/** Where the plot lies in a chart: room for its y axis, and at the right. */
const PLOT = { left: 40, right: 8 }

/** What WebAudio takes. */
const PLAYABLE_HZ = { from: 3000, to: 768_000 }

interface Playing {
  readonly stop: () => void
  readonly source: AudioBufferSourceNode
  readonly context: AudioContext
}

/** Loudest sample at nine tenths of what a loudspeaker takes; two recordings with the same `fullScale` are as loud as each other. */
function play(samples: Float64Array, rate: number, fullScale: number, ended: () => void): Playing {
  const context = new AudioContext()
  const buffer = context.createBuffer(1, samples.length, rate)
  const channel = buffer.getChannelData(0)
  const gain = 0.9 / fullScale
  samples.forEach((value, i) => {
    channel[i] = Number.isFinite(value) ? value * gain : 0
  })
  const source = context.createBufferSource()
  source.buffer = buffer
  source.connect(context.destination)
  source.onended = ended
  source.start()
  const stop = () => {
    source.onended = null
    source.stop()
    void context.close()
  }
  return { stop, source, context }
}

export const fullScaleOf = (samples: Float64Array): number =>
  samples.reduce((peak, value) => Math.max(peak, Math.abs(value) || 0), 0) || 1

/** A recording to listen to, over the picture of it: play, loop, speed, and where in the picture one is. */
export function Sound({
  samples,
  rate,
  fullScale,
  keys = true,
  children,
}: {
  samples: Float64Array
  rate: number
  /** Of the recording that this one is compared with. */
  fullScale?: number | undefined
  /** Whether P plays it: one of those on a page. */
  keys?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [playing, setPlaying] = useState<Playing>()
  const [loop, setLoop] = useState(true)
  const [speed, setSpeed] = useState(1)
  const head = useRef<HTMLElement>(null)
  const playable = rate >= PLAYABLE_HZ.from && rate <= PLAYABLE_HZ.to && samples.length > 0
  const turn = () =>
    setPlaying(
      playing || !playable
        ? undefined
        : play(samples, rate, fullScale ?? fullScaleOf(samples), () => setPlaying(undefined)),
    )
  useKeys(t('evidence.sound'), keys ? [{ keys: 'p', label: t('evidence.play'), run: turn }] : [])
  useEffect(() => () => playing?.stop(), [playing])

  useEffect(() => {
    if (!playing) return
    playing.source.loop = loop
    playing.source.playbackRate.value = speed
  }, [playing, loop, speed])

  // The marker moves by itself, so that the picture is not drawn anew sixty times a second.
  const place = useRef(speed)
  place.current = speed
  useEffect(() => {
    if (!playing) return
    const seconds = samples.length / rate
    let at = 0
    let before = playing.context.currentTime
    const follow = () => {
      const now = playing.context.currentTime
      at = (at + (now - before) * place.current) % seconds
      before = now
      const share = at / seconds
      if (head.current) {
        head.current.style.left = `calc(${PLOT.left}px + (100% - ${PLOT.left + PLOT.right}px) * ${share})`
        head.current.setAttribute('aria-valuenow', String(Math.round(share * 100)))
      }
      frame = requestAnimationFrame(follow)
    }
    let frame = requestAnimationFrame(follow)
    return () => cancelAnimationFrame(frame)
  }, [playing, samples, rate])

  return (
    <>
      <div className="sounding">
        {children}
        {playing && (
          <i
            ref={head}
            className="playhead"
            role="progressbar"
            aria-label={t('evidence.playhead')}
            aria-valuemin={0}
            aria-valuemax={100}
          />
        )}
      </div>
      {playable && (
        <div className="player">
          <button
            type="button"
            className={playing ? 'btn on' : 'btn'}
            aria-pressed={playing !== undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={turn}
          >
            {t(playing ? 'evidence.stop' : 'evidence.play')} {keys && <kbd>P</kbd>}
          </button>
          <label>
            <input type="checkbox" checked={loop} onChange={({ target }) => setLoop(target.checked)} />{' '}
            {t('evidence.loop')}
          </label>
          <label>
            {t('evidence.speed')}{' '}
            <select className="field" value={speed} onChange={({ target }) => setSpeed(Number(target.value))}>
              {SPEEDS.map((each) => (
                <option key={each} value={each}>
                  ×{number(each, each < 1 ? 2 : 0)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
    </>
  )
}
