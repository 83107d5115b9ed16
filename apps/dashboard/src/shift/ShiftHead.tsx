import type { ShiftReport } from '@celltwin/contracts'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useNeeds } from '../people/me.ts'
import { Icon } from '../ui/Icon.tsx'
import { useKeys } from '../ui/keys.tsx'
import { CellMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { SignDialog } from './Dialogs.tsx'
import { usePlantFormats } from './words.ts'

/** Which shift, whether it is signed and if not why, and the ways out of the page. */
export function ShiftHead({ report }: { report: ShiftReport }) {
  const { t, i18n } = useTranslation()
  const told = useTold()
  const formats = usePlantFormats(report)
  const navigate = useNavigate()
  const [signing, setSigning] = useState(false)
  const needs = useNeeds('signShift')
  const { id, cell, title, from, to, speed, previous, next } = report
  const past = report.blockers.includes('past-reading') ? report.position : undefined
  const go = (shift: string | null) => {
    if (shift) navigate({ to: '/shift/$shift', params: { shift }, search: (s) => ({ ...s, knownAt: undefined }) })
  }
  useKeys(t('frame.shift'), [
    { keys: 'j', label: t('shift.next'), run: () => go(next) },
    { keys: 'k', label: t('shift.previous'), run: () => go(previous) },
  ])
  return (
    <header className="head">
      <h1>{t('shift.title', { name: told(title) })}</h1>
      <span className="when">
        {t('shift.window', { day: formats.fullDay(from), from: formats.shortTime(from), to: formats.shortTime(to) })}
        {speed !== 1 && ` · ${t('shift.speed', { speed })}`}
      </span>
      <Standing report={report} />
      {report.state === 'running' && <CellMark />}
      <span className="grow" />
      <nav className="row">
        <ShiftLink id={previous} label={t('shift.previous')} icon="prev" />
        <ShiftLink id={next} label={t('shift.next')} icon="next" />
        <a className="btn" href={api.shiftPdfUrl(cell, id, i18n.language, past)} download>
          PDF
        </a>
        {(['parts', 'figures'] as const).map((table) => (
          <a
            key={table}
            className="btn"
            href={api.shiftCsvUrl(cell, id, table, past)}
            title={t('shift.table', { table: t(`shift.tables.${table}`) })}
            download
          >
            CSV {t(`shift.tables.${table}`).toLocaleLowerCase()}
          </a>
        ))}
        {report.state !== 'signed' && (
          <button
            type="button"
            className="btn"
            disabled={!signable(report) || needs !== undefined}
            title={needs ?? whyNot(report, t)}
            onClick={() => setSigning(true)}
          >
            {t('shift.sign')}
          </button>
        )}
      </nav>
      {signing && <SignDialog report={report} onClose={() => setSigning(false)} />}
    </header>
  )
}

type BlockerName = (key: `shift.blocker.${ShiftReport['blockers'][number]}`) => string

/** A restatement asks for a new signature; it does not forbid it. */
const signable = ({ blockers }: ShiftReport) => blockers.every((blocker) => blocker === 'restated')
const whyNot = ({ blockers }: ShiftReport, t: BlockerName) =>
  blockers.map((blocker) => t(`shift.blocker.${blocker}`)).join(', ')

function Standing({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const { dateTime } = usePlantFormats(report)
  const { state, signature, blockers } = report
  if (state === 'signed' && signature)
    return (
      <span className="chip pass">
        <Icon name="ok" />
        {t('shift.state.signed', { by: signature.by, at: dateTime(signature.at) })}
      </span>
    )
  if (state !== 'closed')
    return (
      <span className="chip none">
        <Icon name="run" />
        {t(`shift.state.${state}`)}
      </span>
    )
  return (
    <span className="chip hold">
      <Icon name="hold" />
      {blockers.length === 0 ? t('shift.ready') : t('shift.notSigned', { why: whyNot(report, t) })}
    </span>
  )
}

function ShiftLink({ id, label, icon }: { id: string | null; label: string; icon: 'prev' | 'next' }) {
  if (!id)
    return (
      <button type="button" className="btn sq" aria-label={label} disabled>
        <Icon name={icon} />
      </button>
    )
  return (
    <Link
      className="btn sq"
      to="/shift/$shift"
      params={{ shift: id }}
      search={(s) => ({ ...s, knownAt: undefined })}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </Link>
  )
}
