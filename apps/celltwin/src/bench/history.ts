/** A plausible cycle as events, for benchmarks that need a long history. */
import type { CellEvent, EventType } from '@celltwin/contracts'
import { v7 as uuidv7 } from 'uuid'

const PHASES = [
  'insert',
  'expose',
  'to-scan-speed',
  'scan',
  'spin-up',
  'vibration',
  'coast',
  'brake',
  'decide',
  'remove',
]
const MODULES = { visual: 6, dimensional: 8, vibration: 6 }
const HASH = 'a'.repeat(64)

/** Events of `cycleEvents`. */
export const EVENTS_PER_CYCLE = 1 + PHASES.length + 2 * Object.keys(MODULES).length + 3

export type Tell = (source: string, type: EventType, occurredAt: Date, data: unknown) => CellEvent

/** Makes envelopes with gapless sequence numbers per source. */
export function createTeller(epoch: number, firstSeq: ReadonlyMap<string, number> = new Map()): Tell {
  const seqs = new Map(firstSeq)
  return (source, type, occurredAt, data) => {
    const seq = (seqs.get(source) ?? 0) + 1
    seqs.set(source, seq)
    return {
      v: 1,
      id: uuidv7(),
      type,
      source,
      epoch,
      seq,
      occurredAt: occurredAt.toISOString(),
      simulated: true,
      data,
    } as CellEvent
  }
}

/** One part through the cell, in the order of time. */
export function cycleEvents(tell: Tell, cycleNumber: number, startMs: number, cycleMs: number): CellEvent[] {
  const part = { cycleId: `h-${cycleNumber}`, serial: `H${cycleNumber}`, cycleNumber }
  const recipe = { id: '6PK-120', version: 14, hash: HASH }
  const at = (share: number) => new Date(startMs + share * cycleMs)
  const reject = cycleNumber % 50 === 0
  const inspected = Object.entries(MODULES).flatMap(([module, count], index) => {
    const evidence = [{ kind: 'image-bright', sha256: HASH, mediaType: 'image/png', bytes: 400_000 }]
    const results = Array.from({ length: count }, (_, i) => ({
      characteristic: `${module}-${i}`,
      value: (cycleNumber * 7 + i) % 13,
      unit: 'mm',
      uncertainty: 0.01,
      conformance: reject && i === 0 ? 'fail' : 'pass',
      limits: { upper: 12 },
      explanation: 'Inside its limits.',
      algorithm: { name: module, version: '1' },
      evidence: [HASH],
    }))
    const shareTaken = 0.25 + index * 0.12
    return [
      tell(module, 'evidence-captured', at(shareTaken), { ...part, module, evidence, tookMs: 20 }),
      tell(module, 'part-inspected', at(shareTaken + 0.05), {
        ...part,
        module,
        results,
        evidence,
        steps: [{ step: 'inspect', tookMs: 80 }],
      }),
    ]
  })
  const to = reject ? 'reject' : 'accept'
  const counts = { pass: 20, conditionalPass: 0, conditionalFail: 0, fail: reject ? 3 : 0, notInspected: 0 }
  return [
    tell('handling', 'part-inserted', at(0), {
      ...part,
      partType: '6PK-120',
      recipe,
      materialLots: [],
      fixture: 'F1',
      tool: 'T1',
    }),
    ...PHASES.map((phase, i) =>
      tell('handling', 'phase-started', at((i + 1) / 14), { ...part, phase, budgetMs: 1000 }),
    ),
    ...inspected,
    tell('verifier', 'part-judged', at(0.7), {
      ...part,
      verdict: reject ? 'reject' : 'pass',
      reasons: [],
      recipe,
      judgedAfterMs: 9000,
      counts,
    }),
    tell('handling', 'part-dispatched', at(0.75), { ...part, to, because: 'verdict' }),
    tell('handling', 'part-arrived', at(0.9), { ...part, at: to }),
  ]
}
