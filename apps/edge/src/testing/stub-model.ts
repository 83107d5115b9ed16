/** A thread that loads packages as the inference thread does, and answers with what their manifests say. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { LoadRequest } from '@celltwin/inspection/load-module'
import { serveCalls } from '../worker-rpc.ts'

let manifest: { name: string; version: string; off?: number; breaks?: boolean }

serveCalls(parentPort!, {
  async load({ model, modelsFolder, module }: LoadRequest) {
    const place = model ? join(model.folder, model.name) : join(modelsFolder, String(module.parameters.model))
    const bytes = readFileSync(join(place, 'manifest.json'))
    manifest = JSON.parse(bytes.toString())
    if (manifest.breaks) throw new Error('the runtime cannot run it')
    const digest = createHash('sha256').update(bytes).digest('hex')
    return { value: { digest, name: manifest.name, version: manifest.version, backend: 'stub' } }
  },
  warmUp: async () => ({ value: undefined }),
  golden: async () => ({ value: { inputs: 2, greatestDifference: manifest.off ?? 0, within: 0.01 } }),
  inspect: async () => ({
    value: { results: [], drawn: [], steps: [{ step: manifest.version, tookMs: 1 }] },
  }),
})
