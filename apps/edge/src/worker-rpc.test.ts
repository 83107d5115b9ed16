import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { bundle } from './testing/bundle.ts'

const NETWORK = fileURLToPath(new URL('../../../packages/models/bearing-network/model.onnx', import.meta.url))

it('ends a thread while it runs a network, and lives on', async () => {
  const bundled = await bundle('testing/thread-ender.ts', 'testing/busy-model.ts')
  onTestFinished(() => bundled.remove())
  const program = [fileURLToPath(bundled.of('testing/thread-ender.ts')), NETWORK, '[1, 15, 64]', '10']
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' })
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' })
  expect(stdout.trim().split('\n')).toEqual(Array(10).fill('worker busy-model.js ended with code 0'))
})
