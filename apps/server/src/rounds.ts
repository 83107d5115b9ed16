/** Work that is asked for again and again: one round at a time, and a round that fails is told and the next one tried. */
import type { Logger } from 'pino'

export class Rounds {
  readonly #log: Pick<Logger, 'warn'>
  readonly #failed: string
  #running: Promise<void> | undefined

  /** @param failed what is said where a round fails: `shifts could not be kept` */
  constructor(log: Pick<Logger, 'warn'>, failed: string) {
    this.#log = log
    this.#failed = failed
  }

  /** Who asks while a round goes on waits for that one. */
  run(round: () => Promise<void>): Promise<void> {
    this.#running ??= round()
      .catch((error: Error) => this.#log.warn({ reason: error.message }, this.#failed))
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  /** Resolves once no round goes on. */
  async settled(): Promise<void> {
    await this.#running
  }
}
