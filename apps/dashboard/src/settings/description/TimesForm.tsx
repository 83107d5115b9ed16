import type { CellDefinition, Module } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { words } from '../../ui/format.ts'
import { Field, Named, useEditing } from './Field.tsx'

/** Where the file says that the module's model runs: read only, as an agent reads it as it starts. */
const runsOn = (module: Partial<Module> | null | undefined) =>
  [module?.inference?.backend, module?.inference?.precision].filter(Boolean).join(' ') || '–'

/** The cycle's budget and its phases, and by when each module owes its results. */
export function TimesForm() {
  const { t } = useTranslation()
  const { cycle, modules } = useEditing().value as Partial<CellDefinition>
  return (
    <>
      <div className="row in">
        <Named path={['cycle', 'budgetMs']} name={`${t('description.budget')} (ms)`} />
        <Named path={['cycle', 'taktMs']} name={`${t('description.takt')} (ms)`} />
        <Named path={['judgeByMs']} name={`${t('description.judgeBy')} (ms)`} />
        <Named path={['permissionMs']} name={`${t('description.permission')} (ms)`} />
      </div>
      <div className="pair">
        <table>
          <thead>
            <tr>
              <th>{t('description.phase')}</th>
              <th className="r">
                {t('description.budget')} <span className="u">ms</span>
              </th>
              <th className="r">
                {t('description.speed')} <span className="u">1/min</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {cycle?.phases?.map(({ id, title, rpm }, index) => (
              <tr key={id}>
                <td>
                  <Field path={['cycle', 'phases', index, 'title']} type="text" label={`${id}: ${title}`} />
                </td>
                <td className="r">
                  <Field
                    path={['cycle', 'phases', index, 'budgetMs']}
                    label={`${title}: ${t('description.budget')} (ms)`}
                  />
                </td>
                <td className="r mid">{rpm ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <thead>
            <tr>
              <th>{t('description.module')}</th>
              <th className="r">
                {t('description.due')} <span className="u">ms</span>
              </th>
              <th className="r">
                {t('description.allowance')} <span className="u">ms</span>
              </th>
              <th>{t('description.inference')}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(modules ?? {}).map(([id, module]) => (
              <tr key={id}>
                <td>{words(id)}</td>
                <td className="r">
                  <Field path={['modules', id, 'dueMs']} label={`${id}: ${t('description.due')} (ms)`} />
                </td>
                <td className="r">
                  <Field
                    path={['modules', id, 'computeAllowanceMs']}
                    label={`${id}: ${t('description.allowance')} (ms)`}
                  />
                </td>
                <td className="mid">{runsOn(module)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
