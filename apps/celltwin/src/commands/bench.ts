/** Benchmarks. */
import type { Command } from 'commander'

export function addBenchCommand(celltwin: Command): void {
  celltwin
    .command('bench')
    .description('measure; progress on stderr, one JSON object as the last line of stdout')
    .argument('<name>', 'ingest, latency, asof, footprint, inspect, metrology or transition')
    .action(async (name) => {
      const { bench } = await import('../bench/bench.ts')
      await bench(name)
    })
}
