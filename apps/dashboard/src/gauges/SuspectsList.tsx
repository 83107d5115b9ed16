import type { CellTwin } from '@celltwin/contracts'
import { stillSuspect, trustIn } from '@celltwin/twin'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useNeeds } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { Problem } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'
import { SuspectMark } from './SuspectMark.tsx'

/** Suspicions that nobody has answered for. Only a person takes one away, with a reason. */
export function SuspectsList({ cell, twin }: { cell: string; twin: CellTwin }) {
  const open = trustIn(twin).suspicions.flatMap((suspicion) =>
    stillSuspect(twin, suspicion).map(([from, to]) => ({ ...suspicion, from, to })),
  )
  return open.map((range) => <Suspect key={`${range.id}/${range.from}`} cell={cell} range={range} />)
}

interface Range {
  readonly id: string
  readonly at: string
  readonly from: number
  readonly to: number
  readonly reason: string
}

function Suspect({ cell, range: { id, at, from, to, reason: why } }: { cell: string; range: Range }) {
  const { t } = useTranslation()
  const [operator] = useOperator()
  const [reason, setReason] = useState('')
  const needs = useNeeds('answerToCustomer')
  const release = useMutation({
    mutationFn: () => api.releaseSuspects(cell, id, { from, to, reason, by: operator || 'demo' }),
  })
  return (
    <form
      className="standing in"
      onSubmit={(event) => {
        event.preventDefault()
        release.mutate()
      }}
    >
      {release.error && <Problem error={release.error} what={t('gauges.notReleased')} />}
      <SuspectMark reason={why} />
      <Link to="/trace" title={t('gauges.showSuspects')} search={(s) => ({ ...s, fromCycle: from, toCycle: to })}>
        <b>{t('gauges.suspectCycles', { from, to })}</b>
      </Link>
      <span className="mid">
        {why}, {dayTime(at)}
      </span>
      <span className="grow" />
      <input
        className="field"
        aria-label={t('gauges.releaseReason')}
        placeholder={t('gauges.releaseReason')}
        minLength={3}
        maxLength={500}
        required
        disabled={needs !== undefined}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="btn" title={needs} disabled={needs !== undefined || release.isPending}>
        {t('gauges.release')}
      </button>
    </form>
  )
}
