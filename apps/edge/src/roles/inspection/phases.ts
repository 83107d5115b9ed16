/** Which phases of which cycle have begun, as handling tells it. */
export interface Phases {
  began(cycleId: string, phase: string): void
  /** Resolves when the phase has begun, at once if it has already. Rejects with the signal's reason. */
  await(cycleId: string, phase: string, signal: AbortSignal): Promise<void>
  /** As `await`, but false as soon as the phase after it has begun without it. */
  awaitOptional(cycleId: string, phase: string, next: string | undefined, signal: AbortSignal): Promise<boolean>
}

/** Only the newest few cycles matter. */
const CYCLES_KEPT = 4

export function trackPhases(): Phases {
  const begun = new Map<string, string[]>()
  const waiting = new Set<{ cycleId: string; phase: string; resolve(): void }>()

  const hasBegun = (cycleId: string, phase: string) => begun.get(cycleId)?.includes(phase) ?? false

  function awaitPhase(cycleId: string, phase: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      if (hasBegun(cycleId, phase)) return resolve()
      const abort = () => {
        waiting.delete(waiter)
        reject(signal.reason)
      }
      const waiter = {
        cycleId,
        phase,
        resolve() {
          waiting.delete(waiter)
          signal.removeEventListener('abort', abort)
          resolve()
        },
      }
      waiting.add(waiter)
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  return {
    began(cycleId, phase) {
      begun.set(cycleId, [...(begun.get(cycleId) ?? []), phase])
      if (begun.size > CYCLES_KEPT) begun.delete(begun.keys().next().value!)
      for (const waiter of waiting) if (waiter.cycleId === cycleId && waiter.phase === phase) waiter.resolve()
    },
    await: awaitPhase,
    async awaitOptional(cycleId, phase, next, signal) {
      const waiting = [phase, ...(next === undefined ? [] : [next])].map((id) => awaitPhase(cycleId, id, signal))
      // The one that never comes ends with the cycle's signal, unheard.
      for (const each of waiting) each.catch(() => undefined)
      await Promise.race(waiting)
      return hasBegun(cycleId, phase)
    },
  }
}
