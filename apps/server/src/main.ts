/** Reads the configuration, runs the server, stops with grace. */
import { MISCONFIGURED, readConfig } from '@celltwin/contracts'
import { pino } from 'pino'
import { Config } from './config.ts'
import { startServer } from './server.ts'

/** After this a shutdown that hangs is cut short: everything committed is on the disk anyway. */
const GRACE_MS = 5_000

const supervised = process.env.CELLTWIN_CHILD === '1'

function fail(message: string, code = 1): never {
  // The supervisor names the program itself.
  console.error(supervised ? message : `celltwin server: ${message}`)
  process.exit(code)
}

const config = (() => {
  try {
    return readConfig(Config, process.env)
  } catch (error) {
    return fail((error as Error).message, MISCONFIGURED)
  }
})()
// At once: what is left for the exit is tried for ever where nobody reads it any more.
const log = pino({ level: config.LOG_LEVEL, base: null }, pino.destination({ sync: true }))

const server = await startServer(config, log).catch((error: NodeJS.ErrnoException): never => {
  if (error.code === 'EADDRINUSE')
    fail(`port ${config.PORT} on ${config.HOST} is taken. Stop what listens there, or set PORT to another.`)
  if (error.code === 'ENOSPC') fail('the disk is full. Free space under DATA_DIR and start again.')
  if (error.code === 'EADDRNOTAVAIL')
    fail(`this machine has no address ${config.HOST}. Set HOST to one it has, or 0.0.0.0.`, MISCONFIGURED)
  if (error.code === 'EACCES')
    fail(
      `not allowed: ${error.message}. Set PORT above 1023, and DATA_DIR to a folder that can be written to.`,
      MISCONFIGURED,
    )
  // Database and broker are waited for; what else there is at a start comes from the settings.
  return fail(error.message, MISCONFIGURED)
})
log.info(`listening on ${server.url}`)

let stopping = false
const stop = (why: string) => {
  if (stopping) return
  stopping = true
  log.info(`${why}; stopping`)
  setTimeout(() => process.exit(0), GRACE_MS).unref()
  server.close().then(
    () => process.exit(0),
    (error: Error) => fail(error.message),
  )
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal))
// The launcher holds the other end: it closes even when the launcher is killed with -9.
if (supervised)
  process.stdin
    .resume()
    .on('end', () => stop('the launcher has gone'))
    .on('error', () => stop('the launcher has gone'))
