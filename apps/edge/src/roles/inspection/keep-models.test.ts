import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DesiredModel, EventType, ModelRef } from '@celltwin/contracts'
import { publicKeyText, readTrustedKeys, signModel } from '@celltwin/models'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPackageStore } from '../../models/package-store.ts'
import { type Bundled, bundle } from '../../testing/bundle.ts'
import { until } from '../../testing/until.ts'
import { type Disk, emptyDisk, referenceCell, testCell } from '../../testing.ts'
import { keepModels, type Models } from './keep-models.ts'

const key = generateKeyPairSync('ed25519').privateKey
const trusted = readTrustedKeys(`quality=${publicKeyText(key)}`)
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
const ID = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

let bundled: Bundled
let folder: string
let http: Server
/** What the server does to a file on its way. */
let tamper: (name: string, bytes: Buffer) => Buffer | undefined
let away: boolean
let asked: number

beforeAll(async () => {
  bundled = await bundle('testing/stub-model.ts')
})
afterAll(() => bundled.remove())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'celltwin-models-'))
  tamper = (_, bytes) => bytes
  away = false
  asked = 0
  http = createServer(async (request, response) => {
    asked += 1
    const [, digest, name] = /models\/(\w+)\/files\/(.+)$/.exec(request.url!) ?? []
    const bytes = await readFile(join(folder, 'server', digest!, name!)).catch(() => undefined)
    const sent = bytes && tamper(name!, bytes)
    response.writeHead(away ? 503 : sent ? 200 : 404).end(away ? '' : sent)
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  for (const { kill, models } of running.splice(0)) {
    kill()
    await models.close()
  }
  await new Promise((done) => http.close(done))
  await rm(folder, { recursive: true, force: true })
})

/** A package, in the folder of the server or, where it is the cell file's own, in that of the agent. */
async function packaged(version: string, extra: object = {}, own = false, by = key): Promise<ModelRef> {
  const files = { 'model.onnx': sha256('net') }
  const manifest = JSON.stringify({
    ...{ schema: 'celltwin/model/v1', name: 'bearing-forest', version, labels: ['a'], files },
    ...extra,
  })
  const digest = sha256(manifest)
  const place = own ? join(folder, 'own', 'bearing-forest') : join(folder, 'server', digest)
  await mkdir(place, { recursive: true })
  await writeFile(join(place, 'manifest.json'), manifest)
  await writeFile(join(place, 'model.onnx'), 'net')
  const pem = by.export({ type: 'pkcs8', format: 'pem' }).toString()
  await writeFile(join(place, 'signature.json'), JSON.stringify(await signModel(place, pem)))
  return { digest, name: 'bearing-forest', version }
}

const running: { kill(): void; models: Models }[] = []

async function start(disk: Disk = emptyDisk()) {
  const cell = testCell({ source: 'vibration', cell: referenceCell(), disk })
  const { port } = http.address() as AddressInfo
  const packages = createPackageStore({
    ...{ folder: join(folder, 'agent'), serverUrl: `http://127.0.0.1:${port}`, trusted, mayBeUnsigned: false },
    ...{ log: pino({ level: 'silent' }), retryFirstMs: 5 },
  })
  const module = referenceCell().modules.vibration!
  const opening = {
    ...{ script: bundled.of('stub-model.ts'), moduleId: 'vibration', recipe: referenceCell().recipe },
    module: { ...module, parameters: { ...module.parameters, model: 'bearing-forest' } },
    modelsFolder: join(folder, 'own'),
  }
  const models = await keepModels({ context: cell.context, opening, packages, cycles: 0 })
  running.push({ kill: cell.kill, models })
  let revision = 0
  return {
    ...cell,
    models,
    desire(...wanted: Omit<DesiredModel, 'module'>[]) {
      const list = wanted.map((each) => ({ ...each, module: 'vibration' }))
      cell.desire({ v: 1, journalId: 'j', revision: ++revision, items: [], models: list })
    },
    heard: (type: EventType) => until(type, () => cell.told(type).length > 0),
    version: () => {
      const lease = models.lease(0)
      lease.release()
      return lease.model?.version
    },
  }
}

describe('the models of a module', () => {
  it('tell once what the module came with', async () => {
    const own = await packaged('1.0.0', {}, true)
    const disk = emptyDisk()
    expect((await start(disk)).told('model-swapped').map(({ data }) => data)).toEqual([
      { module: 'vibration', to: own, atCycle: 1 },
    ])
    expect((await start(disk)).told('model-swapped')).toHaveLength(1)
  })

  it('are fetched, checked and warm before they swap, and swap between two parts', async () => {
    const own = await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0')
    const { models, desire, heard, told, version } = await start()
    const part = models.lease(7)
    desire({ assignment: ID(1), stage: 'live', model: next })
    await heard('model-ready')
    expect(part.model?.version).toBe('1.0.0')
    expect(told('model-swapped')).toHaveLength(1)
    part.release()
    await until('it has swapped', () => told('model-swapped').length === 2)
    expect(told('model-swapped')[1]!.data).toMatchObject({ assignment: ID(1), from: own, to: next, atCycle: 8 })
    expect(version()).toBe('1.1.0')
  })

  it('swap at the next insertion where the part before is still being inspected', async () => {
    await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0')
    const { models, desire, heard, told } = await start()
    const part = models.lease(7)
    desire({ assignment: ID(1), stage: 'live', model: next })
    await heard('model-ready')
    // Its answer to the event is on the way to the slot.
    await until('the swap waits', () => models.lease(8).model?.version === '1.1.0')
    expect(await part.worker.call('inspect', undefined)).toMatchObject({ steps: [{ step: '1.0.0' }] })
    await until('it has told', () => told('model-swapped').length === 2)
    expect(told('model-swapped')[1]!.data.atCycle).toBe(8)
  })

  it.each([
    [
      'corrupt bytes',
      {},
      (name: string, bytes: Buffer) => (name === 'model.onnx' ? Buffer.from('nEt') : bytes),
      /sha256 is/,
    ],
    [
      'another manifest',
      {},
      (name: string, bytes: Buffer) => (name === 'manifest.json' ? Buffer.from('{}') : bytes),
      /digest/,
    ],
    [
      'no signature',
      {},
      (name: string, bytes: Buffer) => (name === 'signature.json' ? undefined : bytes),
      /not signed/,
    ],
    ['golden inputs that disagree', { off: 0.5 }, (_: string, bytes: Buffer) => bytes, /golden inputs do not agree/],
    ['a network that does not run', { breaks: true }, (_: string, bytes: Buffer) => bytes, /cannot run it/],
  ])('are refused with %s, and the module goes on with what it has', async (_, extra, spoilt, reason) => {
    await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0', extra)
    tamper = spoilt
    const { desire, heard, told, version } = await start()
    desire({ assignment: ID(1), stage: 'live', model: next })
    await heard('model-refused')
    expect(told('model-refused')[0]!.data).toMatchObject({ assignment: ID(1), reason: expect.stringMatching(reason) })
    expect(version()).toBe('1.0.0')
    if (!('off' in extra) && !('breaks' in extra))
      expect((await readdir(join(folder, 'agent'))).filter((name) => name !== 'incoming')).toEqual([])
  })

  it('signed with a key that this agent does not trust are refused', async () => {
    await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0', {}, false, generateKeyPairSync('ed25519').privateKey)
    const { desire, heard, told } = await start()
    desire({ assignment: ID(1), stage: 'shadow', model: next })
    await heard('model-refused')
    expect(told('model-refused')[0]!.data.reason).toMatch(/not signed with a key that this agent trusts/)
  })

  it('wait for a server that is away', async () => {
    await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0')
    away = true
    const { desire, heard, told, version } = await start()
    desire({ assignment: ID(1), stage: 'live', model: next })
    await until('it has tried again and again', () => asked > 3)
    expect([told('model-refused').length, version()]).toEqual([0, '1.0.0'])
    away = false
    await heard('model-fetched')
    await until('it has swapped', () => version() === '1.1.0')
  })

  it('are live again after a kill, without the server; what was half fetched is not there', async () => {
    await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0')
    const disk = emptyDisk()
    const first = await start(disk)
    first.desire({ assignment: ID(1), stage: 'live', model: next })
    await until('it has swapped', () => first.told('model-swapped').length === 2)
    first.kill()
    await mkdir(join(folder, 'agent', 'incoming', 'half'), { recursive: true })
    away = true
    const again = await start(disk)
    expect(again.version()).toBe('1.1.0')
    await until('it is swept', () => !existsSync(join(folder, 'agent', 'incoming')))
    // The package on its disk is damaged: back to its own, and told.
    again.kill()
    await writeFile(join(folder, 'agent', next.digest, 'model.onnx'), 'nEt')
    const damaged = await start(disk)
    expect(damaged.version()).toBe('1.0.0')
    expect(damaged.told('model-swapped').at(-1)!.data.to.version).toBe('1.0.0')
  })

  it('judge in shadow from copies, without effect, and leave it for the live place when promoted', async () => {
    await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0')
    const { models, desire, heard, told } = await start()
    desire({ assignment: ID(1), stage: 'shadow', model: next })
    await heard('model-ready')
    await until('it is there', () => models.shadow !== undefined)
    const part = { cycleId: 'c1', serial: 'S1', cycleNumber: 1 } as Parameters<
      NonNullable<typeof models.shadow>['judge']
    >[0]
    const live = { results: [], drawn: [], steps: [{ step: '1.0.0', tookMs: 4 }] }
    models.shadow!.judge(part, { evidence: [] }, live, 'a'.repeat(64))
    await heard('part-shadowed')
    expect(told('part-shadowed')[0]!.data).toMatchObject({ model: next, disagreed: [], computeMs: 1, liveComputeMs: 4 })
    desire({ assignment: ID(2), stage: 'live', model: next }, { assignment: ID(2), stage: 'shadow', model: null })
    await until('it has swapped', () => told('model-swapped').length === 2)
    expect(told('model-ready')).toHaveLength(1)
    expect(told('shadow-ended')[0]!.data.model).toEqual(next)
    expect(models.shadow).toBeUndefined()
  })

  it('that are not wanted any more before they came in are given up', async () => {
    await packaged('1.0.0', {}, true)
    const next = await packaged('1.1.0')
    away = true
    const { desire, told, version } = await start()
    desire({ assignment: ID(1), stage: 'shadow', model: next })
    await until('it asks', () => asked > 0)
    desire()
    away = false
    const other = await packaged('1.2.0')
    desire({ assignment: ID(2), stage: 'shadow', model: other })
    await until('the other one is fetched', () => told('model-fetched').length > 0)
    expect(told('model-fetched')[0]!.data.digest).toBe(other.digest)
    expect([told('model-refused').length, version()]).toEqual([0, '1.0.0'])
  })
})
