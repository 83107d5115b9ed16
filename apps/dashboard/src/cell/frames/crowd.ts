/** A cell as full as the pages are made for: hundreds of stations that say something, a thousand parts in sight. Pure. */
import type { CellDefinition, CellEvent, CellTwin, EventType, JournalEntry, Station } from '@celltwin/contracts'
import { emptyTwin, fold } from '@celltwin/twin'

/** Kinds that have a label, which is bound to the twin as its look in 3D is. */
const LABELLED: readonly Station['kind'][] = ['camera', 'laser', 'accelerometer']
const NEST_PITCH_M = 0.15

/** The cell with as many labelled stations and nests. */
export function crowdedDefinition(definition: CellDefinition, labels: number, nests: number): CellDefinition {
  const templates = definition.stations.filter(({ kind }) => LABELLED.includes(kind))
  const more = Array.from({ length: labels }, (_, i): Station => {
    const template = templates[i % templates.length]!
    const { x, y, z } = template.pose
    const around = { x: x + Math.cos(i) * 0.05, y: y + (i % 11) * 0.004, z: z + Math.sin(i) * 0.05 }
    return { ...template, id: `${template.id}-${i}`, title: `${template.title} ${i}`, pose: around }
  })
  const stations = definition.stations.map((station) =>
    station.kind === 'hold'
      ? { ...station, capacity: nests, shape: { ...station.shape, pitch: NEST_PITCH_M } }
      : station,
  )
  return { ...definition, stations: [...stations, ...more] }
}

export interface Crowd {
  /** The cell with all nests taken. */
  readonly twin: CellTwin
  /** Everything that happens from the last call up to `nowMs`: one part after the other, at the cell's speed. */
  next(nowMs: number): JournalEntry[]
}

export function createCrowd(definition: CellDefinition, held: number, startMs: number, speed: number): Crowd {
  const seqs = new Map<string, number>()
  let position = 0
  const tell = (source: string, type: EventType, atMs: number, data: unknown): JournalEntry => {
    const seq = (seqs.get(source) ?? 0) + 1
    seqs.set(source, seq)
    const occurredAt = new Date(atMs).toISOString()
    const event = { v: 1, id: `${source}-${seq}`, type, source, epoch: 1, seq, occurredAt, simulated: true, data }
    return { position: ++position, recordedAt: occurredAt, event: event as CellEvent }
  }
  const partOf = (n: number) => ({ cycleId: `c-${n}`, serial: `S${String(n).padStart(6, '0')}`, cycleNumber: n })
  const lie = (place: number): JournalEntry[] => {
    const part = partOf(place + 1)
    return [
      tell('handling', 'part-dispatched', startMs, { ...part, to: 'hold', place, because: 'no-verdict' }),
      tell('handling', 'part-arrived', startMs, { ...part, at: 'hold', place }),
    ]
  }
  const twin = fold(emptyTwin(definition.path.cell), [
    tell('handling', 'cell-described', startMs, { hash: 'f'.repeat(64), definition }),
    tell('handling', 'cell-state-changed', startMs, { state: 'execute', reason: 'production' }),
    ...Object.keys(definition.modules).map((module) =>
      tell('server', 'presence-changed', startMs, { of: module, online: true, readiness: 'ready' }),
    ),
    ...Array.from({ length: held }, (_, place) => lie(place)).flat(),
  ])

  let cycle = held
  let cycleMs = startMs
  let pending: { atMs: number; tell: () => JournalEntry }[] = []
  const plan = () => {
    const part = partOf(++cycle)
    const say = (afterMs: number, source: string, type: EventType, data: object) => {
      const atMs = cycleMs + afterMs / speed
      pending.push({ atMs, tell: () => tell(source, type, atMs, { ...part, ...data }) })
    }
    let afterMs = 0
    for (const { id, budgetMs, onRequest } of definition.cycle.phases) {
      if (onRequest) continue
      say(afterMs, 'handling', 'phase-started', { phase: id, budgetMs })
      if (id === 'insert') say(afterMs + budgetMs, 'handling', 'part-inserted', insertedOf(definition))
      for (const [module, { takes }] of Object.entries(definition.modules))
        if (takes.at(-1)?.phase === id) {
          say(afterMs + budgetMs, module, 'evidence-captured', { module, evidence: [], tookMs: 20 })
          say(afterMs + budgetMs + 400, module, 'part-inspected', inspectedOf(definition, module))
        }
      afterMs += budgetMs
    }
    say(afterMs - 1, 'verifier', 'part-judged', judgedOf(definition))
    say(afterMs, 'handling', 'part-arrived', { at: 'accept' })
    pending.sort((a, b) => a.atMs - b.atMs)
    cycleMs += definition.cycle.budgetMs / speed
  }

  return {
    twin,
    next(nowMs) {
      while (cycleMs <= nowMs) plan()
      const due = pending.filter(({ atMs }) => atMs <= nowMs)
      pending = pending.slice(due.length)
      return due.map(({ tell }) => tell())
    },
  }
}

const recipeOf = ({ recipe }: CellDefinition) => ({ id: recipe.id, version: recipe.version, hash: 'f'.repeat(64) })

const insertedOf = (definition: CellDefinition) => ({
  partType: definition.recipe.partType,
  recipe: recipeOf(definition),
  materialLots: [],
  fixture: 'F1',
  tool: 'T1',
})

const inspectedOf = ({ recipe }: CellDefinition, module: string) => ({
  module,
  results: recipe.characteristics
    .filter((characteristic) => characteristic.module === module)
    .map(({ id, unit }) => ({
      characteristic: id,
      value: 1,
      unit,
      uncertainty: null,
      conformance: 'pass',
      limits: {},
      explanation: 'Inside its limits.',
      algorithm: { name: module, version: '1' },
      evidence: [],
    })),
  evidence: [],
  steps: [],
})

const judgedOf = (definition: CellDefinition) => ({
  verdict: 'pass',
  reasons: [],
  recipe: recipeOf(definition),
  judgedAfterMs: 9_000,
  counts: { pass: 30, conditionalPass: 0, conditionalFail: 0, fail: 0, notInspected: 0 },
})
