import { parseCondition } from '@celltwin/inspection/condition'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useMe, useNeeds } from '../../people/me.ts'
import { Problem } from '../../ui/Condition.tsx'
import { dayTime, number } from '../../ui/format.ts'
import { TextField } from '../../ui/TextField.tsx'
import { useOperator } from '../operator.ts'
import { breakpointApi } from './api.ts'
import './breakpoints.css'
import { useNames } from './use-breakpoints.ts'

const HOURS = 24
const EXAMPLES = ['crimp-count < 6 and vibration passes', 'every 50th good part', 'verdict is hold']

/** A condition: written with help, tried on the last day, and asked of the cell. */
export function BreakpointForm({ begin = '', onClose }: { begin?: string; onClose?: () => void }) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const signedIn = useMe().data?.person
  const [by, setBy] = useOperator()
  const needs = useNeeds('setBreakpoints')
  const names = useNames()
  const [text, setText] = useState(begin)
  const parsed = names && text.trim() !== '' ? parseCondition(text, names) : undefined
  const trying = useMutation({ mutationFn: () => breakpointApi.dryRun(cell!, text, HOURS) })
  const setting = useMutation({
    mutationFn: () => breakpointApi.set(cell!, text.trim(), by),
    onSuccess: () => {
      setText('')
      onClose?.()
    },
  })
  const error = setting.error ?? trying.error
  const change = (next: string) => {
    setText(next)
    trying.reset()
  }

  return (
    <form
      className="condition"
      onSubmit={(event) => {
        event.preventDefault()
        if (parsed?.ok) setting.mutate()
      }}
    >
      <label>
        <span>{t('review.breakpoints.condition')}</span>
        <input
          className="field mono"
          value={text}
          maxLength={300}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={parsed?.ok === false}
          aria-describedby="breakpoint-flaw"
          placeholder={EXAMPLES[0]}
          onChange={(event) => change(event.target.value)}
        />
      </label>
      <div id="breakpoint-flaw" className="flaw" aria-live="polite">
        {parsed?.ok === false && (
          <>
            <code aria-hidden="true">{`${' '.repeat(parsed.flaw.position)}^`}</code>
            <p>
              {t('review.breakpoints.flaw', { at: parsed.flaw.position + 1, message: parsed.flaw.message })}
              {parsed.flaw.expected.length > 0 &&
                ` ${t('review.breakpoints.expected', { words: parsed.flaw.expected.slice(0, 10).join(', ') })}`}
            </p>
          </>
        )}
        {parsed?.ok && <p>{t('review.breakpoints.understood')}</p>}
        {!parsed && (
          <p>
            {EXAMPLES.map((example) => (
              <button key={example} type="button" className="btn quiet mono" onClick={() => change(example)}>
                {example}
              </button>
            ))}
          </p>
        )}
      </div>
      {!signedIn && <TextField label={t('sign.name')} required maxLength={80} value={by} onChange={setBy} />}
      <div className="do">
        <button
          type="button"
          className="btn"
          title={needs}
          disabled={needs !== undefined || !parsed?.ok || trying.isPending}
          onClick={() => trying.mutate()}
        >
          {t('review.breakpoints.dryRun')}
        </button>
        <button
          type="submit"
          className="btn prime"
          title={needs}
          disabled={needs !== undefined || !parsed?.ok || setting.isPending || by.trim() === ''}
        >
          {t('review.breakpoints.set')}
        </button>
        {onClose && (
          <button type="button" className="btn" onClick={onClose}>
            {t('sign.cancel')} <kbd>Esc</kbd>
          </button>
        )}
      </div>
      {trying.data && (
        <div className="tried" role="status">
          <b>
            {t('review.breakpoints.stops', {
              count: trying.data.stops,
              parts: number(trying.data.parts),
              hours: HOURS,
            })}
          </b>
          <ul>
            {trying.data.hits.slice(0, 12).map(({ serial, cycleId, at, verdict }) => (
              <li key={cycleId}>
                <Link to="/parts/$serial" params={{ serial }}>
                  {serial}
                </Link>{' '}
                <span className="mid">
                  {dayTime(at)} {verdict}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {error && <Problem error={error} what={t('review.breakpoints.failed')} />}
    </form>
  )
}
