/** What a model costs on a device. */
import { type Command, Option } from 'commander'
import { count, PROFILE_RUNNER, positive, VARIANT_KINDS, variants } from '../options.ts'

export function addProfileCommands(celltwin: Command): void {
  const profile = celltwin
    .command('profile')
    .description('what a model and its variants cost on this device: accuracy, speed, memory, power, time to ready')
    .argument('<model>', 'a model package (name or folder) or an ONNX file')
    .option('--variants <list>', 'of base, fp32, fp16, int8, with commas between them', variants(VARIANT_KINDS), [
      ...VARIANT_KINDS,
    ])
    .option('--rounds <n>', 'real rounds', count, 200)
    .option('--warmup <n>', 'warm-up rounds', count, 20)
    .option('--threads <n>', 'threads of one operator', count, 1)
    .addOption(
      new Option('--backend <name>', 'what runs the variants')
        .choices(['ort-cpu', 'ort-cuda', 'tensorrt'])
        .default('ort-cpu'),
    )
    .option('--socket <path>', 'of the inference sidecar, for tensorrt')
    .option('--set <folder>', 'frozen set with labels (default: the one that the package describes)')
    .option('--calibration <folder>', 'set on which int8 is calibrated (default: as the package says)')
    .option('--meter <kind>', 'auto, none, ina3221, tegrastats, rapl, or a recorded trace (.csv)', 'auto')
    .option('--interval <ms>', 'between two samples', positive, 100)
    .option('--out <folder>', 'for profile.json and the plots (SVG, PNG)')
    .action(async (model, { warmup, ...options }) => {
      const { profileAndReport } = await import('../profile/profile.ts')
      await profileAndReport(model, { ...options, warmUp: warmup }, PROFILE_RUNNER)
    })

  profile
    .command('compare')
    .description('two records side by side; refused where window, set, device or meter differ')
    .argument('<a>', 'profile.json')
    .argument('<b>', 'profile.json')
    .action(async (a, b) => {
      const { compareFiles } = await import('../profile/compare-files.ts')
      console.log(compareFiles(a, b))
    })
}
