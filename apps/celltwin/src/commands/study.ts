/** Studies of gauges. */
import { Argument, type Command, Option } from 'commander'
import { count, DEFAULT_CELL, DEFAULT_URL, finite, MODELS, positive, whole } from '../options.ts'

export function addStudyCommands(celltwin: Command): void {
  const study = celltwin
    .command('study')
    .description(
      'study a gauge: type1, linearity, type3, grr or attribute; exit code 0 capable, 2 conditionally, 1 not',
    )

  for (const [kind, what] of [
    ['type1', 'one reference part measured again and again: bias, Cg, Cgk'],
    ['linearity', 'masters across the range: bias of each, and whether it changes along the range'],
    ['type3', 'parts reloaded without a person: repeatability by one-way ANOVA'],
    ['grr', 'parts measured by several people: crossed ANOVA gauge R&R'],
    ['attribute', 'decisions good or bad against a reference set: kappa, effectiveness, miss, false alarm'],
  ] as const)
    study
      .command(kind)
      .description(what)
      .argument('[file]', 'CSV with a heading; docs/studies.md names the columns. Without it: parts of a cell')
      .option('--tolerance <width>', 'of the characteristic', positive)
      .option('--lower <limit>', 'lower specification limit, in place of --tolerance', finite)
      .option('--upper <limit>', 'upper specification limit', finite)
      .option('--reference <value>', 'what the part of a type 1 study is known to be', finite)
      .option('--process-variation <width>', 'six standard deviations, for linearity; else the tolerance', positive)
      .option('--resolution <step>', 'of the gauge, for a type 1 study', positive)
      .addOption(new Option('--convention <name>', 'of Cg').choices(['0.2T/6s', '0.15T/6s', '0.2T/4s']))
      .option('--unit <unit>', 'to print')
      .option('--server <url>', 'the server that has the parts', DEFAULT_URL)
      .option('--cell <slug>', 'the cell', 'pulley-cell-1')
      .option('--characteristic <id>', 'which one')
      .option('--serials <list>', 'parts that were inspected again and again, separated by commas', (text) =>
        text.split(','),
      )
      .option('--trials <n>', 'of each part its newest so many', count)
      .option('--json', 'as JSON')
      .action(async (file, options) => {
        const { runStudy } = await import('../study/run-study.ts')
        process.exitCode = await runStudy(kind, file, options)
      })

  study
    .command('run')
    .description('have a cell inspect its master parts again and again; prints the studies that come of it')
    .addArgument(
      new Argument('<kind>', 'one part that stays on the spindle, or parts that the robot puts on anew').choices([
        'type1',
        'type3',
      ]),
    )
    .option('--parts <list>', 'master parts, separated by commas; the first, or all', (text) => text.split(','))
    .option('--trials <n>', 'of each part; 50 of type 1, 2 of type 3', count)
    .option('--server <url>', 'the server of the cell', DEFAULT_URL)
    .option('--cell <slug>', 'the cell', 'pulley-cell-1')
    .option('--by <name>', 'who asks, where nobody is signed in')
    .action(async (kind, options) => {
      const { runCellStudy } = await import('../study/run-cell-study.ts')
      process.exitCode = await runCellStudy(kind, options)
    })

  study
    .command('simulate')
    .description('make parts in the simulated world and inspect each again and again: type 1 of one part, else type 3')
    .argument('<characteristic>')
    .option('--parts <n>', 'how many', count, 25)
    .option('--trials <n>', 'of each', count, 2)
    .option('--seed <n>', 'of the simulated world', whole, 26)
    .option('--cell <file>', 'cell file with recipe and modules', DEFAULT_CELL)
    .option('--models <folder>', 'of the model packages', MODELS)
    .option('--csv <file>', 'write the readings there')
    .option('--json', 'as JSON')
    .action(async (characteristic, options) => {
      const { runSimulatedStudy } = await import('../study/run-study.ts')
      process.exitCode = await runSimulatedStudy({ characteristic, ...options })
    })
}
