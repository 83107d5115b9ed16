/** A thread that runs a network without end: nearly every instant is one within the runtime. */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { openOnnxSession } from '@celltwin/inspection/onnx'
import { serveCalls, tellNews } from '../worker-rpc.ts'

const { network, dims } = workerData as { network: string; dims: number[] }

serveCalls(parentPort!, {
  async run() {
    const session = await openOnnxSession(readFileSync(network), { graphOptimizationLevel: 'all', threads: 1 })
    const data = new Float32Array(dims.reduce((product, dim) => product * dim))
    tellNews(parentPort!, 'running')
    for (;;) await session.run({ [session.inputNames[0]!]: { data, dims } })
  },
})
