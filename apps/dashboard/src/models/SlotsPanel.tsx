import type { Disagreement, ModelSummary } from '@celltwin/contracts'
import { wilson } from '@celltwin/quality'
import { shadowCount } from '@celltwin/twin'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCell } from '../twin/hooks.ts'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { SlotDeeds, type SlotProps } from './SlotDeeds.tsx'
import { versionOf } from './variant.ts'

/** What each module of the cell judges with, what it tries in shadow, and the way back. */
export function SlotsPanel({
  cell,
  packages,
  choose,
}: {
  cell: string
  packages: readonly ModelSummary[]
  choose: (digest: string) => void
}) {
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
              <SlotRow key={module} {...{ cell, module, slot, packages, choose }} />
            ))}
          </tbody>
        </table>
      )}
      {slots.map(([module, { disagreements, shadow }]) => (
        <Disagreements
          key={module}
          module={module}
          // Those of a model that was in shadow before are no word against the one that is.
          list={disagreements.filter(({ model }) => !shadow?.value.model || model === shadow.value.model.digest)}
        />
      ))}
    </Panel>
  )
}

function SlotRow({ cell, module, slot, packages, choose }: SlotProps & { choose: (digest: string) => void }) {
  const { t } = useTranslation()
  const tell = useTold()
  const packageOf = (digest: string) => packages.find((each) => each.digest === digest)
  const running = slot.running?.value
  const since =
    running &&
    t('models.since', { ...running.model, version: versionOf(packages, running.model), cycle: running.atCycle })
  const wanted = slot.live?.value.model
  const shadow = slot.shadow?.value.model
  const count = shadow ? shadowCount(slot, shadow.digest) : undefined
  const bound = count && wilson(count.disagreed, count.parts)
  return (
    <tr>
      <td className="b">{tell(module)}</td>
      <td title={running?.model.digest}>
        {running &&
          (packageOf(running.model.digest) ? (
            <button type="button" className="asrow" onClick={() => choose(running.model.digest)}>
              {since}
            </button>
          ) : (
            <>
              {since}
              <p className="fine">{t('models.notHere')}</p>
            </>
          ))}
        {wanted && running && wanted.digest !== running.model.digest && (
          <span className="st hold">{t('models.onItsWay', { version: versionOf(packages, wanted) })}</span>
        )}
        {slot.refused && <p className="fine">{t('models.refused', { reason: tell(slot.refused.value.reason) })}</p>}
      </td>
      <td title={shadow?.digest}>{shadow ? `${shadow.name} ${versionOf(packages, shadow)}` : '–'}</td>
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
        <SlotDeeds cell={cell} module={module} slot={slot} packages={packages} />
      </td>
    </tr>
  )
}

type Told = Disagreement['disagreed'][number]['live']

function Disagreements({ module, list }: { module: string; list: readonly Disagreement[] }) {
  const { t } = useTranslation()
  const tell = useTold()
  const characteristics = useCell(({ live }) => live?.definition?.value.definition.recipe.characteristics)
  if (list.length === 0) return null
  const titleOf = (id: string) => tell(characteristics?.find((each) => each.id === id)?.title ?? id)
  const said = ({ value, conformance }: Told) =>
    [...(value === null ? [] : [number(value, 3)]), t(`trace.conformances.${conformance}`)].join(' ')
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
                {failed === undefined
                  ? disagreed
                      .map(({ live, shadow }) => `${titleOf(live.characteristic)}: ${said(live)} / ${said(shadow)}`)
                      .join('; ')
                  : tell(failed)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
