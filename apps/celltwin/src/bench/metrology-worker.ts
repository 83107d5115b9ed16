/** One study of the metrology benchmark, in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { createRandom } from '@celltwin/inspection/gauges/testing/render'
import { STUDIES } from './metrology-studies.ts'

export interface StudyJob {
  readonly study: string
  readonly trials: number
  readonly seed: number
}

const { study, trials, seed } = workerData as StudyJob
parentPort!.postMessage(STUDIES[study]!(trials, createRandom(seed)))
