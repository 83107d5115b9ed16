import type { PulledPart, PulledParts } from '@celltwin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { useCell } from '../twin/hooks.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { pulledKey, secondReviewApi, summaryKey } from './api.ts'

/** Passed parts to take out in this shift, and those that lie at the gauge. */
export function PulledPanel({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [operator] = useOperator()
  const may = useMay('reviewAgain')
  const { data, error, refetch } = useQuery({
    queryKey: pulledKey(cell),
    queryFn: () => secondReviewApi.pulled(cell),
    refetchInterval: 30_000,
  })
  const [serial, setSerial] = useState('')
  const changed = () => {
    queries.invalidateQueries({ queryKey: pulledKey(cell) })
    queries.invalidateQueries({ queryKey: summaryKey(cell) })
  }
  const pull = useMutation({
    mutationFn: (of: string) => secondReviewApi.pull(cell, of, operator),
    onSuccess: () => {
      setSerial('')
      changed()
    },
  })
  return (
    <Panel title={t('secondReview.pulled')} aside={t('secondReview.pulledAside')} className="pulled">
      {error ? (
        <Problem error={error} what={t('secondReview.unread')} retry={() => refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : (
        <div className="in">
          <List data={data} may={may} onPull={pull.mutate} />
          {may && (
            <form
              className="making"
              onSubmit={(event) => {
                event.preventDefault()
                pull.mutate(serial.trim())
              }}
            >
              <label>
                {t('secondReview.ownPull')}
                <input className="field" value={serial} onChange={(event) => setSerial(event.target.value)} />
              </label>
              <button type="submit" className="btn" disabled={serial.trim() === '' || pull.isPending}>
                {t('secondReview.pull')}
              </button>
              <span className="dim">{t('secondReview.ownPullSays')}</span>
            </form>
          )}
          {pull.error && <Problem error={pull.error} what={t('secondReview.notTaken')} />}
          {may && <Measure cell={cell} parts={data.toMeasure} onMeasured={changed} />}
        </div>
      )}
    </Panel>
  )
}

function List({ data, may, onPull }: { data: PulledParts; may: boolean; onPull: (serial: string) => void }) {
  const { t } = useTranslation()
  if (data.toPull.length + data.toMeasure.length === 0) return <Empty>{t('secondReview.nothingToPull')}</Empty>
  return (
    <table>
      <tbody>
        {[...data.toPull, ...data.toMeasure].map(({ cycleId, serial, passedAt, pulled }) => (
          <tr key={cycleId}>
            <td className="b">{serial}</td>
            <td className="mid">{t('secondReview.passedSince', { at: dayTime(passedAt) })}</td>
            <td>
              {pulled
                ? t(`secondReview.pulledBy.${pulled.because}`, { by: pulled.by, at: dayTime(pulled.at) })
                : t('secondReview.drawn')}
            </td>
            <td className="r">
              {!pulled && may && (
                <button type="button" className="btn" onClick={() => onPull(serial)}>
                  {t('secondReview.pull')}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One value at a time, or the gauge's own file. */
function Measure({ cell, parts, onMeasured }: { cell: string; parts: readonly PulledPart[]; onMeasured: () => void }) {
  const { t } = useTranslation()
  const told = useTold()
  const [operator] = useOperator()
  const characteristics = useCell(({ live }) => live?.definition?.value.definition.recipe.characteristics) ?? []
  const [chosen, choose] = useState('')
  const [gauge, setGauge] = useState('')
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const cycleId = parts.some((part) => part.cycleId === chosen) ? chosen : (parts[0]?.cycleId ?? '')
  const given = Object.entries(values).filter(([, value]) => value.trim() !== '')
  const signed = operator === '' ? {} : { by: operator }
  const enter = useMutation({
    mutationFn: () =>
      secondReviewApi.measured(cell, cycleId, {
        ...{ gauge: gauge.trim(), ...signed },
        values: given.map(([characteristic, value]) => ({ characteristic, value: Number(value.replace(',', '.')) })),
      }),
    onSuccess: () => {
      setValues({})
      onMeasured()
    },
  })
  const file = useMutation({
    mutationFn: (of: File) => secondReviewApi.measuredFile(cell, of, gauge.trim(), operator),
    onSuccess: onMeasured,
  })
  const flawed = given.some(([, value]) => !Number.isFinite(Number(value.replace(',', '.'))))
  const error = enter.error ?? file.error
  if (parts.length === 0) return null
  return (
    <details className="measure">
      <summary>{t('secondReview.enter')}</summary>
      <form
        className="making"
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate()
        }}
      >
        <label>
          {t('secondReview.part')}
          <select className="field" value={cycleId} onChange={(event) => choose(event.target.value)}>
            {parts.map((part) => (
              <option key={part.cycleId} value={part.cycleId}>
                {part.serial}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('secondReview.gauge')}
          <input className="field" value={gauge} onChange={(event) => setGauge(event.target.value)} />
        </label>
        {characteristics
          .filter(({ kind }) => kind !== 'class')
          .map(({ id, title, unit }) => (
            <label key={id}>
              {told(title)} {unit && <span className="u">{unit}</span>}
              <input
                className="field"
                inputMode="decimal"
                value={values[id] ?? ''}
                onChange={(event) => setValues({ ...values, [id]: event.target.value })}
              />
            </label>
          ))}
        <button
          type="submit"
          className="btn prime"
          disabled={given.length === 0 || flawed || gauge.trim() === '' || enter.isPending}
        >
          {t('secondReview.enterValues', { count: given.length })}
        </button>
        <label>
          {t('secondReview.file')}
          <input
            type="file"
            accept=".csv,text/csv"
            onChange={({ target }) => {
              const [picked] = target.files ?? []
              target.value = ''
              if (picked) file.mutate(picked)
            }}
          />
        </label>
      </form>
      {file.data && (
        <p className="note">{t('secondReview.fileTaken', { count: file.data.values, parts: file.data.parts })}</p>
      )}
      {error && <Problem error={error} what={t('secondReview.notTaken')} />}
      <p className="note">{t('secondReview.fileSays')}</p>
    </details>
  )
}
