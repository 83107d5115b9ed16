import type { PartSummary } from '@celltwin/contracts'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { ChallengeMark, SuspectMark } from '../gauges/SuspectMark.tsx'
import { dayTime, duration } from '../ui/format.ts'
import { lookOfVerdict, PartState, State } from '../ui/State.tsx'
import { LateMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'

export const placeName = (whereabouts: PartSummary['whereabouts']): string =>
  whereabouts ? i18next.t(`parts.place.${whereabouts}`) : '–'

/** A part of the rack goes back there. */
export const placeOf = ({ challenge, whereabouts }: Pick<PartSummary, 'challenge' | 'whereabouts'>): string =>
  challenge && whereabouts === 'out' ? i18next.t('gauges.rack') : placeName(whereabouts)

/** What a person found and what becomes of the part. */
export const decisionName = ({ finding, disposition }: Pick<PartSummary, 'finding' | 'disposition'>): string =>
  finding
    ? [
        i18next.t(`trace.finding.${finding}`),
        ...(disposition ? [i18next.t(`trace.disposition.${disposition}`)] : []),
      ].join(', ')
    : ''

export function PartRow({
  part,
  selected,
  onSelect,
  onOpen,
}: {
  part: PartSummary
  selected: boolean
  onSelect: () => void
  onOpen: () => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const needed = !part.challenge && (part.verdict === 'reject' || part.verdict === 'hold') && !part.finding
  return (
    <tr data-key={part.cycleId} aria-selected={selected} onClick={onSelect} onDoubleClick={onOpen}>
      <td>
        <PartState part={part} />
      </td>
      <td className="b">
        {part.serial} <LateMark cameLateMs={part.cameLateMs} afterVerdict={part.cameAfterVerdict} words="read" />
      </td>
      <td className="mid">{dayTime(part.insertedAt)}</td>
      <td className="why" title={told(part.reason ?? '')}>
        {part.challenge && <ChallengeMark id={part.challenge} />}
        {part.suspect && <SuspectMark reason={part.suspect.reason} />}
        {part.verdict === 'pass' ? '' : told(part.reason ?? '')}
      </td>
      <td className="r wide">{part.judgedAfterMs === null ? '–' : duration(part.judgedAfterMs)}</td>
      <td className="mid short" title={placeOf(part)}>
        {placeOf(part)}
      </td>
      <td className="mid short" title={decisionName(part)}>
        {needed ? (
          <State look={lookOfVerdict('hold')} size={12}>
            {t('parts.waits')}
          </State>
        ) : (
          decisionName(part)
        )}
      </td>
    </tr>
  )
}
