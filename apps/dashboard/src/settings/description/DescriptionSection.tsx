import type { CellDefinition, CellTwin } from '@celltwin/contracts'
import { definitionChanges } from '@celltwin/twin'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useMay } from '../../people/me.ts'
import { useCell } from '../../twin/hooks.ts'
import { Empty } from '../../ui/Condition.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { hasForm, type PlacedFlaw, readText, textOf, withValue } from './document.ts'
import { type Editing, EditingContext } from './Field.tsx'
import { Preview } from './Preview.tsx'
import { ReleasePanel } from './ReleasePanel.tsx'
import { ShiftsForm } from './ShiftsForm.tsx'
import { StandingPanel } from './StandingPanel.tsx'
import { StationsForm } from './StationsForm.tsx'
import { TextEditor } from './TextEditor.tsx'
import { TimesForm } from './TimesForm.tsx'
import './description.css'

const TABS = ['stations', 'times', 'shifts', 'text'] as const
type Tab = (typeof TABS)[number]

/** The cell file that is in force, edited as a form or as text, drawn as it would stand, and released. */
export function DescriptionSection() {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const twin = useCell(({ live }) => ({ live })).live
  const described = twin?.definition?.value
  if (!cell || !twin || !described) return <Empty>{t('description.none')}</Empty>
  return <Editor key={cell} cell={cell} twin={twin} inForce={described} />
}

function Editor({
  cell,
  twin,
  inForce,
}: {
  cell: string
  twin: CellTwin
  inForce: { readonly hash: string; readonly definition: CellDefinition }
}) {
  const may = useMay('releaseDescription')
  const [tab, setTab] = useState<Tab>('stations')
  const [chosen, setChosen] = useState<string>()
  const [place, setPlace] = useState<PlacedFlaw>()
  /** Undefined as long as nothing was edited: it follows what is in force. */
  const [edited, setEdited] = useState<string>()
  const ofForce = useMemo(() => textOf(inForce.definition), [inForce.hash])
  const text = edited ?? ofForce
  const read = useMemo(() => readText(text), [text])
  const drawn = useRef(inForce.definition)
  if (read.definition) drawn.current = read.definition
  const draft = useDeferredValue(read.definition)
  const changes = useMemo(() => (draft ? definitionChanges(inForce.definition, draft) : []), [draft, inForce.hash])
  const changed = useMemo(() => new Set(changes.map(({ field }) => field)), [changes])
  const editing: Editing = {
    value: read.value,
    flaws: read.flaws,
    changed,
    disabled: !may,
    set: (path, value) => setEdited(withValue(text, path, value)),
  }
  return (
    <div className="description">
      <div className="seen">
        <StandingPanel twin={twin} />
        <Preview draft={drawn.current} chosen={chosen} onChoose={setChosen} />
      </div>
      <div className="edit">
        <Panel
          title={<Tabs tab={tab} onChoose={setTab} />}
          aside={<FileButtons cell={cell} text={text} changed={edited !== undefined} may={may} onText={setEdited} />}
        >
          <EditingContext value={editing}>
            {tab === 'text' ? (
              <TextEditor text={text} flaws={read.flaws} place={place} disabled={!may} onChange={setEdited} />
            ) : (
              <Form tab={tab} readable={hasForm(read.value)} chosen={chosen} onChoose={setChosen} />
            )}
          </EditingContext>
        </Panel>
        <Flaws
          flaws={read.flaws}
          onGo={(flaw) => {
            setTab('text')
            setPlace({ ...flaw })
          }}
        />
        <ReleasePanel {...{ cell, inForce, draft, changes }} flawed={read.flaws.length > 0} />
      </div>
    </div>
  )
}

function Form({
  tab,
  readable,
  chosen,
  onChoose,
}: {
  tab: Exclude<Tab, 'text'>
  readable: boolean
  chosen: string | undefined
  onChoose: (id: string) => void
}) {
  const { t } = useTranslation()
  if (!readable) return <Empty>{t('description.notYaml')}</Empty>
  if (tab === 'stations') return <StationsForm chosen={chosen} onChoose={onChoose} />
  return tab === 'times' ? <TimesForm /> : <ShiftsForm />
}

function Tabs({ tab, onChoose }: { tab: Tab; onChoose: (tab: Tab) => void }) {
  const { t } = useTranslation()
  return (
    <span className="seg">
      {TABS.map((each) => (
        <button
          key={each}
          type="button"
          className={each === tab ? 'btn on' : 'btn'}
          aria-pressed={each === tab}
          onClick={() => onChoose(each)}
        >
          {t(`description.tab.${each}`)}
        </button>
      ))}
    </span>
  )
}

function FileButtons({
  cell,
  text,
  changed,
  may,
  onText,
}: {
  cell: string
  text: string
  changed: boolean
  may: boolean
  onText: (text: string | undefined) => void
}) {
  const { t } = useTranslation()
  const file = useRef<HTMLInputElement>(null)
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
    Object.assign(document.createElement('a'), { href: url, download: `${cell}.yaml` }).click()
    URL.revokeObjectURL(url)
  }
  return (
    <span className="row">
      {changed && (
        <button type="button" className="btn quiet" onClick={() => onText(undefined)}>
          {t('description.reset')}
        </button>
      )}
      <input
        ref={file}
        type="file"
        accept=".yaml,.yml"
        hidden
        aria-label={t('description.upload')}
        onChange={async ({ target }) => {
          const [chosen] = target.files ?? []
          target.value = ''
          if (chosen) onText(await chosen.text())
        }}
      />
      <button type="button" className="btn" disabled={!may} onClick={() => file.current?.click()}>
        {t('description.upload')}
      </button>
      <button type="button" className="btn" onClick={download}>
        {t('description.download')}
      </button>
    </span>
  )
}

function Flaws({ flaws, onGo }: { flaws: readonly PlacedFlaw[]; onGo: (flaw: PlacedFlaw) => void }) {
  const { t } = useTranslation()
  if (flaws.length === 0) return null
  return (
    <Panel title={t('description.flaws')} aside={t('description.rules', { count: flaws.length })} className="flawlist">
      <ul>
        {flaws.map((flaw) => (
          <li key={`${flaw.line} ${flaw.field} ${flaw.rule}`}>
            <button type="button" className="btn quiet" onClick={() => onGo(flaw)}>
              {t('description.at', { line: flaw.line, column: flaw.column })}
            </button>
            <span className="mono">{flaw.field}</span> <span className="reject">{flaw.rule}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
