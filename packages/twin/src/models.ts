/** The models of each module: what people want, what the module says, and how a model in shadow compares. */
import type {
  CellTwin,
  Disagreement,
  EventOf,
  ModelSlot,
  RolloutTwin,
  ShadowCount,
  WantedModel,
} from '@celltwin/contracts'
import { type Draft, type Mutable, newest, open, openEntry, register } from './draft.ts'
import type { Effects } from './effects.ts'

/** How many disagreements of a module stay in the twin. [TW25] */
export const KEPT_DISAGREEMENTS = 50

const EMPTY: ModelSlot = { counts: [], disagreements: [] }

/** What is known of a module's models. */
export const modelSlot = ({ models }: CellTwin, module: string): ModelSlot => models?.[module] ?? EMPTY

function slotOf(draft: Draft, module: string): Mutable<ModelSlot> {
  draft.twin.models ??= {}
  return openEntry(draft, open(draft, draft.twin, 'models'), module, () => structuredClone(EMPTY) as Mutable<ModelSlot>)
}

/** The server's word: a promotion or roll-back also ends the shadow. [TW23] */
function want(
  draft: Draft,
  event: EventOf<'model-assigned' | 'model-promoted' | 'model-rolled-back' | 'model-withdrawn'>,
): void {
  const { module, model, by } = event.data
  const slot = slotOf(draft, module)
  const wanted = (what: WantedModel['model']) => register(event, { assignment: event.id, model: what, by })
  const live = event.type === 'model-promoted' || event.type === 'model-rolled-back'
  if (live) slot.live = newest(slot.live, wanted(model))
  slot.shadow = newest(slot.shadow, wanted(event.type === 'model-assigned' ? model : null))
}

/** [TW24] */
function shadowed(draft: Draft, { data }: EventOf<'part-shadowed'>): void {
  if (data.challenge !== undefined) return
  const slot = slotOf(draft, data.module)
  const differs = data.disagreed.length > 0 || data.failed !== undefined
  const { counts, disagreements } = slot
  const of = (each: ShadowCount) => each.model === data.model.digest && each.against === data.against
  const known = counts.find(of) ?? {
    model: data.model.digest,
    against: data.against,
    ...{ parts: 0, disagreed: 0, otherVerdict: 0, computeMs: 0, liveComputeMs: 0 },
  }
  slot.counts = [
    ...counts.filter((each) => !of(each)),
    {
      ...known,
      parts: known.parts + 1,
      disagreed: known.disagreed + (differs ? 1 : 0),
      otherVerdict: known.otherVerdict + (data.failed !== undefined || data.verdict !== data.liveVerdict ? 1 : 0),
      computeMs: known.computeMs + data.computeMs,
      liveComputeMs: known.liveComputeMs + data.liveComputeMs,
    },
  ].sort((a, b) => (a.model + a.against < b.model + b.against ? -1 : 1))
  if (differs) slot.disagreements = keep([...(disagreements as Disagreement[]), disagreementOf(data)])
}

const disagreementOf = ({ model, ...data }: EventOf<'part-shadowed'>['data']): Disagreement => {
  const { cycleId, serial, cycleNumber, against, verdict, liveVerdict, disagreed, failed } = data
  const which = { cycleId, serial, cycleNumber, model: model.digest, against }
  return { ...which, verdict, liveVerdict, disagreed, ...(failed === undefined ? {} : { failed }) }
}

/** [TW25] */
function keep(all: Disagreement[]): Mutable<ModelSlot>['disagreements'] {
  all.sort((a, b) => a.cycleNumber - b.cycleNumber || (a.cycleId + a.model < b.cycleId + b.model ? -1 : 1))
  return all.slice(-KEPT_DISAGREEMENTS) as Mutable<ModelSlot>['disagreements']
}

function rolloutOf(draft: Draft, id: string): Mutable<RolloutTwin> {
  draft.twin.rollouts ??= {}
  return openEntry(draft, open(draft, draft.twin, 'rollouts'), id, () => ({}))
}

/** [TW27] */
function turn(
  draft: Draft,
  event: EventOf<'rollout-started' | 'rollout-paused' | 'rollout-resumed' | 'rollout-finished' | 'rollout-stopped'>,
): void {
  const rollout = rolloutOf(draft, event.data.rollout)
  const as = STATES[event.type]
  const { by } = event.data
  const reason = 'reason' in event.data && event.data.reason !== undefined ? { reason: event.data.reason } : {}
  rollout.state = newest(rollout.state, register(event, { as, by, ...reason }))
  if (event.type === 'rollout-started') rollout.plan = newest(rollout.plan, register(event, event.data) as never)
}

const STATES = {
  'rollout-started': 'running',
  'rollout-resumed': 'running',
  'rollout-paused': 'paused',
  'rollout-finished': 'finished',
  'rollout-stopped': 'stopped',
} as const

export const modelEffects: Effects = {
  'model-assigned': want,
  'model-promoted': want,
  'model-rolled-back': want,
  'model-withdrawn': want,
  'model-fetched': (draft, event) => {
    const { module, assignment, bytes, tookMs } = event.data
    const slot = slotOf(draft, module)
    slot.fetched = newest(slot.fetched, register(event, { assignment, bytes, tookMs }))
  },
  'model-ready': (draft, event) => {
    const { module, ...ready } = event.data
    const slot = slotOf(draft, module)
    slot.ready = newest(slot.ready, register(event, ready))
    const { assignment, model } = ready
    if (ready.stage === 'shadow') slot.shadowing = newest(slot.shadowing, register(event, { assignment, model }))
  },
  'model-swapped': (draft, event) => {
    const { module, to: model, from, atCycle, assignment } = event.data
    const slot = slotOf(draft, module)
    const running = { model, atCycle, ...(from ? { from } : {}), ...(assignment ? { assignment } : {}) }
    slot.running = newest(slot.running, register(event, running))
  },
  'model-refused': (draft, event) => {
    const { module, ...refused } = event.data
    const slot = slotOf(draft, module)
    slot.refused = newest(slot.refused, register(event, refused))
  },
  'shadow-ended': (draft, event) => {
    const { module, assignment } = event.data
    const slot = slotOf(draft, module)
    slot.shadowing = newest(slot.shadowing, register(event, { assignment, model: null }))
  },
  'part-shadowed': shadowed,
  'rollout-started': turn,
  'rollout-paused': turn,
  'rollout-resumed': turn,
  'rollout-finished': turn,
  'rollout-stopped': turn,
}

/** Whether the module has said no to this assignment; it is not asked again. [TW26] */
export const isRefused = ({ refused }: ModelSlot, { assignment }: WantedModel): boolean =>
  refused?.value.assignment === assignment

/** Desired minus reported: what modules are to run and do not yet. [TW26] */
export function outstandingModels({ models = {} }: CellTwin) {
  return Object.entries(models).flatMap(([module, slot]) => {
    const { live, shadow, running, shadowing } = slot
    const open = (wanted: WantedModel, has: string | undefined) =>
      wanted.model?.digest !== has && !isRefused(slot, wanted)
    const ask = (stage: 'live' | 'shadow', { assignment, model }: WantedModel) => ({ assignment, module, stage, model })
    return [
      ...(live && open(live.value, running?.value.model.digest) ? [ask('live', live.value)] : []),
      ...(shadow && open(shadow.value, shadowing?.value.model?.digest) ? [ask('shadow', shadow.value)] : []),
    ]
  })
}

/** Where a roll-back of the module leads: to what was live before; undefined where it has had one model only. */
export function modelBefore({ live, running }: ModelSlot) {
  if (!running) return undefined
  const { model, from } = running.value
  // Promoted and not there yet: back is to stay.
  return live && live.value.model?.digest !== model.digest ? model : from
}

/** How the model in shadow has compared with the one that is live. */
export const shadowCount = ({ counts, running }: ModelSlot, digest: string): ShadowCount | undefined =>
  counts.find(({ model, against }) => model === digest && against === running?.value.model.digest)
