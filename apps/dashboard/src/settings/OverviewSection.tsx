import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCells, useChosenCell } from '../frame/cells.ts'
import { SimulationPanel } from '../simulation/SimulationPanel.tsx'
import { useCell } from '../twin/hooks.ts'
import { dayTime, number, shortHash } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'

/** What the cell runs under, and what goes wrong in a simulated one. */
export function OverviewSection() {
  const cell = useChosenCell()
  return (
    <>
      <CellPanel />
      {cell && <SimulationPanel cell={cell} />}
    </>
  )
}

function CellPanel() {
  const { t } = useTranslation()
  const told = useTold()
  const cell = useChosenCell()
  const summary = useCells().data?.find((one) => one.cell === cell)
  const { definition, position } = useCell(({ live }) => ({
    definition: live?.definition?.value,
    position: live?.position,
  }))
  if (!summary) return null
  const file = definition?.definition
  const devices = summary.replayed ? 'replayed' : summary.simulated ? 'simulated' : 'real'
  return (
    <Panel title={told(summary.title)} aside={file?.reference ? t('settings.reference') : summary.kind}>
      <dl className="kv in">
        <dt>{t('settings.equipment')}</dt>
        <dd>{Object.values(summary.path).join(' / ')}</dd>
        <dt>{t('settings.devices')}</dt>
        <dd>{t(`settings.devicesAre.${devices}`)}</dd>
        {file && (
          <>
            <dt>{t('settings.recipe')}</dt>
            <dd>
              <Link to="/settings/recipe">
                {file.recipe.id} v{file.recipe.version}
              </Link>
              , {t('settings.characteristics', { count: file.recipe.characteristics.length })}
            </dd>
            <dt>{t('settings.cellFile')}</dt>
            <dd className="mono" title={definition?.hash}>
              {shortHash(definition?.hash ?? '')}
            </dd>
          </>
        )}
        <dt>{t('settings.journal')}</dt>
        <dd>{t('settings.position', { position: number(position ?? summary.position) })}</dd>
        {summary.lastEventAt && (
          <>
            <dt>{t('settings.newestEvent')}</dt>
            <dd>{dayTime(summary.lastEventAt)}</dd>
          </>
        )}
      </dl>
    </Panel>
  )
}
