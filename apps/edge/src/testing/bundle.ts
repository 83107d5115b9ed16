/** Bundles a program of this folder for a child process or worker of a test, as the build does for the real ones. */
import { mkdtemp, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const SRC = fileURLToPath(new URL('..', import.meta.url))

export interface Bundled {
  /** URL of the program made of `entry`. */
  of(entry: string): URL
  remove(): Promise<void>
}

export async function bundle(...entries: string[]): Promise<Bundled> {
  // Inside the package, so that what stays outside the bundle is found.
  const folder = await mkdtemp(join(SRC, '..', 'node_modules', '.test-'))
  await build({
    entryPoints: entries.map((entry) => join(SRC, entry)),
    outdir: folder,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    plugins: [
      {
        name: 'bundle-workspace-only',
        setup(builder) {
          builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@celltwin/') ? undefined : { path, external: true },
          )
        },
      },
    ],
  })
  return {
    of: (entry) => new URL(`file://${join(folder, basename(entry).replace(/\.ts$/, '.js'))}`),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
