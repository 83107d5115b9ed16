/** Bundles the Node programs with esbuild and the dashboard with Vite. Workspace packages are bundled in, others stay outside. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root, run, runQuietly } from './ensure.mjs'

const PROGRAMS = {
  edge: ['main', 'gateway', 'inference-worker', 'world-worker'],
  server: ['main', 'rebuild'],
  celltwin: ['main', 'bench/publisher', 'bench/subscriber', 'bench/load', 'bench/history-publisher'],
}

const bundleWorkspaceOnly = {
  name: 'bundle-workspace-only',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@celltwin/') ? undefined : { path, external: true },
    )
  },
}

export async function buildPrograms() {
  // The schema engine would be downloaded otherwise; generating does not need it.
  runQuietly('apps/server/node_modules/.bin/prisma', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' })
  for (const [app, entries] of Object.entries(PROGRAMS)) {
    const outdir = join(root, 'apps', app, 'dist')
    rmSync(outdir, { recursive: true, force: true })
    await build({
      entryPoints: entries.map((entry) => join(root, 'apps', app, 'src', `${entry}.ts`)),
      outdir,
      bundle: true,
      splitting: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: 'linked',
      logLevel: 'warning',
      plugins: [bundleWorkspaceOnly],
    })
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await buildPrograms()
  run(process.execPath, [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    'apps/dashboard',
    '--logLevel',
    'warn',
  ])
}
