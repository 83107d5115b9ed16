import type {
  ApiError,
  CellDefinition,
  CellTwin,
  Desired,
  EventData,
  Recipe,
  RecipeVersion,
  WhatIf,
} from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, judged, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const START_MS = Date.now() - 3_600_000
const torque = testCell.recipe.characteristics.find(({ id }) => id === 'running-torque')!
const recipe: Recipe = {
  ...testCell.recipe,
  drawingRevision: 'F',
  characteristics: [torque, ...testCell.recipe.characteristics.filter(({ id }) => id === 'crimp-count')],
}
const definition = strip({ ...testCell, recipe })
const withTorque = (change: object, more: object = {}): Recipe => ({
  ...recipe,
  ...more,
  characteristics: [{ ...torque, ...change }, recipe.characteristics[1]!],
})

/** A part with so much torque and six crimps. */
const inspected = (n: number, torqueNm: number): EventData<'part-inspected'> => ({
  ...cycle(n),
  module: 'vibration',
  results: [
    { characteristic: 'running-torque', value: torqueNm, unit: 'N·m', uncertainty: 0.01 },
    { characteristic: 'crimp-count', value: 6, unit: '', uncertainty: 0 },
  ].map((result) => ({
    ...result,
    conformance: 'pass' as const,
    limits: {},
    explanation: '',
    algorithm: { name: 'a', version: '1' },
    evidence: [],
  })),
  evidence: [],
  steps: [],
})

describe('a recipe on its way into the cell', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  let desired: () => Desired | undefined
  const tell = streamOf('handling', 1, START_MS)
  const verify = streamOf('verifier', 1, START_MS)
  const spin = streamOf('vibration', 1, START_MS)

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    desired = await edge.hearDesired()
    await edge.live(tell('cell-described', { hash: sha('definition'), definition }))
    for (const [index, value] of [0.1, 0.2, 0.25].entries()) {
      const n = index + 1
      await edge.live(tell('part-inserted', inserted(n)))
      await edge.live(spin('part-inspected', inspected(n, value)))
      await edge.live(verify('part-judged', judged(n, 'pass')))
    }
    await until(async () => (await judgedParts()) === 3)
  })
  afterAll(() => stand?.stop())

  const judgedParts = async () => (await whatIf(recipe)).body.judged
  const whatIf = (draft: Recipe) => server.send<WhatIf>('POST', `${CELL}/recipes/what-if`, { recipe: draft })
  const propose = (draft: Recipe, by: string) =>
    server.send<{ proposalId: string } & ApiError>('POST', `${CELL}/recipes`, {
      recipe: draft,
      reason: 'torque drifts',
      by,
    })
  const release = (proposal: string, body: object) =>
    server.send<ApiError>('POST', `${CELL}/recipes/${proposal}/release`, body)
  const history = () => server.get<RecipeVersion[]>(`${CELL}/recipes`)

  it('says before anybody releases it which verdicts would be others', async () => {
    expect((await whatIf(recipe)).body).toMatchObject({
      judged: 3,
      changed: [],
      was: { pass: 3 },
      becomes: { pass: 3 },
    })
    const narrow = await whatIf(withTorque({ upper: 0.22 }))
    expect(narrow.body).toMatchObject({ becomes: { pass: 2, reject: 1, hold: 0 } })
    expect(narrow.body.changed).toMatchObject([{ ...cycle(3), was: 'pass', becomes: 'reject' }])
    expect(narrow.body.changed[0]!.reason).toContain('0.220')
    const warned = await whatIf(withTorque({ warnUpper: 0.15 }))
    expect(warned.body).toMatchObject({
      changed: [],
      warnings: [{ characteristic: 'running-torque', was: 0, becomes: 2 }],
    })
  })

  it('names field and rule where it cannot be proposed', async () => {
    const { status, body } = await propose(withTorque({ upper: 0.22 }), 'Ada')
    expect(status).toBe(422)
    expect(body.errors?.map(({ field }) => field)).toEqual([
      '/drawingRevision',
      '/characteristics/0/upper',
      '/changeReference',
    ])
    expect((await propose(withTorque({ warnUpper: 0.5 }), 'Ada')).body.errors).toMatchObject([
      { field: '/characteristics/0/warnUpper' },
    ])
  })

  it('is released by another person than its author, and then desired of the cell until it is there', async () => {
    const { status, body } = await propose(withTorque({ warnUpper: 0.2 }), 'Ada')
    expect(status).toBe(201)
    expect((await propose(withTorque({ warnUpper: 0.1 }), 'Bo')).body.code).toBe('proposal-open')
    expect(await release(body.proposalId, { by: 'ADA' })).toMatchObject({ status: 409, body: { code: 'same-person' } })
    expect((await release(body.proposalId, { by: 'Bo' })).status).toBe(202)
    await until(() => desired()?.recipes?.[0]?.recipe.version === recipe.version + 1)
    expect((await history()).map(({ version, inForce }) => [version, inForce])).toEqual([
      [recipe.version + 1, false],
      [recipe.version, true],
    ])

    const next = desired()!.recipes![0]!
    const from = { id: recipe.id, version: recipe.version, hash: sha('old') }
    await edge.live(tell('recipe-adopted', { recipeId: recipe.id, recipe: next.recipe, hash: next.hash, from }))
    await edge.live(tell('cell-described', { hash: sha('next'), definition: { ...definition, recipe: next.recipe } }))
    await until(async () => (await history())[0]?.inForce === true)
    expect((await history())[0]).toMatchObject({
      proposal: { by: 'Ada', reason: 'torque drifts' },
      released: { by: 'Bo' },
      adoptedAt: expect.any(String),
    })
    const twin = await server.get<CellTwin>(`${CELL}/twin`)
    expect(twin.recipes?.adopted?.value.version).toBe(recipe.version + 1)
  })

  it('can be rejected, and proposed anew', async () => {
    const { body } = await propose(withTorque({ warnUpper: 0.25 }), 'Ada')
    const rejected = await server.send('POST', `${CELL}/recipes/${body.proposalId}/reject`, {
      reason: 'too wide',
      by: 'Bo',
    })
    expect(rejected.status).toBe(200)
    expect((await release(body.proposalId, { by: 'Bo' })).status).toBe(404)
    expect((await propose(withTorque({ warnUpper: 0.24 }), 'Ada')).status).toBe(201)
    expect((await history()).map(({ rejected: no }) => no?.reason)).toContain('too wide')
  })
})

/** Without the challenge parts, which name characteristics that this recipe does not have. */
function strip({ challenge: _, ...rest }: CellDefinition): CellDefinition {
  return rest
}
