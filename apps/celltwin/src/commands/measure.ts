/** Gauges on files, and their calibration. */
import { type Command, Option } from 'commander'
import { DEFAULT_URL, finite, instant, number, positive } from '../options.ts'

export function addMeasureCommands(celltwin: Command): void {
  celltwin
    .command('measure')
    .description(
      'measure an image or a profile (CSV: angle or x, height) with a gauge; values and uncertainties as JSON',
    )
    .argument('<file>')
    .requiredOption('--gauge <file>', 'what to measure; docs/gauges.md describes it')
    .action(async (file, { gauge }) => {
      const { measure } = await import('../measure/measure.ts')
      console.log(JSON.stringify(await measure(file, gauge), null, 2))
    })

  celltwin
    .command('gauge-schema')
    .description('print the JSON Schema of gauge files')
    .action(async () => {
      const { Gauge } = await import('@celltwin/contracts')
      console.log(JSON.stringify(Gauge, null, 2))
    })

  celltwin
    .command('gauges')
    .description('list the gauges of a running cell: calibration, age, expiry, temperature, residuals')
    .argument('[cell]', 'its slug', 'pulley-cell-1')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .action(async (cell, { url }) => {
      const [{ ask, cellPath }, { gaugeTable }] = await Promise.all([
        import('../server/ask.ts'),
        import('../measure/list-gauges.ts'),
      ])
      console.log(gaugeTable(await ask(url, `${cellPath(cell)}/twin`), Date.now()))
    })

  celltwin
    .command('target')
    .description(
      "photograph a calibration target with a cell's simulated camera: views for `calibrate`, the last on the plane",
    )
    .argument('<folder>', 'where the views go')
    .option('--cell-file <file>', 'whose camera', 'cells/pulley-cell-1.yaml')
    .option('--gauge <name>', 'which camera', 'CAM-01')
    .addOption(new Option('--target <kind>', 'of the marks').choices(['chess', 'dots']).default('chess'))
    .option('--pitch <mm>', 'from mark to mark', positive, 8)
    .action(async (folder, { cellFile, ...options }) => {
      const [{ readCellFile }, { writeTargetViews }] = await Promise.all([
        import('@celltwin/contracts/cell-file'),
        import('../measure/target-views.ts'),
      ])
      const files = await writeTargetViews(readCellFile(cellFile).definition, folder, options)
      console.log(files.join('\n'))
    })

  celltwin
    .command('calibrate')
    .description(
      'calibrate a camera from views of a flat target, the last one on the plane to measure on; or, with --spindle, the ' +
        'spindles of a laser gauge from scans of a master ring that was turned between them; prints the file, or with --gauge the record',
    )
    .argument('<files...>', 'images, or ring scans (.series)')
    .option('--spindle', 'the files are scans of a master ring')
    .option('--gauge <name>', 'the gauge that this calibrates, for its record')
    .option('--id <id>', 'of the record (default: gauge and day)')
    .option('--cell <slug>', 'hand the record to this cell, whose module then measures with it')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .option('--by <name>', 'who signs, where there is no sign-in', 'calibrate')
    .addOption(new Option('--target <kind>', 'of the marks').choices(['chess', 'dots']).default('chess'))
    .option('--pitch <mm>', 'from mark to mark; needed for a camera', positive)
    .option(
      '--pitch-uncertainty <mm>',
      'of the pitch, k = 2',
      number('at least 0', (n) => n >= 0),
      0,
    )
    .option('--temperature <celsius>', 'when the views were taken', finite)
    .option('--taken-at <time>', 'ISO 8601; now, where absent', instant)
    .option('--valid-days <n>', 'after which values are cautioned', positive, 365)
    .action(async (files, { takenAt = new Date().toISOString(), ...options }) => {
      const { runCalibrate } = await import('../measure/run-calibrate.ts')
      console.log(JSON.stringify(await runCalibrate(files, { ...options, takenAt }), null, 2))
    })
}
