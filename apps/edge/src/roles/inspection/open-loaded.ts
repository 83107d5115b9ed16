/** A thread with a model in it: loaded, warm, and, where that is asked, agreeing with its golden inputs. */
import type { GoldenParity, Module, Recipe } from '@celltwin/contracts'
import type { LoadedModel, LoadRequest } from '@celltwin/inspection/load-module'
import { startWorker } from '../../worker-rpc.ts'
import type { Loaded } from './model-slot.ts'

export interface Opening {
  readonly script: URL
  readonly moduleId: string
  readonly module: Module
  readonly recipe: Recipe
  readonly modelsFolder: string
  /** In place of the model that the cell file names. */
  readonly model?: { readonly folder: string; readonly name: string }
  readonly onStep: (step: 'loading' | 'warming-up', detail?: string) => void
}

/** @throws Error where it cannot be loaded or run; the thread is gone then. */
export async function openLoaded({ script, onStep, ...request }: Opening): Promise<Loaded & { warmUpMs: number }> {
  onStep('loading')
  const worker = startWorker(script, undefined, (detail) => onStep('loading', detail))
  const orLost = <T>(call: Promise<T>): Promise<T> => Promise.race([call, worker.lost])
  try {
    const loaded = await orLost(worker.call<LoadedModel | undefined>('load', request satisfies LoadRequest))
    onStep('warming-up')
    const startedAt = performance.now()
    await orLost(worker.call('warmUp', undefined))
    const warmUpMs = Math.round(performance.now() - startedAt)
    return { worker, warmUpMs, ...(loaded ? { model: loaded } : {}) }
  } catch (cause) {
    await worker.close()
    throw cause
  }
}

/** @throws Error where an answer lies too far off, or there is nothing to compare. */
export async function agreeOnGolden({ worker }: Loaded): Promise<GoldenParity> {
  const parity = await Promise.race([worker.call<GoldenParity>('golden', undefined), worker.lost])
  const { inputs, greatestDifference, within } = parity
  if (inputs > 0 && greatestDifference <= within) return parity
  throw new Error(
    `golden inputs do not agree: an answer lies ${greatestDifference.toPrecision(3)} off, ${within} is allowed`,
  )
}
