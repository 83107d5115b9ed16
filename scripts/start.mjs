/** `npm start`: installs, builds and starts everything; arguments go to `celltwin up`. */
import { ensureBuilt, ensureInstalled, ensureNode, root } from './ensure.mjs'

ensureNode()
ensureInstalled()
ensureBuilt()
process.chdir(root)
process.argv.splice(2, 0, 'up')
await import('../apps/celltwin/dist/main.js')
