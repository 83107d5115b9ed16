import type { CellDefinition, Passport, PassportCycle } from '@celltwin/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, expect, it } from 'vitest'
import { Values } from '../review/Values.tsx'
import { applyUnits } from '../ui/units.ts'
import { CharacteristicTable } from './CharacteristicTable.tsx'

const ranged = { kind: 'measure', module: 'gauge', group: 'runout', decimals: 3 } as const
const runout = { ...ranged, id: 'runout', title: 'Runout', unit: 'mm', upper: 0.05 }
const warmth = { ...ranged, id: 'warmth', title: 'Rise', unit: '°C', decimals: 1, lower: 10, upper: 30 }
const definition = { recipe: { characteristics: [runout, warmth] } } as unknown as CellDefinition
const found = { conformance: 'pass', late: false, explanation: '' }
const results = [
  { ...found, characteristic: 'runout', value: 0.0254, unit: 'mm', uncertainty: 0.00508, limits: { upper: 0.05 } },
  { ...found, characteristic: 'warmth', value: 20, unit: '°C', uncertainty: 0.5, limits: { lower: 10, upper: 30 } },
] as unknown as PassportCycle['results']
const cycle = { results, evidence: [], reasons: [] } as unknown as PassportCycle

/** What stands in the cells of each row. */
const cells = (html: string) =>
  [...html.matchAll(/<tr class=""[^>]*>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td.*?<\/td>/g)].map(([cell]) => cell.replace(/<[^>]+>/g, '').trim()),
  )
const table = () =>
  cells(
    renderToStaticMarkup(
      createElement(CharacteristicTable, { passport: { definition } as unknown as Passport, cycle }),
    ),
  )

afterEach(() => applyUnits({ length: 'mm', temperature: '°C' }))

it('shows value, uncertainty and limits of a row in the unit of the record', () => {
  expect(table().map(([, ...row]) => row.slice(0, 4))).toEqual([
    ['0.025', '± 0.005 mm', '', '≤ 0.050'],
    ['20.0', '± 0.5 °C', '', '10.0–30.0'],
  ])
})

it('shows all of them in inches or Fahrenheit once chosen: an uncertainty without the zero of the scale', () => {
  applyUnits({ length: 'in', temperature: '°F' })
  expect(table().map(([, ...row]) => row.slice(0, 4))).toEqual([
    ['0.00100', '± 0.0002 in', '', '≤ 0.00197'],
    ['68.0', '± 0.9 °F', '', '50.0–86.0'],
  ])
})

it('shows them in Debug Mode as in the passport', () => {
  const rows = [runout, warmth].map((characteristic, i) => ({ characteristic, result: results[i] }))
  const queries = createElement(QueryClientProvider, { client: new QueryClient() }, createElement(Values, { rows }))
  expect(cells(renderToStaticMarkup(queries))).toEqual(table())
})
