/** Waits until the condition holds. @throws Error after `patienceMs`, with what the condition last threw as its cause. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 20_000, everyMs = 50): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    let cause: unknown
    try {
      if (await holds()) return
    } catch (thrown) {
      cause = thrown
    }
    if (Date.now() > deadline) throw new Error(`not within ${patienceMs / 1000} s: ${holds}`, { cause })
    await new Promise((done) => setTimeout(done, everyMs))
  }
}
