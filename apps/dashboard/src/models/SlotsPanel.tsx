import type { Disagreement, ModelSlot, ModelSummary } from '@celltwin/contracts'
import { wilson } from '@celltwin/quality'
import { modelBefore, shadowCount } from '@celltwin/twin'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem } from '../ui/Condition.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { modelsApi } from './api.ts'

/** What each module of the cell judges with, what it tries in shadow, and the way back. */
export function SlotsPanel({ cell, packages }: { cell: string; packages: readonly ModelSummary[] }) {
  const { t } = useTranslation()
  const slots = Object.entries(useCell(({ live }) => live?.models ?? {}))
  return (
    <Panel title={t('models.modules')} aside={t('models.modulesAside')} className="whole">
      {slots.length === 0 ? (
        <p className="empty">{t('models.noModules')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('models.module')}</th>
              <th>{t('models.live')}</th>
              <th>{t('models.shadow')}</th>
              <th>{t('models.disagreement')}</th>
              <th className="r">{t('models.cost')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {slots.map(([module, slot]) => (
              <SlotRow key={module} cell={cell} module={module} slot={slot} packages={packages} />
            ))}
          </tbody>
        </table>
      )}
      {slots.map(([module, { disagreements }]) => (
        <Disagreements key={module} module={module} list={disagreements} />
      ))}
    </Panel>
  )
}

interface SlotProps {
  readonly cell: string
  readonly module: string
  readonly slot: ModelSlot
  readonly packages: readonly ModelSummary[]
}

function SlotRow({ cell, module, slot, packages }: SlotProps) {
  const { t } = useTranslation()
  const running = slot.running?.value
  const wanted = slot.live?.value.model
  const shadow = slot.shadow?.value.model
  const count = shadow ? shadowCount(slot, shadow.digest) : undefined
  const bound = count && wilson(count.disagreed, count.parts)
  return (
    <tr>
      <td className="b">{module}</td>
      <td title={running?.model.digest}>
        {running && t('models.since', { ...running.model, cycle: running.atCycle })}
        {wanted && running && wanted.digest !== running.model.digest && (
          <span className="st hold">{t('models.onItsWay', { version: wanted.version })}</span>
        )}
        {slot.refused && <p className="fine">{t('models.refused', { reason: slot.refused.value.reason })}</p>}
      </td>
      <td title={shadow?.digest}>{shadow ? `${shadow.name} ${shadow.version}` : '–'}</td>
      <td>
        {count && bound
          ? t('models.disagreed', {
              disagreed: number(count.disagreed),
              parts: number(count.parts),
              lower: number(100 * bound.lower, 1),
              upper: number(100 * bound.upper, 1),
            })
          : '–'}
      </td>
      <td className="r">
        {count && count.parts > 0
          ? t('models.costOf', {
              shadow: number(count.computeMs / count.parts),
              live: number(count.liveComputeMs / count.parts),
            })
          : '–'}
      </td>
      <td className="r">
        <Deeds cell={cell} module={module} slot={slot} packages={packages} />
      </td>
    </tr>
  )
}

function Deeds({ cell, module, slot, packages }: SlotProps) {
  const { t } = useTranslation()
  const [operator] = useOperator()
  const by = operator ? { by: operator } : {}
  const mayPut = useMay('integrator')
  const mayTurn = useMay('integrator', 'quality')
  const [digest, choose] = useState('')
  const shadow = slot.shadow?.value.model
  const before = modelBefore(slot)
  const gate = useQuery({
    queryKey: ['model-gate', cell, module, shadow?.digest, slot.counts],
    queryFn: () => modelsApi.gate(cell, module, shadow!.digest),
    enabled: Boolean(shadow),
    retry: false,
  })
  const put = useMutation({
    mutationFn: (body: { digest: string; stage: 'shadow' | 'live' }) => modelsApi.put(cell, module, { ...body, ...by }),
  })
  const turn = useMutation({
    mutationFn: (what: 'roll-back' | 'withdraw') => modelsApi.turn(cell, module, what, by),
  })
  const error = put.error ?? turn.error
  const others = packages.filter((each) => each.digest !== slot.running?.value.model.digest)
  const refusals = gate.data?.refusals ?? []
  return (
    <>
      {error && <Problem error={error} what={t('models.notAsked')} />}
      {mayPut && !shadow && others.length > 0 && (
        <>
          <select
            className="field"
            aria-label={t('models.choose', { module })}
            value={digest}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t('models.chooseOne')}</option>
            {others.map((each) => (
              <option key={each.digest} value={each.digest}>{`${each.name} ${each.version}`}</option>
            ))}
          </select>{' '}
          <button
            type="button"
            className="btn"
            disabled={!digest || put.isPending}
            onClick={() => put.mutate({ digest, stage: 'shadow' })}
          >
            {t('models.intoShadow')}
          </button>{' '}
        </>
      )}
      {mayPut && shadow && (
        <button
          type="button"
          className="btn prime"
          disabled={!gate.data || refusals.length > 0 || put.isPending}
          title={refusals.join('\n')}
          onClick={() => put.mutate({ digest: shadow.digest, stage: 'live' })}
        >
          {t('models.promote')}
        </button>
      )}{' '}
      {mayTurn && shadow && (
        <button type="button" className="btn" disabled={turn.isPending} onClick={() => turn.mutate('withdraw')}>
          {t('models.withdraw')}
        </button>
      )}{' '}
      {mayTurn && before && (
        <button type="button" className="btn" disabled={turn.isPending} onClick={() => turn.mutate('roll-back')}>
          {t('models.rollBack', { version: before.version })}
        </button>
      )}
      {shadow && refusals.length > 0 && <p className="fine wrap">{refusals.join(' ')}</p>}
    </>
  )
}

function Disagreements({ module, list }: { module: string; list: readonly Disagreement[] }) {
  const { t } = useTranslation()
  if (list.length === 0) return null
  return (
    <details className="in">
      <summary>{t('models.partsDisagreed', { module, count: list.length })}</summary>
      <table>
        <thead>
          <tr>
            <th>{t('models.part')}</th>
            <th>{t('models.liveSaid')}</th>
            <th>{t('models.shadowSaid')}</th>
            <th>{t('models.where')}</th>
          </tr>
        </thead>
        <tbody>
          {list.toReversed().map(({ cycleId, serial, liveVerdict, verdict, disagreed, failed, model }) => (
            <tr key={cycleId + model}>
              <td>
                <Link to="/parts/$serial" params={{ serial }}>
                  {serial}
                </Link>
              </td>
              <td>{t(`models.verdict.${liveVerdict}`)}</td>
              <td>{t(`models.verdict.${verdict}`)}</td>
              <td className="wrap mid">
                {failed ??
                  disagreed
                    .map(({ live, shadow }) => `${live.characteristic}: ${said(live)} / ${said(shadow)}`)
                    .join('; ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

const said = ({ value, conformance }: { value: number | null; conformance: string }) =>
  `${value === null ? '–' : number(value, 3)} ${conformance}`
