/** A process that ends a thread several times, each time while it runs a network, and says so. */
import { setTimeout as after } from 'node:timers/promises'
import { startWorker, type WorkerCalls } from '../worker-rpc.ts'

const [network, dims, times] = process.argv.slice(2) as [string, string, string]
const script = new URL('./busy-model.js', import.meta.url)

for (let time = 0; time < Number(times); time += 1) {
  let worker!: WorkerCalls
  let answer!: Promise<unknown>
  await new Promise<void>((running) => {
    worker = startWorker(script, { network, dims: JSON.parse(dims) }, () => running())
    answer = worker.call('run', undefined).catch((cause: Error) => cause.message)
  })
  // An instant amid the runs, another each time.
  await after(time)
  await worker.close()
  console.log(await answer)
}
