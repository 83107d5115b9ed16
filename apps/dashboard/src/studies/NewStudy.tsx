/** A new study: from parts that the cell inspected again and again, or from what people measured, pasted or as a file. */
import type { StudiedCharacteristic, StudyKind, StudyRecord, StudyRequest } from '@celltwin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../api/api.ts'
import { useOperator } from '../review/operator.ts'
import { Problem } from '../ui/Condition.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { CellParts, type ChosenParts, NO_PARTS } from './CellParts.tsx'
import { PastedReadings, readPasted } from './PastedReadings.tsx'

const KINDS = ['type1', 'linearity', 'type3', 'grr', 'attribute'] as const satisfies readonly StudyKind[]

/** What a person may know beside the readings. */
const KNOWN: Partial<Record<StudyKind, 'reference' | 'processVariation'>> = {
  type1: 'reference',
  linearity: 'processVariation',
}

interface NewStudyProps {
  readonly path: string
  readonly list: readonly StudiedCharacteristic[]
  readonly onMade: (id: string) => void
}

export function NewStudy({ path, list, onMade }: NewStudyProps) {
  const { t } = useTranslation()
  const told = useTold()
  const [operator] = useOperator()
  const [kind, setKind] = useState<StudyKind>('type1')
  const [characteristic, setCharacteristic] = useState('')
  const [pasted, setPasted] = useState(false)
  const [text, setText] = useState('')
  const [parts, setParts] = useState<ChosenParts>(NO_PARTS)
  const [known, setKnown] = useState('')
  const make = useMutation({
    mutationFn: (asked: StudyRequest) => send<StudyRecord>('POST', path, asked),
    onSuccess: ({ id }) => onMade(id),
  })
  // Where people take part the cell alone has no readings.
  const alone = kind === 'type1' || kind === 'type3'
  const fromCell = alone && !pasted
  const setting = KNOWN[kind]
  const read = readPasted(text, kind)
  const source = fromCell
    ? parts.serials.length > 0 && { fromCell: parts }
    : 'readings' in read && { readings: read.readings }
  return (
    <Panel title={t('studies.new')} aside={t(`studies.about.${kind}`)} className="whole studies">
      <form
        className="in making"
        onSubmit={(event) => {
          event.preventDefault()
          if (!source) return
          make.mutate({
            ...{ kind, characteristic, ...source },
            ...(setting && known !== '' ? { settings: { [setting]: Number(known) } } : {}),
            ...(operator ? { by: operator } : {}),
          })
        }}
      >
        <div className="side">
          <label>
            <span className="cap">{t('studies.kind')}</span>
            <select
              className="field"
              value={kind}
              onChange={(event) => {
                setKind(event.target.value as StudyKind)
                setKnown('')
              }}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`studies.kinds.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span className="cap">{t('studies.characteristic')}</span>
            <select className="field" value={characteristic} onChange={(e) => setCharacteristic(e.target.value)}>
              <option value="">{t('studies.choose')}</option>
              {list
                .filter((one) => kind === 'attribute' || one.kind === 'measure')
                .map((one) => (
                  <option key={one.characteristic} value={one.characteristic}>
                    {told(one.title)}
                  </option>
                ))}
            </select>
          </label>
          {setting && (
            <label>
              <span className="cap">{t(`studies.known.${setting}`)}</span>
              <input
                className="field"
                type="number"
                step="any"
                value={known}
                onChange={(e) => setKnown(e.target.value)}
              />
            </label>
          )}
          <button type="submit" className="btn prime" disabled={characteristic === '' || !source || make.isPending}>
            {t('studies.make')}
          </button>
        </div>
        <div className="side">
          {alone && (
            <fieldset className="seg" aria-label={t('studies.readings')}>
              {[false, true].map((one) => (
                <button
                  key={`${one}`}
                  type="button"
                  className={one === pasted ? 'btn on' : 'btn'}
                  aria-pressed={one === pasted}
                  onClick={() => setPasted(one)}
                >
                  {t(one ? 'studies.fromFile' : 'studies.fromCell')}
                </button>
              ))}
            </fieldset>
          )}
          {fromCell ? (
            <CellParts path={path} one={kind === 'type1'} chosen={parts} choose={setParts} />
          ) : (
            <PastedReadings kind={kind} text={text} setText={setText} read={read} />
          )}
          {make.error && <Problem error={make.error} what={t('studies.notMade')} />}
        </div>
      </form>
    </Panel>
  )
}
