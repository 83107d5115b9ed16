import type { PassportCycle } from '@celltwin/contracts'
import type { Dispatch } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../people/me.ts'
import { words } from '../ui/format.ts'
import { useTold } from '../ui/told.ts'
import { consequence, DEFECT_DIGITS, type DefectChoice, DISPOSITIONS, FINDINGS, type ReasonCode } from './choices.ts'
import type { DebugAction, DebugState } from './debug-machine.ts'

export interface DraftProps {
  readonly state: DebugState
  readonly act: Dispatch<DebugAction>
  readonly cycle: PassportCycle
  readonly defects: readonly DefectChoice[]
  readonly reasons: readonly ReasonCode[]
  readonly operator: string
  readonly onOperator: (name: string) => void
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

/** Finding, defect, disposition; at the last step the reason, the remark and who signs. */
export function DraftForm(props: DraftProps) {
  const { t } = useTranslation()
  const told = useTold()
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
      <div className="fl">{t('review.decision.finding')}</div>
      <div className="opts">
        {FINDINGS.map(({ digit, finding }) => (
          <Choice
            key={finding}
            digit={digit}
            on={draft.finding === finding}
            onChoose={() => act({ do: 'find', finding })}
          >
            {words(finding)}
          </Choice>
        ))}
      </div>
      <div className="fl">{t('review.decision.defect')}</div>
      <div className="opts sm">
        {listed.map(({ id, title }, i) => (
          <Choice
            key={id}
            digit={DEFECT_DIGITS[i]!}
            on={draft.defect === id}
            onChoose={() => act({ do: 'defect', defect: id })}
          >
            <span className="one">{told(title)}</span>
          </Choice>
        ))}
        <select
          className={other ? 'btn on' : 'btn'}
          aria-label={t('review.decision.anotherDefect')}
          value={other ? draft.defect : ''}
          onChange={(event) => event.target.value && act({ do: 'defect', defect: event.target.value })}
        >
          <option value="">{t('review.decision.more', { count: defects.length - listed.length })}</option>
          {defects.slice(listed.length).map(({ id, title }) => (
            <option key={id} value={id}>
              {told(title)}
            </option>
          ))}
        </select>
      </div>
      <div className="fl">{t('review.decision.disposition')}</div>
      <div className="opts sm six">
        {DISPOSITIONS.map(({ digit, disposition }) => (
          <Choice
            key={disposition}
            digit={digit}
            on={draft.disposition === disposition}
            onChoose={() => act({ do: 'dispose', disposition })}
          >
            <span className="one">{words(disposition)}</span>
          </Choice>
        ))}
      </div>
      {last ? <Particulars {...props} /> : <p className="note">{t('review.decision.later', { step: steps })}</p>}
      <p className="note">{consequence(cycle.whereabouts, draft.finding, draft.disposition)}</p>
    </>
  )
}

/** Asked at the last step: the reason, the remark, the customer's word for a concession, and who signs where nobody signed in. */
function Particulars({ state: { draft }, act, reasons, operator, onOperator }: DraftProps) {
  const { t } = useTranslation()
  const signedIn = useMe().data?.person
  return (
    <>
      {draft.disposition === 'concession' && (
        <div className="pair">
          <input
            className="field"
            aria-label={t('review.decision.customer')}
            placeholder={t('review.decision.customer')}
            value={draft.concessionReference}
            onChange={(event) => act({ do: 'draft', draft: { concessionReference: event.target.value } })}
          />
          <input
            className="field"
            aria-label={t('review.decision.quantity')}
            placeholder={t('review.decision.parts')}
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
          aria-label={t('review.decision.reason')}
          disabled={reasons.length === 0}
          value={draft.reasonCode ?? ''}
          onChange={(event) => act({ do: 'draft', draft: { reasonCode: event.target.value } })}
        >
          <option value="" disabled>
            {t(reasons.length === 0 ? 'review.decision.reasonLater' : 'review.decision.chooseReason')}
          </option>
          {reasons.map(({ code, title }) => (
            <option key={code} value={code}>
              {title}
            </option>
          ))}
        </select>
        <kbd title={t('review.decision.reasonKey')}>C</kbd>
      </div>
      <input
        className="field"
        aria-label={t('review.decision.remark')}
        placeholder={t('review.decision.remarkHint')}
        maxLength={2000}
        value={draft.remark}
        onChange={(event) => act({ do: 'draft', draft: { remark: event.target.value } })}
      />
      {!signedIn && (
        <input
          className="field"
          aria-label={t('review.decision.name')}
          placeholder={t('review.decision.name')}
          autoComplete="name"
          maxLength={80}
          value={operator}
          onChange={(event) => onOperator(event.target.value)}
        />
      )}
    </>
  )
}
