import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cellTopics, type EventOf } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBroker } from './testing/broker.ts'
import { type Bundled, bundle } from './testing/bundle.ts'
import { type JournalKeeper, keepJournal } from './testing/journal-keeper.ts'
import { until } from './testing/until.ts'

const CELL_FILE = fileURLToPath(new URL('../../../cells/pulley-cell-1.yaml', import.meta.url))
const EVENTS = 800
const KILLS = 6

let bundled: Bundled
let folder: string
let broker: Awaited<ReturnType<typeof startBroker>>
let server: JournalKeeper
let child: ChildProcess | undefined

beforeAll(async () => {
  bundled = await bundle('testing/teller.ts')
  folder = await mkdtemp(join(tmpdir(), 'celltwin-kill-'))
  broker = await startBroker()
  server = await keepJournal(broker.url, cellTopics(readCellFile(CELL_FILE).definition.path))
})

afterAll(async () => {
  child?.kill('SIGKILL')
  await server?.close()
  await broker?.close()
  await bundled?.remove()
  await rm(folder, { recursive: true, force: true })
})

/** Numbers that the process said are on disk. */
const told: number[] = []

function start(): ChildProcess {
  const script = fileURLToPath(bundled.of('teller.ts'))
  const started = spawn(process.execPath, [script, broker.url, CELL_FILE, folder, String(EVENTS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.stdout!.setEncoding('utf8').on('data', (text: string) => {
    told.push(...text.trim().split('\n').map(Number))
  })
  return started
}

async function kill(process: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => process.once('exit', resolve))
  process.kill('SIGKILL')
  await ended
}

describe('an agent killed at any point', () => {
  it('loses and doubles nothing, whether the server was there or not', { timeout: 300_000 }, async () => {
    for (let round = 0; round < KILLS; round++) {
      server.down = round % 3 === 1
      const before = told.length
      child = start()
      const some = 20 + Math.floor(Math.random() * 150)
      await until(`${some} more are told`, () => told.length >= Math.min(EVENTS, before + some), 60_000)
      await kill(child)
    }
    server.down = false
    child = start()
    const numbers = () =>
      server.committed
        .filter((event): event is EventOf<'cell-state-changed'> => event.type === 'cell-state-changed')
        .map(({ data }) => Number(data.reason))
    await until('all are committed', () => numbers().length >= EVENTS, 60_000)

    const all = Array.from({ length: EVENTS }, (_, index) => index + 1)
    expect(numbers().sort((a, b) => a - b)).toEqual(all)
    expect([...new Set(told)].every((number) => numbers().includes(number))).toBe(true)
  })

  it('drained what it had not told in streams that it closed', () => {
    const closed = server.committed.filter(({ type }) => type === 'epoch-closed')
    expect(closed.length).toBeGreaterThan(0)
    for (const { epoch, data } of closed as EventOf<'epoch-closed'>[]) {
      const ofClosed = server.committed.filter((event) => event.epoch === data.epoch)
      expect(ofClosed.at(-1)?.seq).toBe(data.lastSeq)
      expect(data.epoch).toBeLessThan(epoch)
    }
  })
})
