/** One agent, one data folder: two would give the same places to different events. */
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { createServer } from 'node:net'

/**
 * Claims the folder for this process; the system lets go of it however the process ends.
 * @throws Error where another process has it.
 */
export async function claimFolder(folder: string): Promise<void> {
  const name = `celltwin-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)}`
  const addresses: Partial<Record<NodeJS.Platform, string>> = { linux: `\0${name}`, win32: `\\\\.\\pipe\\${name}` }
  const address = addresses[process.platform]
  // Elsewhere a name in the system outlives a kill, which would be worse than none.
  if (!address) return
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new Error(`Another agent is running with the data folder ${folder}.`)))
    server.listen(address, resolve)
  })
  server.unref()
}
