import type { PartSummary } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { FaceImage } from '../evidence/FaceImage.tsx'
import { isImage } from '../evidence/kinds.ts'
import { ChallengeMark } from '../gauges/SuspectMark.tsx'
import { byGravity, gravity, groupRows, lookOfRow, valueText } from '../part/results.ts'
import { dayTime, number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { lookOfConformance, lookOfPart, State } from '../ui/State.tsx'
import { LateMark, Origin } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'
import { MissingEvidence } from './MissingEvidence.tsx'
import { missingOf } from './missing.ts'
import { decisionName, placeOf } from './PartRow.tsx'

/** Characteristics that are told of at a glance. */
const MOST = 4

/** The selected part at a glance: always open, so that moving down the list is reading. */
export function PartPeek({ part, enter }: { part: PartSummary; enter: 'passport' | 'debug' }) {
  const { t } = useTranslation()
  const passport = useQuery({
    queryKey: ['passport', part.serial],
    queryFn: () => api.passport(part.serial),
    staleTime: 5000,
  })
  const cycle = passport.data?.cycles.find(({ cycleId }) => cycleId === part.cycleId)
  const rows = cycle && passport.data ? groupRows(passport.data.definition, cycle, () => 'all') : []
  const worst = byGravity(rows.flatMap((group) => group.rows))
    .filter((row) => gravity(row) > 0)
    .slice(0, MOST)
  const missing = cycle && passport.data ? missingOf(cycle, passport.data.definition) : []
  const told = useTold()
  const look = lookOfPart(part)
  return (
    <section className="p peek" aria-label={t('parts.peek.part', { serial: part.serial })}>
      <div className="hd">
        <h2>{part.serial}</h2>
        <p>
          <State look={look} /> {part.challenge && <ChallengeMark id={part.challenge} />}
          <span className="mid">{told(part.reason ?? '')}</span>
        </p>
        <p className="dim">
          {t('parts.peek.cycle', {
            ...{ n: number(part.cycleNumber), at: dayTime(part.insertedAt), place: placeOf(part) },
          })}
          {part.finding && `. ${decisionName(part)}`}
        </p>
        <p>
          <Origin simulated={part.simulated} replayed={part.replayed} />{' '}
          <LateMark cameLateMs={part.cameLateMs} afterVerdict={part.cameAfterVerdict} />
        </p>
      </div>
      {cycle?.evidence.some(isImage) && <FaceImage cycle={cycle} plain />}
      {missing.length + worst.length > 0 && (
        <ul className="worst">
          {missing.map((one) => (
            <MissingEvidence key={one.module} missing={one} />
          ))}
          {worst.map((row) => (
            <li key={row.characteristic.id}>
              <Icon name={lookOfRow(row)?.icon ?? 'ni'} />
              <b>{told(row.characteristic.title)}</b>
              <span>
                {valueText(row)} <span className="u">{shownIn(row.characteristic).unit}</span>
              </span>
              <p>{told(row.result?.reason ?? row.result?.explanation ?? '')}</p>
            </li>
          ))}
        </ul>
      )}
      {cycle && missing.length + worst.length === 0 && cycle.results.length > 0 && (
        <p className="empty">
          {t('parts.peek.all', { count: cycle.results.length })}{' '}
          <State look={part.challenge ? lookOfPart(part) : lookOfConformance('pass')} />
        </p>
      )}
      <div className="acts">
        <Link className={enter === 'debug' ? 'btn prime' : 'btn'} to="/review/$serial" params={{ serial: part.serial }}>
          {t('parts.peek.debug')} <kbd>{enter === 'debug' ? 'Enter' : 'D'}</kbd>
        </Link>
        <Link
          className={enter === 'passport' ? 'btn prime' : 'btn'}
          to="/parts/$serial"
          params={{ serial: part.serial }}
        >
          {t('parts.peek.passport')} <kbd>{enter === 'passport' ? 'Enter' : 'P'}</kbd>
        </Link>
      </div>
    </section>
  )
}
