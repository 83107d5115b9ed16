import { generateKeyPairSync } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CellTwin, Desired, ModelDetail, ModelRef, ModelSummary, RolloutProgress } from '@celltwin/contracts'
import { publicKeyText, readModelPackage, SIGNATURE_FILE, signModel } from '@celltwin/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const SHIPPED = fileURLToPath(new URL('../../../../packages/models/bearing-forest', import.meta.url))
const MODEL = `/api/cells/${PATH.cell}/modules/vibration/model`
const key = generateKeyPairSync('ed25519').privateKey
const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
const OLD: ModelRef = { digest: sha('old'), name: 'bearing-forest', version: '1.0.0' }
const GOLDEN = { inputs: 12, greatestDifference: 0, within: 0.0001 }

interface Changes {
  readonly version: string
  /** Parts on which the new model alone was right, of 2,000; none: no comparison. */
  readonly comparedOn?: number
  readonly sign?: boolean
  readonly spoil?: string
}

describe('models on the server', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  let folder: string
  let desired: () => Desired | undefined
  const startMs = Date.now() - 60_000
  const [handling, vibration] = [streamOf('handling', 1, startMs), streamOf('vibration', 1, startMs)]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'celltwin-models-'))
    stand = await setUpStand({ MODEL_KEYS: `quality=${publicKeyText(key)}` })
    ;({ server, edge } = stand)
    desired = await edge.hearDesired()
    await edge.live(handling('cell-described', { hash: sha('d'), definition: testCell }))
    await edge.live(vibration('model-swapped', { module: 'vibration', to: OLD, atCycle: 1 }))
    await until(async () => (await slot())?.running !== undefined)
  })
  afterAll(async () => {
    await stand?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const slot = async () => (await server.get<CellTwin>(`/api/cells/${PATH.cell}/twin`)).models?.vibration
  const put = (path: string, body: object) => server.send<{ code: string; message: string }>('POST', path, body)

  /** A package like the shipped one, as somebody hands it in. */
  async function handIn({ version, comparedOn, sign = true, spoil }: Changes) {
    const place = await mkdtemp(join(folder, 'package-'))
    await cp(SHIPPED, place, { recursive: true })
    for (const attachment of [SIGNATURE_FILE, 'comparison.json']) await rm(join(place, attachment), { force: true })
    const manifest = JSON.parse(await readFile(join(place, 'manifest.json'), 'utf8'))
    await writeFile(join(place, 'manifest.json'), JSON.stringify({ ...manifest, version }))
    if (comparedOn !== undefined) {
      const { digest: model } = await readModelPackage(place)
      const accuracy = { images: 2000, bothRight: 1900, onlyBaseRight: 5, onlyVariantRight: comparedOn }
      const golden = { inputs: 12, otherLabel: 0, greatestDifference: 0 }
      const rule = { greatestLoss: 0.01, goldenWithin: 0.1 }
      const comparison = {
        schema: 'celltwin/model-comparison/v1',
        model,
        against: OLD,
        set: 's',
        rule,
        accuracy,
        golden,
      }
      await writeFile(join(place, 'comparison.json'), JSON.stringify(comparison))
    }
    if (sign) await writeFile(join(place, SIGNATURE_FILE), JSON.stringify(await signModel(place, pem)))
    if (spoil) await writeFile(join(place, spoil), 'spoilt')
    const form = new FormData()
    for (const name of await readdir(place)) form.append('file', new Blob([await readFile(join(place, name))]), name)
    const response = await fetch(`${server.url}/api/models`, { method: 'POST', body: form })
    return {
      status: response.status,
      body: (await response.json()) as ModelSummary & { code: string; message: string },
    }
  }

  /** The module does as `desired` says. */
  async function prepared(model: ModelRef): Promise<string> {
    await until(() => desired()?.models?.some((each) => each.model?.digest === model.digest) ?? false)
    const { assignment, stage } = desired()!.models!.find((each) => each.model?.digest === model.digest)!
    const ready = { module: 'vibration', assignment, stage, warmUpMs: 5, golden: GOLDEN, backend: 'x' }
    await edge.live(vibration('model-ready', { ...ready, model }))
    return assignment
  }
  async function swapped(from: ModelRef, to: ModelRef) {
    await until(
      () => desired()?.models?.some(({ stage, model }) => stage === 'live' && model?.digest === to.digest) ?? false,
    )
    const { assignment } = desired()!.models!.find(({ stage }) => stage === 'live')!
    await edge.live(vibration('model-swapped', { module: 'vibration', assignment, from, to, atCycle: 9 }))
    await edge.live(vibration('shadow-ended', { module: 'vibration', assignment, model: to }))
    await until(async () => (await slot())?.running?.value.model.digest === to.digest)
  }
  let parts = 0
  async function seeParts(model: ModelRef, against: ModelRef, count: number) {
    for (let n = 0; n < count; n++) {
      const verdicts = {
        verdict: 'pass' as const,
        liveVerdict: 'pass' as const,
        disagreed: [],
        computeMs: 3,
        liveComputeMs: 4,
      }
      const pair = { module: 'vibration', model, against: against.digest, results: [] }
      await edge.live(vibration('part-shadowed', { ...cycle(++parts), ...pair, ...verdicts }))
    }
  }
  const refOf = ({ digest, name, version }: ModelSummary): ModelRef => ({ digest, name, version })

  it.each([
    ['a file that is not what the manifest says', { spoil: 'model.onnx' }, 'package-flaw', /model\.onnx: sha256 is/],
    ['no signature', { sign: false, spoil: undefined }, undefined, undefined],
    ['a comparison that was put in later', { spoil: 'comparison.json' }, 'package-flaw', /comparison\.json|JSON/],
    [
      'a file that nobody vouches for',
      { spoil: 'stray.txt' },
      'package-flaw',
      /stray\.txt is not named in the manifest/,
    ],
  ])('takes no package with %s, except unsigned in a demo', async (_, changes, code, message) => {
    const version = '0.9.0'
    const { status, body } = await handIn({ version, ...changes } as Changes)
    if (!code) return expect({ status, signedBy: body.signedBy }).toEqual({ status: 201, signedBy: null })
    expect({ status, code: body.code }).toEqual({ status: 422, code })
    expect(body.message).toMatch(message!)
  })

  it('keeps a signed package by its digest, once, and gives agents its bytes', async () => {
    const first = await handIn({ version: '1.1.0', comparedOn: 60 })
    expect(first).toMatchObject({
      status: 201,
      body: { version: '1.1.0', signedBy: 'quality', gate: { refusals: [] } },
    })
    expect((await handIn({ version: '1.1.0', comparedOn: 60 })).status).toBe(200)
    const { digest } = first.body
    const detail = await server.get<ModelDetail>(`/api/models/${digest}`)
    expect(detail.card).toContain('bearing')
    const manifest = await fetch(`${server.url}/api/models/${digest}/files/manifest.json`)
    expect(sha(await manifest.text())).toBe(digest)
    expect((await fetch(`${server.url}/api/models/${digest}/files/registration.txt`)).status).toBe(404)
  })

  it('brings a model from shadow to live and back, by the module’s own word', async () => {
    const model = (await handIn({ version: '1.1.0', comparedOn: 60 })).body
    const rule = { minParts: 20, mostDisagreement: 0.2 }
    const live = { digest: model.digest, stage: 'live', rule, by: 'Ada' }
    expect(await put(MODEL, live)).toMatchObject({ status: 409, body: { code: 'gate-refused' } })
    expect((await put(MODEL, { ...live, stage: 'shadow' })).status).toBe(202)
    await prepared(refOf(model))
    await seeParts(refOf(model), OLD, 19)
    await until(async () => (await slot())?.counts[0]?.parts === 19)
    expect((await put(MODEL, live)).body.message).toBe('It has judged 19 parts in shadow; 20 are asked for.')
    await seeParts(refOf(model), OLD, 1)
    await until(async () => (await slot())?.counts[0]?.parts === 20)
    expect((await put(MODEL, live)).status).toBe(202)
    await swapped(OLD, refOf(model))
    await until(() => desired()?.models?.length === 0)
    expect((await put(`${MODEL}/roll-back`, { by: 'Bea', reason: 'too strict' })).status).toBe(202)
    await swapped(refOf(model), OLD)
    expect(await slot()).toMatchObject({
      live: { value: { by: 'Bea', model: OLD } },
      shadow: { value: { model: null } },
    })
  })

  it('lets an admin go against the gate, and says so in the journal', async () => {
    const model = (await handIn({ version: '1.2.0' })).body
    expect(model.gate.refusals).toHaveLength(1)
    const live = { digest: model.digest, stage: 'live', by: 'Ada', overriding: 'trial of the week' }
    expect((await put(MODEL, live)).status).toBe(202)
    await swapped(OLD, refOf(model))
    await put(`${MODEL}/roll-back`, { by: 'Ada' })
    await swapped(refOf(model), OLD)
  })

  it('rolls out by stages on its own, pauses where a module refuses, and stops with everything back', async () => {
    const model = (await handIn({ version: '1.3.0', comparedOn: 60 })).body
    const rule = { minParts: 5, mostDisagreement: 0.6 }
    const { body } = await server.send<{ rollout: string }>('POST', '/api/rollouts', { digest: model.digest, rule })
    const rollout = async () => (await server.get<RolloutProgress[]>('/api/rollouts'))[0]!
    await until(() => desired()?.models?.some((each) => each.model?.digest === model.digest) ?? false)
    const { assignment } = desired()!.models!.find((each) => each.model?.digest === model.digest)!
    const refused = { module: 'vibration', assignment, digest: model.digest, reason: 'golden inputs do not agree' }
    await edge.live(vibration('model-refused', refused))
    await until(async () => (await rollout()).state === 'paused')
    expect(await rollout()).toMatchObject({ stateBy: 'server', reason: 'golden inputs do not agree', stage: 0 })
    expect((await put(MODEL, { digest: model.digest, stage: 'shadow' })).status).toBe(202)
    await until(async () => !(await rollout()).progress.flat().some(({ state }) => state === 'refused'))
    await put(`/api/rollouts/${body.rollout}/resume`, {})
    await prepared(refOf(model))
    await seeParts(refOf(model), OLD, 5)
    await swapped(OLD, refOf(model))
    await until(async () => (await rollout()).state === 'finished')
    expect(await put(`/api/rollouts/${body.rollout}/stop`, { rollBack: true })).toMatchObject({ status: 409 })
  })
})
