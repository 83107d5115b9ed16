import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { peopleApi } from './api.ts'
import { Field, Form } from './form.tsx'
import { useComeAndGo, useMe } from './me.ts'

/** Browsers at the cell where people identify themselves by badge and PIN. */
export function PanelsPanel() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const changed = useComeAndGo()
  const here = useMe().data?.panel
  const { data = [] } = useQuery({ queryKey: ['panels'], queryFn: peopleApi.panels })
  const register = useMutation({ mutationFn: peopleApi.registerPanel, onSuccess: changed })
  const remove = useMutation({
    mutationFn: peopleApi.removePanel,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['panels'] }),
  })
  return (
    <Panel title={t('people.panels')} aside={t('people.panelsAside')}>
      {data.length > 0 && (
        <table>
          <tbody>
            {data.map((panel) => (
              <tr key={panel.id}>
                <td className="b">{panel.name}</td>
                <td className="mid">
                  {panel.registeredBy}, {dayTime(panel.registeredAt)}
                </td>
                <td className="r">
                  <button type="button" className="btn" onClick={() => remove.mutate(panel.id)}>
                    {t('people.remove')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!here && (
        <div className="in">
          <Form
            submit={t('people.register')}
            busy={register.isPending}
            error={register.error}
            failed={t('people.notSaved')}
            onSubmit={({ name = '' }) => register.mutate(name)}
          >
            <Field label={t('people.panelName')} name="name" hint={t('people.panelHint')} maxLength={80} />
          </Form>
        </div>
      )}
    </Panel>
  )
}
