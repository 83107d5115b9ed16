/** Which row is selected while rows come and go. */

/** The row to select after moving `by`: within the list, and the first where none was. */
export function moved(keys: readonly string[], selected: string | undefined, by: number): string | undefined {
  const at = selected === undefined ? -1 : keys.indexOf(selected)
  return at < 0 ? keys[0] : keys[Math.max(0, Math.min(keys.length - 1, at + by))]
}
