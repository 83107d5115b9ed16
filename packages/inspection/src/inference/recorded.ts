/** `recorded`: answers that another backend gave before, by the digest of the input. For tests and replays on any machine. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tensor } from '../inspector.ts'
import type { InferenceBackend, OpenNetwork, Running } from './backend.ts'

interface Recording {
  readonly schema: 'celltwin/recorded/v1'
  readonly running: Running
  readonly inputDims: readonly number[]
  /** Output by `inputDigest`; the values lie in `<digest>.f32`, little-endian. */
  readonly outputs: Record<string, { readonly dims: readonly number[] }>
}

/** sha256 of the shape and the values. */
export const inputDigest = ({ data, dims }: Tensor): string =>
  createHash('sha256')
    .update(JSON.stringify(dims))
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')

const indexOf = (folder: string, network: string) => join(folder, `${network}.json`)
const valuesOf = (folder: string, digest: string) => join(folder, `${digest}.f32`)

export const recordedBackend: InferenceBackend = {
  name: 'recorded',
  async open({ name, digest }, { recordings } = {}) {
    if (!recordings) throw new Error('the backend recorded needs a folder of recordings')
    const text = await readFile(indexOf(recordings, digest), 'utf8').catch(() => {
      throw new Error(`${recordings} has no recording of ${name} (${digest.slice(0, 12)})`)
    })
    const { running, inputDims, outputs } = JSON.parse(text) as Recording
    return {
      inputDims,
      // What ran then is said, and that it is not running now.
      describe: () => ({ ...running, backend: 'recorded', runtime: `recorded from ${running.runtime}` }),
      async run(input) {
        const key = inputDigest(input)
        const output = outputs[key]
        if (!output) throw new Error(`no answer of ${name} is recorded for this input (${key.slice(0, 12)})`)
        const bytes = new Uint8Array(await readFile(valuesOf(recordings, key)))
        return { data: new Float32Array(bytes.buffer), dims: output.dims }
      },
      async close() {},
    }
  },
}

/** The same network, keeping each answer in the folder. */
export function recording(open: OpenNetwork, folder: string): OpenNetwork {
  const running = open.describe()
  const outputs: Recording['outputs'] = {}
  return {
    ...open,
    async run(input) {
      const output = await open.run(input)
      const key = inputDigest(input)
      await mkdir(folder, { recursive: true })
      await writeFile(
        valuesOf(folder, key),
        new Uint8Array(output.data.buffer, output.data.byteOffset, output.data.byteLength),
      )
      outputs[key] = { dims: output.dims }
      const index: Recording = { schema: 'celltwin/recorded/v1', running, inputDims: open.inputDims, outputs }
      await writeFile(indexOf(folder, running.network), JSON.stringify(index))
      return output
    },
  }
}
