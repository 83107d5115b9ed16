import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { CellEvent, EventData, EventOf, EventType } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { hashOf } from '@celltwin/contracts/hash'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createClock } from '../../clock.ts'
import type { RoleContext } from '../../context.ts'
import type { Devices, Sensor } from '../../devices/devices.ts'
import { type Bundled, bundle } from '../../testing/bundle.ts'
import { NO_PACKAGES } from '../../testing/no-packages.ts'
import { until } from '../../testing/until.ts'
import { insertedPart } from '../../testing.ts'
import { inspection } from './inspection.ts'

const {
  definition: reference,
  hash,
  recipe,
} = readCellFile(fileURLToPath(new URL('../../../../../cells/pulley-cell-1.yaml', import.meta.url)))
const { calibrations: _, ...cell } = reference

let bundled: Bundled
beforeAll(async () => {
  bundled = await bundle('testing/stub-inspector.ts')
})
afterAll(() => bundled.remove())

const part = (cycleNumber: number) => insertedPart(cycleNumber, recipe)

/** The module `vibration` with a sensor of the test, told of events by hand. */
async function start(sensor: Sensor, replayed = false) {
  const stopping = new AbortController()
  const told: { type: string; data: Record<string, unknown> }[] = []
  const handlers = new Map<string, (event: CellEvent) => void>()
  const memory = new Map<string, unknown>()
  const source = createClock(stopping.signal)
  source.follow({ v: 1, anchorCellMs: 0, anchorWallMs: 0, speed: 100 })
  let ready = ''
  const context = {
    source: 'vibration',
    cell,
    cellHash: hash,
    recipe,
    clock: source.clockFor(() => 0),
    memory: {
      get: (key: string) => memory.get(key),
      put: async (key: string, value: unknown) => void memory.set(key, value),
      remove: async (key: string) => void memory.delete(key),
    },
    log: pino({ level: 'silent' }),
    signal: stopping.signal,
    simulated: true,
    replayed,
    tell: async (type: string, data: Record<string, unknown>) => void told.push({ type, data }),
    on: (type: string, handle: (event: CellEvent) => void) => void handlers.set(type, handle),
    onDesired: () => {},
    ready: (readiness: string) => {
      ready = readiness
    },
    keepEvidence: async (kind: string, mediaType: string, bytes: Uint8Array) => ({
      kind,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mediaType,
      bytes: bytes.length,
    }),
  } as unknown as RoleContext

  const role = inspection('vibration', {
    worker: bundled.of('stub-inspector.ts'),
    modelsFolder: '',
    packages: NO_PACKAGES,
  })
  const done = role(context, { sensor: () => sensor } as unknown as Devices)
  onTestFinished(async () => {
    stopping.abort(new Error('the test is over'))
    await done
  })
  await until('the module is ready', () => ready === 'ready')

  return {
    told,
    hear<T extends EventType>(type: T, data: EventData<T>, occurredAt = new Date()) {
      handlers.get(type)!({ type, data, occurredAt: occurredAt.toISOString() } as EventOf<T> as CellEvent)
    },
    phases(cycleNumber: number, ...phases: string[]) {
      const { cycleId, serial } = part(cycleNumber)
      for (const phase of phases) this.hear('phase-started', { cycleId, serial, cycleNumber, phase, budgetMs: 1 })
    },
  }
}

const answering: Sensor = {
  capture: async (kind, { serial }) => ({ kind, mediaType: 'text/plain', bytes: Buffer.from(`${kind} of ${serial}`) }),
}
/** Alive but for its waveform, which stays that of the first part. */
const stuck: Sensor = {
  capture: (kind, part, ...rest) =>
    answering.capture(kind, kind === 'waveform' ? { ...part, serial: 'S1' } : part, ...rest),
}
const silent: Sensor = { capture: () => new Promise(() => {}) }

describe('an inspection module', () => {
  it('takes its evidence in the phases of the cell file, then tells its results', async () => {
    const module = await start(answering)
    module.hear('part-inserted', part(1))
    module.phases(1, 'vibration')
    module.phases(1, 'coast')
    await until('it is inspected', () => module.told.length === 2)
    expect(module.told.map(({ type }) => type)).toEqual(['evidence-captured', 'part-inspected'])
    expect(module.told[1]!.data).toMatchObject({
      cycleId: 'c1',
      module: 'vibration',
      evidence: [{ kind: 'waveform' }, { kind: 'rotor-trace' }],
    })
    expect(module.told[1]!.data.steps).toMatchObject([
      { step: 'take evidence' },
      { step: 'hand over' },
      { step: 'saw 2' },
    ])
  })

  it('acts once for each cycle', async () => {
    const module = await start(answering)
    for (let time = 0; time < 2; time++) {
      module.hear('part-inserted', part(1))
      module.phases(1, 'vibration', 'coast')
      await until('it is inspected', () => module.told.length === 2)
    }
    module.hear('part-inserted', part(2))
    module.phases(2, 'vibration', 'coast')
    await until('the next one is inspected', () => module.told.length === 4)
    expect(module.told.map(({ data }) => data.cycleId)).toEqual(['c1', 'c1', 'c2', 'c2'])
  })

  it('notices at once that it was shown another part, and goes on when it is shown its own', async () => {
    const module = await start(stuck)
    const looked = async (cycleNumber: number, serial = `S${cycleNumber}`) => {
      const before = module.told.length
      module.hear('part-inserted', { ...part(cycleNumber), serial })
      module.phases(cycleNumber, 'vibration', 'coast')
      await until('it is inspected', () => module.told.length === before + 2)
      return module.told.at(-1)!.data.repeats
    }
    expect(await looked(1)).toBeUndefined()
    expect(await looked(2)).toMatchObject({ kind: 'waveform', of: 'S1', reason: 'same waveform as of part S1' })
    expect(await looked(3)).toMatchObject({ of: 'S1' })
    expect(await looked(4, 'S1'), 'the same part again').toBeUndefined()
  })

  it('takes a recording that comes round again for what it is', async () => {
    const module = await start(stuck, true)
    for (const cycleNumber of [1, 2]) {
      module.hear('part-inserted', part(cycleNumber))
      module.phases(cycleNumber, 'vibration', 'coast')
      await until('it is inspected', () => module.told.length === 2 * cycleNumber)
      expect(module.told.at(-1)).toMatchObject({ type: 'part-inspected' })
      expect(module.told.at(-1)!.data.repeats).toBeUndefined()
    }
  })

  it.each([60_000, -60_000])('does its work where the clock of handling differs by %i ms', async (ms) => {
    const module = await start(answering)
    module.hear('part-inserted', part(1), new Date(Date.now() + ms))
    module.phases(1, 'vibration', 'coast')
    await until('it is inspected', () => module.told.length === 2)
    expect(module.told[1]).toMatchObject({ type: 'part-inspected', data: { cycleId: 'c1' } })
  })

  it('fails in words where its sensor is silent', async () => {
    const module = await start(silent)
    module.hear('part-inserted', part(1))
    module.phases(1, 'vibration', 'coast')
    await until('it says so', () => module.told.length === 1)
    expect(module.told[0]).toMatchObject({
      type: 'inspection-failed',
      data: { reason: 'the vibration sensor gave no waveform' },
    })
  })

  it('gives up on a part when the next one is inserted', async () => {
    const module = await start(answering)
    module.hear('part-inserted', part(1))
    module.phases(1, 'vibration')
    module.hear('part-inserted', part(2))
    module.phases(2, 'vibration', 'coast')
    await until('the next one is inspected', () => module.told.some(({ type }) => type === 'part-inspected'))
    await until('the first one has failed', () => module.told.some(({ type }) => type === 'inspection-failed'))
    expect(module.told.find(({ type }) => type === 'inspection-failed')?.data).toMatchObject({
      cycleId: 'c1',
      reason: 'the next part was inserted',
    })
    expect(module.told.find(({ type }) => type === 'part-inspected')?.data).toMatchObject({ cycleId: 'c2' })
  })

  it('inspects what a step took by the recipe of the part, and by no other', async () => {
    const module = await start(answering)
    const rpm = cell.cycle.phases.find(({ id }) => id === 'vibration')!.rpm!
    const { cycleId, serial, cycleNumber } = part(1)
    const step = { kind: 'spin' as const, serial, cycleId, rpm, controlId: 'k' }
    const started = {
      cycleId,
      serial,
      cycleNumber,
      requestId: 'r',
      step,
      take: 1,
      angleDeg: 0,
      rpm,
      module: 'vibration',
    }
    module.hear('step-started', { ...started, recipeHash: 'f'.repeat(64) })
    await until('it has said that it cannot', () => module.told.some(({ type }) => type === 'step-failed'))
    expect(module.told.at(-1)?.data.reason).toBe('inserted under recipe ffffffff, which this module does not have')

    const next = { ...cell.recipe, version: cell.recipe.version + 1 }
    module.hear('recipe-adopted', { recipe: next, hash: hashOf(next), cellHash: 'a'.repeat(64) } as never)
    module.hear('step-started', { ...started, recipeHash: hashOf(next) })
    await until('it is inspected', () => module.told.at(-1)?.type === 'step-inspected')
  })
})
