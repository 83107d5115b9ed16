/** A profile for people: the table on the terminal, the plots as files. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProfileFigures, ProfileRecord } from '@celltwin/contracts'
import { type Cell, plotSvg, type Row, textTable } from '@celltwin/transition/profile'
import sharp from 'sharp'

type Figure = keyof ProfileFigures

/** Name, key and decimals; each name says its window. */
const FIGURES: readonly (readonly [name: string, figure: Figure, decimals: number])[] = [
  ['throughput, real rounds (FPS)', 'fps', 1],
  ['latency p50 (ms)', 'latencyP50Ms', 2],
  ['latency p95 (ms)', 'latencyP95Ms', 2],
  ['memory of the device in use (%)', 'memoryPercent', 1],
  ['mean power, whole run (mW)', 'totalMeanPowerMw', 0],
  ['mean power, real rounds (mW)', 'inferenceMeanPowerMw', 0],
  ['FPS/W over the real rounds', 'fpsPerWattRealRounds', 2],
  ['FPS/W over the whole run', 'fpsPerWattWholeRun', 2],
  ['energy per part, real rounds (J)', 'joulesPerPartRealRounds', 4],
  ['energy per part, whole run (J)', 'joulesPerPartWholeRun', 4],
  ['time to ready (ms)', 'timeToReadyMs', 0],
  ['parts to break even, energy', 'breakEvenPartsByEnergy', 0],
  ['parts to break even, time', 'breakEvenPartsByTime', 0],
]

export function tableOf({ runs }: Pick<ProfileRecord, 'runs'>): string {
  const accuracy: Row = {
    name: 'accuracy (%)',
    decimals: 2,
    cells: runs.map(({ accuracy }) => ('value' in accuracy ? 100 * accuracy.value : null)),
  }
  const rows = FIGURES.map(([name, figure, decimals]): Row => {
    const cells: Cell[] = runs.map(({ figures }) => figures[figure])
    return { name, decimals, cells }
  })
  return textTable(['', ...runs.map(({ variant }) => variant)], [accuracy, ...rows])
}

/** Shorter than this, a few readings and the other programs of the device decide. As MLPerf Tiny has it. */
const STEADY_MS = 10_000

/** Everything that a reader must know beside the table. */
export function notesOf({ meter, set, window, runs }: ProfileRecord): string {
  const power =
    'unmeasured' in meter
      ? `power unmeasured: ${meter.unmeasured}`
      : `power: ${meter.kind}, ${meter.total}, every ${meter.intervalMs} ms${meter.quantumMw ? `, in steps of ${meter.quantumMw} mW` : ''}; not measured: ${meter.notMeasured}`
  const realMs = Math.min(...runs.map(({ phases }) => (phases.at(-1)?.endMs ?? 0) - (phases.at(-1)?.startMs ?? 0)))
  const accuracy = runs.flatMap(({ accuracy }) => ('unmeasured' in accuracy ? [accuracy.unmeasured] : []))[0]
  return [
    `${window.warmUpRounds} warm-up rounds, ${window.rounds} real rounds, ${window.threads} thread(s); on ${set.source}, ${set.digest.slice(0, 12)}`,
    ...(accuracy ? [`accuracy unmeasured: ${accuracy}`] : []),
    power,
    ...(realMs < STEADY_MS
      ? [
          `caution: real rounds of ${(realMs / 1000).toFixed(1)} s; steady figures need ${STEADY_MS / 1000} s (--rounds)`,
        ]
      : []),
    ...runs.map(({ variant, ran }) => `${variant} ran on ${ran.runtime}/${ran.provider}/${ran.precision}`),
  ].join('\n')
}

function plotsOf({ runs, meter }: ProfileRecord): Readonly<Record<'power' | 'memory', string>> {
  const strips = (values: (run: ProfileRecord['runs'][number]) => readonly (number | null)[], without?: string) =>
    runs.map((run) => ({
      name: run.variant,
      phases: run.phases,
      atMs: run.samples.atMs,
      values: values(run),
      ...(without ? { without } : {}),
    }))
  const without = 'unmeasured' in meter ? `unmeasured: ${meter.unmeasured}` : undefined
  return {
    power: plotSvg({ title: 'Power', unit: 'mW', strips: strips(({ samples }) => samples.powerMw, without) }),
    memory: plotSvg({
      title: 'Memory in use on the device',
      unit: 'MB',
      strips: strips(({ samples }) => samples.memoryMb),
    }),
  }
}

/** `profile.json`, and each plot as SVG and PNG. */
export async function writeReport(folder: string, record: ProfileRecord): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'profile.json'), `${JSON.stringify(record)}\n`)
  for (const [name, svg] of Object.entries(plotsOf(record))) {
    writeFileSync(join(folder, `${name}.svg`), svg)
    writeFileSync(join(folder, `${name}.png`), await sharp(Buffer.from(svg), { density: 144 }).png().toBuffer())
  }
}
