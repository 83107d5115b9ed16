import type { Recipe } from '@celltwin/contracts'
import type { RecipeChange } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import { useTold } from '../../ui/told.ts'
import { FIELD_NAMES } from './fields.ts'

/** What differs, field by field: what it was, what it would be, and whose business it is. */
export function ChangeList({ changes, recipe }: { changes: readonly RecipeChange[]; recipe: Recipe }) {
  const { t } = useTranslation()
  const told = useTold()
  const titles = new Map(recipe.characteristics.map(({ id, title }) => [id, title]))
  const nameOf = (field: string) => {
    const known = FIELD_NAMES.find((name) => name === field)
    return known ? t(`recipe.field.${known}`) : field
  }
  return (
    <table className="changes">
      <thead>
        <tr>
          <th>{t('recipe.characteristic')}</th>
          <th>{t('recipe.what')}</th>
          <th className="r">{t('recipe.was')}</th>
          <th className="r">{t('recipe.is')}</th>
          <th>{t('recipe.of')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ characteristic, field, was, is, of }) => (
          <tr key={`${characteristic}/${field}`}>
            <td>{characteristic ? told(titles.get(characteristic) ?? characteristic) : t('recipe.itself')}</td>
            <td>{nameOf(field)}</td>
            <td className="r mid">{written(was)}</td>
            <td className="r b">{written(is)}</td>
            <td className="mid">{t(`recipe.owner.${of}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const written = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'object' && value !== null ? '✓' : String(value)
