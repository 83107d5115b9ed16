/** Everything about people in one hand: who calls, their accounts and sessions, the first one's set-up. */
import type { IncomingHttpHeaders } from 'node:http'
import type { SetUp } from '@celltwin/contracts'
import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { Problem } from '../problems.ts'
import { isOwnOrigin } from './access.ts'
import { attempt } from './attempts.ts'
import { note } from './audit.ts'
import { createCallers } from './caller.ts'
import { createDirectory } from './directory.ts'
import { openExternal } from './external.ts'
import type { Person } from './person.ts'
import { createSecondSignatures } from './second-signature.ts'
import { hashSecret, isSame, newCode, plainCode, refuseWeakPassword } from './secrets.ts'
import { createSessions } from './sessions.ts'

export type People = ReturnType<typeof openPeople>

export function openPeople(database: Database, config: Config, log: Logger) {
  const sessions = createSessions(database)
  const callers = createCallers(database, sessions, config)
  const directory = createDirectory(database)
  const seconds = createSecondSignatures(database, directory)
  /** Good until the first account is made; another with each start. */
  let setUpCode: string | undefined = newCode()

  return {
    sessions,
    callers,
    directory,
    seconds,
    external: openExternal(config, directory),
    publicUrl: config.PUBLIC_URL,

    /** Whether somebody with these headers may look on. */
    async admits(headers: IncomingHttpHeaders): Promise<boolean> {
      if (!isOwnOrigin(headers.origin, headers.host, config.PUBLIC_URL)) return false
      const { mode, person } = await callers.identify(headers)
      return mode === 'demo' || person !== undefined
    },

    /** Who may signed second, for a route that asks for four eyes. @throws Problem 403, 428 */
    requireSecondSignature: (request: FastifyRequest, token: string | undefined): Promise<Person> =>
      seconds.require(request, token),

    /** Tells whoever reads the log how the first account is made. Called when the database can be asked. */
    async announce(): Promise<void> {
      if (config.OIDC_ISSUER || (await callers.hasPeople())) return
      const how = `open /set-up with the code ${setUpCode}`
      if (callers.mayDemo)
        log.info(`nobody has an account: everybody on this computer may do everything. To change that, ${how}`)
      else log.warn(`nobody has an account: nobody can see anything. To make the first one, ${how}`)
    },

    /** The first account, an admin's. @throws Problem 401, 409 */
    async setUp({ code, account, name, password }: SetUp): Promise<string> {
      if (await callers.hasPeople())
        throw new Problem(409, 'set-up-done', 'The first account was made already.', 'Sign in with it.')
      const tried = await attempt(database.pool, 'code', 'set-up')
      if (!setUpCode || !isSame(plainCode(code), plainCode(setUpCode)))
        throw new Problem(401, 'wrong', 'That is not the code.', 'The server’s log has it; each start makes another.')
      refuseWeakPassword(password, account)
      await tried.succeeded()
      const passwordHash = await hashSecret(password)
      // Two at once: the second finds no code.
      if (!setUpCode) throw new Problem(409, 'set-up-done', 'The first account was made already.', 'Sign in with it.')
      setUpCode = undefined
      const { id } = await directory.create({}, { account, name, roles: ['admin'] }, { passwordHash })
      await note(database.prisma, { person: { id, name, roles: ['admin'] } }, 'set-up-done', account)
      // The demo is over.
      sessions.tell()
      return id
    },
  }
}
