import { readFileSync } from 'node:fs'
import { armReaches } from '@celltwin/contracts'
import { definitionChanges } from '@celltwin/twin'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { solveDown } from '../../cell/scene/kinematics.ts'
import { pointerOf, readText, textOf, valueAt, withValue } from './document.ts'

const file = readFileSync('cells/pulley-cell-1.yaml', 'utf8')
const reference = readText(file).definition!

it('writes a definition so that reading it gives the same', () => {
  const text = textOf(reference)
  expect(readText(text)).toMatchObject({ flaws: [], definition: reference })
  expect(text).toContain('pose: { x: -0.31, y: 0, z: -0.1 }')
})

it('names field and rule of what is wrong, at its line and column', () => {
  const text = file.replace('taktMs: 16900', 'taktMs: soon')
  const line = text.split('\n').findIndex((each) => each.includes('taktMs')) + 1
  expect(readText(text)).toMatchObject({
    flaws: [{ field: '/cycle/taktMs', line, column: text.split('\n')[line - 1]!.indexOf('soon') + 1 }],
    definition: undefined,
  })
  expect(readText('stations: [').flaws).toMatchObject([{ field: '/', line: 1 }])
})

it('draws a cell whose stations cannot stand so, and says which', () => {
  const moved = readText(withValue(file, ['stations', 9, 'pose', 'x'], 0.2))
  expect(moved.definition?.stations[9]?.pose.x).toBe(0.2)
  expect(moved.flaws).toMatchObject([{ field: '/stations/9/pose', rule: 'stands on hold' }])
})

it('changes one value and leaves the rest, comments too', () => {
  const text = withValue(withValue(file, ['cycle', 'taktMs'], 20_000), ['stations', 8, 'capacity'], undefined)
  expect(text).toContain('# Simulated packing behind the chute')
  const changes = definitionChanges(reference, readText(text).definition!)
  expect(changes.map(({ field, is }) => [field, is])).toEqual([
    ['/stations/hold/capacity', undefined],
    ['/cycle/taktMs', 20_000],
  ])
  expect(pointerOf(reference, ['stations', 8, 'capacity'], true)).toBe('/stations/hold/capacity')
  expect(valueAt(reference, ['stations', 8, 'capacity'])).toBe(4)
})

it('reaches exactly as far as the arm that is drawn', () => {
  const q = new Float64Array(6)
  const metre = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(metre, metre, metre, (x, y, z) => {
      expect(armReaches(Math.hypot(x, y), z)).toBe(solveDown(x, y, z, 0, q))
    }),
  )
})
