/** `tensorrt`: networks that run in a sidecar beside the agent, over a Unix socket. docs/inference-sidecar.md has the protocol. */
import { connect, type Socket } from 'node:net'
import type { Tensor } from '../inspector.ts'
import type { BackendOptions, InferenceBackend, Network, OpeningProgress, OpenNetwork, Running } from './backend.ts'
import { type Frame, frameHead, frameReader } from './frames.ts'

export const SIDECAR_SOCKET = '/run/celltwin/inference.sock'
const PROTOCOL = 1
/** The sidecar tells its progress every 2 s; after this much silence it hangs. */
const SILENT_AFTER_MS = 15_000

export const sidecarBackend: InferenceBackend = {
  name: 'tensorrt',
  async open(network: Network, options: BackendOptions = {}): Promise<OpenNetwork> {
    let session = await openSession(network, options)
    const { inputDims, running } = session
    return {
      inputDims,
      describe: () => running,
      async run({ data, dims }: Tensor): Promise<Tensor> {
        if (session.line.broken) session = await again(session, network, options)
        const input = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
        const { header, payload } = await session.line.ask({ kind: 'run', dims }, input, 'result')
        // Its own buffer: a view needs its bytes aligned.
        return { data: new Float32Array(new Uint8Array(payload).buffer), dims: header.dims as number[] }
      },
      async close() {
        session.line.end()
      },
    }
  },
}

interface Session {
  readonly line: Line
  readonly inputDims: readonly number[]
  readonly running: Running
}

async function openSession(
  network: Network,
  { socket = SIDECAR_SOCKET, ...options }: BackendOptions,
): Promise<Session> {
  const line = await connectTo(socket, options.onProgress)
  try {
    const { header: hello } = await line.ask({ kind: 'hello' }, undefined, 'hello')
    if (hello.protocol !== PROTOCOL)
      throw new Error(`the inference sidecar speaks protocol ${hello.protocol}, this agent ${PROTOCOL}`)
    const precision = options.precision ?? network.precision
    const { header } = await line.ask({ kind: 'open', network: network.digest, precision }, network.bytes, 'opened')
    return {
      line,
      inputDims: header.inputDims as number[],
      running: {
        backend: 'tensorrt',
        provider: String(header.provider),
        precision: String(header.precision),
        network: network.digest,
        engine: String(header.engine),
        runtime: String(header.runtime),
      },
    }
  } catch (cause) {
    line.end()
    throw cause
  }
}

/** After the sidecar came back. @throws Error where something else would run now than the results before it say. */
async function again(before: Session, network: Network, options: BackendOptions): Promise<Session> {
  const session = await openSession(network, options)
  if (session.running.engine === before.running.engine) return session
  session.line.end()
  throw new Error(`the inference sidecar now has another engine: ${session.running.engine}`)
}

interface Line {
  readonly broken: boolean
  /** Questions are answered in order. */
  ask(header: Frame['header'], payload: Uint8Array | undefined, answer: string): Promise<Frame>
  end(): void
}

function connectTo(path: string, onProgress: (progress: OpeningProgress) => void = () => {}): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(lineOver(socket, path, onProgress)))
    socket.once('error', (cause) => reject(new Error(`no inference sidecar at ${path}: ${cause.message}`)))
  })
}

function lineOver(socket: Socket, path: string, onProgress: (progress: OpeningProgress) => void): Line {
  const waiting: { answer: string; resolve(frame: Frame): void; reject(error: Error): void }[] = []
  let broken = false
  const breakWith = (error: Error) => {
    broken = true
    socket.destroy()
    for (const { reject } of waiting.splice(0)) reject(error)
  }
  const read = frameReader((frame) => {
    const { kind, message } = frame.header
    if (kind === 'progress') return onProgress(frame.header as unknown as OpeningProgress)
    const asked = waiting.shift()
    if (kind === asked?.answer) asked.resolve(frame)
    else asked?.reject(new Error(`inference sidecar: ${kind === 'error' ? message : `answered with "${kind}"`}`))
    if (waiting.length === 0) socket.setTimeout(0)
  })
  socket.on('data', (chunk) => {
    try {
      read(chunk)
    } catch (cause) {
      breakWith(cause as Error)
    }
  })
  socket.on('timeout', () => breakWith(new Error(`the inference sidecar at ${path} is silent`)))
  socket.on('error', (cause) => breakWith(new Error(`the inference sidecar at ${path} is gone: ${cause.message}`)))
  socket.on('close', () => breakWith(new Error(`the inference sidecar at ${path} is gone`)))
  return {
    get broken() {
      return broken
    },
    ask: (header, payload = new Uint8Array(), answer) =>
      new Promise((resolve, reject) => {
        if (broken) return reject(new Error(`the inference sidecar at ${path} is gone`))
        waiting.push({ answer, resolve, reject })
        socket.setTimeout(SILENT_AFTER_MS)
        socket.write(frameHead(header, payload.byteLength))
        socket.write(payload)
      }),
    end: () => breakWith(new Error('closed')),
  }
}
