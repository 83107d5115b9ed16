/**
 * The models of one module: what it came with, what it was asked to run, and what it tries in shadow.
 *
 * Whatever fails on the way to another model, the module goes on with the one it has.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DesiredModel, ModelRef } from '@celltwin/contracts'
import type { RoleContext } from '../../context.ts'
import type { PackageStore } from '../../models/package-store.ts'
import { createModelSlot, type Loaded, type ModelSlot } from './model-slot.ts'
import { agreeOnGolden, type Opening, openLoaded } from './open-loaded.ts'
import { createShadow, refOf, type Shadow } from './shadow.ts'

const LIVE = 'model-live'
const SHADOW = 'model-shadow'
/** Digest of the live model as last told. */
const TOLD = 'model-told'

interface Kept {
  readonly assignment: string
  readonly model: ModelRef
}

interface Job {
  readonly assignment: string
  readonly stop: AbortController
  readonly done: Promise<void>
}

export interface Models extends Pick<ModelSlot, 'lease' | 'lost'> {
  readonly shadow: Shadow | undefined
  close(): Promise<void>
}

export interface ModelsOptions {
  readonly context: RoleContext
  readonly opening: Omit<Opening, 'onStep' | 'model'>
  readonly packages: PackageStore
  /** The newest cycle number before this start. */
  readonly cycles: number
}

/** Of the package that the module came with; undefined where it has none. */
async function digestOfOwn({ module, modelsFolder }: ModelsOptions['opening']): Promise<string | undefined> {
  const { model } = module.parameters
  if (typeof model !== 'string') return undefined
  const manifest = await readFile(join(modelsFolder, model, 'manifest.json')).catch(() => undefined)
  return manifest && createHash('sha256').update(manifest).digest('hex')
}

export async function keepModels({ context, opening, packages, cycles }: ModelsOptions): Promise<Models> {
  const { moduleId } = opening
  const { memory, signal, log } = context
  const quiet = { ...opening, onStep: () => {} }
  const fetched = (digest: string) => ({ ...quiet, model: { folder: packages.folder, name: digest } })

  const ownDigest = await digestOfOwn(opening)
  const slot = createModelSlot(await openFirst(), cycles)
  let shadow: Shadow | undefined
  const jobs = new Map<DesiredModel['stage'], Job>()
  await tellFirst()
  const kept = memory.get<Kept>(SHADOW)
  if (kept) begin({ ...kept, module: moduleId, stage: 'shadow' })
  if (slot.live.model) context.onDesired(({ models = [] }) => hear(models.filter(({ module }) => module === moduleId)))

  /** What was live last, from this agent's own disk; else what it came with. */
  async function openFirst(): Promise<Loaded> {
    const onStep: Opening['onStep'] = (step, detail) => context.ready(step, undefined, detail)
    const live = memory.get<Kept>(LIVE)
    if (live) {
      try {
        await packages.provide(live.model.digest, AbortSignal.abort(new Error('it is not on this agent’s disk')))
        return await openLoaded({ ...fetched(live.model.digest), onStep })
      } catch (cause) {
        log.error({ err: cause, model: live.model }, 'The live model cannot be opened; the cell file’s own is')
      }
    }
    const own = await openLoaded({ ...opening, onStep })
    // Where none opens, it is what they run on that is missing: the live one is tried again.
    if (live) await memory.remove(LIVE)
    return own
  }

  async function tellFirst(): Promise<void> {
    const to = refOf(slot.live)
    if (!to || memory.get(TOLD) === to.digest) return
    await context.tellAndRemember('model-swapped', { module: moduleId, to, atCycle: cycles + 1 }, { [TOLD]: to.digest })
  }

  function hear(wanted: readonly DesiredModel[]): void {
    for (const [stage, { assignment, stop }] of jobs)
      if (!wanted.some((each) => each.stage === stage && each.assignment === assignment))
        stop.abort(new Error('it is not wanted any more'))
    for (const each of wanted) begin(each)
  }

  /** One model at a time for each stage; the newest word counts. */
  function begin(wanted: DesiredModel): void {
    const { stage, assignment } = wanted
    const before = jobs.get(stage)
    if (before?.assignment === assignment) return
    before?.stop.abort(new Error('another model was asked for'))
    const stop = new AbortController()
    const stopping = AbortSignal.any([signal, stop.signal])
    const done = (before?.done ?? Promise.resolve())
      .then(() => change(wanted, stopping))
      .catch((cause: Error) => refuse(wanted, cause, stopping))
      .finally(() => {
        if (jobs.get(stage)?.assignment === assignment) jobs.delete(stage)
      })
    jobs.set(stage, { assignment, stop, done })
  }

  async function change({ stage, assignment, model }: DesiredModel, stopping: AbortSignal): Promise<void> {
    stopping.throwIfAborted()
    if (!model) return endShadow(assignment)
    if (stage === 'shadow') return enterShadow({ assignment, model }, stopping)
    const next = (await takeOver(model.digest)) ?? (await prepare({ assignment, model }, 'live', stopping))
    const from = refOf(slot.live)
    const atCycle = await slot.swapTo(next)
    await context.tellAndRemember(
      'model-swapped',
      { module: moduleId, assignment, to: model, atCycle, ...(from ? { from } : {}) },
      { [LIVE]: { assignment, model }, [TOLD]: model.digest },
    )
  }

  /** The thread of the shadow becomes the live one: it is warm, and was seen at work. */
  async function takeOver(digest: string): Promise<Loaded | undefined> {
    if (shadow?.loaded.model?.digest !== digest) return undefined
    const { loaded, assignment } = shadow
    const { idle } = shadow
    shadow = undefined
    await idle()
    await tellShadowEnded(assignment, refOf(loaded)!)
    return loaded
  }

  async function enterShadow(wanted: Kept, stopping: AbortSignal): Promise<void> {
    if (shadow?.loaded.model?.digest === wanted.model.digest && shadow.assignment === wanted.assignment) return
    const loaded = await prepare(wanted, 'shadow', stopping)
    await closeShadow()
    shadow = createShadow(context, moduleId, { loaded, assignment: wanted.assignment })
    loaded.worker.lost.catch(async (cause: Error) => {
      if (shadow?.loaded !== loaded) return
      await endShadow(wanted.assignment)
      await refuse({ ...wanted, module: moduleId, stage: 'shadow' }, cause, signal)
    })
  }

  async function endShadow(assignment: string): Promise<void> {
    // It may be what is just going live.
    await jobs.get('live')?.done
    const model = shadow ? refOf(shadow.loaded) : memory.get<Kept>(SHADOW)?.model
    await closeShadow()
    if (model) await tellShadowEnded(assignment, model)
  }

  async function closeShadow(): Promise<void> {
    const last = shadow
    shadow = undefined
    await last?.idle()
    await last?.loaded.worker.close()
  }

  const tellShadowEnded = (assignment: string, model: ModelRef) =>
    context.tellAndRemember('shadow-ended', { module: moduleId, assignment, model }, { [SHADOW]: null })

  /** Fetched, checked, loaded, warm, and of one mind with its golden inputs. */
  async function prepare(wanted: Kept, stage: DesiredModel['stage'], stopping: AbortSignal): Promise<Loaded> {
    const { assignment, model } = wanted
    const own = model.digest === ownDigest
    if (!own) {
      const { bytes, tookMs } = await packages.provide(model.digest, stopping)
      if (bytes > 0)
        await context.tell('model-fetched', { module: moduleId, assignment, digest: model.digest, bytes, tookMs })
    }
    const loaded = await openLoaded(own ? quiet : fetched(model.digest))
    try {
      const golden = await agreeOnGolden(loaded)
      stopping.throwIfAborted()
      const { warmUpMs } = loaded
      const { backend } = loaded.model!
      const ready = { module: moduleId, assignment, model, stage, warmUpMs, golden, backend }
      await context.tellAndRemember('model-ready', ready, stage === 'shadow' ? { [SHADOW]: wanted } : {})
      return loaded
    } catch (cause) {
      await loaded.worker.close()
      throw cause
    }
  }

  async function refuse(
    { stage, assignment, model }: DesiredModel,
    cause: Error,
    stopping: AbortSignal,
  ): Promise<void> {
    if (stopping.aborted) return
    log.error({ err: cause, model }, 'The module goes on with the model it has')
    if (stage === 'shadow') await memory.put(SHADOW, null)
    const reason = cause.message
    if (model) await context.tell('model-refused', { module: moduleId, assignment, digest: model.digest, reason })
  }

  return {
    lease: slot.lease,
    lost: slot.lost,
    get shadow() {
      return shadow
    },
    async close() {
      for (const { stop } of jobs.values()) stop.abort(signal.reason)
      await Promise.allSettled([slot.close(), shadow?.loaded.worker.close()])
    },
  }
}
