/** Running a cell: start it, check its file, plant faults in a simulated one. */
import { type Command, Option } from 'commander'
import { collect, count, DEFAULT_CELL, DEFAULT_URL, finite, number, port, share, whole } from '../options.ts'

export function addCellCommands(celltwin: Command): void {
  celltwin
    .command('up')
    .description('start everything: database, broker, server, dashboard and the agents of each cell')
    .option('--cell <file>', `cell file; repeat it for several cells (default: ${DEFAULT_CELL})`, collect)
    .option(
      '--speed <factor>',
      'physical waits shrink by this factor',
      number('greater than 0, at most 200', (n) => n > 0 && n <= 200),
      1,
    )
    .option('--seed <n>', 'seed of the simulated world', whole, 26)
    .option('--defects <share>', 'share of simulated parts with a random defect', share, 0.1)
    .addOption(new Option('--host <address>', 'address to listen on').env('HOST').default('127.0.0.1'))
    .addOption(new Option('--port <n>', 'port of dashboard and API').env('PORT').default(8080).argParser(port))
    .option('--data <folder>', 'everything that survives a restart', '.celltwin')
    .addOption(
      new Option('--log-level <level>', 'of the log files')
        .env('LOG_LEVEL')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    )
    .addHelpText(
      'after',
      '\nDATABASE_URL and MQTT_URL, where set, name your own Postgres and MQTT broker; nothing is started in their place.',
    )
    .action(async (options) => {
      const { up } = await import('../up/up.ts')
      await up({ ...options, cell: options.cell ?? [DEFAULT_CELL] })
    })

  celltwin
    .command('check')
    .description('check a cell file; every error names line, path and rule')
    .argument('<file>')
    .action(async (file) => {
      const { readCellFile } = await import('@celltwin/contracts/cell-file')
      const { definition } = readCellFile(file)
      console.log(
        `${file} is a valid cell: ${definition.title}, ${definition.recipe.characteristics.length} characteristics`,
      )
    })

  celltwin
    .command('fault')
    .description('inject a defect or a plant fault into a running simulated cell; without KIND, list what is in force')
    .argument('[kind]', 'for example missing-crimp, grease, silent-sensor; "clear" removes all')
    .option('--severity <s>', '0 to 1; 0.5 lies clearly outside the limit', share, 0.8)
    .option(
      '--cycles <n>',
      'how many parts it concerns, from the next one on; 0: until cleared',
      number('a whole number', (n) => Number.isInteger(n) && n >= 0),
      1,
    )
    .option('--angle <degrees>', 'where on the part', finite)
    .option(
      '--source <module>',
      'the module concerned, for silent-sensor, stuck-sensor, misaimed-sensor, slow-network and clock-skew',
    )
    .option('--exposures <n>', 'for blurred-image and dark-image: the first so many of each part (default: all)', count)
    .option('--station <id>', 'for locked-out: this station alone (default: the whole cell)')
    .option('--cell <slug>', 'the cell', 'pulley-cell-1')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .action(async (kind, options) => {
      const { injectFault } = await import('../fault.ts')
      await injectFault(kind, options)
    })
}
