/** `npm run -s celltwin -- <command>`: the command line, built when needed. */
import { ensureBuilt, ensureInstalled, ensureNode } from './ensure.mjs'

ensureNode()
ensureInstalled()
ensureBuilt()
await import('../apps/celltwin/dist/main.js')
