/** `celltwin bench NAME`: progress on stderr, one JSON object as the last line of stdout. */
import { describeMachine } from './machine.ts'

/** Metric → value; null where unmeasured. */
export type Metrics = Readonly<Record<string, number | null | Readonly<Record<string, number>>>>
export type Bench = (say: (text: string) => void) => Promise<Metrics>

const BENCHES = {
  ingest: () => import('./ingest.ts'),
  latency: () => import('./latency.ts'),
  asof: () => import('./asof.ts'),
  footprint: () => import('./footprint.ts'),
  inspect: () => import('./inspect.ts'),
  metrology: () => import('./metrology.ts'),
  dashboard: () => import('./dashboard.ts'),
  transition: () => import('./transition.ts'),
  'week-chart': () => import('./week-chart.ts'),
  trace: () => import('./trace.ts'),
} satisfies Record<string, () => Promise<{ run: Bench }>>

export type BenchName = keyof typeof BENCHES
export const BENCH_NAMES = Object.keys(BENCHES)

export async function bench(name: BenchName): Promise<void> {
  const { run } = await BENCHES[name]()
  const metrics = await run((text) => console.error(text))
  console.log(JSON.stringify({ bench: name, metrics, machine: describeMachine() }))
  process.exit(0)
}
