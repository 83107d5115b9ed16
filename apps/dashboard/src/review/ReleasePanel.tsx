import type { PassportCycle } from '@celltwin/contracts'
import { placeName } from '../parts/PartRow.tsx'
import { useCell, useNow } from '../twin/hooks.ts'
import { minutes, time, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { lookOfRequest } from '../ui/State.tsx'
import { type InputLine, inputLines, isOpen, type RequestView } from './requests.ts'
import { useRequestOfPart } from './use-requests.ts'

const TO = {
  accept: 'to the accept chute',
  reject: 'to the reject bin',
  hold: 'to the hold fixture',
  out: 'out, by a person',
}

/** What the cell waits for: its own inputs in fixed order, and how far the request has come. Nothing here releases anything. */
export function ReleasePanel({ cycle, requestId }: { cycle: PassportCycle; requestId: string | null }) {
  const inputs = useCell(({ live }) => live?.inputs?.value)
  const known = useRequestOfPart(cycle.serial, requestId)
  const view = known && (requestId !== null || isOpen(known)) ? known : undefined
  const open = view !== undefined && isOpen(view)
  return (
    <section className={open ? 'p rel open' : 'p rel'} aria-live="polite">
      {view ? <Progress view={view} /> : <Idle cycle={cycle} />}
      <ul className="il">
        {inputs ? (
          inputLines(inputs).map((line) => (
            <Input key={line.input} line={line} asked={open && view.state !== 'started'} />
          ))
        ) : (
          <li className="none">
            <Icon name="ni" />
            <span>The cell has not told its inputs</span>
          </li>
        )}
      </ul>
      <p className="note">
        {open ? 'Inputs are the cell’s own; no page gives a release.' : 'The cell’s own inputs, as it tells them.'}
        {open && view.expiresAt && <Expiry at={view.expiresAt} />}
      </p>
    </section>
  )
}

function Idle({ cycle }: { cycle: PassportCycle }) {
  return (
    <div className="hd idle">
      <b>No request to the cell</b>
      <span>The part is {cycle.whereabouts === 'out' ? 'taken out' : `in: ${placeName(cycle.whereabouts)}`}.</span>
    </div>
  )
}

function Progress({ view }: { view: RequestView }) {
  const now = useNow(1000)
  const look = lookOfRequest(view.state)
  return (
    <div className="hd">
      <Icon name={look.icon} size={28} />
      <b>{look.word}</b>
      <span>{view.reason ?? `The part goes ${TO[view.to as keyof typeof TO] ?? view.to}.`}</span>
      {view.since && (
        <span className="tm" title={`since ${time(view.since)}`}>
          {isOpen(view) ? minutes(now - Date.parse(view.since)) : time(view.since)}
        </span>
      )}
      {ORDER.includes(view.state) && (
        <ol className="way">
          {(['made', 'waiting', 'started', 'done'] as const).map((state) => (
            <li key={state} className={reached(view.state, state)}>
              {words(state)}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

const ORDER = ['made', 'waiting', 'started', 'done']
const reached = (now: string, state: string) => {
  const at = ORDER.indexOf(now)
  return at < 0 ? '' : ORDER.indexOf(state) < at ? 'past' : ORDER.indexOf(state) === at ? 'at' : ''
}

function Input({ line: { text, allows, remedy }, asked }: { line: InputLine; asked: boolean }) {
  const wanted = asked && !allows
  return (
    <li className={wanted ? 'wait' : ''}>
      <Icon name={allows ? 'ok' : wanted ? 'wait' : 'no'} />
      <span>{text}</span>
      <span>{allows ? '' : remedy}</span>
    </li>
  )
}

function Expiry({ at }: { at: string }) {
  const now = useNow(1000)
  return <> The request expires in {minutes(Date.parse(at) - now)}.</>
}
