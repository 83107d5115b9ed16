import type { BlindPart, CellDefinition, SecondFinding } from '@celltwin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FaceImage } from '../evidence/FaceImage.tsx'
import { isImage, isSeries, kindTitle } from '../evidence/kinds.ts'
import { SeriesPanels } from '../evidence/SeriesPanels.tsx'
import { useChosenCell } from '../frame/cells.ts'
import { useOperator } from '../review/operator.ts'
import { useCell } from '../twin/hooks.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { useKeys } from '../ui/keys.tsx'
import { Panel } from '../ui/Panel.tsx'
import { blindCycle, secondReviewApi, summaryKey, useWaiting } from './api.ts'
import './second-review.css'
import { useTold } from '../ui/told.ts'

/** One drawn part at a time: its evidence, three answers, and no word of what the machine said. */
export function LookPage() {
  const cell = useChosenCell()
  const definition = useCell(({ live }) => live?.definition?.value.definition)
  return cell && definition ? <Look key={cell} cell={cell} definition={definition} /> : <Skeleton rows={8} />
}

function Look({ cell, definition }: { cell: string; definition: CellDefinition }) {
  const { t } = useTranslation()
  const [operator, setOperator] = useOperator()
  const next = useWaiting(cell, operator, true)
  const [last, setLast] = useState<BlindPart>()
  const [again, setAgain] = useState(false)
  const part = again && last ? last : next.data?.part
  const back = () => last && setAgain(true)
  useKeys(t('secondReview.lookTitle'), [{ keys: 'Backspace', label: t('secondReview.lookBack'), run: back }])
  return (
    <main className="look">
      <header className="head">
        <h1>{t('secondReview.lookTitle')}</h1>
        <span className="mid">{next.data && t('secondReview.waiting', { count: next.data.waiting })}</span>
        <span className="dim">{t('secondReview.lookBlind')}</span>
        <button type="button" className="btn" disabled={!last || again} onClick={back}>
          {t('secondReview.lookBack')} <kbd>⌫</kbd>
        </button>
        <Link className="btn" to="/second-review" search={(s) => s}>
          {t('secondReview.title')}
        </Link>
      </header>
      {next.error ? (
        <Problem error={next.error} what={t('secondReview.noNext')} retry={() => next.refetch()} />
      ) : next.isPending ? (
        <Skeleton rows={8} />
      ) : !part ? (
        <Empty>{t('secondReview.allLooked')}</Empty>
      ) : (
        <Part
          key={`${part.cycleId}${again}`}
          {...{ cell, part, definition, operator, setOperator }}
          onSaid={() => {
            setLast(part)
            setAgain(false)
            next.refetch()
          }}
        />
      )}
    </main>
  )
}

interface PartProps {
  readonly cell: string
  readonly part: BlindPart
  readonly definition: CellDefinition
  readonly operator: string
  readonly setOperator: (name: string) => void
  readonly onSaid: () => void
}

function Part({ cell, part, definition, operator, setOperator, onSaid }: PartProps) {
  const { t } = useTranslation()
  const cycle = useMemo(() => blindCycle(part, t('secondReview.somePart')), [part, t])
  const kinds = cycle.evidence
  const [chosen, choose] = useState(0)
  const shown = kinds[Math.min(chosen, kinds.length - 1)]
  const turn = (by: number) => choose((chosen + by + kinds.length) % kinds.length)
  useKeys(t('secondReview.evidence'), [
    { keys: 'ArrowRight', label: t('secondReview.nextEvidence'), run: () => turn(1), repeat: true },
    { keys: 'ArrowLeft', label: t('secondReview.previousEvidence'), run: () => turn(-1), repeat: true },
  ])
  return (
    <div className="looking">
      <section className="p shown" aria-label={t('secondReview.evidence')}>
        <div className="kinds" role="tablist" aria-label={t('secondReview.evidence')}>
          {kinds.map(({ kind, sha256 }, n) => (
            <button
              key={`${kind}${sha256}`}
              type="button"
              role="tab"
              className={n === chosen ? 'btn on' : 'btn'}
              aria-selected={n === chosen}
              onClick={() => choose(n)}
            >
              {kindTitle(kind)}
            </button>
          ))}
        </div>
        <div className="exhibit" role="tabpanel">
          {shown && isImage(shown) && <FaceImage cycle={cycle} wide overlay={false} kind={shown.kind} />}
          {shown && isSeries(shown) && (
            <SeriesPanels
              evidence={shown}
              cycle={cycle}
              definition={definition}
              height={shown.kind === 'waveform' ? 200 : 300}
              blind
            />
          )}
        </div>
      </section>
      <Answer {...{ cell, part, definition, operator, setOperator, onSaid }} />
    </div>
  )
}

const ANSWERS = [
  { digit: '1', finding: 'conforming' },
  { digit: '2', finding: 'nonconforming' },
  { digit: '3', finding: 'unclear' },
] as const satisfies readonly { digit: string; finding: SecondFinding }[]

function Answer({ cell, part, definition, operator, setOperator, onSaid }: PartProps) {
  const { t } = useTranslation()
  const told = useTold()
  const queries = useQueryClient()
  const [finding, setFinding] = useState<SecondFinding>()
  const [defect, setDefect] = useState('')
  const [remark, setRemark] = useState('')
  const ready = finding !== undefined && operator !== '' && (finding !== 'nonconforming' || defect !== '')
  const say = useMutation({
    mutationFn: () =>
      secondReviewApi.say(cell, part.cycleId, {
        ...{ finding: finding!, by: operator },
        ...(finding === 'nonconforming' ? { defect } : {}),
        ...(remark.trim() === '' ? {} : { remark: remark.trim() }),
      }),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: summaryKey(cell) })
      onSaid()
    },
  })
  const sign = () => ready && !say.isPending && say.mutate()
  useKeys(t('secondReview.answer'), [
    ...ANSWERS.map(({ digit, finding: of }) => ({
      ...{ keys: digit, label: t(`secondReview.finding.${of}`), run: () => setFinding(of) },
    })),
    { keys: 'Ctrl+Enter', label: t('secondReview.sign'), run: sign },
  ])
  return (
    <Panel title={t('secondReview.answer')} className="said">
      <div className="in">
        {ANSWERS.map(({ digit, finding: of }) => (
          <button
            key={of}
            type="button"
            className={finding === of ? 'btn touch on' : 'btn touch'}
            aria-pressed={finding === of}
            onClick={() => setFinding(of)}
          >
            <kbd>{digit}</kbd> {t(`secondReview.finding.${of}`)}
          </button>
        ))}
        {finding === 'nonconforming' && (
          <label>
            {t('secondReview.defect')}
            <select className="field" value={defect} onChange={(event) => setDefect(event.target.value)}>
              <option value="">–</option>
              {definition.recipe.characteristics.map(({ id, title }) => (
                <option key={id} value={id}>
                  {told(title)}
                </option>
              ))}
              <option value="other">{t('secondReview.other')}</option>
            </select>
          </label>
        )}
        <label>
          {t('secondReview.remark')}
          <input
            className="field"
            maxLength={2000}
            value={remark}
            onChange={(event) => setRemark(event.target.value)}
          />
        </label>
        <label>
          {t('secondReview.by')}
          <input
            className="field"
            autoComplete="name"
            maxLength={80}
            value={operator}
            onChange={(event) => setOperator(event.target.value)}
          />
        </label>
        {say.error && <Problem error={say.error} what={t('secondReview.notTaken')} />}
        <button type="button" className="btn touch prime" disabled={!ready || say.isPending} onClick={sign}>
          {t('secondReview.sign')}
        </button>
        <p className="note">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t('secondReview.signKeys')}
        </p>
      </div>
    </Panel>
  )
}
