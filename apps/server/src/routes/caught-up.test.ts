import fastify from 'fastify'
import { expect, it } from 'vitest'
import type { LiveCell } from '../twins/cells.ts'
import { answerCaughtUp } from './caught-up.ts'
import type { App, House } from './context.ts'

/** Two cells of which one's projections are behind until `catchUp`. */
function room() {
  let catchUp = () => {}
  const behind = new Promise<void>((done) => {
    catchUp = done
  })
  const cells = ['ahead', 'behind'].map((cell) => ({ path: { cell } }) as LiveCell)
  const house = {
    cells: { all: () => cells },
    projector: { caughtUp: async ({ path }: LiveCell) => (path.cell === 'behind' ? behind : undefined) },
  } as unknown as House
  const app = fastify() as unknown as App
  const answered: string[] = []
  answerCaughtUp(app, house)
  for (const [method, url] of [
    ['GET', '/cells/:cell/past'],
    ['GET', '/past'],
    ['POST', '/cells/:cell/past'],
  ] as const)
    app.route({ method, url, handler: async () => ({}) })
  const ask = async (method: 'GET' | 'POST', url: string) => {
    await app.inject({ method, url })
    answered.push(`${method} ${url}`)
  }
  return { ask, answered, catchUp: () => catchUp() }
}

it('answers once the projections of the cells that are asked for have caught up', async () => {
  const { ask, answered, catchUp } = room()
  const waiting = [ask('GET', '/cells/behind/past'), ask('GET', '/past'), ask('GET', '/past?cell=behind')]
  await ask('GET', '/cells/ahead/past')
  await ask('GET', '/past?cell=ahead')
  await ask('POST', '/cells/behind/past')
  expect(answered).toHaveLength(3)
  catchUp()
  await Promise.all(waiting)
  expect(answered).toHaveLength(6)
})

it('answers with what is known so far where they stay behind', async () => {
  const { ask, answered } = room()
  await ask('GET', '/cells/behind/past')
  expect(answered).toEqual(['GET /cells/behind/past'])
})
