import { parseTopic } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { cycle, inserted, streamOf, topics } from '../testing/edge.ts'
import { readArrivals } from './arrival.ts'

/** What becomes of an event from the wire; a flaw that only Postgres would find stops the cell's journal for ever. */
function arrivalOf(event: object) {
  const topic = topics.event('handling', 'part-inserted')
  const parsed = parseTopic(topic) as Parameters<typeof readArrivals>[0]['parsed']
  const [arrival] = readArrivals({ topic, parsed, payload: Buffer.from(JSON.stringify(event)), properties: undefined })
  return arrival!.kind === 'unreadable' ? arrival!.reason : arrival!.kind
}
const tell = streamOf('handling', 1, Date.parse('2026-11-19T06:00:00.000Z'))
const event = () => tell('part-inserted', inserted(1))

it.each([
  '2026-02-31T06:00:00.000Z',
  '2026-13-01T06:00:00.000Z',
  '0000-01-01T06:00:00.000Z',
  '2026-01-01T24:00:00.000Z',
])('an event that says it occurred on %s is unreadable, for there is no such instant', (occurredAt) => {
  expect(arrivalOf({ ...event(), occurredAt })).toBe('/occurredAt: no such instant')
})

it('an event whose cycle number no table keeps is unreadable', () => {
  expect(arrivalOf(event())).toBe('event')
  const wrong = { ...inserted(1), ...cycle(1), cycleNumber: 2 ** 31 }
  expect(arrivalOf({ ...event(), data: wrong })).toMatch(/\/data\/cycleNumber/)
})
