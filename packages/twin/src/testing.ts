/**
 * Plausible histories of a cell, for tests and benches: every event passes the contracts, each stream is gapless, and
 * the same options always give the same events.
 */
import type { CellDefinition, CellEvent, EventData, EventType, JournalEntry, Result } from '@celltwin/contracts'
import { smallCell } from './small-cell.ts'

export { smallCell } from './small-cell.ts'

export interface HistoryOptions {
  readonly seed: number
  readonly cycles: number
  /** Share of parts that do not simply pass. */
  readonly troubleRate?: number
  readonly definition?: CellDefinition
  readonly startsAt?: string
  readonly cycleMs?: number
}

export type Random = () => number

/** mulberry32: small, fast, and the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const hex = (n: number, digits: number) => Math.floor(n).toString(16).padStart(digits, '0').slice(-digits)

/** Events in the order in which they happened. */
export function* historyOf(options: HistoryOptions): Generator<CellEvent> {
  const { cycles, troubleRate = 0.1, definition = smallCell, cycleMs = 15_000 } = options
  const random = seeded(options.seed)
  const chance = (share: number) => random() < share
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const sha256 = () => Array.from({ length: 8 }, () => hex(random() * 2 ** 32, 8)).join('')
  const modules = Object.entries(definition.modules)
  const streams = new Map<string, { epoch: number; seq: number }>()
  const recipe = { id: definition.recipe.id, version: definition.recipe.version, hash: sha256() }
  let now = Date.parse(options.startsAt ?? '2026-01-05T06:00:00.000Z')
  let made = 0

  function event<T extends EventType>(source: string, type: T, data: EventData<T>): CellEvent {
    const stream = streams.get(source) ?? { epoch: 1, seq: 0 }
    streams.set(source, stream)
    stream.seq += 1
    made += 1
    const id = `${hex(now, 12).slice(0, 8)}-${hex(now, 4)}-7${hex(made >> 12, 3)}-8${hex(made, 3)}-${hex(random() * 2 ** 48, 12)}`
    const occurredAt = new Date(now).toISOString()
    const simulated = source !== 'server'
    return { v: 1, id, type, source, ...stream, occurredAt, simulated, data } as CellEvent
  }

  function results(module: string, bad: string | undefined): Result[] {
    return definition.recipe.characteristics
      .filter((c) => c.module === module)
      .map((c) => {
        const low = c.lower ?? c.nominal ?? 0
        const high = c.upper ?? low + 1
        const value = c.id === bad ? high + (high - low || 1) : low + (high - low) * (0.3 + 0.4 * random())
        return {
          characteristic: c.id,
          value,
          unit: c.unit,
          uncertainty: c.uncertainty ?? null,
          conformance: c.id === bad ? 'fail' : 'pass',
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

  for (const source of ['handling', 'verifier', ...modules.map(([name]) => name)])
    yield event('server', 'presence-changed', { of: source, online: true, readiness: 'ready', epoch: 1 })
  yield event('handling', 'cell-described', { hash: sha256(), definition })
  yield event('handling', 'cell-inputs-changed', {
    zoneClear: true,
    guardClosed: true,
    localRelease: true,
    emergencyStopClear: true,
    lockedOut: false,
  })
  yield event('handling', 'cell-state-changed', { state: 'execute', reason: 'all modules are ready' })

  for (let cycleNumber = 1; cycleNumber <= cycles; cycleNumber++) {
    const startedAt = now
    const part = {
      cycleId: `c${String(cycleNumber).padStart(7, '0')}`,
      serial: `S${String(cycleNumber).padStart(7, '0')}`,
      cycleNumber,
    }
    const trouble = chance(troubleRate)
      ? pick(['bad', 'bad', 'silent', 'late', 'twice', 'unreadable', 'failed', 'mis-sorted', 'restart', 'gap'] as const)
      : undefined
    const [troubled] = pick(modules)
    const bad = pick(definition.recipe.characteristics)

    if (trouble === 'restart') {
      const stream = streams.get('handling')!
      yield event('server', 'presence-changed', { of: 'handling', online: false })
      yield event('handling', 'epoch-closed', { epoch: stream.epoch, lastSeq: stream.seq })
      streams.set('handling', { epoch: stream.epoch + 1, seq: 0 })
      yield event('server', 'presence-changed', {
        of: 'handling',
        online: true,
        readiness: 'ready',
        epoch: stream.epoch + 1,
      })
    }
    yield event('handling', 'part-inserted', {
      ...part,
      partType: definition.recipe.partType,
      codeGrade: 'A',
      recipe,
      materialLots: [{ material: 'bearing', lot: `L${Math.ceil(cycleNumber / 100)}` }],
      fixture: 'F1',
      tool: 'T1',
    })
    const step = cycleMs / (definition.cycle.phases.length + modules.length + 4)
    for (const phase of definition.cycle.phases) {
      yield event('handling', 'phase-started', {
        ...part,
        phase: phase.id,
        budgetMs: phase.budgetMs,
        ...(phase.rpm === undefined ? {} : { rpm: phase.rpm }),
      })
      now += step
      for (const [module, { takes }] of modules) {
        const taken = takes.filter((t) => t.phase === phase.id)
        if (taken.length === 0) continue
        yield event(module, 'evidence-captured', {
          ...part,
          module,
          tookMs: phase.budgetMs,
          evidence: taken.map((t) => ({ kind: t.evidence, sha256: sha256(), mediaType: 'image/png', bytes: 100_000 })),
        })
      }
    }

    const missing = trouble === 'silent' || trouble === 'late' || trouble === 'unreadable'
    for (const [module] of modules) {
      now += step
      const inspected = () =>
        event(module, 'part-inspected', {
          ...part,
          module,
          results: results(module, trouble === 'bad' && bad.module === module ? bad.id : undefined),
          evidence: [],
          steps: [{ step: 'compute', tookMs: 20 + random() * 80 }],
        })
      if (module !== troubled || trouble === undefined) yield inspected()
      else if (trouble === 'failed')
        yield event(module, 'inspection-failed', { ...part, module, reason: 'image too dark' })
      else if (missing) {
        const dueAt = new Date(now).toISOString()
        if (trouble === 'unreadable')
          yield event('verifier', 'evidence-unreadable', { ...part, module, reason: 'not JSON' })
        else yield event('verifier', 'evidence-missing', { ...part, module, dueAt })
        if (trouble !== 'late') continue
        yield inspected()
        yield event('verifier', 'evidence-late', { ...part, module, dueAt, lateMs: 40 })
      } else {
        yield inspected()
        if (trouble !== 'twice') continue
        yield inspected()
        yield event('verifier', 'evidence-duplicate', { ...part, module })
      }
    }

    const held = missing || trouble === 'failed' || trouble === 'twice'
    const verdict = held ? 'hold' : trouble === 'bad' ? 'reject' : 'pass'
    now += step
    const owed = definition.recipe.characteristics.length
    yield event('verifier', 'part-judged', {
      ...part,
      verdict,
      reasons:
        verdict === 'pass' ? [] : [{ conformance: held ? 'not-inspected' : 'fail', text: `${bad.title} decides` }],
      recipe,
      judgedAfterMs: now - startedAt,
      counts: {
        pass: owed - 1,
        conditionalPass: held ? 0 : 1,
        conditionalFail: 0,
        fail: 0,
        notInspected: held ? 1 : 0,
      },
      ...(verdict === 'pass' ? { permission: { expiresAt: new Date(now + 6000).toISOString() } } : {}),
    })
    const to = verdict === 'pass' ? 'accept' : verdict
    const place = to === 'hold' ? { place: cycleNumber % 4 } : {}
    yield event('handling', 'part-dispatched', { ...part, to, because: 'verdict', ...place })
    now += step
    if (trouble === 'mis-sorted') {
      yield event('handling', 'sorting-mismatch-detected', {
        ...part,
        expected: to,
        observed: null,
        suspects: [part.serial],
      })
      yield event('handling', 'cell-state-changed', {
        state: 'held',
        reason: 'nothing arrived',
        suspects: [part.serial],
      })
      yield event('handling', 'cell-state-changed', { state: 'execute', reason: 'cleared at the cell' })
    }
    yield event('handling', 'part-arrived', { ...part, at: to, ...place })
    if (trouble === 'gap') {
      const { epoch, seq } = streams.get(troubled) ?? { epoch: 1, seq: 1 }
      const hole = { of: troubled, epoch, from: Math.max(1, seq - 3), to: seq }
      yield event('server', 'gap-detected', hole)
      if (chance(0.5)) yield event('server', 'gap-filled', hole)
      else yield event(troubled, 'events-lost', { epoch, from: hole.from, to: hole.to, reason: 'disk was full' })
    }
    if (verdict !== 'pass') yield* decision(verdict)
    now = startedAt + cycleMs

    /** A person decides; the cell carries it out, most of the time. */
    function* decision(verdict: 'reject' | 'hold'): Generator<CellEvent> {
      const conforming = chance(0.3)
      const requestId = `request-${cycleNumber}`
      const reviewed = event('server', 'part-reviewed', {
        ...part,
        verdict,
        by: 'A. Reviewer',
        requestId,
        review: conforming
          ? { finding: 'conforming', reasonCode: 'looks-good' }
          : { finding: 'nonconforming', disposition: 'scrap', reasonCode: 'seen' },
      })
      yield reviewed
      const finding = conforming ? ('conforming' as const) : ('nonconforming' as const)
      if (chance(0.1))
        yield event('server', 'review-undone', { ...part, reviewId: reviewed.id, finding, verdict, by: 'A. Reviewer' })
      const destination = verdict === 'reject' ? 'out' : conforming ? 'accept' : pick(['reject', 'out'] as const)
      yield event('server', 'request-made', {
        requestId,
        by: 'A. Reviewer',
        target: { kind: 'move-part', serial: part.serial, cycleId: part.cycleId, to: destination },
        decidedAtRevision: made,
        expiresAt: new Date(now + 3_600_000).toISOString(),
      })
      if (chance(0.05)) return yield event('server', 'request-withdrawn', { requestId, by: 'A. Reviewer' })
      yield event('handling', 'request-waiting', { requestId, waitingFor: ['local release'] })
      if (chance(0.05)) return yield event('handling', 'request-refused', { requestId, reason: 'part is not there' })
      yield event('handling', 'request-started', { requestId })
      if (chance(0.05)) yield event('server', 'request-expired', { requestId })
      if (destination !== 'out') {
        yield event('handling', 'part-dispatched', { ...part, to: destination, because: 'request', requestId })
        yield event('handling', 'part-arrived', { ...part, at: destination })
      }
      yield event('handling', 'request-done', { requestId })
    }
  }
}

/** Gives events their places in the journal of a cell, in the order in which they come. */
export function* journalOf(events: Iterable<CellEvent>, after = 0): Generator<JournalEntry> {
  let position = after
  for (const event of events) yield { position: ++position, recordedAt: event.occurredAt, event }
}

/** One of the orders in which a journal may receive these events: every stream keeps its own. */
export function interleave(events: Iterable<CellEvent>, random: Random): CellEvent[] {
  const streams = new Map<string, CellEvent[]>()
  for (const event of events) {
    // The server writes into the journal itself: its streams follow one another.
    const stream = event.source === 'server' ? 'server' : `${event.source}/${event.epoch}`
    const waiting = streams.get(stream)
    if (waiting) waiting.push(event)
    else streams.set(stream, [event])
  }
  const queues = [...streams.values()].map((waiting) => ({ waiting, next: 0, eagerness: random() ** 3 }))
  const mixed: CellEvent[] = []
  while (queues.length > 0) {
    const total = queues.reduce((sum, q) => sum + q.eagerness, 0)
    const drawn = random() * total
    let index = 0
    for (let passed = queues[0]!.eagerness; passed < drawn && index < queues.length - 1; index++)
      passed += queues[index + 1]!.eagerness
    const queue = queues[index]!
    mixed.push(queue.waiting[queue.next++]!)
    if (queue.next === queue.waiting.length) queues.splice(index, 1)
  }
  return mixed
}
