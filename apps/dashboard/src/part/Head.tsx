import type { Passport, PassportCycle } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { ChallengeMark, SuspectMark } from '../gauges/SuspectMark.tsx'
import { decisionName, placeName } from '../parts/PartRow.tsx'
import { isOpen } from '../review/requests.ts'
import { useRequestOfPart } from '../review/use-requests.ts'
import { day, dayTime, duration, number, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { leftUnjudged, lookOfPart, lookOfRequest, State } from '../ui/State.tsx'
import { Origin } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'

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
  return (
    <header className="head">
      <h1>{cycle.serial}</h1>
      <span className={`chip lg ${look.tone}`}>
        <Icon name={look.icon} size={20} />
        {told(look.word)}
      </span>
      <p className="why" title={cycle.reasons.map(({ text }) => told(text)).join('\n')}>
        {cycle.challenge && <ChallengeMark />}
        {cycle.suspect && <SuspectMark reason={cycle.suspect.reason} />}
        <b>{first ? told(first.text) : unexplained(cycle)}</b>
        {others.length > 0 && ` And ${number(others.length)} more ${others.length === 1 ? 'reason' : 'reasons'}.`}
        {cycle.finding && ` ${decisionName(cycle)}, by a person.`}
        {waits(cycle) && ' Waits for a person.'}
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
          Replay <kbd>R</kbd>
        </Link>
        <Link className="btn" to="/review/$serial" params={{ serial: cycle.serial }}>
          Debug Mode <kbd>D</kbd>
        </Link>
        <a className="btn" href={api.passportPdfUrl(cycle.serial, cycle.cycleId, i18n.language)} download>
          {t('part.pdf.print')}
        </a>
      </div>
      <div className="facts">
        <Fact name="Inserted">
          {day(cycle.insertedAt)} {time(cycle.insertedAt)}
        </Fact>
        {passport.cycles.length > 1 ? (
          <CyclePicker passport={passport} cycle={cycle} />
        ) : (
          <Fact name="Cycle no.">{number(cycle.cycleNumber)}</Fact>
        )}
        <Fact name="Judged after">{cycle.judgedAfterMs === null ? 'not yet' : duration(cycle.judgedAfterMs)}</Fact>
        <Fact name="Part type">{cycle.partType}</Fact>
        <Fact name="Recipe">
          {cycle.recipe.id} v{cycle.recipe.version}
          {passport.definition.recipe.drawing && `, drawing ${passport.definition.recipe.drawing}`}
          {passport.definition.recipe.drawingRevision && ` rev ${passport.definition.recipe.drawingRevision}`}
        </Fact>
        {cycle.codeGrade && <Fact name="Code grade">{cycle.codeGrade}</Fact>}
        {cycle.partTemperatureC !== null && <Fact name="Part">{number(cycle.partTemperatureC, 1)} °C</Fact>}
        <Fact name="Now">{placeName(cycle.whereabouts)}</Fact>
        {cycle.provisional && <span className="hold">provisional serial: {cycle.provisional}</span>}
        {moving && (
          <State look={lookOfRequest(moving.state)} size={12}>
            {lookOfRequest(moving.state).word.toLowerCase()}
          </State>
        )}
        <Origin simulated={cycle.simulated} replayed={cycle.replayed} />
      </div>
    </header>
  )
}

const unexplained = (cycle: PassportCycle) =>
  cycle.verdict === 'pass'
    ? 'All characteristics within their limits.'
    : leftUnjudged(cycle)
      ? 'No verdict in time.'
      : 'Not judged yet.'

const waits = (cycle: PassportCycle) =>
  !cycle.finding && !cycle.challenge && (cycle.verdict === 'reject' || cycle.verdict === 'hold' || leftUnjudged(cycle))

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <span>
    {name} <b>{children}</b>
  </span>
)

/** All passes of this serial stay visible; the newest is shown unless another is chosen. */
function CyclePicker({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  return (
    <span className="cycles">
      Cycle
      {passport.cycles.toReversed().map((other, i) => (
        <Link
          key={other.cycleId}
          className={other === cycle ? 'on' : ''}
          to="/parts/$serial"
          params={{ serial: passport.serial }}
          search={(s) => ({ ...s, cycle: other.cycleId })}
          title={`No. ${other.cycleNumber}, ${dayTime(other.insertedAt)}, ${other.verdict ?? 'in process'}`}
        >
          <Icon name={lookOfPart(other).icon} size={12} />
          {i + 1}
        </Link>
      ))}
      <b>no. {number(cycle.cycleNumber)}</b>
    </span>
  )
}
