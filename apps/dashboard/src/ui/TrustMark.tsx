/** How much a value is worth, the same mark everywhere: quiet where all is well, in words where it is not. */
import type { Source } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { useCell, useNow, useStanding } from '../twin/hooks.ts'
import { type Standing, sourcesOf, type Trust } from '../twin/trust.ts'
import { duration } from './format.ts'
import { Icon, type IconName } from './Icon.tsx'

export const TRUST_ICONS: Readonly<Record<Trust, IconName>> = {
  live: 'live',
  simulated: 'sim',
  replayed: 'replay',
  late: 'wait',
  stale: 'stale',
}

/** A value that may not be taken at its word. */
export const isDoubtful = (trust: Trust): boolean => trust === 'stale' || trust === 'late'

interface MarkProps {
  readonly trust: Trust
  /** More than the word, such as since when. */
  readonly says?: string | undefined
  /** `shown`: always in words; `doubtful` (default): only where the value is; `read`: to screen readers alone. */
  readonly words?: 'shown' | 'doubtful' | 'read' | undefined
  /** Before the explanation that shows on pointing. */
  readonly title?: string | undefined
  /** Instead of what the trust alone explains. */
  readonly why?: string | undefined
}

export function TrustMark({ trust, says, title, why, words = 'doubtful' }: MarkProps) {
  const { t } = useTranslation()
  const shown = words === 'shown' || (words === 'doubtful' && isDoubtful(trust))
  return (
    <span className={`tm ${trust}`} title={[title, why ?? t(`trust.why.${trust}`)].filter(Boolean).join(': ')}>
      <Icon name={TRUST_ICONS[trust]} size={12} />
      <span className={shown ? undefined : 'sr'}>{says ?? t(`trust.${trust}`)}</span>
    </span>
  )
}

/** The mark of values that rest on what these sources say. */
export function StandingMark({ of, words }: { of: readonly Source[]; words?: MarkProps['words'] }) {
  return <Marked standing={useStanding(of)} words={words} />
}

/** `shown`: also whose silence it is; else that stands in the title. */
export function Marked({ standing, words }: { standing: Standing; words?: MarkProps['words'] | undefined }) {
  const { trust, of, sinceMs } = standing
  const { t } = useTranslation()
  const now = useNow(1000)
  const away = of.length > 2 ? t('trust.sources', { count: of.length }) : of.join(', ')
  const says = [
    trust === 'stale' && sinceMs !== undefined
      ? t('trust.staleFor', { age: duration(Math.max(0, now - sinceMs)) })
      : t(`trust.${trust}`),
    away,
  ]
  const doubtful = isDoubtful(trust)
  return (
    <TrustMark
      trust={trust}
      says={doubtful ? (words === 'shown' ? says.filter(Boolean).join(' · ') : says[0] || undefined) : undefined}
      title={doubtful ? away : undefined}
      words={words === 'shown' ? 'doubtful' : words}
    />
  )
}

/** In the head of a page whose figures rest on all sources of the cell: nothing while none of them is in doubt. */
export function CellMark() {
  const described = useCell(({ twin }) => twin?.definition?.value)
  return described ? <DoubtMark of={sourcesOf(described.definition).all} /> : null
}

function DoubtMark({ of }: { of: readonly Source[] }) {
  const standing = useStanding(of)
  return isDoubtful(standing.trust) ? <Marked standing={standing} words="shown" /> : null
}

/** What came late by itself; nothing where it came in time. */
export function LateMark({ cameLateMs, afterVerdict = false, words }: LateProps) {
  const { t } = useTranslation()
  if (afterVerdict)
    return (
      <TrustMark trust="late" says={t('trust.cameAfterVerdict')} why={t('trust.why.cameAfterVerdict')} words={words} />
    )
  if (cameLateMs === undefined) return null
  const time = duration(cameLateMs)
  return (
    <TrustMark
      trust="late"
      says={t('trust.cameLate', { time })}
      why={t('trust.why.cameLate', { time })}
      words={words}
    />
  )
}

interface LateProps {
  /** From made to journalled, ms. */
  readonly cameLateMs: number | undefined
  /** Too late for the cell itself: that is what counts. */
  readonly afterVerdict?: boolean | undefined
  readonly words?: MarkProps['words']
}

/** Where parts come from that are neither real nor made now; nothing for a live, real one. */
export function Origin({ simulated, replayed }: { simulated: boolean; replayed?: boolean | undefined }) {
  const { t } = useTranslation()
  if (!simulated && !replayed) return null
  return replayed ? (
    <TrustMark trust="replayed" says={t('trust.replayedDevices')} words="shown" />
  ) : (
    <TrustMark trust="simulated" says={t('trust.simulatedDevices')} words="shown" />
  )
}
