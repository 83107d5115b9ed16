import type { Recipe } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { typedNumber, withCharacteristic, withOwn } from './draft.ts'

const recipe = { id: 'r', drawing: '1', characteristics: [{ id: 'a', upper: 2 }, { id: 'b' }] } as unknown as Recipe

it('sets a field of one characteristic and leaves the others', () => {
  expect(withCharacteristic(recipe, 'a', 'warnUpper', 1.5).characteristics).toEqual([
    { id: 'a', upper: 2, warnUpper: 1.5 },
    { id: 'b' },
  ])
})

it('takes away what is emptied, so that it differs in nothing from what was never said', () => {
  expect(withCharacteristic(recipe, 'a', 'upper', undefined).characteristics[0]).toEqual({ id: 'a' })
  expect(withOwn(recipe, 'drawing', '')).not.toHaveProperty('drawing')
})

it('reads a point, a comma and a true minus', () => {
  expect(['1.5', ' 1,5 ', '\u22120.3', ''].map(typedNumber)).toEqual([1.5, 1.5, -0.3, undefined])
  expect(typedNumber('1.2.3')).toBeNaN()
})
