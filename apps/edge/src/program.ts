/** Life of a process: runs until asked to stop, says why it could not go on, and never outlives its launcher. */
import { ConfigError, MISCONFIGURED } from '@celltwin/contracts'

const STOP_WITHIN_MS = 5000

/**
 * @param run Resolves when everything is closed; begins closing when `stopped` resolves. Its error ends the process
 * with one clear message, and code `MISCONFIGURED` where the configuration is wrong, else 1.
 */
export async function runProgram(name: string, run: (stopped: Promise<void>) => Promise<void>): Promise<void> {
  const supervised = process.env.CELLTWIN_CHILD === '1'
  const stopped = new Promise<void>((resolve) => {
    const stop = () => {
      // What does not close in time is ended: no orphan holds a port or a folder.
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
      resolve()
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    if (supervised) {
      process.stdin.once('end', stop).once('error', stop).resume()
    }
  })
  try {
    await run(stopped)
    process.exit(0)
  } catch (cause) {
    // The supervisor names the program itself.
    console.error(`${supervised ? '' : `${name}: `}${cause instanceof Error ? cause.message : String(cause)}`)
    if (process.env.LOG_LEVEL === 'debug') console.error(cause)
    process.exit(cause instanceof ConfigError ? MISCONFIGURED : 1)
  }
}
