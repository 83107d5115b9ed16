/** Who may import whom. Contracts ← twin, inspection, quality, world, models ← apps. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** What the code of a package may import beside itself. Its tests may use what they like, but no app. */
const PACKAGES: Record<string, RegExp> = {
  'packages/contracts': /^typebox(\/|$)/,
  'packages/twin': /^@celltwin\/contracts$/,
  'packages/quality': /^(?!)/,
  'packages/world': /^@celltwin\/contracts$/,
  'packages/inspection': /^@celltwin\/contracts$/,
  'packages/models': /^(@celltwin\/contracts|typebox(\/.*)?|node:.*)$/,
  'packages/locales': /^i18next$/,
  'packages/transition': /^(@celltwin\/quality|protobufjs\/light\.js)$/,
}
/** Which of our packages an app may import. */
const APPS: Record<string, RegExp> = {
  'apps/edge': /^@celltwin\/(contracts|inspection|models|world)(\/|$)/,
  'apps/server': /^@celltwin\/(contracts|twin|quality|inspection|locales|models|transition)(\/|$)/,
  'apps/dashboard': /^@celltwin\/(contracts|twin|quality|inspection|locales)(\/|$)/,
  'apps/celltwin': /^@celltwin\/(contracts|twin|quality|inspection|models|transition|world)(\/|$)/,
}
/** The files of packages that know a device of the machine, or need Node: exported on their own, never from the package's index. */
const EXCEPTIONS: Record<string, RegExp> = {
  'packages/inspection/src/onnx.ts': /^onnxruntime-node$/,
  'packages/contracts/src/hash.ts': /^node:crypto$/,
  'packages/contracts/src/cell-file.ts': /^(yaml|node:(fs|path))$/,
  'packages/inspection/src/load-module.ts': /^(sharp|@celltwin\/contracts\/hash)$/,
  'packages/inspection/src/golden.ts': /^(sharp|node:(fs\/promises|path))$/,
  'packages/inspection/src/inference/sidecar.ts': /^node:net$/,
  'packages/inspection/src/inference/recorded.ts': /^node:(crypto|fs\/promises|path)$/,
}

interface Import {
  readonly file: string
  readonly specifier: string
}

/** Tests, and what tests share. */
const isTest = (file: string) => /\.test\.tsx?$|\/testing\//.test(file)

const importsOf = (file: string): Import[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^'\n]+)'/g)].map((match) => ({
    file,
    specifier: match[1]!,
  }))

const importsIn = (folder: string): Import[] =>
  readdirSync(join(ROOT, folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => importsOf(`${folder}/src/${file}`))

const folders = (): string[] =>
  ['apps', 'packages'].flatMap((kind) =>
    readdirSync(join(ROOT, kind))
      .map((name) => `${kind}/${name}`)
      .filter((folder) => existsSync(join(ROOT, folder, 'package.json'))),
  )

/** The house's own tests share their support with those beside the source. */
function outside(folder: string, { file, specifier }: Import): boolean {
  if (!specifier.startsWith('.')) return false
  const target = join(dirname(file), specifier)
  return !`${target}/`.startsWith(`${folder}/`) && !(isTest(file) && target.startsWith('test/support/'))
}

describe('the house', () => {
  it('has no package or app that these rules forget', () => {
    const known = Object.keys({ ...PACKAGES, ...APPS }).sort()
    expect(folders().sort()).toEqual(known)
  })

  it.each(Object.entries(PACKAGES))('lets %s import nothing but %s', (folder, allowed) => {
    const astray = importsIn(folder).filter(({ file, specifier }) => {
      if (isTest(file) || specifier.startsWith('.')) return false
      return !allowed.test(specifier) && !EXCEPTIONS[file]?.test(specifier)
    })
    expect(astray).toEqual([])
  })

  it.each(Object.entries(APPS))('lets %s import of our packages only %s', (folder, allowed) => {
    const astray = importsIn(folder).filter(
      ({ file, specifier }) => !isTest(file) && specifier.startsWith('@celltwin/') && !allowed.test(specifier),
    )
    expect(astray).toEqual([])
  })

  it.each(Object.keys({ ...PACKAGES, ...APPS }))('lets no file of %s reach into its neighbours', (folder) => {
    expect(importsIn(folder).filter((each) => outside(folder, each))).toEqual([])
  })

  it('loads models in one file', () => {
    const loading = folders()
      .flatMap(importsIn)
      .filter(({ specifier }) => specifier === 'onnxruntime-node')
    expect(new Set(loading.map(({ file }) => file))).toEqual(new Set(['packages/inspection/src/onnx.ts']))
  })

  it("keeps what knows the machine out of every package's index", () => {
    const known = Object.keys(EXCEPTIONS).map((file) => file.replace(/^.*\/src\//, './'))
    const exported = importsOf('packages/inspection/src/index.ts').filter(({ specifier }) => known.includes(specifier))
    expect(exported).toEqual([])
  })

  it('lets no inspecting code reach the simulated world', () => {
    const reaching = importsIn('apps/edge').filter(
      ({ file, specifier }) => specifier.startsWith('@celltwin/world') && file.startsWith('apps/edge/src/roles/'),
    )
    expect(reaching).toEqual([])
  })
})
