/** Two ways in which a simulated sensor shows a part that is not there: one gives its bytes, the other only its likeness. */
import { createHash } from 'node:crypto'
import type { Fault } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { referenceCell, testCell } from '../../testing.ts'
import type { WorkerCalls } from '../../worker-rpc.ts'
import { createRenderer, type Rendering } from './rendering.ts'
import { simulatedSensors } from './sensors.ts'

/** sha256 of what the module's sensor gives of each cycle. */
async function shown(kind: string, module: string, fault: Fault['kind'] | undefined, cycles: readonly number[]) {
  const { clock } = testCell({ source: module }).context
  const render = createRenderer()
  const worker = () => ({ call: (_: string, rendering: Rendering) => render(rendering) }) as unknown as WorkerCalls
  const faults: Fault[] = fault ? [{ id: 'f', kind: fault, severity: 0.8, fromCycle: 5, source: module }] : []
  const { sensor } = simulatedSensors({
    ...{ cell: referenceCell(), world: { seed: 26, defectRate: 0 }, faults: () => faults, clock, worker },
  })
  const digests: string[] = []
  for (const cycleNumber of cycles) {
    const part = { cycleId: `c${cycleNumber}`, cycleNumber, serial: `S${cycleNumber}` }
    const { bytes } = await sensor(module).capture(kind, part, new AbortController().signal)
    digests.push(createHash('sha256').update(bytes).digest('hex'))
  }
  return digests
}

it.each([
  ['image-uv', 'visual'],
  ['face-profile', 'dimensional'],
  ['waveform', 'vibration'],
])('a stuck sensor gives the very %s of the last sound part, a misaimed one takes it anew', async (kind, module) => {
  const [sound] = await shown(kind, module, undefined, [4])
  expect(await shown(kind, module, 'stuck-sensor', [4, 5, 6])).toEqual([sound, sound, sound])
  const misaimed = await shown(kind, module, 'misaimed-sensor', [4, 5, 6])
  expect(misaimed[0]).toBe(sound)
  expect(new Set(misaimed).size).toBe(3)
})
