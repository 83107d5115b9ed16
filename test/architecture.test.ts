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
}
/** Which of our packages an app may import. */
const APPS: Record<string, RegExp> = {
  'apps/edge': /^@celltwin\/(contracts|inspection|models|world)(\/|$)/,
  'apps/server': /^@celltwin\/(contracts|twin|quality|inspection)(\/|$)/,
  'apps/dashboard': /^@celltwin\/(contracts|twin|quality)(\/|$)/,
  'apps/celltwin': /^@celltwin\/(contracts|twin|quality|inspection|models|world)(\/|$)/,
}
/** A dependency that one file alone may know. */
const ONLY_IN: Record<string, RegExp> = {
  'onnxruntime-node': /^packages\/inspection\/src\/onnx\.ts$/,
}

interface Import {
  readonly file: string
  readonly specifier: string
}

const isTest = (file: string) => /\.test\.tsx?$/.test(file)

const importsOf = (file: string): Import[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
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

const outside = (folder: string, { file, specifier }: Import): boolean =>
  specifier.startsWith('.') && !`${join(dirname(file), specifier)}/`.startsWith(`${folder}/`)

describe('the house', () => {
  it('has no package or app that these rules forget', () => {
    const known = Object.keys({ ...PACKAGES, ...APPS }).sort()
    expect(folders().sort()).toEqual(known)
  })

  it.each(Object.entries(PACKAGES))('lets %s import nothing but %s', (folder, allowed) => {
    const astray = importsIn(folder).filter(({ file, specifier }) => {
      if (isTest(file) || specifier.startsWith('.')) return false
      return !allowed.test(specifier) && !ONLY_IN[specifier]?.test(file)
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

  it('keeps some dependencies in one file each', () => {
    const all = folders().flatMap(importsIn)
    for (const [specifier, place] of Object.entries(ONLY_IN))
      expect(all.filter((each) => each.specifier === specifier && !place.test(each.file))).toEqual([])
  })

  it('lets no inspecting code reach the simulated world', () => {
    const reaching = importsIn('apps/edge').filter(
      ({ file, specifier }) => specifier.startsWith('@celltwin/world') && file.startsWith('apps/edge/src/roles/'),
    )
    expect(reaching).toEqual([])
  })
})
