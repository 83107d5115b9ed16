// Bundles a TypeScript script of this folder and runs it: node training/run.mjs make-faces --parts 300
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const [script] = process.argv.splice(2, 1)
if (!script) throw new Error('usage: node training/run.mjs SCRIPT [options]')
// Inside packages/inspection, so that its own dependencies are found.
const outfile = join(here, '../packages/inspection/node_modules/.cache', `${script}.mjs`)
mkdirSync(dirname(outfile), { recursive: true })
await build({
  entryPoints: [join(here, `${script}.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: ['onnxruntime-node', 'sharp'],
  define: { TRAINING_FOLDER: JSON.stringify(here) },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
