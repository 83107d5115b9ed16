import type { Ack, CellEvent } from '@celltwin/contracts'
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Outbox, type Place } from './outbox.ts'
import { openStore, type Store } from './store.ts'
import { temporaryFolder } from './testing/folder.ts'

const change = (reason: string) => (place: Place) =>
  ({
    v: 1,
    id: uuidv7(),
    type: 'cell-state-changed',
    source: 'handling',
    ...place,
    occurredAt: new Date().toISOString(),
    simulated: true,
    data: { state: 'execute', reason },
  }) satisfies CellEvent

const ack = (streams: Ack['streams'], journalId = 'journal-1'): Ack => ({
  v: 1,
  journalId,
  position: 1,
  hash: '0'.repeat(64),
  streams,
})

function openOutbox(folder = temporaryFolder()): { outbox: Outbox; store: Store; folder: string } {
  const store = openStore(folder)
  onTestFinished(() => store.close().catch(() => {}))
  return { outbox: new Outbox(store, 'handling'), store, folder }
}

async function reopen({ store, folder }: { store: Store; folder: string }) {
  await store.close()
  return openOutbox(folder)
}

const tell = async (outbox: Outbox, count: number) => {
  for (let i = 0; i < count; i++) await outbox.append(change(String(i)))
}

/** Places of everything that would be resent now, frame by frame. */
function resent(outbox: Outbox, window = 1000): Place[] {
  outbox.resend()
  const places: Place[] = []
  for (let frame = outbox.nextFrame(window, 7, 100_000); frame; frame = outbox.nextFrame(window, 7, 100_000))
    places.push(
      ...frame.events
        .map((bytes) => JSON.parse(bytes.toString()) as CellEvent)
        .map(({ epoch, seq }) => ({ epoch, seq })),
    )
  return places
}

const places = (epoch: number, from: number, to: number): Place[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ epoch, seq: from + index }))

describe('an outbox', () => {
  it('opens its first stream above every epoch known elsewhere', () => {
    const { outbox } = openOutbox()
    expect(outbox.openStream(7)).toBeUndefined()
    expect(outbox.epoch).toBe(8)
  })

  it('goes on where it was after a restart', async () => {
    const before = openOutbox()
    before.outbox.openStream(0)
    await tell(before.outbox, 3)
    const { outbox } = await reopen(before)
    expect((await outbox.append(change('next'))).event).toMatchObject({ epoch: 1, seq: 4 })
  })

  it('knows its place after everything acknowledged was let go', async () => {
    const before = openOutbox()
    before.outbox.openStream(0)
    await tell(before.outbox, 3)
    before.outbox.acknowledge(ack([{ epoch: 1, upTo: 3 }]))
    await before.outbox.prune(Date.now() + 25 * 3600_000)
    expect(before.store.events.getKeysCount()).toBe(0)
    const { outbox } = await reopen(before)
    expect((await outbox.append(change('next'))).event).toMatchObject({ epoch: 1, seq: 4 })
  })

  it('keeps acknowledged events for a day', async () => {
    const { outbox, store } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 3)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 2 }]))
    await outbox.prune(Date.now() + 23 * 3600_000)
    expect(store.events.getKeysCount()).toBe(3)
    await outbox.prune(Date.now() + 25 * 3600_000)
    expect(store.events.getKeysCount()).toBe(1)
  })

  it('resends from the first event that is not acknowledged, no further ahead than the window', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 20)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 4 }]))
    expect(resent(outbox)).toEqual(places(1, 5, 20))
    expect(resent(outbox, 10)).toEqual(places(1, 5, 14))
  })

  it('sends nothing again that went out live', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    for (let i = 0; i < 3; i++) outbox.markSent((await outbox.append(change('live'))).event)
    expect(outbox.nextFrame(100, 10, 100_000)).toBeUndefined()
  })

  it('sends what the server misses before all else', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 9)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 2, missing: [[3, 4]] }]))
    const frame = outbox.nextFrame(100, 10, 100_000)
    expect(frame?.events.map((bytes) => JSON.parse(bytes.toString()).seq)).toEqual([3, 4])
  })

  it('drains a closed stream before the open one', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 3)
    expect(outbox.openStream(0)).toEqual({ epoch: 1, lastSeq: 3 })
    await tell(outbox, 2)
    expect(resent(outbox)).toEqual([...places(1, 1, 3), ...places(2, 1, 2)])
    expect(outbox.backlog).toBe(5)
  })

  it('says since when its oldest event waits', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    expect(outbox.waitingSince).toBeUndefined()
    await tell(outbox, 3)
    const [first] = outbox.nextFrame(1, 1, 100_000)!.events
    expect(outbox.waitingSince?.toISOString()).toBe((JSON.parse(first!.toString()) as CellEvent).occurredAt)
  })

  it('declares lost, once, what a restored server asks for and nobody holds', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 5)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 3 }]))
    await outbox.prune(Date.now() + 25 * 3600_000)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 0 }], 'journal-2'))
    expect(outbox.nextFrame(100, 10, 100_000)).toMatchObject({ lost: { epoch: 1, seq: 1, to: 3 } })
    expect(outbox.nextFrame(100, 10, 100_000)?.events).toHaveLength(2)
    outbox.resend()
    expect(outbox.nextFrame(100, 10, 100_000)?.lost).toBeUndefined()
  })

  it('tells a restored server again what it forgot, at the same places', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 9)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 9 }]))
    expect(outbox.backlog).toBe(0)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 6 }], 'journal-2'))
    expect(resent(outbox)).toEqual(places(1, 7, 9))
  })

  it('takes a late acknowledgement of the same journal for what it is', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 9)
    outbox.acknowledge(ack([{ epoch: 1, upTo: 9 }]))
    outbox.acknowledge(ack([{ epoch: 1, upTo: 6 }]))
    expect(outbox.backlog).toBe(0)
  })

  it('moves above the events of another disk, with everything not yet acknowledged', async () => {
    const { outbox } = openOutbox()
    outbox.openStream(0)
    await tell(outbox, 3)
    expect(outbox.acknowledge(ack([{ epoch: 1, upTo: 500 }]))).toMatchObject({ strange: true })
    await outbox.reissue(4)
    expect(outbox.epoch).toBe(5)
    expect(resent(outbox)).toEqual(places(5, 1, 3))
  })

  it('writes what is remembered with the event, or neither', async () => {
    const { outbox, store } = openOutbox()
    outbox.openStream(0)
    const memory = store.memoryOf('handling')
    await outbox.append(change('counted'), () => memory.putWithin('number', 1))
    expect(memory.get('number')).toBe(1)
  })

  it('is gapless and keeps what is not acknowledged, whatever happens in whatever order', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('tell' as const), count: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ do: fc.constant('acknowledge' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ do: fc.constantFrom('reopen' as const, 'close epoch' as const, 'prune' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let at = openOutbox()
        at.outbox.openStream(0)
        const lastSeq = new Map([[1, 0]])
        const upTo = new Map<number, number>()
        for (const each of steps) {
          if (each.do === 'tell') {
            await Promise.all(Array.from({ length: each.count }, () => at.outbox.append(change('x'))))
            lastSeq.set(at.outbox.epoch, lastSeq.get(at.outbox.epoch)! + each.count)
          } else if (each.do === 'acknowledge') {
            const streams = [...lastSeq].map(([epoch, last]) => ({ epoch, upTo: Math.floor(last * each.share) }))
            at.outbox.acknowledge(ack(streams))
            for (const { epoch, upTo: to } of streams) upTo.set(epoch, Math.max(to, upTo.get(epoch) ?? 0))
          } else if (each.do === 'reopen') at = await reopen(at)
          else if (each.do === 'close epoch') {
            at.outbox.openStream(0)
            lastSeq.set(at.outbox.epoch, 0)
          } else await at.outbox.prune(Date.now() + 25 * 3600_000)
        }
        const owed = [...lastSeq].flatMap(([epoch, last]) => places(epoch, (upTo.get(epoch) ?? 0) + 1, last))
        expect(resent(at.outbox)).toEqual(owed)
        expect(at.outbox.backlog).toBe(owed.length)
        await at.store.close()
      }),
      { numRuns: 40 },
    )
  })
})
