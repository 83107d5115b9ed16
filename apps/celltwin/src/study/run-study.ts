/** `celltwin study`: a study of a gauge from a CSV file, or from parts that a cell inspected again and again. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { StudyKind, StudyReadings, StudySettings } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { readReadings, studyOf, toleranceOf } from '@celltwin/quality'
import { ask, cellPath } from '../server/ask.ts'
import { printedStudy } from './print-study.ts'
import { type Simulation, simulateReadings } from './simulate.ts'

export interface StudyOptions extends StudySettings {
  readonly lower?: number
  readonly upper?: number
  readonly unit?: string
  readonly json?: boolean
  readonly server?: string
  readonly cell?: string
  readonly characteristic?: string
  readonly serials?: string[]
  readonly trials?: number
}

const EXIT_CODE = { capable: 0, conditional: 2, 'not-capable': 1 } as const

/**
 * Prints the study.
 *
 * @returns exit code: 0 capable, 1 not capable, 2 conditionally.
 * @throws Error that names the row or setting that is wrong.
 */
export async function runStudy(kind: StudyKind, file: string | undefined, options: StudyOptions): Promise<number> {
  const { readings, tolerance, unit } = file === undefined ? await fromServer(kind, options) : fromFile(kind, file)
  const width = options.tolerance ?? toleranceOf(options) ?? tolerance
  const study = studyOf(kind, readings, { ...options, ...(width === null ? {} : { tolerance: width }) })
  console.log(options.json ? JSON.stringify(study, null, 2) : printedStudy(study, options.unit ?? unit))
  return EXIT_CODE[study.verdict]
}

export interface SimulateOptions extends Simulation {
  readonly cell: string
  readonly json?: boolean
  readonly csv?: string
}

/** A type 1 study of one part, a type 3 study of several; prints it as `runStudy` does. */
export async function runSimulatedStudy({ cell, json, csv, ...simulation }: SimulateOptions): Promise<number> {
  const { readings, settings, unit } = await simulateReadings(readCellFile(cell).definition, simulation)
  if (csv !== undefined)
    writeFileSync(csv, ['part,value', ...readings.map(({ part, value }) => `${part},${value}`), ''].join('\n'))
  const study = studyOf(simulation.parts === 1 ? 'type1' : 'type3', readings, settings)
  console.log(json ? JSON.stringify(study, null, 2) : `Devices simulated.\n\n${printedStudy(study, unit)}`)
  return EXIT_CODE[study.verdict]
}

type Source = Pick<StudyReadings, 'readings' | 'tolerance' | 'unit'>

const fromFile = (kind: StudyKind, file: string): Source => ({
  readings: readReadings(readFileSync(file, 'utf8'), kind),
  tolerance: null,
  unit: '',
})

async function fromServer(kind: StudyKind, options: StudyOptions): Promise<Source> {
  const { server, cell, characteristic, serials, trials } = options
  if (!server || !cell || !characteristic || !serials)
    throw new Error('give a CSV file; or --server, --cell, --characteristic and --serials')
  if (kind !== 'type1' && kind !== 'type3')
    throw new Error(`a cell alone makes no ${kind} study: people or a reference set take part; give a CSV file`)
  const query = new URLSearchParams({ characteristic, serials: serials.join(',') })
  if (trials !== undefined) query.set('trials', String(trials))
  return ask<StudyReadings>(server, `${cellPath(cell)}/studies/readings?${query}`)
}
