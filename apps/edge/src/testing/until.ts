/** Waits for a condition, looking every few milliseconds. @throws Error naming it when it does not come. */
export async function until(what: string, holds: () => boolean, withinMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error(`waited ${withinMs} ms in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
