import { expect, it } from 'vitest'
import type { EventMessage } from './arrival.ts'
import { MessageQueue } from './message-queue.ts'

const message = (bytes: number) => ({ payload: Buffer.alloc(bytes) }) as EventMessage
const sizes = (messages: readonly EventMessage[]) => messages.map(({ payload }) => payload.length)

function queueOf(bytes: readonly number[]) {
  const queue = new MessageQueue({ messages: 4, bytes: 1_000 }, { messages: 2, bytes: 500 })
  let proceeded = 0
  for (const each of bytes)
    queue.add(message(each), () => {
      proceeded += 1
    })
  return { queue, proceeded: () => proceeded }
}

it('lets the broker wait once too many messages wait, until half of them are committed', () => {
  const { queue, proceeded } = queueOf([1, 2, 3, 4])
  expect(proceeded()).toBe(3)
  expect(sizes(queue.next())).toEqual([1, 2])
  expect(proceeded()).toBe(3)
  queue.settle()
  expect(proceeded()).toBe(3)
  expect(sizes(queue.next())).toEqual([3, 4])
  queue.settle()
  expect(proceeded()).toBe(4)
})

it('lets the broker wait once too many bytes wait, those in hand among them', () => {
  const { queue, proceeded } = queueOf([600, 600])
  expect(proceeded()).toBe(1)
  expect(sizes(queue.next())).toEqual([600])
  expect(proceeded()).toBe(1)
  queue.settle()
  expect(sizes(queue.next())).toEqual([600])
  queue.settle()
  expect(proceeded()).toBe(2)
})

it('gives again, first, what was in hand when the connection broke', () => {
  const { queue } = queueOf([1, 2, 3])
  queue.next()
  queue.putBack()
  expect(queue.waiting).toBe(3)
  expect([...sizes(queue.next()), ...sizes(queue.next())]).toEqual([1, 2, 3])
})
