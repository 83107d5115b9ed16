/** A small cell around the verifier for its tests: a clock that is moved by hand, a disk, a wire. */
import type { CellDefinition, EventData, EventOf, EventType } from '@celltwin/contracts'
import type { RoleContext } from '../../context.ts'
import { verifier } from './verifier.ts'

const HASH = 'a'.repeat(64)
export const START = Date.parse('2026-01-05T06:00:00.000Z')
export const recipe = { id: 'r', version: 1, hash: HASH }

const owed = (dueMs: number) => ({
  inspector: 'any',
  takes: [{ evidence: 'image', phase: 'expose' }],
  dueMs,
  computeAllowanceMs: 1000,
  parameters: {},
})
const characteristic = (id: string, module: string) => ({
  id,
  title: id,
  module,
  group: module,
  kind: 'measure' as const,
  unit: 'mm',
  lower: 0,
  upper: 1,
  uncertainty: 0.1,
  decimals: 2,
})

/** Three modules owe one characteristic each, after 6, 7 and 10 s, with 1 s for computing. */
export const cell: CellDefinition = {
  schema: 'celltwin/cell/v1',
  path: { enterprise: 'e', site: 's', area: 'a', cell: 'c' },
  title: 'Cell',
  kind: 'rotor-cell',
  stations: [],
  recipe: {
    id: 'r',
    version: 1,
    partType: 'p',
    decision: {
      acceptance: 'guarded',
      conditionalFail: 'reject',
      conditionalPass: 'pass',
      conditionalPassSpecial: 'hold',
    },
    characteristics: ['visual', 'dimensional', 'vibration'].map((module) => characteristic(`of-${module}`, module)),
  },
  modules: { visual: owed(6000), dimensional: owed(7000), vibration: owed(10_000) },
  cycle: { budgetMs: 15_000, phases: [] },
  judgeByMs: 1000,
  permissionMs: 6000,
  challenge: {
    required: 'on-request',
    validForHours: 8,
    parts: [{ id: 's1', title: 'strange', fails: ['of-visual'], expiresAt: '2031-01-01T00:00:00.000Z', uses: 9 }],
  },
  agents: {},
  devices: { kind: 'simulated' },
}

export const MODULES = Object.keys(cell.modules)

let made = 0

/** An event of the cell, each with its own id. */
export function event<T extends EventType>(type: T, source: string, data: EventData<T>, atMs = START): EventOf<T> {
  const id = `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`
  const occurredAt = new Date(atMs).toISOString()
  return { v: 1, id, type, source, epoch: 1, seq: made, occurredAt, simulated: true, data } as unknown as EventOf<T>
}

export const part = (cycleNumber: number) => ({ cycleId: `c${cycleNumber}`, serial: `s${cycleNumber}`, cycleNumber })

export const inserted = (n: number, more: Partial<EventData<'part-inserted'>> = {}, atMs = START) =>
  event(
    'part-inserted',
    'handling',
    { ...part(n), partType: 'p', recipe, materialLots: [], fixture: 'f', tool: 't', ...more },
    atMs,
  )

export const inspected = (n: number, module: string, value: number | null = 0.5) =>
  event('part-inspected', module, {
    ...part(n),
    module,
    results: [
      {
        characteristic: `of-${module}`,
        value,
        unit: 'mm',
        uncertainty: null,
        conformance: 'pass',
        limits: {},
        explanation: '',
        algorithm: { name: 'a', version: '1' },
        evidence: [],
      },
    ],
    evidence: [],
    steps: [],
  })

export type Disk = Map<string, string>

/** A verifier that runs until `kill`; told events and memory stay on the disk. */
export function startVerifier(disk: Disk, told: { type: string; data: unknown }[], startsAt = START, speed = 1) {
  let now = startsAt
  let skewMs = 0
  const waits = new Set<{ at: number; resolve: () => void }>()
  const handlers = new Map<string, (event: never) => unknown>()
  let handleUnreadable: (flaw: { source: string; type: string; reason: string }) => unknown = () => {}
  let alive = true
  const stop = new AbortController()
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

  const tellAndRemember = async (type: string, data: unknown, entries: Readonly<Record<string, unknown>>) => {
    if (!alive) return new Promise<never>(() => {})
    told.push({ type, data })
    for (const [key, value] of Object.entries(entries)) disk.set(key, JSON.stringify(value))
    return undefined
  }
  const context = {
    source: 'verifier',
    cell,
    recipe,
    signal: stop.signal,
    log: console,
    clock: {
      now: () => new Date(now + skewMs),
      steady: () => new Date(now),
      speed,
      wait: (physicalMs: number) =>
        new Promise<void>((resolve) => void waits.add({ at: now + physicalMs / speed, resolve })),
      deadline: (from: Date, physicalMs: number, allowanceMs: number) =>
        new Date(from.getTime() + physicalMs / speed + allowanceMs),
    },
    memory: {
      get: (key: string) => (disk.has(key) ? JSON.parse(disk.get(key)!) : undefined),
      put: async (key: string, value: unknown) => void (alive && disk.set(key, JSON.stringify(value))),
    },
    tellAndRemember,
    on: (type: string, handle: (event: never) => unknown) => void handlers.set(type, handle),
    onUnreadable: (handle: typeof handleUnreadable) => {
      handleUnreadable = handle
    },
    onDesired: () => {},
    ready: () => {},
  } as unknown as RoleContext
  const done = verifier(context, {} as never)

  return {
    async hear(heard: { readonly type: string }) {
      handlers.get(heard.type)?.(heard as never)
      await settled()
    },
    async hearUnreadable(source: string, type: string) {
      handleUnreadable({ source, type, reason: 'not JSON' })
      await settled()
    },
    async until(ms: number) {
      await settled()
      for (;;) {
        const [due] = [...waits].filter(({ at }) => at <= START + ms).sort((a, b) => a.at - b.at)
        if (!due) break
        waits.delete(due)
        now = Math.max(now, due.at)
        due.resolve()
        await settled()
      }
      now = START + ms
    },
    skew(ms: number) {
      skewMs = ms
    },
    /** As kill -9: nothing more is written or told. */
    kill() {
      alive = false
    },
    async stop() {
      stop.abort()
      await done
    },
  }
}
