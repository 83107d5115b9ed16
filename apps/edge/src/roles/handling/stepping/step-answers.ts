/** What modules say of the steps that they were asked to take evidence in. */
import type { RoleContext } from '../../../context.ts'

export interface StepAnswers {
  /** Resolves when the module has taken its evidence. Rejects with its reason, or when `physicalMs` and more have gone. */
  taken(requestId: string, module: string, physicalMs: number): Promise<void>
}

/** For computing and transport; not divided by the clock's speed. */
const ALLOWANCE_MS = 5000

export function hearStepAnswers(context: RoleContext): StepAnswers {
  const waiting = new Map<string, { resolve(): void; reject(cause: Error): void }>()
  context.on('evidence-captured', ({ data: { requestId } }) => {
    if (requestId !== undefined) waiting.get(requestId)?.resolve()
  })
  context.on('step-failed', ({ data: { requestId, reason } }) => waiting.get(requestId)?.reject(new Error(reason)))

  return {
    async taken(requestId, module, physicalMs) {
      const answered = new Promise<void>((resolve, reject) => waiting.set(requestId, { resolve, reject }))
      const late = context.clock.wait(physicalMs + ALLOWANCE_MS * context.clock.speed).then(() => {
        throw new Error(`${module} took nothing`)
      })
      late.catch(() => {})
      try {
        await Promise.race([answered, late])
      } finally {
        waiting.delete(requestId)
      }
    },
  }
}
