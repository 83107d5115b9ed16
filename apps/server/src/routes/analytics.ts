/** Charts over a window of a cell. */
import {
  Agreement,
  AnalyticsOverview,
  BrushedParts,
  type Characteristic,
  CorrelationMatrix,
  DefectMap,
  Instant,
  ProcessChart,
  Scatter,
  Sha256,
  Spectra,
  Spectrogram,
} from '@celltwin/contracts'
import Type from 'typebox'
import { readAgreement } from '../analytics/agreement.ts'
import { readBrushed } from '../analytics/brushed.ts'
import { readCorrelation, readScatter } from '../analytics/correlation.ts'
import { readDefects } from '../analytics/defects.ts'
import { readProcess } from '../analytics/process.ts'
import { readSpectra, readSpectrogram, SpectrumShelf } from '../analytics/spectra.ts'
import { readOverview, type Window } from '../analytics/window.ts'
import { notFound, windowReversed } from '../problems.ts'
import { timeZoneOf } from '../second-review/window.ts'
import { type App, cellOr404, type House } from './context.ts'

const params = Type.Object({ cell: Type.String() })
const Span = { from: Type.Optional(Instant), to: Type.Optional(Instant) }
const Name = Type.String({ minLength: 1 })
const DAY_MS = 86_400_000

export function analyticsRoutes(app: App, house: House): void {
  const { pool } = house.database
  const shelf = new SpectrumShelf()
  const path = (name: string) => `/api/cells/:cell/analytics${name}`
  const definitionOf = (cell: string) => cellOr404(house, cell).twin.definition?.value.definition
  const windowOf = (cell: string, { from, to = new Date().toISOString() }: { from?: string; to?: string }): Window => {
    const start = from ?? new Date(Date.parse(to) - DAY_MS).toISOString()
    if (Date.parse(start) < Date.parse(to)) return { cellId: cellOr404(house, cell).id, from: start, to }
    throw windowReversed()
  }
  const known = (cell: string, id: string): Characteristic => {
    const found = definitionOf(cell)?.recipe.characteristics.find((characteristic) => characteristic.id === id)
    if (!found) throw notFound(`characteristic ${id} in the recipe of ${cell}`)
    return found
  }

  app.get(
    path(''),
    {
      schema: {
        summary: 'What there is to look at; last day by default',
        params,
        querystring: Type.Object(Span),
        response: { 200: AnalyticsOverview },
      },
    },
    ({ params: { cell }, query }) => readOverview(pool, windowOf(cell, query), definitionOf(cell)?.recipe),
  )

  app.get(
    path('/process'),
    {
      schema: {
        summary: 'One characteristic: trend with its extremes, control limits, histogram, capability',
        params,
        querystring: Type.Object({ ...Span, characteristic: Name }),
        response: { 200: ProcessChart },
      },
    },
    ({ params: { cell }, query }) => readProcess(pool, windowOf(cell, query), known(cell, query.characteristic)),
  )

  app.get(
    path('/parts'),
    {
      schema: {
        summary: 'The parts of a range of values, newest first',
        params,
        querystring: Type.Object({
          ...Span,
          characteristic: Name,
          low: Type.Optional(Type.Number()),
          high: Type.Optional(Type.Number()),
        }),
        response: { 200: BrushedParts },
      },
    },
    ({ params: { cell }, query }) => readBrushed(pool, windowOf(cell, query), query),
  )

  app.get(
    path('/correlation'),
    {
      schema: {
        summary: 'Pearson and Spearman of every pair of measured characteristics',
        params,
        querystring: Type.Object(Span),
        response: { 200: CorrelationMatrix },
      },
    },
    ({ params: { cell }, query }) => {
      const measured = (definitionOf(cell)?.recipe.characteristics ?? []).filter(({ kind }) => kind !== 'class')
      return readCorrelation(
        pool,
        windowOf(cell, query),
        measured.map(({ id }) => id),
      )
    },
  )

  app.get(
    path('/scatter'),
    {
      schema: {
        summary: 'Two characteristics against one another',
        params,
        querystring: Type.Object({ ...Span, x: Name, y: Name }),
        response: { 200: Scatter },
      },
    },
    ({ params: { cell }, query }) =>
      readScatter(pool, windowOf(cell, query), known(cell, query.x).id, known(cell, query.y).id),
  )

  app.get(
    path('/defects'),
    {
      schema: {
        summary: 'Places on the part that were not in order',
        params,
        querystring: Type.Object({ ...Span, characteristic: Type.Optional(Name) }),
        response: { 200: DefectMap },
      },
    },
    ({ params: { cell }, query }) => readDefects(pool, windowOf(cell, query), query.characteristic),
  )

  app.get(
    path('/spectra'),
    {
      schema: {
        summary: 'Envelope spectra of parts over the window, by orders of the shaft',
        params,
        querystring: Type.Object(Span),
        response: { 200: Spectra },
      },
    },
    ({ params: { cell }, query }) =>
      readSpectra(pool, house.evidence, shelf, windowOf(cell, query), definitionOf(cell)),
  )

  app.get(
    path('/spectrogram/:sha256'),
    {
      schema: {
        summary: 'Vibration of one part over the angle of its shaft',
        params: Type.Object({ cell: Type.String(), sha256: Sha256 }),
        response: { 200: Spectrogram },
      },
    },
    ({ params: { cell, sha256 } }) =>
      readSpectrogram(pool, house.evidence, cellOr404(house, cell).id, sha256, definitionOf(cell)),
  )

  app.get(
    path('/agreement'),
    {
      schema: {
        summary: 'What people found of what the machine said',
        params,
        querystring: Type.Object(Span),
        response: { 200: Agreement },
      },
    },
    ({ params: { cell }, query }) => readAgreement(pool, windowOf(cell, query), timeZoneOf(cellOr404(house, cell))),
  )
}
