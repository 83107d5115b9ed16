import type { PassportCycle } from '@celltwin/contracts'
import type { Dispatch } from 'react'
import { Problem } from '../ui/Condition.tsx'
import { dayTime, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { consequence, DEFECT_DIGITS, type DefectChoice, DISPOSITIONS, FINDINGS, type ReasonCode } from './choices.ts'
import { type DebugAction, type DebugState, missing } from './debug-machine.ts'

interface Props {
  readonly state: DebugState
  readonly act: Dispatch<DebugAction>
  readonly cycle: PassportCycle
  readonly defects: readonly DefectChoice[]
  readonly reasons: readonly ReasonCode[]
  readonly inForce: PassportCycle['reviews'][number] | undefined
  readonly operator: string
  readonly onOperator: (name: string) => void
  readonly onSign: () => void
  readonly onUndo: () => void
  readonly busy: boolean
  readonly error: unknown
}

/** What the person decides: a draft until every step was seen, then an event that overwrites nothing. */
export function DecisionPanel(props: Props) {
  const { state, inForce, error } = props
  return (
    <Panel title="Decision" className="dc" aside={inForce ? 'signed' : 'draft, nothing signed'}>
      <div className="in">
        {inForce ? <Signed {...props} inForce={inForce} /> : <DraftForm {...props} />}
        {error !== null && error !== undefined && (
          <Problem error={error} what={inForce ? 'The undo was not taken.' : 'The decision was not taken.'} />
        )}
        {!inForce && <Sign {...props} last={state.step === state.steps - 1} />}
      </div>
    </Panel>
  )
}

function Choice({
  digit,
  on,
  onChoose,
  children,
}: {
  digit?: string
  on: boolean
  onChoose: () => void
  children: React.ReactNode
}) {
  return (
    <button
      type="button"
      className={on ? 'btn on' : 'btn'}
      aria-pressed={on}
      // The focus stays where it is: Enter goes on to the next step and never repeats a choice.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {digit && <kbd>{digit}</kbd>}
      {children}
    </button>
  )
}

function DraftForm(props: Props) {
  const {
    state: { draft, step, steps },
    act,
    defects,
    cycle,
  } = props
  const last = step === steps - 1
  const listed = defects.slice(0, DEFECT_DIGITS.length)
  const other = draft.defect !== undefined && !listed.some(({ id }) => id === draft.defect)
  return (
    <>
      <div className="fl">Finding</div>
      <div className="opts">
        {FINDINGS.map(({ digit, finding, title }) => (
          <Choice
            key={finding}
            digit={digit}
            on={draft.finding === finding}
            onChoose={() => act({ do: 'find', finding })}
          >
            {title}
          </Choice>
        ))}
      </div>
      <div className="fl">
        <span>Defect</span>
        <label>
          <span className="sr">Another defect</span>
          <select
            className={other ? 'on' : ''}
            value={other ? draft.defect : ''}
            onChange={(event) => event.target.value && act({ do: 'defect', defect: event.target.value })}
          >
            <option value="">other, {defects.length - listed.length} more</option>
            {defects.slice(listed.length).map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="opts sm">
        {listed.map(({ id, title }, i) => (
          <Choice
            key={id}
            digit={DEFECT_DIGITS[i]!}
            on={draft.defect === id}
            onChoose={() => act({ do: 'defect', defect: id })}
          >
            <span className="one">{title}</span>
          </Choice>
        ))}
      </div>
      <div className="fl">Disposition</div>
      <div className="opts sm six">
        {DISPOSITIONS.map(({ digit, disposition, title }) => (
          <Choice
            key={disposition}
            digit={digit}
            on={draft.disposition === disposition}
            onChoose={() => act({ do: 'dispose', disposition })}
          >
            <span className="one">{title}</span>
          </Choice>
        ))}
      </div>
      {last ? (
        <Particulars {...props} />
      ) : (
        <p className="note">Reason and remark at step {steps}, where it is signed.</p>
      )}
      <p className="note">{consequence(cycle.whereabouts, draft.finding, draft.disposition)}</p>
    </>
  )
}

/** Asked at the last step: the reason, the remark, the customer's word for a concession, and who signs. */
function Particulars({ state: { draft }, act, reasons, operator, onOperator }: Props) {
  return (
    <>
      {draft.disposition === 'concession' && (
        <div className="pair">
          <input
            className="field"
            aria-label="Customer’s reference"
            placeholder="Customer’s reference"
            value={draft.concessionReference}
            onChange={(event) => act({ do: 'draft', draft: { concessionReference: event.target.value } })}
          />
          <input
            className="field"
            aria-label="Good for how many parts"
            placeholder="parts"
            inputMode="numeric"
            value={draft.concessionQuantity}
            onChange={(event) =>
              act({ do: 'draft', draft: { concessionQuantity: event.target.value.replace(/\D/g, '') } })
            }
          />
        </div>
      )}
      <div className="pair key">
        <select
          className="field"
          aria-label="Reason"
          disabled={reasons.length === 0}
          value={draft.reasonCode ?? ''}
          onChange={(event) => act({ do: 'draft', draft: { reasonCode: event.target.value } })}
        >
          <option value="" disabled>
            {reasons.length === 0 ? 'Reason, after the finding' : 'Choose the reason'}
          </option>
          {reasons.map(({ code, title }) => (
            <option key={code} value={code}>
              {title}
            </option>
          ))}
        </select>
        <kbd title="C goes to the next reason">C</kbd>
      </div>
      <input
        className="field"
        aria-label="Remark"
        placeholder="Remark, if there is more to say"
        maxLength={2000}
        value={draft.remark}
        onChange={(event) => act({ do: 'draft', draft: { remark: event.target.value } })}
      />
      <input
        className="field"
        aria-label="Your name, remembered on this device"
        placeholder="Your name, remembered on this device"
        autoComplete="name"
        maxLength={80}
        value={operator}
        onChange={(event) => onOperator(event.target.value)}
      />
    </>
  )
}

function Sign({ state, operator, onSign, busy, last }: Props & { last: boolean }) {
  const wanted = missing(state, operator)
  return (
    <div className="foot">
      <button
        type="button"
        className="btn touch prime"
        disabled={wanted.length > 0 || busy}
        onMouseDown={(event) => event.preventDefault()}
        // A click by keyboard has no detail: Enter never signs.
        onClick={(event) => event.detail > 0 && onSign()}
      >
        {wanted.length > 0 && <Icon name="lock" />}
        {busy ? 'Signing …' : wanted.length === 0 ? 'Sign' : last ? 'Sign' : `Sign at step ${state.steps}`}
      </button>
      <p>
        {wanted.length > 0 && `Missing: ${wanted.join(', ')}. `}
        <kbd>Ctrl</kbd> <kbd>Enter</kbd> signs, Enter never does.
      </p>
    </div>
  )
}

function Signed({ inForce, onUndo, busy }: Props & { inForce: PassportCycle['reviews'][number] }) {
  const { review, at, by } = inForce
  return (
    <>
      <p className="signed">
        <Icon name={review.finding === 'conforming' ? 'ok' : 'no'} size={20} />
        <b>
          {words(review.finding)}
          {review.disposition && `, ${review.disposition.replaceAll('-', ' ')}`}
        </b>
      </p>
      <dl className="kv">
        {review.defect && (
          <>
            <dt>Defect</dt>
            <dd>{words(review.defect)}</dd>
          </>
        )}
        <dt>Reason</dt>
        <dd>{words(review.reasonCode)}</dd>
        {review.remark && (
          <>
            <dt>Remark</dt>
            <dd>{review.remark}</dd>
          </>
        )}
        {review.concession && (
          <>
            <dt>Concession</dt>
            <dd>
              {review.concession.reference}, {review.concession.quantity ?? review.concession.expiresAt}
            </dd>
          </>
        )}
        <dt>Signed</dt>
        <dd>
          {dayTime(at)}, {by}
        </dd>
      </dl>
      <p className="note">
        The machine’s verdict stands beside it. An undo is a second event; the cell is asked to leave the part where it
        is, as long as it has not begun.
      </p>
      <div className="foot">
        <button type="button" className="btn" disabled={busy} onClick={onUndo}>
          Undo <kbd>U</kbd>
        </button>
      </div>
    </>
  )
}
