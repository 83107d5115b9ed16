import type { StudyKind } from '@celltwin/contracts'
import { readReadings, STUDY_COLUMNS, type StudyReading } from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { useTold } from '../ui/told.ts'

export type Pasted = { readonly readings: StudyReading[] } | { readonly problem: string }

/** Readings, or what is wrong with the row that is no reading. */
export function readPasted(text: string, kind: StudyKind): Pasted {
  try {
    return { readings: readReadings(text.trim(), kind) }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

const EXAMPLES: Readonly<Record<StudyKind, string>> = {
  type1: 'value\n0.0201\n0.0203\n…',
  linearity: 'part\treference\tvalue\nM1\t2.000\t2.003\nM1\t2.000\t2.001\nM2\t4.000\t4.006\n…',
  type3: 'part\tvalue\n1\t0.0201\n1\t0.0203\n2\t0.0310\n…',
  grr: 'part\toperator\tvalue\n1\tAda\t0.29\n1\tAda\t0.41\n1\tBo\t0.08\n…',
  attribute: 'part\toperator\trating\treference\tborderline\n1\tAda\tok\tok\t\n2\tAda\tok\tnok\tyes\n…',
}

interface PastedReadingsProps {
  readonly kind: StudyKind
  readonly text: string
  readonly setText: (text: string) => void
  readonly read: Pasted
}

/** A table as it comes from a spreadsheet: pasted, or a CSV file. */
export function PastedReadings({ kind, text, setText, read }: PastedReadingsProps) {
  const { t } = useTranslation()
  const told = useTold()
  const { needed, optional } = STUDY_COLUMNS[kind]
  const count = (of: 'part' | 'operator') =>
    'readings' in read ? new Set(read.readings.flatMap((one) => one[of] ?? [])).size : 0
  return (
    <>
      <label>
        <span className="cap">
          {t('studies.columns', { needed: needed.join(', ') })}
          {optional.length > 0 && ` ${t('studies.optional', { optional: optional.join(', ') })}`}
        </span>
        <textarea
          className="field"
          spellCheck={false}
          placeholder={EXAMPLES[kind]}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <label>
        <span className="cap">{t('studies.orFile')}</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={async ({ target }) => setText((await target.files?.[0]?.text()) ?? text)}
        />
      </label>
      {text.trim() !== '' &&
        ('readings' in read ? (
          <span className="cap">
            {t('studies.read', { count: read.readings.length, parts: count('part'), people: count('operator') })}
          </span>
        ) : (
          <p className="reject" role="status">
            {told(read.problem)}
          </p>
        ))}
    </>
  )
}
