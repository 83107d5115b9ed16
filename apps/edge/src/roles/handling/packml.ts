/** Which PackML states (ISA-TR88.00.02) follow one another here, and the way from one to another. */
import type { PackMLState } from '@celltwin/contracts'

/**
 * The standard's acting states (resetting, holding, clearing …) take no time in this cell and are left out. A cell that
 * cannot begin is held or suspended straight from `starting` or `idle`, so that nobody sees an `execute` that was none.
 */
const FOLLOWERS: Readonly<Record<PackMLState, readonly PackMLState[]>> = {
  stopped: ['starting', 'idle', 'aborted'],
  starting: ['idle', 'held', 'suspended', 'stopped', 'aborted'],
  idle: ['execute', 'held', 'suspended', 'starting', 'stopping', 'aborted'],
  execute: ['held', 'suspended', 'stopping', 'aborted'],
  held: ['execute', 'stopping', 'aborted'],
  suspended: ['execute', 'held', 'stopping', 'aborted'],
  stopping: ['stopped', 'aborted'],
  aborted: ['stopped'],
}

/** The states to pass through after `from`, ending in `to`: the shortest way; empty where nothing changes. */
export function wayTo(from: PackMLState, to: PackMLState): readonly PackMLState[] {
  const ways = new Map<PackMLState, readonly PackMLState[]>([[from, []]])
  for (const [state, way] of ways) {
    if (state === to) return way
    for (const next of FOLLOWERS[state]) if (!ways.has(next)) ways.set(next, [...way, next])
  }
  throw new Error(`no way from ${from} to ${to}`)
}

export const mayFollow = (from: PackMLState, to: PackMLState): boolean => FOLLOWERS[from].includes(to)
