import type { PartSummary } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { FaceImage } from '../evidence/FaceImage.tsx'
import { isImage } from '../evidence/kinds.ts'
import { ChallengeMark } from '../gauges/SuspectMark.tsx'
import { severity } from '../part/results.ts'
import { dayTime, number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { ConformanceState, lookOfConformance, lookOfPart, State } from '../ui/State.tsx'
import { LateMark, Origin } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'
import { MissingEvidence } from './MissingEvidence.tsx'
import { missingOf } from './missing.ts'
import { decisionName, placeOf } from './PartRow.tsx'

/** The selected part at a glance: always open, so that moving down the list is reading. */
export function PartPeek({ part, enter }: { part: PartSummary; enter: 'passport' | 'debug' }) {
  const { t } = useTranslation()
  const passport = useQuery({
    queryKey: ['passport', part.serial],
    queryFn: () => api.passport(part.serial),
    staleTime: 5000,
  })
  const cycle = passport.data?.cycles.find(({ cycleId }) => cycleId === part.cycleId)
  const titles = new Map(passport.data?.definition.recipe.characteristics.map((c) => [c.id, c]))
  const worst = (cycle?.results ?? [])
    .filter(({ conformance }) => conformance !== 'pass')
    .toSorted((a, b) => severity(b.conformance) - severity(a.conformance))
    .slice(0, 4)
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
          {worst.map((result) => {
            const characteristic = titles.get(result.characteristic)
            const { text, unit } = shownIn({ unit: result.unit, decimals: characteristic?.decimals ?? 2 })
            return (
              <li key={result.characteristic}>
                <Icon name={lookOfConformance(result.conformance).icon} />
                <b>{told(characteristic?.title ?? result.characteristic)}</b>
                <span>
                  {result.value === null ? '–' : text(result.value)} <span className="u">{unit}</span>
                </span>
                <p>{told(result.reason ?? result.explanation)}</p>
              </li>
            )
          })}
        </ul>
      )}
      {cycle && missing.length + worst.length === 0 && cycle.results.length > 0 && (
        <p className="empty">
          {t('parts.peek.all', { count: cycle.results.length })} <ConformanceState conformance="pass" />
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
