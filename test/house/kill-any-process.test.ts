/** Killing any one process with -9 and starting it again loses and doubles nothing. */
import type { CellEvent, EventType, JournalEntry } from '@celltwin/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const VICTIMS = ['vision', 'vibration', 'verifier', 'handling', 'server', 'gateway', 'postgres'] as const
const PATIENCE_MS = 60_000

let house: House
beforeAll(async () => {
  house = await startHouse({ speed: 4 })
}, 120_000)
afterAll(() => house?.stop())

it.each(VICTIMS)('goes on after %s was killed, and every part is judged once', { timeout: 150_000 }, async (victim) => {
  const before = (await house.judged(1, PATIENCE_MS)).length && (await house.parts()).length
  const pid = house.pids()[victim]
  expect(pid, `${victim} runs`).toBeGreaterThan(0)
  process.kill(pid!, 'SIGKILL')
  await until(() => (house.pids()[victim] ?? pid) !== pid, PATIENCE_MS)
  // A kill costs the part in the cell: it is held, and the fixture has four places.
  await until(async () => {
    await house.decideHeld().catch(() => {})
    return (await house.parts().catch(() => [])).length >= before + 2
  }, PATIENCE_MS)
})

it('has each fact of each part once, and no hole in any stream', { timeout: PATIENCE_MS }, async () => {
  await until(
    async () => Object.values((await house.twin()).sources).every(({ gaps }) => gaps.length === 0),
    PATIENCE_MS,
  )
  const events = await allEvents()
  const streams = group(events)
  for (const [stream, members] of streams) {
    expect(
      members.map(({ seq }) => seq).sort((a, b) => a - b),
      stream,
    ).toEqual(members.map((_, i) => i + 1))
  }
  for (const type of ['part-inserted', 'part-judged'] as const) {
    const numbers = of(events, type).map(({ data }) => (data as { cycleNumber: number }).cycleNumber)
    expect(new Set(numbers).size, `${type} once per cycle`).toBe(numbers.length)
  }
  const inserted = of(events, 'part-inserted').map(({ data }) => (data as { cycleNumber: number }).cycleNumber)
  expect(inserted.length).toBeGreaterThanOrEqual(2 * VICTIMS.length)
  expect(inserted.sort((a, b) => a - b)).toEqual(inserted.map((_, i) => i + 1))
})

it('never passes a part whose evidence was lost on the way', async () => {
  for (const part of (await house.parts()).filter(({ verdict }) => verdict === 'pass')) {
    const { results } = (await house.passport(part.serial)).cycles[0]!
    expect(results.filter(({ conformance }) => conformance === 'not-inspected')).toEqual([])
  }
})

const of = (events: readonly CellEvent[], type: EventType) => events.filter((event) => event.type === type)

async function allEvents(): Promise<CellEvent[]> {
  const events: CellEvent[] = []
  for (let from = 1; ; ) {
    const page = await house.get<JournalEntry[]>(`/api/cells/${PULLEY_CELL}/entries?from=${from}&limit=500`)
    if (page.length === 0) return events
    events.push(...page.map(({ event }) => event))
    from = page.at(-1)!.position + 1
  }
}

function group(events: readonly CellEvent[]): Map<string, CellEvent[]> {
  const streams = new Map<string, CellEvent[]>()
  for (const event of events) {
    const stream = `${event.source}/${event.epoch}`
    streams.set(stream, [...(streams.get(stream) ?? []), event])
  }
  return streams
}
