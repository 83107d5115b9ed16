/** The thread in which simulated sensors render. */
import { parentPort } from 'node:worker_threads'
import { createRenderer, type Rendering } from './devices/simulated/rendering.ts'
import { serveCalls } from './worker-rpc.ts'

const render = createRenderer()

serveCalls(parentPort!, {
  render: async (rendering: Rendering) => ({ value: await render(rendering) }),
})
