/** Tells the cell's PackML state: each change once, by the ways that the standard knows. */
import type { PackMLState } from '@celltwin/contracts'
import { wayTo } from './packml.ts'
import type { Store } from './record.ts'

export interface CellState {
  readonly now: PackMLState
  become(state: PackMLState, reason: string, suspects?: readonly string[]): Promise<void>
}

/** What is said of a state that is only passed through. */
const PASSING: Partial<Record<PackMLState, string>> = {
  idle: 'ready',
  execute: 'running',
  stopped: 'reset at the cell',
}

export function createCellState(store: Store, initial: PackMLState): CellState {
  let now = initial

  const tell = async (state: PackMLState, reason: string, suspects: readonly string[]) => {
    const { told } = store.record
    if (told.state?.state === state && told.state.reason === reason) return
    const data = { state, reason, ...(suspects.length > 0 ? { suspects: [...suspects] } : {}) }
    await store.tell('cell-state-changed', data, (record) => ({
      ...record,
      told: { ...record.told, state: { state, reason } },
    }))
  }

  return {
    get now() {
      return now
    },
    async become(state, reason, suspects = []) {
      for (const passed of wayTo(now, state).slice(0, -1)) await tell(passed, PASSING[passed] ?? reason, [])
      await tell(state, reason, suspects)
      now = state
    },
  }
}
