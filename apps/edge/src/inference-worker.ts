/** The thread in which one module's evidence is decoded and inspected: a model's run would hold up the event loop. */
import { getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { type InspectRequest, type LoadRequest, loadModule } from '@celltwin/inspection/load-module'
import { chosenInference } from './inference/choice.ts'
import { serveCalls, tellNews } from './worker-rpc.ts'

/** Niceness by which it gives way: whatever talks to broker and robot does not wait for its turn behind a model's run. */
const GIVES_WAY = 5
// On Linux 0 is the calling thread; elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, Math.min(19, getPriority(0) + GIVES_WAY))

let module: Awaited<ReturnType<typeof loadModule>>

serveCalls(parentPort!, {
  async load(request: LoadRequest) {
    module = await loadModule(request, async (folder, name) => {
      // The runtime is large: only where there is a model to run.
      const { openModel } = await import('./roles/inspection/open-model.ts')
      const choice = chosenInference(process.env, request.module.inference)
      return openModel({ moduleId: request.moduleId, folder, name }, choice, (text) => tellNews(parentPort!, text))
    })
    return { value: module.loaded }
  },
  async warmUp() {
    await module.warmUp()
    return { value: undefined }
  },
  async golden() {
    return { value: await module.golden() }
  },
  async inspect(request: InspectRequest) {
    return { value: await module.inspect(request) }
  },
})
