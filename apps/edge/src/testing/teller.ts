/** A process that counts: each number is one event, told and remembered together. Killed and started again by tests. */
import { cellTopics } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { pino } from 'pino'
import { createClock } from '../clock.ts'
import { createEvidenceQueue } from '../evidence-queue.ts'
import { openLink } from '../link.ts'
import { Outbox } from '../outbox.ts'
import { createRoleContext } from '../role-context.ts'
import { openStore } from '../store.ts'

const [url, cellFile, folder, upTo] = process.argv.slice(2) as [string, string, string, string]
const { definition: cell, hash, recipe } = readCellFile(cellFile)
const stopping = new AbortController()
const log = pino({ level: 'warn' }, pino.destination(2))
const store = openStore(folder)
const outbox = new Outbox(store, 'handling')
const link = openLink({ url, clientId: `teller-${process.pid}`, log })
const { context } = createRoleContext({
  source: 'handling',
  cell,
  cellHash: hash,
  recipe,
  topics: cellTopics(cell.path),
  link,
  outbox,
  store,
  evidence: createEvidenceQueue({ store, serverUrl: 'http://127.0.0.1:9', log, onLost: () => {} }),
  clock: createClock(stopping.signal).clockFor(() => 0, outbox.newest),
  versions: {},
  log,
  simulated: true,
  signal: stopping.signal,
})
context.ready('ready')

for (;;) {
  const number = (context.memory.get<number>('number') ?? 0) + 1
  if (number > Number(upTo)) break
  await context.tellAndRemember('cell-state-changed', { state: 'execute', reason: String(number) }, { number })
  console.log(number)
  await new Promise((resolve) => setTimeout(resolve, number % 3))
}
