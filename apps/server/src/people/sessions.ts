/** Sessions of people and panels: a random token in a cookie, its hash in the database. */
import { PANEL_ROLES, type Panel, type Role } from '@celltwin/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '../database/database.ts'
import type { Person } from './person.ts'
import { digest, newToken } from './secrets.ts'

const HOUR_MS = 3_600_000
/** Not used for `idle` it ends, and after `longest` whatever happens. */
export const DESK = { idleMs: 12 * HOUR_MS, longestMs: 7 * 24 * HOUR_MS }
export const AT_PANEL = { idleMs: HOUR_MS / 6, longestMs: 8 * HOUR_MS }
/** Not every request is written down. */
const SLIDE_MS = 60_000
export const PANEL_LASTS_MS = 365 * 24 * HOUR_MS

export interface Found {
  readonly person: Person
  readonly sessionId: string
}

export function createSessions({ prisma, pool }: Database) {
  const listeners: (() => void)[] = []
  const tell = () => {
    for (const listener of listeners) listener()
  }

  async function end(where: { personId?: string; id?: string; not?: string; panelId?: string }): Promise<void> {
    const { not, ...which } = where
    const sessions = { ...which, ...(not ? { NOT: { id: not } } : {}) }
    await prisma.personSession.deleteMany({ where: sessions })
    tell()
  }

  return {
    /** Called when somebody who was let in may no longer be: connections that stay open are asked again. */
    onEnded: (listener: () => void) => void listeners.push(listener),
    tell,
    end,

    async begin(personId: string, panel?: Panel): Promise<string> {
      const token = newToken()
      const { idleMs, longestMs } = panel ? AT_PANEL : DESK
      const now = Date.now()
      await prisma.personSession.create({
        data: {
          id: digest(token),
          personId,
          panelId: panel?.id ?? null,
          expiresAt: new Date(now + idleMs),
          endsAt: new Date(now + longestMs),
        },
      })
      return token
    },

    /** Whose token it is; a session at a panel is worth nothing away from it. `used`: a person did something. */
    async find(token: string, panel: Panel | undefined, used: boolean): Promise<Found | undefined> {
      const id = digest(token)
      const { rows } = await pool.query<SessionRow>(
        `select s.panel_id, s.seen_at, p.id, p.name, p.roles from person_session s join person p on p.id = s.person_id
         where s.id = $1 and p.active and s.expires_at > now() and s.ends_at > now()`,
        [id],
      )
      const row = rows[0]
      if (!row || (row.panel_id !== null && row.panel_id !== panel?.id)) return undefined
      const atPanel = row.panel_id !== null
      // Pages ask by themselves: at a panel only what a hand did keeps the person signed in.
      if ((used || !atPanel) && Date.now() - Date.parse(row.seen_at) > SLIDE_MS)
        await pool.query(`update person_session set seen_at = now(), expires_at = $2 where id = $1`, [
          id,
          new Date(Date.now() + (atPanel ? AT_PANEL : DESK).idleMs),
        ])
      const roles = atPanel ? row.roles.filter((role) => PANEL_ROLES.includes(role)) : row.roles
      return { sessionId: id, person: { id: row.id, name: row.name, roles } }
    },

    async findPanel(token: string): Promise<Panel | undefined> {
      const found = await prisma.panel.findUnique({ where: { tokenHash: digest(token) } })
      return found ? { id: found.id, name: found.name } : undefined
    },

    async registerPanel(name: string, registeredBy: string): Promise<{ panel: Panel; token: string }> {
      const token = newToken()
      const panel = { id: uuidv7(), name }
      await prisma.panel.create({ data: { ...panel, registeredBy, tokenHash: digest(token) } })
      return { panel, token }
    },

    async removePanel(id: string): Promise<void> {
      await prisma.panel.delete({ where: { id } })
      tell()
    },

    /** What is over is let go. */
    async sweep(): Promise<void> {
      await pool.query('delete from person_session where expires_at < now() or ends_at < now()')
      await pool.query('delete from second_signature where expires_at < now()')
      await pool.query(`delete from sign_in_attempt where at < now() - interval '1 day' and blocked_until < now()`)
    },
  }
}
export type Sessions = ReturnType<typeof createSessions>

interface SessionRow {
  readonly panel_id: string | null
  readonly seen_at: string
  readonly id: string
  readonly name: string
  readonly roles: Role[]
}
