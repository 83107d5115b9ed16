/** What a browser was told live is in what it then asks for, though projections follow the journal a moment later. */
import { setTimeout as delay } from 'node:timers/promises'
import type { App, House } from './context.ts'

/** Beyond this the answer is what is known so far, rather than none. */
const PATIENCE_MS = 1_000

/** For rooms that answer from projections. */
export function answerCaughtUp(room: App, { cells, projector }: Pick<House, 'cells' | 'projector'>): void {
  room.addHook('preHandler', async ({ method, params, query }) => {
    if (method !== 'GET') return
    const asked = { ...(query as object), ...(params as object) } as { cell?: string }
    const concerned = cells.all().filter(({ path }) => asked.cell === undefined || path.cell === asked.cell)
    const answered = new AbortController()
    await Promise.race([
      Promise.all(concerned.map((cell) => projector.caughtUp(cell))),
      delay(PATIENCE_MS, undefined, { signal: answered.signal }),
    ])
    answered.abort()
  })
}
