import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import type { CellDefinition } from './cell.ts'
import { describedBy, descriptionOf } from './cell-description.ts'
import { geometryFlaws } from './cell-geometry.ts'
import { descriptionFlaws } from './description-check.ts'

const fileOf = (name: string): CellDefinition =>
  parse(readFileSync(new URL(`../../../cells/${name}.yaml`, import.meta.url), 'utf8'))
const reference = fileOf('pulley-cell-1')

/** What the rules of space say of the reference cell with a station elsewhere. */
function moved(id: string, pose: Partial<Record<'x' | 'y' | 'z', number>>): string[] {
  const cell = structuredClone(reference)
  Object.assign(cell.stations.find((station) => station.id === id)!.pose, pose)
  return geometryFlaws(cell).map(({ field, rule }) => `${field}: ${rule}`)
}

it('finds room for every station of the cells that come with the product', () => {
  for (const name of ['pulley-cell-1', 'bearing-bench']) expect(geometryFlaws(fileOf(name))).toEqual([])
})

it('names a station outside the cell, by the side on which it is', () => {
  expect(moved('andon', { x: 0.7 })).toEqual(['/stations/11/pose/x: must lie within 0.62 m of the middle of frame'])
  expect(moved('camera', { y: 0.7 })).toEqual(['/stations/4/pose/y: must lie between floor (-0.56 m) and top (0.66 m)'])
})

it('names two stations in one place, and one that stands on another', () => {
  const { x, y, z } = reference.stations.find(({ id }) => id === 'camera')!.pose
  expect(moved('lasers', { x, y, z })).toEqual(['/stations/5/pose: camera stands in this place'])
  expect(moved('bin', { x: 0.2 })).toEqual(['/stations/9/pose: stands on hold'])
})

it('names a station to which the robot does not get', () => {
  expect(moved('robot', { x: 0.6, z: -0.4 })).toEqual(
    expect.arrayContaining([
      '/stations/2/pose: is out of reach of robot',
      '/stations/7/pose: is out of reach of robot',
    ]),
  )
})

it('takes a description out of a cell and puts it back', () => {
  expect(describedBy(reference, descriptionOf(reference))).toEqual(reference)
})

it('knows a description that the cell could not run under', () => {
  const description = structuredClone(descriptionOf(reference))
  expect(descriptionFlaws(reference, description)).toEqual([])
  description.cycle.budgetMs = 9000
  expect(descriptionFlaws(reference, description)).toEqual([
    { field: '/cycle/budgetMs', rule: 'must be at least the sum of the phases (11800)' },
  ])
  delete description.modules.visual
  description.modules.xray = { dueMs: 1, computeAllowanceMs: 1 }
  expect(descriptionFlaws(reference, description)).toEqual([
    { field: '/modules/xray', rule: 'is not in the cell file' },
    { field: '/modules', rule: 'must say visual' },
  ])
})
