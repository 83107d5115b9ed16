import { parseCondition, vocabularyOf } from '@celltwin/inspection/condition'
import { breakpointsInForce, outstanding } from '@celltwin/twin'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useNeeds } from '../../people/me.ts'
import { useCell } from '../../twin/hooks.ts'
import { Problem } from '../../ui/Condition.tsx'
import { dayTime, number } from '../../ui/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { useOperator } from '../operator.ts'
import { breakpointApi } from './api.ts'
import './breakpoints.css'

const HOURS = 24
const EXAMPLES = ['crimp-count < 6 and vibration passes', 'every 50th good part', 'verdict is hold']

/** Conditions at which the cell holds after a part: written, tried on the last day, set, and in force in the cell itself. */
export function BreakpointsPage() {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const [by] = useOperator()
  const needs = useNeeds('setBreakpoints')
  const [text, setText] = useState('')
  const { definition, live } = useCell(({ live }) => ({ definition: live?.definition?.value.definition, live }))
  const inForce = live ? breakpointsInForce(live) : []
  const asked = live ? outstanding(live).filter(({ target }) => target.kind === 'set-breakpoint') : []
  const names = useMemo(() => (definition ? vocabularyOf(definition) : undefined), [definition])
  const parsed = names && text.trim() !== '' ? parseCondition(text, names) : undefined
  const trying = useMutation({ mutationFn: () => breakpointApi.dryRun(cell!, text, HOURS) })
  const setting = useMutation({
    mutationFn: () => breakpointApi.set(cell!, text.trim(), by),
    onSuccess: () => setText(''),
  })
  const removing = useMutation({ mutationFn: (id: string) => breakpointApi.remove(cell!, id, by) })
  const error = setting.error ?? removing.error ?? trying.error
  const change = (next: string) => {
    setText(next)
    trying.reset()
  }

  return (
    <main className="breakpoints">
      <Panel title={t('review.breakpoints.title')} aside={t('review.breakpoints.where')}>
        <form
          className="in"
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
            {by.trim() === '' && <span className="dim">{t('review.breakpoints.name')}</span>}
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
      </Panel>
      <Panel title={t('review.breakpoints.inForce')} aside={number(inForce.length)}>
        {inForce.length + asked.length === 0 ? (
          <p className="in dim">{t('review.breakpoints.none')}</p>
        ) : (
          <table>
            <tbody>
              {asked.map(({ id, target }) => (
                <tr key={id}>
                  <td className="mono">{target.kind === 'set-breakpoint' && target.condition}</td>
                  <td colSpan={3} className="mid">
                    {t('review.breakpoints.asked')}
                  </td>
                </tr>
              ))}
              {inForce.map(({ breakpointId, condition, by: setBy, setAt, hit }) => (
                <tr key={breakpointId}>
                  <td className="mono">{condition}</td>
                  <td className="mid">{t('review.breakpoints.since', { at: dayTime(setAt), by: setBy })}</td>
                  <td>
                    {hit && (
                      <Link to="/review/$serial" params={{ serial: hit.serial }}>
                        {t('review.breakpoints.hit', { serial: hit.serial, at: dayTime(hit.at) })}
                      </Link>
                    )}
                  </td>
                  <td className="r">
                    <button
                      type="button"
                      className="btn quiet"
                      title={needs}
                      disabled={needs !== undefined}
                      onClick={() => removing.mutate(breakpointId)}
                    >
                      {t('review.breakpoints.remove')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </main>
  )
}
