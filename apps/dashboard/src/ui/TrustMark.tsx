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
  readonly words?: 'shown' | 'doubtful' | 'read'
}

export function TrustMark({ trust, says, words = 'doubtful' }: MarkProps) {
  const { t } = useTranslation()
  const shown = words === 'shown' || (words === 'doubtful' && isDoubtful(trust))
  return (
    <span className={`tm ${trust}`} title={t(`trust.why.${trust}`)}>
      <Icon name={TRUST_ICONS[trust]} size={12} />
      <span className={shown ? undefined : 'sr'}>{says ?? t(`trust.${trust}`)}</span>
    </span>
  )
}

/** The mark of values that rest on what these sources say. */
export function StandingMark({ of }: { of: readonly Source[] }) {
  return <Marked standing={useStanding(of)} />
}

export function Marked({ standing: { trust, of, sinceMs } }: { standing: Standing }) {
  const { t } = useTranslation()
  const now = useNow(1000)
  const away = of.length > 2 ? t('trust.sources', { count: of.length }) : of.join(', ')
  const says = [
    trust === 'stale' && sinceMs !== undefined
      ? t('trust.staleFor', { age: duration(Math.max(0, now - sinceMs)) })
      : t(`trust.${trust}`),
    away,
  ]
  return <TrustMark trust={trust} says={isDoubtful(trust) ? says.filter(Boolean).join(' · ') : undefined} />
}

/** The mark of figures that rest on all sources of the cell. */
export function CellMark() {
  const described = useCell(({ twin }) => twin?.definition?.value)
  return described ? <StandingMark of={sourcesOf(described.definition).all} /> : null
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
