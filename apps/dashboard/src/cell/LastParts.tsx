import type { CellTwin, CycleTwin, Source } from '@celltwin/contracts'
import { partCameLateBy } from '@celltwin/twin'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSpeed } from '../twin/hooks.ts'
import { number } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { lookOfCycle } from '../ui/State.tsx'
import { LateMark, StandingMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { startOf } from './scene/shown.ts'
import { shortSerial } from './status.ts'
import { useShownNow } from './use-shown-now.ts'

const KEPT = 40

interface Mark {
  /** `known`: of the rack, where a verdict tests the cell and not the part. */
  readonly look: 'run' | 'pass' | 'cpass' | 'reject' | 'hold' | 'known'
  readonly icon: IconName
  readonly word: string
  readonly reason: string | undefined
}

/** A pass stays quiet; whatever else a part is, it says in a word and its reason. */
export function markOf(cycle: CycleTwin): Mark {
  const { challenge, verdict, dispatched } = cycle
  const reason = verdict?.reasons[0]?.text
  if (verdict && challenge) {
    const { tone, icon, word } = lookOfCycle(cycle)
    const look = tone === 'reject' ? 'reject' : 'known'
    return { look, icon, word: verdict.challenged ? 'Challenge part' : 'Master part', reason: word }
  }
  if (verdict?.verdict === 'reject') return { look: 'reject', icon: 'reject', word: 'Reject', reason }
  if (verdict?.verdict === 'hold') return { look: 'hold', icon: 'hold', word: 'Hold', reason }
  if (dispatched?.to === 'hold') {
    const why = dispatched.because === 'no-permission' ? 'No permission' : 'No verdict'
    return { look: 'hold', icon: 'hold', word: 'Hold', reason: why }
  }
  if (verdict && reason) return { look: 'cpass', icon: 'cpass', word: 'Conditional pass', reason }
  if (verdict) return { look: 'pass', icon: 'pass', word: 'Pass', reason: undefined }
  return { look: 'run', icon: 'run', word: 'In process', reason: undefined }
}

/** The last parts, newest left, each with its verdict. */
export function LastParts({ twin, of }: { twin: CellTwin | undefined; of: readonly Source[] }) {
  const { t } = useTranslation()
  const cycles = twin
    ? Object.values(twin.cycles)
        .sort((a, b) => b.cycleNumber - a.cycleNumber)
        .slice(0, KEPT)
    : []
  return (
    <section className="p strip" aria-label={t('cell.lastPartsInOrder')}>
      <h2>
        {t('cell.lastParts')}
        <span className="cap">
          {t('cell.newestLeft')} <StandingMark of={of} />
        </span>
      </h2>
      <ol>
        {cycles.map((cycle) => (
          <PartItem
            key={cycle.cycleId}
            cycle={cycle}
            cameLateMs={twin && partCameLateBy(twin, cycle)}
            afterVerdict={Object.values(cycle.modules).some(({ late }) => late !== undefined)}
          />
        ))}
        {cycles.length === 0 && <li className="dim none">{t('cell.noParts')}</li>}
      </ol>
    </section>
  )
}

interface ItemProps {
  readonly cycle: CycleTwin
  readonly cameLateMs: number | undefined
  readonly afterVerdict: boolean
}

/** A cycle that nothing happened to stays the same object. */
const PartItem = memo(function PartItem({ cycle, cameLateMs, afterVerdict }: ItemProps) {
  const { look, icon, word, reason } = markOf(cycle)
  const told = useTold()
  const said = { word: told(word), reason: reason && told(reason) }
  return (
    <li className={`${look} ${cycle.replayed ? 'rep' : ''}`}>
      <Link
        to="/parts/$serial"
        params={{ serial: cycle.serial }}
        search={{ cycle: cycle.cycleId }}
        title={[cycle.serial, said.word, said.reason].filter(Boolean).join(' · ')}
      >
        <span className="sr">{`${cycle.serial}, ${said.word}: `}</span>
        <Icon name={icon} />
        <b>
          {shortSerial(cycle.serial)}
          <LateMark cameLateMs={cameLateMs} afterVerdict={afterVerdict} words="read" />
        </b>
        {look === 'run' ? <Elapsed cycle={cycle} /> : said.reason && <em>{said.reason}</em>}
      </Link>
    </li>
  )
})

function Elapsed({ cycle }: { cycle: CycleTwin }) {
  const now = useShownNow(200)
  const speed = useSpeed()
  const began = startOf(cycle)
  if (began === undefined) return null
  return <em>{number(Math.max(0, ((now - began) * speed) / 1000), 1)} s</em>
}
