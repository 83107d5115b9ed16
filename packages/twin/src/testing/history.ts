/** A made-up but plausible history of a cell, cycle by cycle. */
import type { CellDefinition, CellEvent, Characteristic, EventData, Result, Verdict } from '@celltwin/contracts'
import { type Random, seeded } from './random.ts'
import { smallCell } from './small-cell.ts'
import { Teller } from './teller.ts'

export interface HistoryOptions {
  readonly seed: number
  readonly cycles: number
  /** Share of parts that do not simply pass. */
  readonly troubleRate?: number
  readonly definition?: CellDefinition
  readonly startsAt?: string
  readonly cycleMs?: number
}

/** What may go wrong with a part; `bad` is a part that fails, everything else a cell that does. */
const TROUBLES = [
  'bad',
  'bad',
  'silent',
  'late',
  'twice',
  'unreadable',
  'failed',
  'mis-sorted',
  'restart',
  'gap',
] as const
type Trouble = (typeof TROUBLES)[number]
const HOLDING: readonly (Trouble | undefined)[] = ['silent', 'late', 'unreadable', 'failed', 'twice']

type Part = Pick<EventData<'part-inserted'>, 'cycleId' | 'serial' | 'cycleNumber'>

interface Cycle {
  readonly teller: Teller
  readonly random: Random
  readonly definition: CellDefinition
  readonly recipe: EventData<'part-judged'>['recipe']
  readonly part: Part
  readonly trouble: Trouble | undefined
  /** The module in trouble, and the characteristic that fails. */
  readonly troubled: string
  readonly bad: Characteristic
  readonly startedAt: number
  readonly stepMs: number
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** Events in the order in which they happened. The same options always give the same events. */
export function* historyOf(options: HistoryOptions): Generator<CellEvent> {
  const { cycles, troubleRate = 0.1, definition = smallCell, cycleMs = 15_000 } = options
  const random = seeded(options.seed)
  const teller = new Teller(random, Date.parse(options.startsAt ?? '2026-01-05T06:00:00.000Z'))
  const recipe = { id: definition.recipe.id, version: definition.recipe.version, hash: teller.sha256() }
  const modules = Object.keys(definition.modules)
  yield* birth(teller, definition)
  for (let cycleNumber = 1; cycleNumber <= cycles; cycleNumber++) {
    const number = String(cycleNumber).padStart(7, '0')
    const startedAt = teller.nowMs
    yield* cycleOf({
      teller,
      random,
      definition,
      recipe,
      part: { cycleId: `c${number}`, serial: `S${number}`, cycleNumber },
      trouble: random() < troubleRate ? pick(random, TROUBLES) : undefined,
      troubled: pick(random, modules),
      bad: pick(random, definition.recipe.characteristics),
      startedAt,
      stepMs: cycleMs / (definition.cycle.phases.length + modules.length + 4),
    })
    teller.nowMs = startedAt + cycleMs
  }
}

function* birth(teller: Teller, definition: CellDefinition): Generator<CellEvent> {
  for (const of of ['handling', 'verifier', ...Object.keys(definition.modules)])
    yield teller.tell('server', 'presence-changed', { of, online: true, readiness: 'ready', epoch: 1 })
  yield teller.tell('handling', 'cell-described', { hash: teller.sha256(), definition })
  yield teller.tell('handling', 'cell-inputs-changed', {
    zoneClear: true,
    guardClosed: true,
    localRelease: true,
    emergencyStopClear: true,
    lockedOut: false,
  })
  yield teller.tell('handling', 'cell-state-changed', { state: 'execute', reason: 'all modules are ready' })
}

function* cycleOf(cycle: Cycle): Generator<CellEvent> {
  if (cycle.trouble === 'restart') yield* restart(cycle.teller)
  yield* phases(cycle)
  for (const module of Object.keys(cycle.definition.modules)) yield* inspection(cycle, module)
  const verdict = HOLDING.includes(cycle.trouble) ? 'hold' : cycle.trouble === 'bad' ? 'reject' : 'pass'
  yield* sorting(cycle, verdict)
  if (cycle.trouble === 'gap') yield* gap(cycle)
  if (verdict === 'reject' && cycle.random() < 0.1) yield cycle.teller.tell('handling', 'part-taken-out', cycle.part)
  else if (verdict !== 'pass') yield* decision(cycle, verdict)
}

function* restart(teller: Teller): Generator<CellEvent> {
  const closed = teller.streamOf('handling')
  yield teller.tell('server', 'presence-changed', { of: 'handling', online: false })
  yield teller.tell('handling', 'epoch-closed', { epoch: closed.epoch, lastSeq: closed.seq })
  const epoch = teller.openEpoch('handling')
  yield teller.tell('server', 'presence-changed', { of: 'handling', online: true, readiness: 'ready', epoch })
}

function* phases({ teller, definition, recipe, part, stepMs }: Cycle): Generator<CellEvent> {
  yield teller.tell('handling', 'part-inserted', {
    ...part,
    partType: definition.recipe.partType,
    codeGrade: 'A',
    recipe,
    materialLots: [{ material: 'bearing', lot: `L${Math.ceil(part.cycleNumber / 100)}` }],
    fixture: 'F1',
    tool: 'T1',
  })
  for (const { id: phase, budgetMs, rpm } of definition.cycle.phases) {
    yield teller.tell('handling', 'phase-started', { ...part, phase, budgetMs, ...(rpm === undefined ? {} : { rpm }) })
    teller.nowMs += stepMs
    for (const [module, { takes }] of Object.entries(definition.modules)) {
      const evidence = takes
        .filter((taken) => taken.phase === phase)
        .map(({ evidence: kind }) => ({ kind, sha256: teller.sha256(), mediaType: 'image/png', bytes: 100_000 }))
      if (evidence.length > 0)
        yield teller.tell(module, 'evidence-captured', { ...part, module, tookMs: budgetMs, evidence })
    }
  }
}

function* inspection(cycle: Cycle, module: string): Generator<CellEvent> {
  const { teller, random, part } = cycle
  teller.nowMs += cycle.stepMs
  const dueAt = new Date(teller.nowMs).toISOString()
  const inspected = () =>
    teller.tell(module, 'part-inspected', {
      ...part,
      module,
      results: resultsOf(cycle, module),
      evidence: [],
      steps: [{ step: 'compute', tookMs: 20 + random() * 80 }],
    })
  switch (module === cycle.troubled ? cycle.trouble : undefined) {
    case 'silent':
      return yield teller.tell('verifier', 'evidence-missing', { ...part, module, dueAt })
    case 'late':
      yield teller.tell('verifier', 'evidence-missing', { ...part, module, dueAt })
      yield inspected()
      return yield teller.tell('verifier', 'evidence-late', { ...part, module, dueAt, lateMs: 40 })
    case 'unreadable':
      return yield teller.tell('verifier', 'evidence-unreadable', { ...part, module, reason: 'not JSON' })
    case 'failed':
      return yield teller.tell(module, 'inspection-failed', { ...part, module, reason: 'image too dark' })
    case 'twice':
      yield inspected()
      yield inspected()
      return yield teller.tell('verifier', 'evidence-duplicate', { ...part, module })
    default:
      return yield inspected()
  }
}

function resultsOf({ definition, random, trouble, bad }: Cycle, module: string): Result[] {
  return definition.recipe.characteristics
    .filter((c) => c.module === module)
    .map((c) => {
      const low = c.lower ?? c.nominal ?? 0
      const high = c.upper ?? low + 1
      const fails = trouble === 'bad' && c.id === bad.id
      return {
        characteristic: c.id,
        value: fails ? high + (high - low || 1) : low + (high - low) * (0.3 + 0.4 * random()),
        unit: c.unit,
        uncertainty: c.uncertainty ?? null,
        conformance: fails ? 'fail' : 'pass',
        limits: {
          ...(c.lower === undefined ? {} : { lower: c.lower }),
          ...(c.upper === undefined ? {} : { upper: c.upper }),
        },
        explanation: `${c.title} measured.`,
        algorithm: { name: 'generated', version: '1' },
        evidence: [],
      }
    })
}

function* sorting(cycle: Cycle, verdict: Verdict): Generator<CellEvent> {
  const { teller, part, bad, recipe, startedAt, stepMs } = cycle
  const owed = cycle.definition.recipe.characteristics.length
  teller.nowMs += stepMs
  yield teller.tell('verifier', 'part-judged', {
    ...part,
    verdict,
    reasons:
      verdict === 'pass'
        ? []
        : [{ conformance: verdict === 'hold' ? 'not-inspected' : 'fail', text: `${bad.title} decides` }],
    recipe,
    judgedAfterMs: teller.nowMs - startedAt,
    counts: {
      pass: verdict === 'pass' ? owed : owed - 1,
      conditionalPass: 0,
      conditionalFail: 0,
      fail: verdict === 'reject' ? 1 : 0,
      notInspected: verdict === 'hold' ? 1 : 0,
    },
    ...(verdict === 'pass' && { permission: { expiresAt: new Date(teller.nowMs + 6000).toISOString() } }),
  })
  const to = verdict === 'pass' ? 'accept' : verdict
  const place = to === 'hold' ? { place: part.cycleNumber % 4 } : {}
  yield teller.tell('handling', 'part-dispatched', { ...part, to, because: 'verdict', ...place })
  teller.nowMs += stepMs
  if (cycle.trouble === 'mis-sorted') {
    const suspects = [part.serial]
    yield teller.tell('handling', 'sorting-mismatch-detected', { ...part, expected: to, observed: null, suspects })
    yield teller.tell('handling', 'cell-state-changed', { state: 'held', reason: 'nothing arrived', suspects })
    yield teller.tell('handling', 'cell-state-changed', { state: 'execute', reason: 'cleared at the cell' })
  }
  yield teller.tell('handling', 'part-arrived', { ...part, at: to, ...place })
  if (to === 'accept') {
    const n = part.cycleNumber
    yield teller.tell('handling', 'part-packed', {
      ...part,
      container: `K${Math.ceil(n / 12)}`,
      position: 1 + (n % 12),
    })
  }
}

function* gap({ teller, random, troubled }: Cycle): Generator<CellEvent> {
  const { epoch, seq } = teller.streamOf(troubled)
  const hole = { epoch, from: Math.max(1, seq - 3), to: seq }
  yield teller.tell('server', 'gap-detected', { of: troubled, ...hole })
  if (random() < 0.5) yield teller.tell('server', 'gap-filled', { of: troubled, ...hole })
  else yield teller.tell(troubled, 'events-lost', { ...hole, reason: 'disk was full' })
}

/** A person decides, and mostly the cell carries it out. */
function* decision({ teller, random, part }: Cycle, verdict: 'reject' | 'hold'): Generator<CellEvent> {
  const by = 'A. Reviewer'
  const requestId = `request-${part.cycleNumber}`
  const finding = random() < 0.3 ? 'conforming' : 'nonconforming'
  const scrap = finding === 'nonconforming' && { disposition: 'scrap' as const }
  const review = { finding, reasonCode: 'seen', ...scrap } as const
  const reviewed = teller.tell('server', 'part-reviewed', { ...part, verdict, by, requestId, review })
  yield reviewed
  if (random() < 0.1)
    yield teller.tell('server', 'review-undone', { ...part, reviewId: reviewed.id, finding, verdict, by })
  const to =
    verdict === 'reject' ? 'out' : finding === 'conforming' ? 'accept' : pick(random, ['reject', 'out'] as const)
  yield teller.tell('server', 'request-made', {
    requestId,
    by,
    target: { kind: 'move-part', serial: part.serial, cycleId: part.cycleId, to },
    decidedAtRevision: part.cycleNumber,
    expiresAt: new Date(teller.nowMs + 3_600_000).toISOString(),
  })
  if (random() < 0.05) return yield teller.tell('server', 'request-withdrawn', { requestId, by })
  yield teller.tell('handling', 'request-waiting', { requestId, waitingFor: ['local release'] })
  if (random() < 0.05) return yield teller.tell('handling', 'request-refused', { requestId, reason: 'no part there' })
  yield teller.tell('handling', 'request-started', { requestId })
  if (random() < 0.05) yield teller.tell('server', 'request-expired', { requestId })
  if (to !== 'out') {
    yield teller.tell('handling', 'part-dispatched', { ...part, to, because: 'request', requestId })
    yield teller.tell('handling', 'part-arrived', { ...part, at: to })
  }
  return yield teller.tell('handling', 'request-done', { requestId })
}
