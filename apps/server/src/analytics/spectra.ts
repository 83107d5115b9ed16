/** Vibration of many parts, and of one over the angle of its shaft, read from the waveforms kept as evidence. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { type CellDefinition, columnValues, decodeSeries, type Spectra, type Spectrogram } from '@celltwin/contracts'
import { bearingLines, envelopeSpectrum, powerOverAngle } from '@celltwin/inspection/pictures'
import type pg from 'pg'
import type { EvidenceStore } from '../evidence/evidence-store.ts'
import { notFound, Problem } from '../problems.ts'
import { CYCLES, type Window } from './window.ts'

const MOST_ROWS = 48
const HIGHEST_ORDER = 16
const ORDER_STEP = 0.05
const REFERENCE = '1 mm/s²'
/** What silence is shown as: the logarithm of nothing is no number. */
const FLOOR = 1e-7

type Module = CellDefinition['modules'][string]

/** Spectra by sha256: evidence never changes, and a transform is dearer than the keeping. */
export class SpectrumShelf {
  readonly #kept = new Map<string, readonly number[]>()
  readonly #most: number

  constructor(most = 2_000) {
    this.#most = most
  }

  async get(
    sha256: string,
    make: () => Promise<readonly number[] | undefined>,
  ): Promise<readonly number[] | undefined> {
    const kept = this.#kept.get(sha256)
    if (kept) return kept
    const made = await make()
    if (!made) return undefined
    const oldest = this.#kept.size >= this.#most ? this.#kept.keys().next().value : undefined
    if (oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(sha256, made)
    return made
  }
}

interface Found {
  readonly sha256: string
  readonly serial: string
  readonly at: string
  readonly verdict: Spectra['rows'][number]['verdict']
  readonly module: string
  readonly waveforms: number
}

/** Parts whose waveform is still on the disk, spread evenly over the window. */
export async function readSpectra(
  pool: pg.Pool,
  evidence: EvidenceStore,
  shelf: SpectrumShelf,
  { cellId, from, to }: Window,
  definition: CellDefinition | undefined,
): Promise<Spectra> {
  const { rows } = await pool.query<Found>(
    `with stored as (
       select c.serial, c.started_at as at, c.verdict, e.sha256, e.module,
              row_number() over (order by c.started_at, c.cycle_id) - 1 as n, count(*) over () as waveforms
       from part_cycle c join evidence_ref e on e.cycle_id = c.cycle_id and e.kind = 'waveform'
       join evidence_file f on f.sha256 = e.sha256 and f.dropped_at is null
       where ${CYCLES}
     )
     select * from stored where n % greatest(1, ceil(waveforms / ${MOST_ROWS}.0)::int) = 0 order by n`,
    [cellId, from, to],
  )
  const shown: Spectra['rows'][number][] = []
  for (const { sha256, serial, at, verdict, module } of rows) {
    const parameters = definition?.modules[module]?.parameters ?? {}
    const db = await shelf.get(sha256, async () => {
      // A transform takes some ten milliseconds: others are served between two of them.
      await breathe()
      const wave = await readWave(join(evidence.folder, evidence.fileOf(sha256)), parameters)
      return wave && orders(wave)
    })
    if (db) shown.push({ serial, sha256, at, verdict, db: [...db] })
  }
  const parameters = definition?.modules[rows[0]?.module ?? '']?.parameters ?? {}
  return {
    ...{ from, to },
    waveforms: rows[0]?.waveforms ?? 0,
    orderStep: ORDER_STEP,
    reference: REFERENCE,
    lines: bearingLines(parameters, 1)
      .map(({ name, hz }) => ({ name, order: hz }))
      .filter(({ order }) => order <= HIGHEST_ORDER),
    rows: shown,
  }
}

interface Wave {
  readonly samples: Float64Array
  readonly sampleRateHz: number
  readonly shaftHz: number
}

/** Undefined where the file is gone, or says neither sampling rate nor speed. */
async function readWave(path: string, parameters: Module['parameters']): Promise<Wave | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  if (!bytes) return undefined
  const series = decodeSeries(bytes)
  const column = series.columns[0]
  const sampleRateHz = Number(series.meta.sampleRateHz ?? parameters.sampleRateHz)
  const shaftHz = Number(series.meta.shaftHz ?? parameters.shaftHz)
  if (!column || !(sampleRateHz > 0) || !(shaftHz > 0)) return undefined
  return { samples: columnValues(series, column.name), sampleRateHz, shaftHz }
}

/** The envelope spectrum, of each step of orders the loudest line: a bearing's line is never averaged away. */
function orders({ samples, sampleRateHz, shaftHz }: Wave): number[] {
  const band = { fromHz: Math.min(2000, sampleRateHz * 0.15), toHz: Math.min(10_000, sampleRateHz * 0.45) }
  const { stepHz, amplitude } = envelopeSpectrum(samples, sampleRateHz, band, (HIGHEST_ORDER + ORDER_STEP) * shaftHz)
  const loudest = new Array<number>(Math.round(HIGHEST_ORDER / ORDER_STEP)).fill(FLOOR)
  for (const [k, value] of amplitude.entries()) {
    const step = Math.floor((k * stepHz) / shaftHz / ORDER_STEP)
    if (k > 0 && step < loudest.length) loudest[step] = Math.max(loudest[step]!, value)
  }
  return loudest.map(decibels)
}

const decibels = (value: number): number => Math.round(200 * Math.log10(Math.max(value, FLOOR) / 1e-3)) / 10

/** @throws Problem 404 where there is no such waveform here, 422 where it says no speed. */
export async function readSpectrogram(
  pool: pg.Pool,
  evidence: EvidenceStore,
  cellId: number,
  sha256: string,
  definition: CellDefinition | undefined,
): Promise<Spectrogram> {
  const { rows } = await pool.query<{ module: string }>(
    `select module from evidence_ref where cell_id = $1 and sha256 = $2 and kind = 'waveform'`,
    [cellId, sha256],
  )
  if (!rows[0]) throw notFound(`waveform ${sha256} of this cell`)
  const parameters = definition?.modules[rows[0].module]?.parameters ?? {}
  const wave = await readWave(join(evidence.folder, evidence.fileOf(sha256)), parameters)
  if (!wave) throw new Problem(422, 'no-waveform', 'The waveform is not here, or does not say its speed.')
  const { hzStep, degStep, turns, rows: power } = powerOverAngle(wave.samples, wave.sampleRateHz, wave.shaftHz)
  return {
    ...{ sha256, turns, hzStep, degStep },
    shaftHz: wave.shaftHz,
    reference: REFERENCE,
    rows: power.map((row) => row.map(decibels)),
  }
}
