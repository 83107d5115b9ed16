import type { ShareOf, ShiftReport } from '@celltwin/contracts'
import { ENOUGH } from '@celltwin/locales'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { useTold } from '../ui/told.ts'
import { minutesOf, percentOf } from './words.ts'

/** Four figures: what was made, upstream's quality, the cell's own losses, and time. The two qualities are never added. */
export function Headlines({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const { quality } = report.figures
  const parts = (share: ShareOf) => number(share.count)
  return (
    <section className="p kp" aria-label={t('frame.shift')}>
      <GoodParts report={report} />
      <Share
        label={t('shift.firstPass')}
        aside={t('shift.upstream')}
        share={quality.product}
        of={(lower, upper) => [1 - upper, 1 - lower]}
        value={(share) => 1 - share}
        sub={t('shift.nonconformingOf', { count: quality.product.count, of: number(quality.product.of) })}
      />
      <Share
        label={t('shift.ownLosses')}
        aside={t('shift.inspection')}
        share={quality.own}
        of={(lower, upper) => [lower, upper]}
        value={(share) => share}
        sub={t('shift.ownParts', {
          falseRejects: parts(quality.falseRejects),
          notInspected: parts(quality.notInspected),
          reinspected: parts(quality.reinspected),
          of: number(quality.own.of),
        })}
      />
      <TimeLost report={report} />
    </section>
  )
}

function GoodParts({ report: { figures, taktMs, speed, state } }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const { good, target, due } = figures.production
  const missing = due === null ? 0 : due - good
  const atTakt = minutesOf(((taktMs ?? 0) * missing) / speed)
  return (
    <div>
      <div className="l">
        <span>{t('shift.goodParts')}</span>
        <span>{target !== null && t('shift.target', { count: target })}</span>
      </div>
      <div className="big">
        {number(good)} {state === 'running' && due !== null && <small>{t('shift.dueNow', { count: due })}</small>}
      </div>
      <div className="sub">
        {due === null
          ? t('shift.noTarget')
          : missing > 0
            ? t('shift.short', { count: missing, time: atTakt })
            : missing < 0
              ? t('shift.ahead', { count: -missing })
              : t('shift.onTarget')}
      </div>
    </div>
  )
}

interface ShareProps {
  readonly label: string
  readonly aside: string
  readonly share: ShareOf
  readonly value: (share: number) => number
  readonly of: (lower: number, upper: number) => readonly [number, number]
  readonly sub: string
}

/** A percentage with its count and its Wilson interval; of few parts the count alone. */
function Share({ label, aside, share: { count, of: whole, interval }, value, of, sub }: ShareProps) {
  const { t } = useTranslation()
  const [lower, upper] = interval ? of(interval.lower, interval.upper) : [0, 0]
  return (
    <div>
      <div className="l">
        <span>{label}</span>
        <span>{aside}</span>
      </div>
      {interval && whole >= ENOUGH ? (
        <div className="big">
          {percentOf(value(interval.share))} <small>%</small>
        </div>
      ) : (
        <div className="big few">
          {number(count)} <small>/ {number(whole)}</small>
        </div>
      )}
      <div className="sub" title={sub}>
        {whole === 0 ? t('shift.nothingJudged') : sub}
      </div>
      {interval && (
        <div className="sub dim">
          {whole < ENOUGH
            ? t('shift.few', { count, of: whole })
            : t('shift.interval', { lower: percentOf(lower), upper: percentOf(upper) })}
        </div>
      )}
    </div>
  )
}

function TimeLost({ report: { figures } }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const told = useTold()
  const { time, stops } = figures
  const worst = stops.toSorted((a, b) => b.timeMs - a.timeMs).slice(0, 2)

  const stateName = (state: string) => t(`shift.packml.${state as 'held'}`)
  const stated = worst.map(({ of, title, timeMs }) => `${told(title) || stateName(of)} ${minutesOf(timeMs)}`).join(', ')
  return (
    <div>
      <div className="l">
        <span>{t('shift.timeLost')}</span>
        <span>{t('shift.ofAvailable', { time: minutesOf(time.availableMs) })}</span>
      </div>
      <div className="big">
        {number(time.lostMs / 60_000, 1)} <small>min</small>
      </div>
      <div className="sub" title={stated}>
        {stated || t('shift.noStops')}
      </div>
      {time.oee !== null && (
        <div className="sub dim">
          {t('shift.oee', {
            oee: percentOf(time.oee),
            availability: number(time.availability ?? 0, 2),
            performance: number(time.performance ?? 0, 2),
            quality: number(time.quality ?? 0, 2),
          })}
        </div>
      )}
    </div>
  )
}
