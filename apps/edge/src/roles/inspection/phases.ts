/** Which phases of which cycle have begun, as handling tells it. */
export interface Phases {
  began(cycleId: string, phase: string): void
  /** Resolves when the phase has begun, at once if it has already. Rejects with the signal's reason. */
  await(cycleId: string, phase: string, signal: AbortSignal): Promise<void>
}

/** Only the newest few cycles matter. */
const CYCLES_KEPT = 4

export function trackPhases(): Phases {
  const begun = new Map<string, string[]>()
  const waiting = new Set<{ cycleId: string; phase: string; resolve(): void }>()

  return {
    began(cycleId, phase) {
      begun.set(cycleId, [...(begun.get(cycleId) ?? []), phase])
      if (begun.size > CYCLES_KEPT) begun.delete(begun.keys().next().value!)
      for (const waiter of waiting) if (waiter.cycleId === cycleId && waiter.phase === phase) waiter.resolve()
    },
    await: (cycleId, phase, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (begun.get(cycleId)?.includes(phase)) return resolve()
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
      }),
  }
}
