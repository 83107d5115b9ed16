import type { Station } from '@celltwin/contracts'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { words } from '../../ui/format.ts'
import { Field, useEditing } from './Field.tsx'

const AXES = ['x', 'y', 'z'] as const
/** Kinds that hold parts. */
const HOLDING: readonly string[] = ['hold', 'bin', 'chute', 'infeed']

/** Every station a row: where it stands, how large it is, how many parts it holds. */
export function StationsForm({ chosen, onChoose }: { chosen: string | undefined; onChoose: (id: string) => void }) {
  const { t } = useTranslation()
  const { value, flaws } = useEditing()
  const stations = (value as { stations?: Station[] } | undefined)?.stations ?? []
  return (
    <div className="scroll">
      <table className="stations">
        <thead>
          <tr>
            <th>{t('description.station')}</th>
            <th>{t('description.title')}</th>
            {AXES.map((axis) => (
              <th key={axis} className="r">
                {axis} <span className="u">m</span>
              </th>
            ))}
            <th className="r">{t('description.capacity')}</th>
            <th>{t('description.shape')}</th>
          </tr>
        </thead>
        <tbody>
          {stations.map(({ id, kind, title, shape }, index) => {
            const path = ['stations', index] as const
            const rules = flaws.filter(({ field }) => field.startsWith(`/stations/${index}/`))
            return (
              <Fragment key={id}>
                <tr className={chosen === id ? 'on' : undefined} onFocus={() => onChoose(id)}>
                  <th scope="row" title={id}>
                    {words(kind)}
                  </th>
                  <td>
                    <Field path={[...path, 'title']} type="text" label={`${title}: ${t('description.title')}`} />
                  </td>
                  {AXES.map((axis) => (
                    <td key={axis} className="r">
                      <Field path={[...path, 'pose', axis]} label={`${title}: ${axis}`} />
                    </td>
                  ))}
                  <td className="r">
                    {HOLDING.includes(kind) && (
                      <Field path={[...path, 'capacity']} label={`${title}: ${t('description.capacity')}`} />
                    )}
                  </td>
                  <td className="shape">
                    {Object.keys(shape ?? {}).map((name) => (
                      <span key={name} className="size">
                        <span className="cap">{name}</span>
                        <Field path={[...path, 'shape', name]} label={`${title}: ${name}`} />
                      </span>
                    ))}
                  </td>
                </tr>
                {rules.length > 0 && (
                  <tr className="flaws">
                    <td colSpan={7}>
                      {rules.map(({ field, rule }) => (
                        <span key={field + rule} className="reject">
                          {rule}
                        </span>
                      ))}
                    </td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
