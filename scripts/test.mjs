/** `npm test`: lint, types and every test. Arguments go to Vitest. */
import { ensureBuilt, ensureInstalled, ensureNode, run } from './ensure.mjs'

ensureNode()
ensureInstalled()
ensureBuilt()
const args = process.argv.slice(2)
if (args.length === 0) {
  run('node_modules/.bin/biome', ['check', '--error-on-warnings', '.'])
  run('node_modules/.bin/tsc', ['-p', 'tsconfig.json'])
}
run('node_modules/.bin/vitest', ['run', ...args])
