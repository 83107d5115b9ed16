/** Which row is selected while rows come and go, and the keys that move to another. */
import type { Binding } from '../ui/keyboard.ts'

/** The row to select after moving `by`: within the list, and the first where none was. */
export function moved(keys: readonly string[], selected: string | undefined, by: number): string | undefined {
  const at = selected === undefined ? -1 : keys.indexOf(selected)
  return at < 0 ? keys[0] : keys[Math.max(0, Math.min(keys.length - 1, at + by))]
}

/** Down and up the list, by letters and by arrows, as long as they are held. */
export const rowKeys = (next: string, previous: string, move: (by: 1 | -1) => void): readonly Binding[] =>
  (['j', 'k', 'ArrowDown', 'ArrowUp'] as const).map((keys) => {
    const down = keys === 'j' || keys === 'ArrowDown'
    return { keys, label: down ? next : previous, run: () => move(down ? 1 : -1), repeat: true }
  })
