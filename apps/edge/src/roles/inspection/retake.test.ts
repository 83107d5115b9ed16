import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Devices, Sensor } from '../../devices/devices.ts'
import { type Bundled, bundle } from '../../testing/bundle.ts'
import { NO_PACKAGES } from '../../testing/no-packages.ts'
import { STUB_RETAKE } from '../../testing/stub-retake.ts'
import { insertedPart, referenceCell, testCell } from '../../testing.ts'
import { inspection } from './inspection.ts'

let bundled: Bundled
beforeAll(async () => {
  bundled = await bundle('testing/stub-inspector.ts')
})
afterAll(() => bundled.remove())

const PART = { cycleId: 'c1', serial: 'S1', cycleNumber: 1 }

/** The module `visual`; each light is taken once an exposure, the first `bad` exposures are no good. */
async function start(bad: number) {
  const cell = testCell({ source: 'visual', cell: referenceCell() })
  let ready = false
  let taken = 0
  const sensor: Sensor = {
    capture: async (kind) => {
      const exposure = Math.floor(taken++ / 3)
      return { kind, mediaType: 'text/plain', bytes: new Uint8Array([exposure < bad ? STUB_RETAKE : 0]) }
    },
  }
  const context = {
    ...cell.context,
    keepEvidence: async (kind: string, mediaType: string, bytes: Uint8Array) => ({
      kind,
      sha256: String(taken).padStart(64, '0'),
      mediaType,
      bytes: bytes.length,
    }),
    ready: (said: string) => {
      ready = said === 'ready'
    },
  }
  const role = inspection('visual', {
    worker: bundled.of('stub-inspector.ts'),
    modelsFolder: '',
    packages: NO_PACKAGES,
  })
  const done = Promise.resolve(role(context, { sensor: () => sensor } as unknown as Devices)).catch(() => {})
  await cell.until(() => ready)
  const phase = (id: string) => cell.hear('handling', 'phase-started', { ...PART, phase: id, budgetMs: 1 })
  cell.hear('handling', 'part-inserted', insertedPart(1))
  phase('expose')
  return {
    ...cell,
    phase,
    stop: async () => {
      cell.kill()
      await done
    },
  }
}

it('takes pictures that cannot be inspected once more, and judges the second ones', async () => {
  const visual = await start(1)
  await visual.until(() => visual.told('retake-requested').length === 1)
  expect(visual.told('retake-requested')[0]!.data).toEqual({
    ...PART,
    module: 'visual',
    phase: 'expose-again',
    reason: 'no good',
  })
  expect(visual.told('part-inspected')).toHaveLength(0)
  visual.phase('brake')
  visual.phase('expose-again')
  await visual.until(() => visual.told('part-inspected').length === 1)
  const [first, second] = visual.told('evidence-captured').map(({ data }) => data.evidence)
  expect(visual.told('part-inspected')[0]!.data.evidence).toEqual(second)
  expect(second).not.toEqual(first)
  await visual.stop()
})

it('asks for no third one', async () => {
  const visual = await start(2)
  await visual.until(() => visual.told('retake-requested').length === 1)
  visual.phase('expose-again')
  await visual.until(() => visual.told('part-inspected').length === 1)
  expect(visual.told('retake-requested')).toHaveLength(1)
  await visual.stop()
})

it('tells what it has where the cell went on without the retake', async () => {
  const visual = await start(1)
  await visual.until(() => visual.told('retake-requested').length === 1)
  visual.phase('decide')
  await visual.until(() => visual.told('part-inspected').length === 1)
  expect(visual.told('evidence-captured')).toHaveLength(1)
  await visual.stop()
})
