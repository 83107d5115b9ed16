import type { CellDefinition } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { Field, Named, useEditing } from './Field.tsx'

/** When the cell is meant to work, and how accepted parts are packed. */
export function ShiftsForm() {
  const { t } = useTranslation()
  const { value, set, disabled } = useEditing()
  const { shifts, packing } = value as Partial<CellDefinition>
  return (
    <>
      <div className="row in">
        <Named path={['shifts', 'timeZone']} type="text" name={t('description.timeZone')} className="wide" />
        <Named path={['shifts', 'targetPerShift']} name={t('description.target')} />
      </div>
      <div className="pair">
        <Times
          path="pattern"
          name={t('description.shift')}
          items={shifts?.pattern ?? []}
          add={(n) => set(['shifts', 'pattern', n], newShift(shifts?.pattern ?? [], t('description.newShift')))}
        />
        <Times
          path="plannedStops"
          name={t('description.break')}
          items={shifts?.plannedStops ?? []}
          add={(n) =>
            n === 0
              ? set(['shifts', 'plannedStops'], [newStop(t('description.break'))])
              : set(['shifts', 'plannedStops', n], newStop(t('description.break')))
          }
        />
      </div>
      {packing ? (
        <div className="row in">
          <Named path={['packing', 'container', 'prefix']} type="text" name={t('description.container')} />
          <Named path={['packing', 'container', 'positions']} name={t('description.positions')} />
          <Named path={['packing', 'container', 'label']} type="text" name={t('description.label')} className="wide" />
          <Named path={['packing', 'shipment', 'prefix']} type="text" name={t('description.shipment')} />
          <Named path={['packing', 'shipment', 'containers']} name={t('description.containers')} />
        </div>
      ) : (
        <p className="in">
          <button type="button" className="btn" disabled={disabled} onClick={() => set(['packing'], NEW_PACKING)}>
            {t('description.pack')}
          </button>
        </p>
      )}
    </>
  )
}

const NEW_PACKING = {
  container: { prefix: 'KLT', positions: 12, label: 'label' },
  shipment: { prefix: 'SHP', containers: 16 },
}
const newStop = (title: string) => ({ title, start: '12:00', end: '12:30' })

/** With an id that no other has. */
function newShift(pattern: readonly { readonly id: string }[], title: string) {
  let n = pattern.length + 1
  while (pattern.some(({ id }) => id === `shift-${n}`)) n++
  return { id: `shift-${n}`, title, start: '06:00', end: '14:00' }
}

function Times({
  path,
  name,
  items,
  add,
}: {
  path: 'pattern' | 'plannedStops'
  name: string
  items: readonly { readonly title: string; readonly start: string }[]
  add: (at: number) => void
}) {
  const { t } = useTranslation()
  const { set, disabled } = useEditing()
  return (
    <table>
      <thead>
        <tr>
          <th>{name}</th>
          <th>{t('description.from')}</th>
          <th>{t('description.to')}</th>
          <th>
            <button type="button" className="btn quiet" disabled={disabled} onClick={() => add(items.length)}>
              {t('description.add')}
            </button>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ title }, n) => {
          const of = ['shifts', path, n] as const
          return (
            <tr key={n}>
              <td>
                <Field path={[...of, 'title']} type="text" label={`${name} ${n + 1}: ${t('description.title')}`} />
              </td>
              <td>
                <Field
                  path={[...of, 'start']}
                  type="text"
                  className="time"
                  label={`${title}: ${t('description.from')}`}
                />
              </td>
              <td>
                <Field path={[...of, 'end']} type="text" className="time" label={`${title}: ${t('description.to')}`} />
              </td>
              <td>
                <button
                  type="button"
                  className="btn quiet"
                  disabled={disabled || (path === 'pattern' && items.length === 1)}
                  aria-label={t('description.removeWhat', { what: title })}
                  onClick={() => set(of, undefined)}
                >
                  {t('description.remove')}
                </button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
