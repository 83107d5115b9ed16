/** A module without its model or what that runs on inspects nothing: it says what is missing, and every part is held. */
import { setTimeout as pause } from 'node:timers/promises'
import type { RoleContext } from '../../context.ts'
import { ofCycle } from '../of-cycle.ts'

/** A sidecar that starts after its agent is found soon. */
const TRIED_AGAIN_AFTER_MS = 10_000

/** Tries until the models open; undefined where the agent stops first. Other modules of the device go on meanwhile. */
export async function awaitModels<T>(
  { on, tell, ready, log, signal }: RoleContext,
  moduleId: string,
  open: () => Promise<T>,
  triedAgainAfterMs = TRIED_AGAIN_AFTER_MS,
): Promise<T | undefined> {
  let missing: string | undefined
  on('part-inserted', async ({ data }) => {
    if (missing !== undefined) await tell('inspection-failed', { ...ofCycle(data), module: moduleId, reason: missing })
  })
  while (!signal.aborted) {
    try {
      const models = await open()
      missing = undefined
      return models
    } catch (cause) {
      if (signal.aborted) return undefined
      const reason = cause instanceof Error ? cause.message : String(cause)
      // Once: whoever reads the log has seen it, and whoever looks at the page sees it still.
      if (reason !== missing) log.error({ err: cause }, `${moduleId} inspects nothing: ${reason}`)
      missing = reason
      ready('failed', undefined, reason)
      await pause(triedAgainAfterMs, undefined, { signal }).catch(() => {})
    }
  }
  return undefined
}
