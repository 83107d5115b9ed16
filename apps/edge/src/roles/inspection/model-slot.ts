/** Where a module's live model stands. It changes between two parts, never within one. */
import type { ModelRef } from '@celltwin/contracts'
import type { WorkerCalls } from '../../worker-rpc.ts'

/** A thread with its model loaded and warm; a module without a model has only the thread. */
export interface Loaded {
  readonly worker: WorkerCalls
  readonly model?: ModelRef & { readonly backend: string }
}

/** One part's claim on the model that it began with. */
export interface Lease extends Loaded {
  release(): void
}

export interface ModelSlot {
  readonly live: Loaded
  /** For the part just inserted: a swap that waits comes before it. */
  lease(cycleNumber: number): Lease
  /**
   * Swaps at once where no part is being inspected, else before the next. Resolves with the first cycle number; rejects
   * where another swap came in between.
   */
  swapTo(next: Loaded): Promise<number>
  /** Rejects when a thread that is needed is gone. */
  readonly lost: Promise<never>
  close(): Promise<void>
}

/** @param cycles the newest cycle number before this start. */
export function createModelSlot(first: Loaded, cycles: number): ModelSlot {
  let live = first
  let newest = cycles
  let waiting: { readonly next: Loaded; swapped(atCycle: number): void; overtaken(why: Error): void } | undefined
  const leases = new Map<Loaded, number>()
  let lose = (_error: Error) => {}
  const lost = new Promise<never>((_resolve, reject) => {
    lose = reject
  })
  lost.catch(() => {})
  const watch = (loaded: Loaded) =>
    loaded.worker.lost.catch((error: Error) => {
      if (loaded === live || leases.has(loaded)) lose(error)
    })
  watch(first)

  function retire(loaded: Loaded): void {
    if (loaded !== live && !leases.has(loaded)) void loaded.worker.close()
  }

  function swap(atCycle: number): void {
    if (!waiting) return
    const { next, swapped } = waiting
    const before = live
    waiting = undefined
    live = next
    watch(next)
    swapped(atCycle)
    retire(before)
  }

  return {
    get live() {
      return live
    },
    lost,
    lease(cycleNumber) {
      newest = Math.max(newest, cycleNumber)
      swap(cycleNumber)
      const loaded = live
      leases.set(loaded, (leases.get(loaded) ?? 0) + 1)
      let held = true
      return {
        ...loaded,
        release() {
          if (!held) return
          held = false
          const left = leases.get(loaded)! - 1
          if (left > 0) leases.set(loaded, left)
          else leases.delete(loaded)
          if (leases.size === 0) swap(newest + 1)
          retire(loaded)
        },
      }
    },
    swapTo: (next) =>
      new Promise((swapped, overtaken) => {
        // Nobody has used what waited until now.
        void waiting?.next.worker.close()
        waiting?.overtaken(new Error('another model was wanted before it came in'))
        waiting = { next, swapped, overtaken }
        if (leases.size === 0) swap(newest + 1)
      }),
    async close() {
      const all = new Set([live, ...leases.keys(), ...(waiting ? [waiting.next] : [])])
      await Promise.all([...all].map(({ worker }) => worker.close()))
    },
  }
}
