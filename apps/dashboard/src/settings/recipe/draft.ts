/** A recipe as it is being edited. Pure. */
import type { Characteristic, Recipe } from '@celltwin/contracts'

/** Columns of the table that hold a number. Empty is not said. */
export const NUMBERS = ['nominal', 'lower', 'upper', 'guardBand', 'warnLower', 'warnUpper'] as const
export const TEXTS = ['balloon', 'specialClass', 'controlPlan', 'reactionPlan'] as const
export type NumberField = (typeof NUMBERS)[number]
export type TextField = (typeof TEXTS)[number]
/** What a recipe says of itself. */
export type OwnField = 'drawing' | 'drawingRevision' | 'changeReference'

/** Sets a field, or takes it away where it has no value. */
function withField<T extends object>(of: T, field: string, value: unknown): T {
  const { [field as keyof T]: _, ...rest } = of
  return (value === undefined || value === '' ? rest : { ...rest, [field]: value }) as T
}

export const withOwn = (recipe: Recipe, field: OwnField, value: string): Recipe => withField(recipe, field, value)

export const withCharacteristic = (
  recipe: Recipe,
  id: string,
  field: NumberField | TextField | 'reference',
  value: number | string | undefined,
): Recipe => ({
  ...recipe,
  characteristics: recipe.characteristics.map((c: Characteristic) => (c.id === id ? withField(c, field, value) : c)),
})

/** As people type it, with a point or a comma; undefined where it is empty, NaN where it is no number. */
export function typedNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace('\u2212', '-')
  return plain === '' ? undefined : Number(plain)
}
