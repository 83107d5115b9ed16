import type { ApiError } from '@celltwin/contracts'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerProblems } from './problems.ts'
import { refuseUnstorable } from './storable.ts'

describe('a request with what no table keeps', () => {
  let app: FastifyInstance

  beforeAll(async () => {
    app = fastify()
    answerProblems(app)
    refuseUnstorable(app)
    const whole = {
      type: 'object',
      properties: { limit: { type: 'integer', maximum: 500 }, serial: { type: 'string' } },
    }
    app.get('/parts/:serial', { schema: { querystring: whole } }, () => 'taken')
    app.post('/parts', () => 'taken')
    await app.ready()
  })
  afterAll(() => app.close())

  const errors = async (url: string, payload?: string, type = 'application/json') => {
    const body = payload === undefined ? {} : { payload, headers: { 'content-type': type } }
    const answer = await app.inject({ method: payload === undefined ? 'GET' : 'POST', url, ...body })
    return answer.body === 'taken' ? 'taken' : [answer.statusCode, ...(answer.json<ApiError>().errors ?? [])]
  }
  const text = 'must be text without NUL and without half characters'

  it('is told where it is and what is wrong with it', async () => {
    expect(await errors('/parts/S%00')).toEqual([400, { field: 'params/serial', rule: text }])
    expect(await errors('/parts/S?serial=a%00')).toEqual([400, { field: 'querystring/serial', rule: text }])
    expect(await errors('/parts/S?limit=1e400')).toEqual([
      400,
      { field: 'querystring/limit', rule: 'must be a finite number' },
    ])
    expect(await errors('/parts/S?at=2026-02-31T00:00:00.000Z')).toEqual([
      400,
      { field: 'querystring/at', rule: 'must be an instant that there is' },
    ])
    expect(await errors('/parts', String.raw`{"lots": [{"lot": "\ud83d!"}, {"lot": "L\u0000"}], "n": 1e400}`)).toEqual([
      400,
      { field: 'body/lots/0/lot', rule: text },
      { field: 'body/lots/1/lot', rule: text },
      { field: 'body/n', rule: 'must be a finite number' },
    ])
  })

  it('is taken where all of it can be kept', async () => {
    expect(await errors('/parts/S-1?limit=5&serial=S&at=2028-02-29T23:59:59.999Z')).toBe('taken')
    expect(await errors('/parts', JSON.stringify({ remark: 'gebogen 🔩 2026-02-31', of: [null, 1.5, true] }))).toBe(
      'taken',
    )
  })

  it('cannot be read, and is told that as any other mistake is', async () => {
    expect(await errors('/parts', '{')).toEqual([400, { field: 'body', rule: 'must be JSON' }])
    expect(await errors('/parts', '')).toEqual([400, { field: 'body', rule: 'must be JSON, not empty' }])
    expect(await errors('/parts', 'a=1', 'application/x-www-form-urlencoded')).toEqual([
      415,
      { field: 'headers/content-type', rule: 'must be one that this path takes' },
    ])
    expect(await errors('/parts', JSON.stringify('x'.repeat(2 << 20)))).toEqual([
      413,
      { field: 'body', rule: 'must be smaller' },
    ])
  })
})
