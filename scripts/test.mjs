/** `npm test`: lint, types and every test. Arguments go to Vitest. */
import { ensureBuilt, ensureInstalled, ensureNode, run } from './ensure.mjs'

ensureNode()
ensureInstalled()
ensureBuilt()
const vitest = (...args) => run('node_modules/.bin/vitest', ['run', ...args])
const args = process.argv.slice(2)
if (args.length > 0) {
  vitest(...args)
} else {
  run('node_modules/.bin/biome', ['check', '--error-on-warnings', '.'])
  run('node_modules/.bin/tsc', ['-p', 'tsconfig.json'])
  vitest('--project', 'unit', '--project', 'dashboard')
  // Whole houses keep real deadlines: nothing else may take their cores meanwhile.
  vitest('--project', 'house', '--no-file-parallelism')
  vitest('--project', 'browser', '--no-file-parallelism')
}
