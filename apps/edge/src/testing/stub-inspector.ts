/** A thread that answers like the inference thread and knows nothing. */
import { parentPort } from 'node:worker_threads'
import type { InspectRequest } from '@celltwin/inspection/load-module'
import { serveCalls } from '../worker-rpc.ts'
import { STUB_RETAKE } from './stub-retake.ts'

const nothing = async () => ({ value: undefined })

serveCalls(parentPort!, {
  load: nothing,
  warmUp: nothing,
  inspect: async ({ evidence }: InspectRequest) => ({
    value: {
      results: [],
      drawn: [],
      steps: [{ step: `saw ${evidence.length}`, tookMs: 0 }],
      ...(evidence.some(({ bytes }) => bytes[0] === STUB_RETAKE) ? { retake: 'no good' } : {}),
    },
  }),
})
