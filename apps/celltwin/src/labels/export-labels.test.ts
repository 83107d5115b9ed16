import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exportLabels, splitOf } from './export-labels.ts'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const evidence = (text: string, stored = true) => ({
  ...{ kind: 'image-bright', module: 'visual', sha256: sha(text), mediaType: 'image/png', bytes: text.length, stored },
})
const decision = (id: string, splitKey: string, of: object[]) => ({
  ...{ id, splitKey, cell: 'c', from: 'review', by: 'person-1', label: { finding: 'conforming' }, evidence: of },
})
/** Two decisions on one part's one picture, and one on a part whose picture is gone. */
const lines = [
  decision('1', 'S-1', [evidence('one')]),
  decision('2', 'S-1', [evidence('one')]),
  decision('3', 'S-2', [evidence('two', false)]),
]

describe('labels export', () => {
  let server: Server
  let url: string
  let out: string
  let asked: string[]
  let tampered = false

  beforeAll(async () => {
    server = createServer(({ url: path }, answer) => {
      asked.push(path!)
      if (path!.startsWith('/api/labels')) answer.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      else answer.end(tampered ? 'other' : 'one')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'celltwin-labels-'))
    asked = []
    tampered = false
    return () => rmSync(out, { recursive: true })
  })
  afterAll(() => new Promise((done) => server.close(done)))

  it('lays bytes into one folder for each physical part, and says in the manifest what they are', async () => {
    expect(await exportLabels({ url, out, cell: 'c' })).toEqual({ decisions: 3, parts: 2, files: 1, missing: 1 })
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
    const file = `parts/S-1/image-bright-${sha('one').slice(0, 12)}.png`
    expect(manifest).toMatchObject({ schema: 'celltwin/labels/v1', decisions: [{ id: '1' }, { id: '2' }, { id: '3' }] })
    expect(manifest.decisions[0].evidence[0].file).toBe(file)
    expect(manifest.decisions[2].evidence[0].file).toBeUndefined()
    expect(readFileSync(join(out, file), 'utf8')).toBe('one')
    expect(readdirSync(join(out, 'parts'))).toEqual(['S-1'])
    expect(asked[0]).toBe('/api/labels.ndjson?cell=c')
  })

  it('fetches nothing twice, and again what is not what its name says', async () => {
    await exportLabels({ url, out })
    expect(asked.filter((path) => path.includes('evidence'))).toHaveLength(1)
    await exportLabels({ url, out })
    expect(asked.filter((path) => path.includes('evidence'))).toHaveLength(1)
    writeFileSync(join(out, 'parts/S-1', readdirSync(join(out, 'parts/S-1'))[0]!), 'damaged')
    await exportLabels({ url, out })
    expect(asked.filter((path) => path.includes('evidence'))).toHaveLength(2)
  })

  it('takes no bytes that are not those of the digest', async () => {
    tampered = true
    await expect(exportLabels({ url, out })).rejects.toThrow(/part S-1: the bytes are not those/)
  })

  it('holds out one part in five, always the same', () => {
    const parts = Array.from({ length: 2_000 }, (_, n) => `S-${n}`)
    const heldOut = parts.filter((part) => splitOf(part) === 'held-out')
    expect(heldOut.length / parts.length).toBeCloseTo(0.2, 1)
    expect(parts.filter((part) => splitOf(part) === 'held-out')).toEqual(heldOut)
  })
})
