/** Evidence in, results out. */
import { type Command, Option } from 'commander'
import { DEFAULT_CELL, DEFAULT_URL, finite, MODELS, positive, whole } from '../options.ts'

export function addInspectCommands(celltwin: Command): void {
  celltwin
    .command('inspect')
    .description(
      'inspect as an agent would: evidence files (exit code 0 pass, 1 reject, 2 hold), or a part of a server again from its stored evidence, compared with its passport (0 as before, 1 different)',
    )
    .argument('<what...>', 'KIND=FILE …, for example image-bright=face.png waveform=w.series; or the serial of a part')
    .option('--cell <file>', 'cell file with recipe and modules, for files', DEFAULT_CELL)
    .option('--part-temperature <celsius>', 'temperature of the part, for files', finite)
    .option('--results-only', 'print the results alone, without verdict and steps, for files')
    .option('--server <url>', 'the server that has the part', DEFAULT_URL)
    .option('--cycle <n>', 'cycle number of the part (default: its newest)', whole)
    .option('--models <folder>', 'of the model packages', MODELS)
    .option('--pictures <folder>', 'draw what each result says: one SVG a characteristic')
    .action(async (what: string[], options) => {
      const { inspectFiles } = await import('../inspect/inspect-files.ts')
      const [serial] = what
      if (what.length !== 1 || serial?.includes('=')) {
        process.exitCode = await inspectFiles(what, options)
        return
      }
      const { inspectAgain } = await import('../inspect/inspect-again.ts')
      process.exitCode = await inspectAgain(serial!, options)
    })

  celltwin
    .command('usual')
    .description('the band that the last sound parts kept to, as JSON: limits for an advisory characteristic')
    .argument('<characteristic>', 'for example running-torque')
    .option('--cell <slug>', 'the cell', 'pulley-cell-1')
    .option('--parts <n>', 'how many parts', whole, 400)
    .option('--server <url>', 'the server', DEFAULT_URL)
    .action(async (characteristic, options) => {
      const { learnUsual } = await import('../inspect/learn-usual.ts')
      console.log(JSON.stringify(await learnUsual(characteristic, options), null, 2))
    })

  celltwin
    .command('features')
    .description('every figure of a recorded waveform as JSON: vibration, spectra, envelope, bearing lines')
    .argument('<waveform>', '.wav, .csv or .txt (last column), .f32 or .raw (little-endian float32), or .series')
    .option('--rate <hz>', 'samples a second; needed where the file does not say', positive)
    .option('--shaft-hz <hz>', 'turns of the shaft a second', positive)
    .option('--bearing <name>', 'bearing of the table, for its lines: 6205, 6203, ZA-2115, pulley')
    .addOption(
      new Option('--turning <ring>', 'the ring that turns, where not the usual one').choices(['inner', 'outer']),
    )
    .option('--unit <unit>', 'of the samples: g or m/s2 (default: what the file says, else m/s2)')
    .option('--scale <factor>', 'unit of a count, for integer samples', positive, 1)
    .option('--trace <file>', 'rotor trace (.series): orders by shaft angle, and how it spins')
    .option('--psd', 'with the arrays of the spectra')
    .action(async (file, options) => {
      const { featuresOf } = await import('../features/features.ts')
      console.log(JSON.stringify(featuresOf(file, options), null, 2))
    })
}
