/** The `celltwin` command. */
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError, Option } from 'commander'

const number = (rule: string, holds: (n: number) => boolean) => (text: string) => {
  const value = Number(text)
  if (!Number.isFinite(value) || !holds(value)) throw new InvalidArgumentError(`must be ${rule}.`)
  return value
}
const port = number('a port from 1 to 65535', (n) => Number.isInteger(n) && n >= 1 && n <= 65535)
const positive = number('a number greater than 0', (n) => n > 0)
const share = number('a share from 0 to 1', (n) => n >= 0 && n <= 1)
const count = number('a whole number from 1', (n) => Number.isInteger(n) && n >= 1)
const VARIANT_KINDS = ['base', 'fp32', 'fp16', 'int8']
const variants = (text: string) => {
  const kinds = text.split(',')
  for (const kind of kinds)
    if (!VARIANT_KINDS.includes(kind)) throw new InvalidArgumentError(`must be of ${VARIANT_KINDS.join(', ')}.`)
  return kinds
}
const collect = (value: string, previous: string[] | undefined) => [...(previous ?? []), value]
const DEFAULT_CELL = 'cells/pulley-cell-1.yaml'
const DEFAULT_URL = 'http://127.0.0.1:8080'
const MODELS = fileURLToPath(new URL('../../../packages/models', import.meta.url))

const celltwin = new Command('celltwin')
  .description(
    'A digital twin for a production cell: inspection at the edge, every part traceable, every reject stopped for a person.',
  )
  .showHelpAfterError('(celltwin --help lists the commands)')

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
  .option('--seed <n>', 'seed of the simulated world', number('a whole number', Number.isInteger), 26)
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
    const { up } = await import('./up/up.ts')
    await up({ ...options, cell: options.cell ?? [DEFAULT_CELL] })
  })

celltwin
  .command('login')
  .description('sign in to a server, for the commands that ask it; the password is CELLTWIN_PASSWORD, or typed')
  .requiredOption('--account <name>', 'as on the sign-in page')
  .option('--url <url>', 'the server', DEFAULT_URL)
  .addHelpText('after', '\nCELLTWIN_TOKEN, where set, is used in place of the session that is kept.')
  .action(async ({ url, account }) => {
    const { login } = await import('./server/sign-in.ts')
    console.log(`signed in to ${url} as ${await login(url, account)}`)
  })

celltwin
  .command('logout')
  .description('end the session of `celltwin login`')
  .option('--url <url>', 'the server', DEFAULT_URL)
  .action(async ({ url }) => {
    const { logout } = await import('./server/sign-in.ts')
    await logout(url)
  })

celltwin
  .command('inspect')
  .description(
    'inspect as an agent would: evidence files (exit code 0 pass, 1 reject, 2 hold), or a part of a server again from its stored evidence, compared with its passport (0 as before, 1 different)',
  )
  .argument('<what...>', 'KIND=FILE …, for example image-bright=face.png waveform=w.series; or the serial of a part')
  .option('--cell <file>', 'cell file with recipe and modules, for files', DEFAULT_CELL)
  .option('--part-temperature <celsius>', 'temperature of the part, for files', number('a number', Number.isFinite))
  .option('--results-only', 'print the results alone, without verdict and steps, for files')
  .option('--server <url>', 'the server that has the part', DEFAULT_URL)
  .option('--cycle <n>', 'cycle number of the part (default: its newest)', number('a whole number', Number.isInteger))
  .option('--models <folder>', 'of the model packages', MODELS)
  .option('--pictures <folder>', 'draw what each result says: one SVG a characteristic')
  .action(async (what: string[], options) => {
    const { inspectFiles } = await import('./inspect/inspect-files.ts')
    const [serial] = what
    if (what.length !== 1 || serial?.includes('=')) {
      process.exitCode = await inspectFiles(what, options)
      return
    }
    const { inspectAgain } = await import('./inspect/inspect-again.ts')
    process.exitCode = await inspectAgain(serial!, options)
  })

celltwin
  .command('usual')
  .description('the band that the last sound parts kept to, as JSON: limits for an advisory characteristic')
  .argument('<characteristic>', 'for example running-torque')
  .option('--cell <slug>', 'the cell', 'pulley-cell-1')
  .option('--parts <n>', 'how many parts', number('a whole number', Number.isInteger), 400)
  .option('--server <url>', 'the server', DEFAULT_URL)
  .action(async (characteristic, options) => {
    const { learnUsual } = await import('./inspect/learn-usual.ts')
    console.log(JSON.stringify(await learnUsual(characteristic, options), null, 2))
  })

celltwin
  .command('features')
  .description('every figure of a recorded waveform as JSON: vibration, spectra, envelope, bearing lines')
  .argument('<waveform>', '.wav, .csv or .txt (last column), .f32 or .raw (little-endian float32), or .series')
  .option('--rate <hz>', 'samples a second; needed where the file does not say', positive)
  .option('--shaft-hz <hz>', 'turns of the shaft a second', positive)
  .option('--bearing <name>', 'bearing of the table, for its lines: 6205, 6203, ZA-2115, pulley')
  .addOption(new Option('--turning <ring>', 'the ring that turns, where not the usual one').choices(['inner', 'outer']))
  .option('--unit <unit>', 'of the samples: g or m/s2 (default: what the file says, else m/s2)')
  .option('--scale <factor>', 'unit of a count, for integer samples', positive, 1)
  .option('--trace <file>', 'rotor trace (.series): orders by shaft angle, and how it spins')
  .option('--psd', 'with the arrays of the spectra')
  .action(async (file, options) => {
    const { featuresOf } = await import('./features/features.ts')
    console.log(JSON.stringify(featuresOf(file, options), null, 2))
  })

celltwin
  .command('check')
  .description('check a cell file; every error names the path and the rule')
  .argument('<file>')
  .action(async (file) => {
    const { readCellFile } = await import('./cell-file.ts')
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
  .option('--angle <degrees>', 'where on the part', number('a number', Number.isFinite))
  .option('--source <module>', 'the module concerned, for silent-sensor, slow-network and clock-skew')
  .option('--exposures <n>', 'for blurred-image and dark-image: the first so many of each part (default: all)', count)
  .option('--station <id>', 'for locked-out: this station alone (default: the whole cell)')
  .option('--cell <slug>', 'the cell', 'pulley-cell-1')
  .option('--url <url>', 'the server', DEFAULT_URL)
  .action(async (kind, options) => {
    const { injectFault } = await import('./fault.ts')
    await injectFault(kind, options)
  })

celltwin
  .command('measure')
  .description('measure an image or a profile (CSV: angle or x, height) with a gauge; values and uncertainties as JSON')
  .argument('<file>')
  .requiredOption('--gauge <file>', 'what to measure; docs/gauges.md describes it')
  .action(async (file, { gauge }) => {
    const { measure } = await import('./measure/measure.ts')
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
  .command('calibrate')
  .description(
    'calibrate a camera from views of a flat target, the last one on the plane to measure on; or, with --spindle, the ' +
      'spindles of a laser gauge from scans of a master ring that was turned between them; prints the file',
  )
  .argument('<files...>', 'images, or ring scans (.series)')
  .option('--spindle', 'the files are scans of a master ring')
  .option('--gauge <name>', 'the gauge that this calibrates, for its record')
  .option('--id <id>', 'of the record (default: gauge and day)')
  .option('--cell <slug>', 'hand the record to this cell, whose module then measures with it')
  .option('--url <url>', 'the server', DEFAULT_URL)
  .option('--by <name>', 'who signs, where there is no sign-in', 'calibrate')
  .addOption(new Option('--target <kind>', 'of the marks').choices(['chess', 'dots']).default('chess'))
  .option(
    '--pitch <mm>',
    'from mark to mark; needed for a camera',
    number('greater than 0', (n) => n > 0),
  )
  .option(
    '--pitch-uncertainty <mm>',
    'of the pitch, k = 2',
    number('at least 0', (n) => n >= 0),
    0,
  )
  .option('--temperature <celsius>', 'when the views were taken', number('a number', Number.isFinite))
  .option('--taken-at <time>', 'ISO 8601; now, where absent')
  .option(
    '--valid-days <n>',
    'after which values are cautioned',
    number('greater than 0', (n) => n > 0),
    365,
  )
  .action(async (files, { takenAt = new Date().toISOString(), ...options }) => {
    const { runCalibrate } = await import('./measure/run-calibrate.ts')
    console.log(JSON.stringify(await runCalibrate(files, { ...options, takenAt }), null, 2))
  })

const study = celltwin
  .command('study')
  .description('study a gauge: type1, type3, grr or attribute; exit code 0 capable, 2 conditionally, 1 not')

for (const [kind, what] of [
  ['type1', 'one reference part measured again and again: bias, Cg, Cgk'],
  ['type3', 'parts reloaded without a person: repeatability by one-way ANOVA'],
  ['grr', 'parts measured by several people: crossed ANOVA gauge R&R'],
  ['attribute', 'decisions good or bad against a reference set: kappa, effectiveness, miss, false alarm'],
] as const)
  study
    .command(kind)
    .description(what)
    .argument('[file]', 'CSV with a heading; docs/studies.md names the columns. Without it: parts of a cell')
    .option('--tolerance <width>', 'of the characteristic', positive)
    .option(
      '--lower <limit>',
      'lower specification limit, in place of --tolerance',
      number('a number', Number.isFinite),
    )
    .option('--upper <limit>', 'upper specification limit', number('a number', Number.isFinite))
    .option(
      '--reference <value>',
      'what the part of a type 1 study is known to be',
      number('a number', Number.isFinite),
    )
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
      const { runStudy } = await import('./study/run-study.ts')
      process.exitCode = await runStudy(kind, file, options)
    })

study
  .command('simulate')
  .description('make parts in the simulated world and inspect each again and again: type 1 of one part, else type 3')
  .argument('<characteristic>')
  .option('--parts <n>', 'how many', count, 25)
  .option('--trials <n>', 'of each', count, 2)
  .option('--seed <n>', 'of the simulated world', number('a whole number', Number.isInteger), 26)
  .option('--cell <file>', 'cell file with recipe and modules', DEFAULT_CELL)
  .option('--models <folder>', 'of the model packages', MODELS)
  .option('--csv <file>', 'write the readings there')
  .option('--json', 'as JSON')
  .action(async (characteristic, options) => {
    const { runSimulatedStudy } = await import('./study/run-study.ts')
    process.exitCode = await runSimulatedStudy({ characteristic, ...options })
  })

celltwin
  .command('optimise')
  .description('make variants of a model for the edge, and say of each whether it may go live')
  .argument('<package>', 'folder of the model package')
  .requiredOption('--out <folder>', 'where a package for each variant goes')
  .option('--cell <file>', 'cell file: its recipe says how much may be lost', DEFAULT_CELL)
  .option('--calibration <folder>', 'set.json and set.f32 to calibrate on; else what the manifest names')
  .option('--frozen <folder>', 'labelled set.json and set.f32 to compare on; else what the manifest names')
  .action(async (folder, { cell, ...options }) => {
    const { readCellFile } = await import('./cell-file.ts')
    const { optimise } = await import('./transition/optimise.ts')
    const { definition } = readCellFile(cell)
    const decisions = await optimise(folder, { ...options, definition }, (text) => console.error(text))
    console.log(JSON.stringify(decisions, null, 2))
    process.exitCode = Object.values(decisions).every(({ allowed }) => allowed) ? 0 : 1
  })

const model = celltwin.command('model').description('model packages: digests, signatures, and the registry of a server')

model
  .command('key')
  .description('make a key to sign models with; prints what MODEL_KEYS of server and agents must name')
  .argument('<file>', 'where the private key goes (PEM)')
  .action(async (file) => {
    const { makeKey } = await import('./model/package.ts')
    console.log(await makeKey(file))
  })

model
  .command('pack')
  .description('write the digests of a package’s files into its manifest; prints the package’s own')
  .argument('<folder>')
  .action(async (folder) => {
    const { pack } = await import('./model/package.ts')
    console.log(await pack(folder))
  })

model
  .command('compare')
  .description(
    'hold a package against the one that it is to follow, on the same frozen set: writes its comparison.json',
  )
  .argument('<folder>')
  .requiredOption('--against <folder>', 'the package that runs now; its manifest names the frozen set')
  .option('--set <folder>', 'labelled set.json and set.f32, in place of the manifest’s')
  .option(
    '--cell <file>',
    'cell file whose modules inspect simulated parts, and whose recipe says what may be lost',
    DEFAULT_CELL,
  )
  .action(async (folder, { against, cell, set }) => {
    const { compareAndReport } = await import('./model/compare.ts')
    process.exitCode = await compareAndReport(folder, { against, cell, set })
  })

model
  .command('sign')
  .description('sign a package, with comparison.json and profile.json where they lie beside the manifest')
  .argument('<folder>')
  .requiredOption('--key <file>', 'private key (PEM, Ed25519)')
  .action(async (folder, { key }) => {
    const { sign } = await import('./model/package.ts')
    console.log(await sign(folder, key))
  })

model
  .command('release')
  .description(
    'sign all packages of a folder with a key that is then thrown away; its public half stays as release.pub',
  )
  .argument('<folder>')
  .action(async (folder) => {
    const { release } = await import('./model/package.ts')
    for (const name of await release(folder)) console.log(name)
  })

model
  .command('push')
  .description('hand a package to a server')
  .argument('<folder>')
  .option('--url <url>', 'the server', DEFAULT_URL)
  .action(async (folder, options) => {
    const { push } = await import('./model/package.ts')
    console.log(JSON.stringify(await push(folder, options.url), null, 2))
  })

model
  .command('list')
  .description('the packages of a server, newest first')
  .option('--url <url>', 'the server', DEFAULT_URL)
  .action(async (options) => {
    const { list } = await import('./model/package.ts')
    for (const { digest, name, version, signedBy } of await list(options.url))
      console.log(`${digest}  ${name} ${version}  ${signedBy ? `signed by ${signedBy}` : 'unsigned'}`)
  })

celltwin
  .command('labels')
  .description('what people decided, as labelled data; nothing trains by itself')
  .command('export')
  .description('evidence and labels into folders by physical part, with a manifest; goes on where it stopped')
  .requiredOption('--out <folder>', 'where they go')
  .option('--cell <slug>', 'of this cell alone')
  .option('--from <time>', 'decided from then on, ISO 8601')
  .option('--to <time>', 'decided before then')
  .option('--names', 'people by name, not by pseudonym; needs the role admin')
  .option('--url <url>', 'the server', DEFAULT_URL)
  .action(async (options) => {
    const { exportLabels } = await import('./labels/export-labels.ts')
    console.log(JSON.stringify(await exportLabels(options), null, 2))
  })

const profile = celltwin
  .command('profile')
  .description('what a model and its variants cost on this device: accuracy, speed, memory, power, time to ready')
  .argument('<model>', 'a model package (name or folder) or an ONNX file')
  .option('--variants <list>', 'of base, fp32, fp16, int8, with commas between them', variants, [...VARIANT_KINDS])
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
    const { profileAndReport } = await import('./profile/profile.ts')
    const runner = new URL('./profile/runner.js', import.meta.url)
    await profileAndReport(model, { ...options, warmUp: warmup }, runner)
  })

profile
  .command('compare')
  .description('two records side by side; refused where window, set, device or meter differ')
  .argument('<a>', 'profile.json')
  .argument('<b>', 'profile.json')
  .action(async (a, b) => {
    const { compareFiles } = await import('./profile/compare-files.ts')
    console.log(compareFiles(a, b))
  })

celltwin
  .command('bench')
  .description('measure; progress on stderr, one JSON object as the last line of stdout')
  .argument('<name>', 'ingest, latency, asof, footprint, inspect, metrology or transition')
  .action(async (name) => {
    const { bench } = await import('./bench/bench.ts')
    await bench(name)
  })

try {
  await celltwin.parseAsync(process.argv)
} catch (error) {
  console.error(`celltwin: ${(error as Error).message}`)
  process.exit(1)
}
