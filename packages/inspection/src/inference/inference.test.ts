import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { backendText, type Network, type OpeningProgress, type OpenNetwork } from './backend.ts'
import { type Frame, frameHead, frameReader } from './frames.ts'
import { openNetwork, recording } from './index.ts'

const ROOT = resolve(import.meta.dirname, '../../../..')
const onnx = readFileSync(join(ROOT, 'packages/models/bearing-network/model.onnx'))
const networkFrom = (bytes: Uint8Array): Network => ({
  name: 'bearing-network',
  bytes,
  digest: createHash('sha256').update(bytes).digest('hex'),
  precision: 'fp32',
})
const input = { data: new Float32Array([1.5, -2, 3e-20, 4]), dims: [1, 4] }

let folder: string
let opened: OpenNetwork[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inference-'))
})
afterEach(async () => {
  for (const each of opened) await each.close()
  opened = []
})
afterAll(() => rmSync(folder, { recursive: true }))

const open = async (...asked: Parameters<typeof openNetwork>) => {
  const network = await openNetwork(...asked)
  opened.push(network)
  return network
}

describe('frames', () => {
  it('arrive whole however the stream is cut', () => {
    const frame = fc.record({
      header: fc.record({ kind: fc.string(), x: fc.jsonValue() }),
      payload: fc.uint8Array({ maxLength: 300 }),
    })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (frames, cut) => {
        const stream = Buffer.concat(
          frames.flatMap(({ header, payload }) => [frameHead(header, payload.length), payload]),
        )
        const read: Frame[] = []
        const reader = frameReader((each) => read.push(each))
        for (let at = 0; at < stream.length; at += cut) reader(stream.subarray(at, at + cut))
        expect(read.map(({ header, payload }) => ({ header, payload: [...payload] }))).toEqual(
          frames.map(({ header, payload }) => ({ header: JSON.parse(JSON.stringify(header)), payload: [...payload] })),
        )
      }),
    )
  })

  it('are refused where the lengths cannot be meant', () => {
    expect(() => frameReader(() => {})(Buffer.from('GET / HTTP/1.1\r\n'))).toThrow(/no frames/)
  })
})

describe('ort-cpu', () => {
  it('says what runs', async () => {
    const network = await open('ort-cpu', networkFrom(onnx), { instructionSet: 'avx2' })
    const { runtime, ...running } = network.describe()
    expect(running).toMatchObject({ backend: 'ort-cpu', provider: 'cpu', precision: 'fp32' })
    expect(backendText(network.describe())).toBe(`${runtime}/cpu/fp32/avx2`)
    const size = network.inputDims.reduce((product, dim) => product * dim, 1)
    const output = await network.run({ data: new Float32Array(size), dims: network.inputDims })
    expect(output.data.every(Number.isFinite)).toBe(true)
  })

  it('refuses bytes that are no network, by name', async () => {
    await expect(open('ort-cpu', networkFrom(Buffer.from('no network')))).rejects.toThrow(
      /ort-cpu cannot run bearing-network/,
    )
  })
})

describe('ort-cuda', () => {
  it('is refused where there is no CUDA, and nothing else runs in its place', async () => {
    await expect(open('ort-cuda', networkFrom(onnx))).rejects.toThrow(/ort-cuda cannot run bearing-network: /)
  })
})

describe('recorded', () => {
  it('answers as the backend did that was recorded, and says so', async () => {
    const recordings = join(folder, 'recordings')
    const live = await open('ort-cpu', networkFrom(onnx))
    const size = live.inputDims.reduce((product, dim) => product * dim, 1)
    const given = { data: Float32Array.from({ length: size }, (_, i) => Math.sin(i)), dims: live.inputDims }
    const answer = await recording(live, recordings).run(given)
    const replayed = await open('recorded', networkFrom(onnx), { recordings })
    expect(await replayed.run(given)).toEqual({ data: answer.data, dims: [...answer.dims] })
    expect(replayed.inputDims).toEqual(live.inputDims)
    expect(backendText(replayed.describe())).toMatch(/^recorded from onnxruntime-node /)
    given.data[0] = 7
    await expect(replayed.run(given)).rejects.toThrow(/no answer of bearing-network is recorded/)
  })

  it('is refused for a network that was not recorded', async () => {
    await expect(open('recorded', networkFrom(Buffer.from('x')), { recordings: folder })).rejects.toThrow(
      /has no recording of bearing-network/,
    )
  })
})

const python = spawnSync('python3', ['--version']).status === 0
if (!python) console.log('skipped: no python3 for the sidecar')

describe.skipIf(!python)('tensorrt through the sidecar', () => {
  const sidecars = new Set<ChildProcess>()
  afterEach(async () => {
    for (const each of sidecars) await stop(each)
  })

  /** The sidecar as the L4T container runs it, with a runtime that echoes in place of TensorRT. */
  const start = (name: string, env: Record<string, string> = {}) =>
    new Promise<{ socket: string; sidecar: ChildProcess }>((done, fail) => {
      const socket = join(folder, `${name}.sock`)
      const sidecar = spawn(
        'python3',
        ['-m', 'celltwin_sidecar', '--runtime', 'echo', '--socket', socket, '--cache', join(folder, 'engines')],
        { cwd: join(ROOT, 'deploy/jetson'), env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env } },
      )
      sidecars.add(sidecar)
      let said = ''
      sidecar.stderr.on('data', (text) => {
        said += text
      })
      sidecar.stdout.on('data', (text) => String(text).includes('listens at') && done({ socket, sidecar }))
      sidecar.on('exit', () => fail(new Error(said)))
    })

  const stop = (sidecar: ChildProcess) =>
    new Promise<void>((done) => {
      sidecars.delete(sidecar)
      if (sidecar.exitCode !== null || sidecar.signalCode !== null) return done()
      sidecar.on('exit', () => done())
      sidecar.kill('SIGTERM')
    })

  it('runs, and says engine, precision and runtime', async () => {
    const { socket } = await start('run')
    const network = await open('tensorrt', networkFrom(onnx), { socket, precision: 'fp16' })
    expect(await network.run(input)).toEqual(input)
    const large = { data: new Float32Array(600_000).map((_, i) => i), dims: [1, 600_000] }
    const { data, dims } = await network.run(large)
    expect(dims).toEqual(large.dims)
    expect(Buffer.from(data.buffer).equals(Buffer.from(large.data.buffer))).toBe(true)
    expect(network.describe()).toMatchObject({ backend: 'tensorrt', provider: 'Echo', precision: 'fp16' })
    expect(backendText(network.describe())).toMatch(/^echo 1\/Echo\/fp16\/engine [0-9a-f]{12}$/)
  })

  it('shows the progress of a build, and takes the engine from the cache the next time', async () => {
    const { socket } = await start('build', { ECHO_BUILD_S: '0.05' })
    const opening = async (bytes: Uint8Array, precision = 'fp32') => {
      const progress: OpeningProgress[] = []
      const onProgress = (each: OpeningProgress) => progress.push(each)
      const network = await open('tensorrt', networkFrom(bytes), { socket, precision, onProgress })
      return { engine: network.describe().engine, phases: [...new Set(progress.map(({ phase }) => phase))] }
    }
    const first = await opening(Buffer.from('net one'))
    const second = await opening(Buffer.from('net one'))
    expect(first.phases).toContain('building the engine')
    expect(second.phases).toEqual(['waiting for the device', 'loading the engine'])
    expect(second.engine).toBe(first.engine)
    const others = [await opening(Buffer.from('net two')), await opening(Buffer.from('net one'), 'fp16')]
    expect(new Set([first, ...others].map(({ engine }) => engine)).size).toBe(3)
    for (const { phases } of others) expect(phases).toContain('building the engine')
  })

  it('builds again what was torn on the disk', async () => {
    const { socket } = await start('torn')
    const network = networkFrom(Buffer.from('torn net'))
    const { engine } = (await open('tensorrt', network, { socket })).describe()
    writeFileSync(join(folder, 'engines', `${engine}.engine`), 'ech')
    const phases: string[] = []
    await open('tensorrt', network, { socket, onProgress: ({ phase }) => phases.push(phase) })
    expect(phases).toContain('building the engine')
    expect(readdirSync(join(folder, 'engines')).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it('refuses a precision that the device does not run', async () => {
    const { socket } = await start('refuse')
    await expect(open('tensorrt', networkFrom(onnx), { socket, precision: 'int8' })).rejects.toThrow(
      /inference sidecar: ValueError: echo cannot build int8/,
    )
  })

  it('refuses bytes that are not what their digest says', async () => {
    const { socket } = await start('digest')
    await expect(open('tensorrt', { ...networkFrom(onnx), digest: 'a'.repeat(64) }, { socket })).rejects.toThrow(
      /the network's sha256 is/,
    )
  })

  it('fails the run that loses the sidecar, and goes on when it is back with the same engine', async () => {
    const first = await start('lost')
    const network = await open('tensorrt', networkFrom(onnx), { socket: first.socket })
    await network.run(input)
    await stop(first.sidecar)
    await expect(network.run(input)).rejects.toThrow(/no inference sidecar at|is gone/)
    await start('lost')
    expect(await network.run(input)).toEqual(input)
  })

  it('leaves no socket behind when it is stopped', async () => {
    const { socket, sidecar } = await start('stopped')
    await stop(sidecar)
    expect(existsSync(socket)).toBe(false)
    await expect(open('tensorrt', networkFrom(onnx), { socket })).rejects.toThrow(/no inference sidecar at/)
  })

  it('says that another program listens where it does not speak frames', async () => {
    const socket = join(folder, 'http.sock')
    const other = await new Promise<Server>((done) => {
      const server = createServer((line) => line.on('error', () => {}).write('HTTP/1.1 400 Bad Request\r\n\r\n'))
      server.listen(socket, () => done(server))
    })
    await expect(open('tensorrt', networkFrom(onnx), { socket })).rejects.toThrow(/speaks no frames/)
    other.close()
  })

  it('is written for the Python of JetPack 4', () => {
    const check =
      'import ast,glob,sys\nfor f in glob.glob("celltwin_sidecar/*.py"): ast.parse(open(f).read(), f, feature_version=(3, 6))'
    const { status, stderr } = spawnSync('python3', ['-c', check], {
      cwd: join(ROOT, 'deploy/jetson'),
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })
})
