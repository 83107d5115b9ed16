/** Drafts of decisions outlive the page they are written on: in this tab, for who wrote them, until they are signed. */
import { begin, type DebugState, isUntouched } from './debug-machine.ts'

const KEY = 'celltwin.drafts'
const KEPT = 50

type Stored = Pick<DebugState, 'steps' | 'step' | 'draft'> & { readonly seen: readonly number[] }

const stored = (): Map<string, Stored> => new Map(JSON.parse(sessionStorage.getItem(KEY) ?? '[]'))

/** @param key of the cycle and of who decides: what another person has looked at counts for nothing */
export function draftOf(key: string, steps: number): DebugState {
  const fresh = begin(steps)
  const found = stored().get(key)
  if (found?.steps !== steps) return fresh
  return { ...fresh, step: found.step, seen: new Set(found.seen), draft: { ...fresh.draft, ...found.draft } }
}

/** Keeps it as the newest; nothing of what nobody has touched, nor of what is signed (undefined). */
export function keepDraft(key: string, state: DebugState | undefined): void {
  const drafts = stored()
  drafts.delete(key)
  if (state && !isUntouched(state)) drafts.set(key, { ...state, seen: [...state.seen] })
  sessionStorage.setItem(KEY, JSON.stringify([...drafts].slice(-KEPT)))
}
