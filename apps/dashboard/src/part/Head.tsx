import type { Passport, PassportCycle } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import i18next from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { mustFailOf } from '../gauges/must-fail.ts'
import { ChallengeMark, SuspectMark } from '../gauges/SuspectMark.tsx'
import { decisionName, placeOf } from '../parts/PartRow.tsx'
import { isOpen } from '../review/requests.ts'
import { useRequestOfPart } from '../review/use-requests.ts'
import { day, dayTime, duration, inSentence, number, phrase, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { leftUnjudged, lookOfPart, lookOfRequest, State } from '../ui/State.tsx'
import { LateMark, Origin } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { temperatureText } from '../ui/units.ts'

/** Verdict and reason in one line, facts in one line. */
export function Head({
  passport,
  cycle,
  onStep,
}: {
  passport: Passport
  cycle: PassportCycle
  onStep: (serial: string | null) => void
}) {
  const { t, i18n } = useTranslation()
  const told = useTold()
  const look = lookOfPart(cycle)
  const [first, ...others] = cycle.reasons
  const request = useRequestOfPart(cycle.serial)
  const moving = request && isOpen(request) ? request : undefined
  const known = passport.definition.challenge?.parts.find(({ id }) => id === cycle.challenge)
  return (
    <header className="head">
      <h1>{cycle.serial}</h1>
      <span className={`chip lg ${look.tone}`}>
        <Icon name={look.icon} size={20} />
        {told(look.word)}
      </span>
      <p className="why" title={cycle.reasons.map(({ text }) => told(text)).join('\n')}>
        {cycle.challenge && <ChallengeMark id={cycle.challenge} />}
        {cycle.suspect && <SuspectMark reason={cycle.suspect.reason} />}
        <b>{first ? told(first.text) : unexplained(cycle)}</b>
        {others.length > 0 && ` ${t('part.headline.more', { count: others.length, n: number(others.length) })}`}
        {cycle.finding && ` ${t('part.headline.byPerson', { decision: decisionName(cycle) })}`}
        {waits(cycle) && ` ${t('part.headline.waits')}`}
      </p>
      <div className="acts">
        <button
          type="button"
          className="btn"
          disabled={!passport.previous}
          title={passport.previous ?? ''}
          onClick={() => onStep(passport.previous)}
        >
          <Icon name="prev" />
          <kbd>K</kbd>
        </button>
        <button
          type="button"
          className="btn"
          disabled={!passport.next}
          title={passport.next ?? ''}
          onClick={() => onStep(passport.next)}
        >
          <Icon name="next" />
          <kbd>J</kbd>
        </button>
        <Link className="btn" to="/" search={(s) => ({ ...s, at: cycle.verdictAt ?? cycle.insertedAt })}>
          {t('part.headline.replay')} <kbd>R</kbd>
        </Link>
        <Link className="btn" to="/review/$serial" params={{ serial: cycle.serial }}>
          {t('parts.key.debug')} <kbd>D</kbd>
        </Link>
        <a className="btn" href={api.passportPdfUrl(cycle.serial, cycle.cycleId, i18n.language)} download>
          {t('part.pdf.print')}
        </a>
      </div>
      <div className="facts">
        <Fact name={t('part.pdf.inserted')}>
          {day(cycle.insertedAt)} {time(cycle.insertedAt)}
        </Fact>
        {passport.cycles.length > 1 ? (
          <CyclePicker passport={passport} cycle={cycle} />
        ) : (
          <Fact name={t('part.pdf.cycle')}>{number(cycle.cycleNumber)}</Fact>
        )}
        <Fact name={t('part.headline.judgedAfter')}>
          {cycle.judgedAfterMs === null ? t('part.headline.notYet') : duration(cycle.judgedAfterMs)}{' '}
          <LateMark cameLateMs={cycle.verdictCameLateMs} />
        </Fact>
        <Fact name={t('part.pdf.partType')}>{cycle.partType}</Fact>
        <Fact name={t('part.pdf.recipe')}>{recipeName(passport, cycle)}</Fact>
        {cycle.codeGrade && <Fact name={t('part.pdf.code')}>{cycle.codeGrade}</Fact>}
        {cycle.partTemperatureC !== null && (
          <Fact name={t('part.pdf.part')}>{temperatureText(cycle.partTemperatureC)}</Fact>
        )}
        <Fact name={t('part.pdf.now')}>{placeOf(cycle)}</Fact>
        {known && <Fact name={t('gauges.mustFail')}>{mustFailOf(known, passport.definition.recipe, told)}</Fact>}
        {cycle.provisional && (
          <span className="hold">{t('part.headline.provisional', { why: told(cycle.provisional) })}</span>
        )}
        {moving && (
          <State look={lookOfRequest(moving.state)} size={12}>
            {inSentence(phrase(lookOfRequest(moving.state).word))}
          </State>
        )}
        <Origin simulated={cycle.simulated} replayed={cycle.replayed} />
      </div>
    </header>
  )
}

const unexplained = (cycle: PassportCycle) =>
  cycle.verdict === 'pass'
    ? i18next.t('part.pdf.allInside')
    : leftUnjudged(cycle)
      ? i18next.t('part.headline.noVerdict')
      : i18next.t('part.headline.notJudged')

function recipeName({ definition }: Passport, { recipe: { id, version } }: PassportCycle): string {
  const { drawing, drawingRevision: revision } = definition.recipe
  const recipe = `${id} v${version}`
  if (!drawing) return recipe
  return revision
    ? i18next.t('part.headline.ofRevision', { recipe, drawing, revision })
    : i18next.t('part.headline.ofDrawing', { recipe, drawing })
}

const waits = (cycle: PassportCycle) =>
  !cycle.finding && !cycle.challenge && (cycle.verdict === 'reject' || cycle.verdict === 'hold' || leftUnjudged(cycle))

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <span>
    {name} <b>{children}</b>
  </span>
)

/** All passes of this serial stay visible; the newest is shown unless another is chosen. */
function CyclePicker({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const { t } = useTranslation()
  return (
    <span className="cycles">
      {t('part.headline.cycles')}
      {passport.cycles.toReversed().map((other, i) => (
        <Link
          key={other.cycleId}
          className={other === cycle ? 'on' : ''}
          to="/parts/$serial"
          params={{ serial: passport.serial }}
          search={(s) => ({ ...s, cycle: other.cycleId })}
          title={t('part.headline.cycleAt', {
            n: number(other.cycleNumber),
            at: dayTime(other.insertedAt),
            verdict: inSentence(phrase(lookOfPart(other).word)),
          })}
        >
          <Icon name={lookOfPart(other).icon} size={12} />
          {i + 1}
        </Link>
      ))}
      <b>{t('part.headline.number', { n: number(cycle.cycleNumber) })}</b>
    </span>
  )
}
