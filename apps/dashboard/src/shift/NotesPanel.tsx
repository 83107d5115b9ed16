import type { ShiftReport } from '@celltwin/contracts'
import { restatementText } from '@celltwin/locales'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNeeds } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { Problem } from '../ui/Condition.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useSay } from './use-report.ts'
import { usePlantFormats } from './words.ts'

/** What people noted, and how the report was closed and restated; one list, in the order of time. */
export function NotesPanel({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const formats = usePlantFormats(report)
  const { id, comments, issued, restatements } = report
  const items = [
    ...comments.map(({ id: key, at, by, text }) => ({ key, at, text: `${text}`, by, position: undefined })),
    ...(issued
      ? [
          {
            ...{ key: 'closed', at: issued.at, by: undefined, position: issued.position },
            text: t('shift.closedNote', { position: issued.position }),
          },
        ]
      : []),
    ...restatements.map((restatement) => ({
      ...{ key: restatement.id, at: restatement.at, by: undefined, position: restatement.position },
      text: restatementText(t, restatement, formats),
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  return (
    <Panel className="cm" title={t('shift.notes')} aside={items.length}>
      {items.length === 0 && <p className="empty">{t('shift.noNotes')}</p>}
      <ol>
        {items.map(({ key, at, text, by, position }) => (
          <li key={key}>
            <span className="dim">{formats.shortTime(at)}</span>
            <span>
              {text} {by && <span className="dim">{by}</span>}{' '}
              {key === 'closed' && restatements.length > 0 && position !== undefined && (
                <Link to="/shift/$shift" params={{ shift: id }} search={(s) => ({ ...s, knownAt: position })}>
                  {t('shift.asFirst')}
                </Link>
              )}
            </span>
          </li>
        ))}
      </ol>
      <NewNote report={report} />
    </Panel>
  )
}

function NewNote({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [by] = useOperator()
  const needs = useNeeds('sayOfShift')
  const { mutate, isPending, error } = useSay(report)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { text: text.trim(), ...(by ? { by } : {}) }
    if (body.text) mutate({ what: 'comments', body }, { onSuccess: () => setText('') })
  }
  return (
    <form className="newnote" onSubmit={submit}>
      <input
        className="field"
        aria-label={t('shift.note')}
        placeholder={t('shift.notePlaceholder')}
        maxLength={2000}
        disabled={needs !== undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button
        type="submit"
        className="btn"
        title={needs}
        disabled={needs !== undefined || isPending || text.trim() === ''}
      >
        {t('shift.add')}
      </button>
      {error && <Problem error={error} what={t('shift.note')} />}
    </form>
  )
}
