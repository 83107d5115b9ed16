/** Effects of what happens to a part on its way through the cell. */
import type { CellEvent, CycleTwin, EventOf, ModuleTwin } from '@celltwin/contracts'
import { type Draft, heard, type Mutable, newest, open, openEntry, register, written } from './draft.ts'
import type { Effects } from './effects.ts'
import { includes, including } from './ranges.ts'
import { noteStepped } from './stepping.ts'

/** How many of the highest cycle numbers stay in the twin in any case. [TW12] */
export const KEPT_CYCLES = 200

type Cycle = Mutable<CycleTwin>

interface OfCycle extends Pick<CellEvent, 'simulated' | 'replayed'> {
  readonly data: {
    readonly cycleId: string
    readonly serial: string
    readonly cycleNumber: number
    readonly challenge?: string
  }
}

/** The cycle of an event, made where it is unknown [TW8]; undefined where it was let go. [TW12] */
export function cycleOf(draft: Draft, event: OfCycle): Cycle | undefined {
  const { cycleId, serial, cycleNumber } = event.data
  const cycles = open(draft, draft.twin, 'cycles')
  if (!Object.hasOwn(cycles, cycleId)) {
    if (includes(draft.twin.evicted, cycleNumber)) return undefined
    openEntry(draft, cycles, cycleId, () => unseen(draft, cycleId, serial, cycleNumber))
    enqueue(draft, cycleId, cycleNumber)
    letGo(draft)
    if (!Object.hasOwn(cycles, cycleId)) return undefined
  }
  const cycle = open(draft, cycles, cycleId)
  if (event.simulated) cycle.simulated = true
  if (event.replayed) cycle.replayed = true
  if (event.data.challenge !== undefined) cycle.challenge = event.data.challenge
  return cycle
}

function unseen(draft: Draft, cycleId: string, serial: string, cycleNumber: number): Cycle {
  const cycle: Cycle = { cycleId, serial, cycleNumber, simulated: false, phases: [], modules: {}, reviews: [] }
  for (const { made, cell } of Object.values(draft.twin.requests)) {
    const out = made?.target.kind === 'move-part' && made.target.to === 'out' && made.target.cycleId === cycleId
    if (out && cell?.value.state === 'done') arrive(cycle, { ...written(cell), where: 'out' })
  }
  return cycle
}

/** Notes where the part is. [TW12] */
export function arrive(cycle: Cycle, arrived: NonNullable<Cycle['arrived']>): void {
  cycle.arrived = newest(cycle.arrived, arrived)
  if (arrived.where !== 'hold') cycle.finished = true
}

/** Lets finished cycles below the highest numbers go. [TW12] */
export function letGo(draft: Draft): void {
  const order = cycleOrder(draft)
  for (let i = order.length - KEPT_CYCLES - 1; i >= 0; i--) {
    const cycleId = order[i]!
    const { cycleNumber, finished } = draft.twin.cycles[cycleId]!
    if (!finished) continue
    delete open(draft, draft.twin, 'cycles')[cycleId]
    order.splice(i, 1)
    draft.twin.evicted = including(draft.twin.evicted, cycleNumber, cycleNumber) as [number, number][]
  }
}

function cycleOrder(draft: Draft): string[] {
  draft.cycleOrder ??= Object.values(draft.twin.cycles)
    .sort((a, b) => a.cycleNumber - b.cycleNumber)
    .map(({ cycleId }) => cycleId)
  return draft.cycleOrder
}

/** Gives a new cycle its place. */
function enqueue(draft: Draft, cycleId: string, cycleNumber: number): void {
  const order = draft.cycleOrder
  if (!order) return
  const { cycles } = draft.twin
  order.splice(order.findLastIndex((id) => cycles[id]!.cycleNumber < cycleNumber) + 1, 0, cycleId)
}

function moduleOf(draft: Draft, event: OfCycle & { data: { module: string } }): Mutable<ModuleTwin> | undefined {
  const cycle = cycleOf(draft, event)
  return cycle && openEntry(draft, open(draft, cycle, 'modules'), event.data.module, () => ({}))
}

/** Adds one to a counter. */
export const count = (draft: Draft, key: keyof Omit<Draft['twin']['counters'], 'judged' | 'arrived'>, by = 1): void => {
  open(draft, draft.twin, 'counters')[key] += by
}

export const countArrival = (draft: Draft, where: NonNullable<CycleTwin['arrived']>['where']): void => {
  open(draft, open(draft, draft.twin, 'counters'), 'arrived')[where] += 1
}

/** [TW10] */
function startPhase(draft: Draft, cycle: Cycle, event: EventOf<'phase-started'>): void {
  const { phase, budgetMs, rpm } = event.data
  const began = { ...written(event), phase, budgetMs, ...(rpm === undefined ? {} : { rpm }) }
  const phases = open(draft, cycle, 'phases')
  const at = phases.findIndex((p) => p.phase === phase)
  if (at < 0) phases.push(began)
  else phases[at] = newest(phases[at], began)
  const before = phases.at(-2)
  if (at < 0 && before && before.epoch === began.epoch && before.seq < began.seq) return
  phases.sort((a, b) => a.epoch - b.epoch || a.seq - b.seq || (a.phase < b.phase ? -1 : 1))
}

export const cycleEffects: Effects = {
  'part-inserted': (draft, event) => {
    if (event.data.challenge === undefined) count(draft, 'inserted')
    const cycle = cycleOf(draft, event)
    if (!cycle) return
    const { recipe, provisional, codeGrade } = event.data
    cycle.inserted = newest(cycle.inserted, {
      ...written(event),
      recipe,
      ...(provisional === undefined ? {} : { provisional }),
      ...(codeGrade === undefined ? {} : { codeGrade }),
    })
  },
  'phase-started': (draft, event) => {
    const cycle = cycleOf(draft, event)
    if (cycle) startPhase(draft, cycle, event)
  },
  'part-dispatched': (draft, event) => {
    const cycle = cycleOf(draft, event)
    if (!cycle) return
    const { to, place, because } = event.data
    const dispatched = { ...written(event), to, because, ...(place === undefined ? {} : { place }) }
    cycle.dispatched = newest(cycle.dispatched, dispatched)
  },
  'part-arrived': (draft, event) => {
    const { at: where, place } = event.data
    countArrival(draft, where)
    const cycle = cycleOf(draft, event)
    if (!cycle) return
    arrive(cycle, { ...written(event), where, ...(place === undefined ? {} : { place }) })
    letGo(draft)
  },
  // [TW28]
  'part-packed': (draft, event) => {
    const { container, position, positions } = event.data
    const place = { container, position, ...(positions === undefined ? {} : { positions }) }
    draft.twin.packing = newest(draft.twin.packing, register(event, place))
    const cycle = cycleOf(draft, event)
    if (cycle) cycle.packed = newest(cycle.packed, { ...written(event), container, position })
  },
  'part-taken-out': (draft, event) => {
    countArrival(draft, 'out')
    const cycle = cycleOf(draft, event)
    if (!cycle) return
    arrive(cycle, { ...written(event), where: 'out' })
    letGo(draft)
  },
  'sorting-mismatch-detected': (draft, event) => {
    count(draft, 'mismatches')
    const cycle = cycleOf(draft, event)
    const { expected, observed } = event.data
    if (cycle) cycle.mismatch = newest(cycle.mismatch, { ...written(event), expected, observed })
  },

  'evidence-captured': (draft, event) => {
    if (event.data.because === 'request') return noteStepped(draft, event)
    const module = moduleOf(draft, event)
    if (module) module.captured = newest(module.captured, { ...heard(draft, event), evidence: event.data.evidence })
  },
  'part-inspected': (draft, event) => {
    const module = moduleOf(draft, event)
    if (!module) return
    const { results, evidence, steps, repeats } = event.data
    module.inspected = newest(module.inspected, {
      ...heard(draft, event),
      results: results.map(({ characteristic, value, conformance }) => ({ characteristic, value, conformance })),
      evidence,
      computeMs: steps.reduce((sum, { tookMs }) => sum + tookMs, 0),
      // [TW64]
      ...(repeats ? { repeats } : {}),
    })
  },
  'inspection-failed': (draft, event) => {
    const module = moduleOf(draft, event)
    if (module) module.failed = newest(module.failed, { ...heard(draft, event), reason: event.data.reason })
  },

  'evidence-missing': (draft, event) => {
    count(draft, 'missing')
    const module = moduleOf(draft, event)
    if (module) module.missing = newest(module.missing, { ...written(event), dueAt: event.data.dueAt })
  },
  'evidence-late': (draft, event) => {
    count(draft, 'late')
    const module = moduleOf(draft, event)
    if (module) module.late = newest(module.late, { ...written(event), lateMs: event.data.lateMs })
  },
  'evidence-duplicate': (draft, event) => {
    count(draft, 'duplicate')
    const module = moduleOf(draft, event)
    if (module) module.duplicates = (module.duplicates ?? 0) + 1
  },
  'evidence-unreadable': (draft, event) => {
    count(draft, 'unreadable')
    const { module: name, cycleId, serial, cycleNumber } = event.data
    if (cycleId === undefined || serial === undefined || cycleNumber === undefined) return
    const module = moduleOf(draft, { ...event, data: { module: name, cycleId, serial, cycleNumber } })
    if (module) module.unreadable = (module.unreadable ?? 0) + 1
  },
  'part-judged': (draft, event) => {
    const { verdict, reasons, judgedAfterMs, counts, challenged } = event.data
    if (event.data.challenge === undefined) {
      open(draft, open(draft, draft.twin, 'counters'), 'judged')[verdict] += 1
      if (verdict === 'hold' && counts.notInspected > 0) count(draft, 'notInspected')
    }
    const cycle = cycleOf(draft, event)
    if (!cycle) return
    const shown = challenged ? { challenged: challenged.outcome } : {} // [TW65]
    cycle.verdict = newest(cycle.verdict, { ...heard(draft, event), verdict, reasons, judgedAfterMs, ...shown })
  },
}
