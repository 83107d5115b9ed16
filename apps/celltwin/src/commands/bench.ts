/** Benchmarks. */
import { Argument, type Command } from 'commander'
import { BENCH_NAMES, type BenchName, bench } from '../bench/bench.ts'

export function addBenchCommand(celltwin: Command): void {
  celltwin
    .command('bench')
    .description('measure; progress on stderr, one JSON object as the last line of stdout')
    .addArgument(new Argument('<name>', 'what to measure').choices(BENCH_NAMES))
    .action(async (name: BenchName) => {
      await bench(name)
    })
}
