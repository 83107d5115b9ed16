/** What ends a cycle early: an emergency stop, a broken hand-shake, a part that arrived where it was not sent. */

/** The cell stops and stays so until a person resets it at the cell. */
export class CellStop extends Error {
  override readonly name = 'CellStop'
  readonly suspects: readonly string[]

  constructor(reason: string, suspects: readonly string[] = []) {
    super(reason)
    this.suspects = suspects
  }
}

/** The work's result, or the signal's reason as soon as it aborts. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
