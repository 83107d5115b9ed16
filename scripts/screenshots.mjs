/** `npm run screenshots [-- OUT [STATE…]]`: photographs of every page in a folder, with a contact sheet. */
import { join, resolve } from 'node:path'
import { runnerImport } from 'vite'
import { ensureBuilt, ensureInstalled, ensureNode, root } from './ensure.mjs'

ensureNode()
ensureInstalled()
ensureBuilt()
const [out = join(root, 'screenshots'), ...states] = process.argv.slice(2)
const { module } = await runnerImport(join(root, 'test/screenshots/main.ts'), { configFile: false, logLevel: 'error' })
await module.takeScreenshots(resolve(out), states)
