import type { CellDefinition, CellTwin, SourceTwin } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { looksOf } from './looks.ts'

const AT = '2026-11-19T10:42:16.800Z'
const NOW = Date.parse('2026-11-19T10:42:17.000Z')
const source = (of: string): SourceTwin => ({
  ...{ source: of, events: 9, gaps: [], simulated: true, last: { occurredAt: AT, epoch: 1, seq: 9 } },
})
const definition = {
  agents: { cell: { roles: ['handling', 'visual'] } },
  cycle: { phases: [] },
  stations: [
    { id: 'camera', kind: 'camera', module: 'visual' },
    { id: 'robot', kind: 'robot' },
  ],
} as unknown as CellDefinition

const shown = (lateByMs?: number) => {
  const written = { at: AT, epoch: 1, seq: 8 }
  const inspected = { ...written, results: [], evidence: [], computeMs: 1, ...(lateByMs ? { lateByMs } : {}) }
  const cycle = {
    ...{ cycleId: 'c1', serial: 's1', cycleNumber: 1, phases: [{ ...written, phase: 'scan', budgetMs: 1 }] },
    ...{ inserted: written, modules: { visual: { inspected } }, reviews: [] },
  }
  const sources = { handling: source('handling'), visual: source('visual') }
  return {
    ...{ twin: { sources, cycles: { c1: cycle } } as unknown as CellTwin, at: undefined },
    ...{ link: { state: 'live' } as const, telemetry: {}, delays: {}, presence: {} },
  }
}

describe('a station', () => {
  it('looks late while what it shows came late, and no other with it', () => {
    expect(looksOf(definition, shown(), NOW).camera?.trust).toBe('simulated')
    const looks = looksOf(definition, shown(3_600_000), NOW)
    expect([looks.camera?.trust, looks.robot?.trust]).toEqual(['late', 'simulated'])
  })
})
