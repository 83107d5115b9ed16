import type { StudiedCharacteristic, StudyRecord } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { useMay } from '../people/me.ts'
import { useNow } from '../twin/hooks.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime, duration, number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { CellStudy } from './CellStudy.tsx'
import { NewStudy } from './NewStudy.tsx'
import { StudyPanel } from './StudyPanel.tsx'
import { Verdict } from './Verdict.tsx'
import './studies.css'
import { useTold } from '../ui/told.ts'

/** Gauges × characteristics with their last study; one study below; a new one from parts inspected again and again. */
export function StudiesSection() {
  const cell = useChosenCell()
  return cell && <Studies key={cell} cell={cell} />
}

function Studies({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const path = `/api/cells/${encodeURIComponent(cell)}/studies`
  const { data, error, refetch } = useQuery({
    queryKey: ['studies', cell],
    queryFn: () => get<StudiedCharacteristic[]>(path),
  })
  const [chosen, choose] = useState<string>()
  const record = useQuery({
    queryKey: ['study', cell, chosen],
    queryFn: () => get<StudyRecord>(`${path}/${chosen}`),
    enabled: chosen !== undefined,
  })
  const studied = data?.find(({ studies }) => studies.some(({ id }) => id === chosen))
  const may = useMay('study')
  /** Results of the last part are on their way when the run ends: studies come a little later. */
  const look = useCallback(() => {
    for (const afterMs of [0, 3_000, 15_000]) setTimeout(refetch, afterMs)
  }, [refetch])
  const never = data?.filter(({ studies }) => studies.length === 0).length ?? 0
  return (
    <>
      <Panel title={t('studies.title')} aside={data && t('studies.never', { count: never })} className="whole studies">
        {error ? (
          <div className="in">
            <Problem error={error} what={t('studies.notRead')} retry={() => refetch()} />
          </div>
        ) : !data ? (
          <Skeleton rows={6} />
        ) : (
          <StudyTable list={data} chosen={chosen} choose={choose} />
        )}
      </Panel>
      {record.data && (
        <StudyPanel
          record={record.data}
          title={studied?.title ?? record.data.characteristic}
          history={studied?.studies ?? []}
          choose={choose}
        />
      )}
      <CellStudy path={path} may={may} onComplete={look} />
      {may && data && (
        <NewStudy
          path={path}
          list={data}
          onMade={(id) => {
            refetch()
            choose(id)
          }}
        />
      )}
    </>
  )
}

function StudyTable(props: {
  list: readonly StudiedCharacteristic[]
  chosen: string | undefined
  choose: (id: string) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const now = useNow(60_000)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it, and its rows take no focus
    <div className="list" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['gauge', 'characteristic', 'last', 'verdict', 'age', 'readings', 'by'] as const).map((name) => (
              <th key={name}>{t(`studies.${name}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.list.map(({ gauge, characteristic, title, studies }) => {
            const [last] = studies
            return (
              <tr key={`${gauge}/${characteristic}`} aria-selected={studies.some(({ id }) => id === props.chosen)}>
                <td className="b">{gauge}</td>
                <td>
                  {last ? (
                    <button type="button" className="link" onClick={() => props.choose(last.id)}>
                      {told(title)}
                    </button>
                  ) : (
                    told(title)
                  )}
                </td>
                <td>{last ? t(`studies.kinds.${last.kind}`) : <span className="mid">{t('studies.none')}</span>}</td>
                <td>{last && <Verdict verdict={last.verdict} />}</td>
                <td className="mid" title={last && dayTime(last.recordedAt)}>
                  {last && duration(now - Date.parse(last.recordedAt))}
                </td>
                <td className="mid">
                  {last && t('studies.sample', { readings: number(last.readings), count: last.parts })}
                </td>
                <td className="mid">{last?.by}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
