import type { RepeatedPart, StudiedCharacteristic, StudyRecord, StudyRequest } from '@celltwin/contracts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get, send } from '../api/api.ts'
import { useOperator } from '../review/operator.ts'
import { Empty, Problem } from '../ui/Condition.tsx'
import { Panel } from '../ui/Panel.tsx'

interface NewStudyProps {
  readonly path: string
  readonly list: readonly StudiedCharacteristic[]
  readonly onMade: (id: string) => void
}

/** One part chosen makes a type 1 study, five or more a type 3. */
export function NewStudy({ path, list, onMade }: NewStudyProps) {
  const { t } = useTranslation()
  const repeated = useQuery({ queryKey: ['repeated', path], queryFn: () => get<RepeatedPart[]>(`${path}/repeated`) })
  const [operator] = useOperator()
  const [characteristic, setCharacteristic] = useState('')
  const [serials, setSerials] = useState<readonly string[]>([])
  const [reference, setReference] = useState('')
  const kind = serials.length > 1 ? 'type3' : 'type1'
  const make = useMutation({
    mutationFn: (asked: StudyRequest) => send<StudyRecord>('POST', path, asked),
    onSuccess: ({ id }) => onMade(id),
  })
  // Every part must count equally often: as often as the one that came least.
  const chosen = repeated.data?.filter(({ serial }) => serials.includes(serial)) ?? []
  const trials = Math.min(500, ...chosen.map(({ cycles }) => cycles))
  const ready = characteristic !== '' && serials.length > 0
  return (
    <Panel title={t('studies.new')} aside={t('studies.newAside')} className="whole studies">
      {repeated.data?.length === 0 ? (
        <Empty>{t('studies.noRepeats')}</Empty>
      ) : (
        <form
          className="in making"
          onSubmit={(event) => {
            event.preventDefault()
            make.mutate({
              kind,
              characteristic,
              fromCell: { serials: [...serials], trials },
              ...(kind === 'type1' && reference !== '' ? { settings: { reference: Number(reference) } } : {}),
              ...(operator ? { by: operator } : {}),
            })
          }}
        >
          <label>
            {t('studies.characteristic')}
            <select className="field" value={characteristic} onChange={(e) => setCharacteristic(e.target.value)}>
              <option value="">–</option>
              {list.map((one) => (
                <option key={one.characteristic} value={one.characteristic}>
                  {one.title}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('studies.parts')}
            <select
              className="field"
              multiple
              size={5}
              value={[...serials]}
              onChange={(e) => setSerials([...e.target.selectedOptions].map(({ value }) => value))}
            >
              {repeated.data?.map(({ serial, cycles }) => (
                <option key={serial} value={serial}>
                  {t('studies.times', { serial, count: cycles })}
                </option>
              ))}
            </select>
          </label>
          {kind === 'type1' && (
            <label>
              {t('studies.reference')}
              <input
                className="field"
                type="number"
                step="any"
                value={reference}
                onChange={(e) => setReference(e.target.value)}
              />
            </label>
          )}
          <button type="submit" className="btn" disabled={!ready || make.isPending}>
            {t('studies.make', { kind: t(`studies.kinds.${kind}`) })}
          </button>
          {make.error && <Problem error={make.error} what={t('studies.notMade')} />}
        </form>
      )}
    </Panel>
  )
}
