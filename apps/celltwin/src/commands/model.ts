/** Model packages, from variant to registry. */
import type { Command } from 'commander'
import { DEFAULT_CELL, DEFAULT_URL, VARIANT_KINDS, variants } from '../options.ts'

export function addModelCommands(celltwin: Command): void {
  celltwin
    .command('optimise')
    .description('make variants of a model for the edge, and say of each whether it may go live')
    .argument('<package>', 'folder of the model package')
    .requiredOption('--out <folder>', 'where a package for each variant goes')
    .option('--cell <file>', 'cell file: its recipe says how much may be lost', DEFAULT_CELL)
    .option('--variants <list>', 'only these of fp32, fp16, int8', variants(VARIANT_KINDS.slice(1)))
    .option('--calibration <folder>', 'set.json and set.f32 to calibrate on; else what the manifest names')
    .option('--frozen <folder>', 'labelled set.json and set.f32 to compare on; else what the manifest names')
    .action(async (folder, { cell, ...options }) => {
      const { readCellFile } = await import('@celltwin/contracts/cell-file')
      const { optimise } = await import('../transition/optimise.ts')
      const { definition } = readCellFile(cell)
      const decisions = await optimise(folder, { ...options, definition }, (text) => console.error(text))
      console.log(JSON.stringify(decisions, null, 2))
      process.exitCode = Object.values(decisions).every(({ allowed }) => allowed) ? 0 : 1
    })

  const model = celltwin
    .command('model')
    .description('model packages: digests, signatures, and the registry of a server')

  model
    .command('key')
    .description('make a key to sign models with; prints what MODEL_KEYS of server and agents must name')
    .argument('<file>', 'where the private key goes (PEM)')
    .action(async (file) => {
      const { makeKey } = await import('../model/package.ts')
      console.log(await makeKey(file))
    })

  model
    .command('pack')
    .description('write the digests of a package’s files into its manifest; prints the package’s own')
    .argument('<folder>')
    .action(async (folder) => {
      const { pack } = await import('../model/package.ts')
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
      const { compareAndReport } = await import('../model/compare.ts')
      process.exitCode = await compareAndReport(folder, { against, cell, set })
    })

  model
    .command('sign')
    .description('sign a package, with comparison.json and profile.json where they lie beside the manifest')
    .argument('<folder>')
    .requiredOption('--key <file>', 'private key (PEM, Ed25519)')
    .action(async (folder, { key }) => {
      const { sign } = await import('../model/package.ts')
      console.log(await sign(folder, key))
    })

  model
    .command('release')
    .description(
      'sign all packages of a folder with a key that is then thrown away; its public half stays as release.pub',
    )
    .argument('<folder>')
    .action(async (folder) => {
      const { release } = await import('../model/package.ts')
      for (const name of await release(folder)) console.log(name)
    })

  model
    .command('push')
    .description('hand a package to a server')
    .argument('<folder>')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .action(async (folder, options) => {
      const { push } = await import('../model/package.ts')
      console.log(JSON.stringify(await push(folder, options.url), null, 2))
    })

  model
    .command('list')
    .description('the packages of a server, newest first')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .action(async (options) => {
      const { list } = await import('../model/package.ts')
      for (const { digest, name, version, precision, signedBy } of await list(options.url)) {
        const what = [name, version, precision].filter(Boolean).join(' ')
        console.log(`${digest}  ${what}  ${signedBy ? `signed by ${signedBy}` : 'unsigned'}`)
      }
    })
}
