/** Waiting for the server and its cells, telling the person what is being waited for. */
import type { CellSummary } from '@celltwin/contracts'

const POLL_MS = 100
/** After this long without progress the reason is shown. */
const PATIENCE_MS = 8_000

/** PackML states in which a cell works or would work as soon as it has a part. */
const RUNNING = new Set(['idle', 'execute', 'suspended', 'held'])

export async function untilServerReady(url: string, say: (text: string) => void): Promise<void> {
  await poll(say, async () => {
    const answer = await ask(`${url}/readyz`)
    return answer?.ok
      ? undefined
      : ((answer?.body as { message?: string } | undefined)?.message ?? 'does not answer yet; see logs/server.log')
  })
}

export async function untilCellsRun(
  url: string,
  cells: readonly string[],
  key: string,
  say: (text: string) => void,
): Promise<void> {
  await poll(say, async () => {
    const answer = await ask(`${url}/api/cells`, { authorization: `Bearer ${key}` })
    const known = answer?.ok ? (answer.body as CellSummary[]) : undefined
    const waiting = cells.filter((slug) => !RUNNING.has(known?.find(({ cell }) => cell === slug)?.state ?? ''))
    return waiting.length === 0 ? undefined : `${waiting.join(', ')}: modules are getting ready`
  })
}

/** Repeats until `attempt` gives no reason to wait; a reason that lasts is shown once. */
async function poll(say: (text: string) => void, attempt: () => Promise<string | undefined>): Promise<void> {
  let shown: string | undefined
  let since = Date.now()
  for (;;) {
    const reason = await attempt()
    if (!reason) return
    if (Date.now() - since > PATIENCE_MS && reason !== shown) {
      say(reason)
      shown = reason
      since = Date.now()
    }
    await new Promise((done) => setTimeout(done, POLL_MS))
  }
}

async function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ ok: boolean; body: unknown } | undefined> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) })
    return { ok: response.ok, body: await response.json().catch(() => undefined) }
  } catch {
    return undefined
  }
}
