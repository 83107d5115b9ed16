import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createEvidenceQueue, type EvidenceQueue } from './evidence-queue.ts'
import { openStore } from './store.ts'
import { temporaryFolder } from './testing/folder.ts'
import { until } from './testing/until.ts'

interface Received {
  readonly path: string
  readonly kind: string | undefined
  readonly type: string | undefined
  readonly bytes: string
}

/** A server that answers uploads with `status()`. */
async function receive(
  status: (sha256: string) => number,
): Promise<{ url: string; received: Received[]; refused: number }> {
  const state = { url: '', received: [] as Received[], refused: 0 }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.statusCode = request.method === 'PUT' ? status(request.url!.split('/').at(-1)!) : 404
    if (response.statusCode < 300)
      state.received.push({
        path: request.url!,
        kind: request.headers['x-evidence-kind'] as string,
        type: request.headers['content-type'],
        bytes: Buffer.concat(chunks).toString(),
      })
    else state.refused += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return state
}

function openQueue(serverUrl: string, folder = temporaryFolder()) {
  const store = openStore(folder)
  const lost: string[] = []
  const queue = createEvidenceQueue({
    store,
    serverUrl,
    log: pino({ level: 'silent' }),
    onLost: (sha256) => lost.push(sha256),
    retryFirstMs: 10,
  })
  const close = async () => {
    await queue.close()
    await store.close()
  }
  onTestFinished(() => close().catch(() => {}))
  return { queue, lost, folder, close }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const keep = (queue: EvidenceQueue, text: string) => queue.keep('waveform', 'text/plain', Buffer.from(text))
const filesIn = (folder: string) =>
  readdirSync(join(folder, 'evidence'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

describe('the evidence queue', () => {
  it('names evidence by its sha256, uploads it and only then lets go of the file', async () => {
    const server = await receive(() => 201)
    const { queue, folder } = openQueue(server.url)
    expect(await keep(queue, 'a sine')).toEqual({
      kind: 'waveform',
      sha256: sha256('a sine'),
      mediaType: 'text/plain',
      bytes: 6,
    })
    await until('it has arrived', () => queue.onItsWay === 0)
    expect(server.received).toEqual([
      { path: `/api/evidence/${sha256('a sine')}`, kind: 'waveform', type: 'text/plain', bytes: 'a sine' },
    ])
    expect(filesIn(folder)).toHaveLength(0)
  })

  it('keeps the file until the server takes it', async () => {
    let up = false
    const server = await receive(() => (up ? 200 : 503))
    const { queue, folder } = openQueue(server.url)
    await keep(queue, 'a sine')
    await until('it was refused twice', () => server.refused >= 2)
    expect(queue.onItsWay).toBe(1)
    expect(filesIn(folder)).toHaveLength(1)
    up = true
    await until('it has arrived', () => queue.onItsWay === 0)
  })

  it('goes on after a restart', async () => {
    const before = openQueue('http://127.0.0.1:9')
    await Promise.all(['a', 'b', 'c'].map((text) => keep(before.queue, text)))
    await before.close()
    const server = await receive(() => 200)
    const { queue } = openQueue(server.url, before.folder)
    await until('all have arrived', () => queue.onItsWay === 0)
    expect(server.received.map(({ bytes }) => bytes).sort()).toEqual(['a', 'b', 'c'])
  })

  it('lets no piece that the server will not take hold up the others', async () => {
    const refused = new Set(['a', 'b', 'c'].map(sha256))
    const server = await receive((sha) => (refused.has(sha) ? 400 : 200))
    const { queue } = openQueue(server.url)
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) await keep(queue, text)
    await until('the others have arrived', () => queue.onItsWay === 3)
    expect(server.received.map(({ bytes }) => bytes).sort()).toEqual(['d', 'e', 'f'])
  })

  it('tells of evidence whose bytes have changed on the disk, and does not upload it', async () => {
    const before = openQueue('http://127.0.0.1:9')
    await keep(before.queue, 'a sine')
    await before.close()
    const [file] = filesIn(before.folder)
    writeFileSync(join(file!.parentPath, file!.name), 'b sine')
    const server = await receive(() => 200)
    const { queue, lost } = openQueue(server.url, before.folder)
    await until('it is off the queue', () => queue.onItsWay === 0)
    expect(lost).toEqual([sha256('a sine')])
    expect(server.received).toEqual([])
  })
})
