import type { EventData } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { emptyDisk, referenceCell } from '../../testing.ts'
import { fault, judged, moveRequest, type Rig, startForTest, withNests } from './testing.ts'

const arrived = (rig: Rig) => rig.told('part-arrived').map(({ data }) => data)

it('takes a part from the infeed to the accept chute within the cycle budget', async () => {
  const rig = startForTest()
  await rig.until(() => arrived(rig).length === 2)
  const [first] = rig.told('part-inserted')
  const ofFirst = rig.disk.events.filter(({ data }) => (data as { cycleId?: string }).cycleId === first!.data.cycleId)
  expect(
    ofFirst.map(({ type, data }) => (type === 'phase-started' ? (data as { phase: string }).phase : type)),
  ).toEqual([
    'insert',
    'part-inserted',
    'expose',
    'to-scan-speed',
    'scan',
    'spin-up',
    'vibration',
    'coast',
    'brake',
    'decide',
    'part-dispatched',
    'remove',
    'part-arrived',
    'part-packed',
  ])
  expect(arrived(rig)[0]).toMatchObject({ at: 'accept', cycleNumber: 1, serial: first!.data.serial })
  const tookMs = Date.parse(ofFirst.at(-1)!.occurredAt) - Date.parse(ofFirst[0]!.occurredAt)
  expect(tookMs).toBeGreaterThan(10_000)
  expect(tookMs).toBeLessThan(12_500)
})

it('describes the cell once, not at every start', async () => {
  const disk = emptyDisk()
  const first = startForTest({ disk })
  await first.until(() => first.told('part-inserted').length === 1)
  first.kill()
  await first.done.catch(() => {})
  const second = startForTest({ disk })
  await second.until(() => second.told('part-arrived').length > 0)
  expect(second.told('cell-described')).toHaveLength(1)
})

it('waits for modules and verifier before the first part', async () => {
  const rig = startForTest({ ready: false })
  for (const source of ['dimensional', 'vibration', 'verifier']) rig.presence(source, 'ready')
  rig.presence('visual', 'loading')
  await rig.until(() => rig.states().includes('starting: waits for visual (loading)'))
  expect(rig.told('phase-started')).toHaveLength(0)
  rig.presence('visual', 'ready')
  await rig.until(() => rig.told('part-inserted').length === 1)
  expect(rig.states().slice(-2)).toEqual(['idle: ready', 'execute: running'])
})

it('finishes the cycle when a module dies, then holds until it is ready again', async () => {
  const rig = startForTest()
  await rig.until(() => rig.told('part-inserted').length === 1)
  rig.presence('vibration', 'ready', false)
  await rig.until(() => rig.states().at(-1) === 'held: waits for vibration (offline)')
  expect(arrived(rig)).toHaveLength(1)
  rig.presence('vibration', 'ready')
  await rig.until(() => arrived(rig).length === 2)
})

it('is suspended while no part is at the infeed', async () => {
  let empty = true
  const rig = startForTest({
    devices: (simulated) => ({
      ...simulated,
      reader: {
        ...simulated.reader,
        read: async (cycleNumber) => (empty ? undefined : simulated.reader.read(cycleNumber)),
      },
    }),
  })
  await rig.until(() => rig.states().at(-1) === 'suspended: no part at the infeed')
  empty = false
  await rig.until(() => arrived(rig).length === 1)
})

it('holds a part that nobody judged', async () => {
  const rig = startForTest({ judge: () => undefined })
  await rig.until(() => arrived(rig).length === 1)
  expect(rig.told('part-dispatched')[0]!.data).toMatchObject({ to: 'hold', because: 'no-verdict', place: 0 })
})

it('holds a passed part whose permission has expired', async () => {
  const rig = startForTest({ judge: (part, now) => judged(part, 'pass', new Date(now.getTime() + 100)) })
  await rig.until(() => arrived(rig).length === 1)
  expect(rig.told('part-dispatched')[0]!.data).toMatchObject({ to: 'hold', because: 'no-permission' })
})

it('rejects into the bin', async () => {
  const rig = startForTest({ judge: (part) => judged(part, 'reject') })
  await rig.until(() => arrived(rig).length === 1)
  expect(arrived(rig)[0]).toMatchObject({ at: 'reject' })
})

it('holds under a provisional serial what could not be read, and what was read before', async () => {
  const rig = startForTest({ faults: [fault('unreadable-code', 2, 2), fault('repeated-serial', 4, 4)] })
  await rig.until(() => arrived(rig).length === 4)
  const inserted = rig.told('part-inserted').map(({ data }) => data)
  expect(inserted.map(({ provisional }) => provisional)).toEqual([
    undefined,
    'code unreadable',
    undefined,
    `code repeated: ${inserted[2]!.serial} was cycle 3`,
  ])
  expect(inserted[1]!.serial).toBe('pulley-cell-1-provisional-2')
  expect(arrived(rig).map(({ at }) => at)).toEqual(['accept', 'hold', 'accept', 'hold'])
})

it('holds the cell when the fixture is full, and goes on when a person has taken a part out', async () => {
  const cell = withNests(referenceCell(), 2)
  const rig = startForTest({ cell, judge: (part) => judged(part, 'hold') })
  await rig.until(() => rig.states().at(-1) === 'held: hold fixture full: 2 parts wait for a person')
  expect(arrived(rig).map(({ place }) => place)).toEqual([0, 1])
  rig.request(moveRequest('r1', arrived(rig)[1]!, 'out'))
  await rig.until(() => arrived(rig).length === 3)
  expect(rig.told('request-done').map(({ data }) => data.requestId)).toEqual(['r1'])
  expect(arrived(rig)[2]).toMatchObject({ at: 'hold', place: 1 })
})

it('holds the cell when the reject bin is full until a person has emptied it, and says what was taken out', async () => {
  const rig = startForTest({ cell: withBin(2), judge: (part) => judged(part, 'reject') })
  await rig.until(() => rig.states().some((state) => state.startsWith('held: reject bin full: 2 parts')))
  await rig.until(() => arrived(rig).length === 3)
  const outOfBin = rig.told('part-taken-out').map(({ data }) => data)
  expect(outOfBin).toEqual(
    arrived(rig)
      .slice(0, 2)
      .map(({ at: _, ...part }) => part),
  )
  rig.request(moveRequest('r1', arrived(rig)[0]!, 'out'), moveRequest('r2', arrived(rig)[2]!, 'out'))
  await rig.until(() => rig.told('request-done').length === 1)
  expect(rig.told('request-refused').map(({ data }) => data.requestId)).toEqual(['r1'])
})

function withBin(capacity: number) {
  const reference = referenceCell()
  return { ...reference, stations: reference.stations.map((s) => (s.kind === 'bin' ? { ...s, capacity } : s)) }
}

it('stops when a part arrives where it was not sent, names the suspects, and waits for a reset at the cell', async () => {
  const rig = startForTest({ faults: [fault('mis-sort', 2, 2)] })
  await rig.until(() => rig.states().includes('stopped: reset at the cell'))
  const serial = rig.told('part-inserted')[1]!.data.serial
  expect(rig.told('sorting-mismatch-detected').map(({ data }) => data)).toMatchObject([
    { expected: 'accept', observed: 'reject', suspects: [serial], cycleNumber: 2 },
  ])
  const aborted = rig.told('cell-state-changed').find(({ data }) => data.state === 'aborted')!
  expect(aborted.data).toEqual({
    state: 'aborted',
    reason: `${serial} was sent to accept and arrived at reject`,
    suspects: [serial],
  })
  await rig.until(() => arrived(rig).some(({ cycleNumber }) => cycleNumber === 3))
  expect(arrived(rig).map(({ cycleNumber }) => cycleNumber)).toEqual([1, 3])
})

it('stays stopped over a restart', async () => {
  const disk = emptyDisk()
  const first = startForTest({ disk, faults: [fault('mis-sort', 1, 1)] })
  await first.until(() => first.states().some((state) => state.startsWith('aborted')))
  first.kill()
  await first.done.catch(() => {})
  const second = startForTest({
    disk,
    devices: (simulated) => ({ ...simulated, inputs: neverReset(simulated.inputs) }),
  })
  await second.context.clock.wait(60_000)
  expect(second.states().at(-1)).toMatch(/^aborted/)
  expect(second.told('part-inserted')).toHaveLength(1)
})
const neverReset = (inputs: Rig['devices']['inputs']) => ({ ...inputs, awaitReset: () => new Promise<void>(() => {}) })

it('stops when the heartbeat stalls, and brings the part to hold after the reset', async () => {
  const rig = startForTest({ faults: [fault('handshake-stall', 2, 2)] })
  await rig.until(() => rig.states().includes('aborted: robot heartbeat stalled'))
  await rig.until(() => rig.told('part-arrived').some(({ data }) => data.cycleNumber === 3))
  expect(arrived(rig).map(({ cycleNumber, at }) => [cycleNumber, at])).toEqual([
    [1, 'accept'],
    [2, 'hold'],
    [3, 'accept'],
  ])
})

it('stops all motion on an emergency stop; the part on the spindle goes to hold after the reset', async () => {
  const rig = startForTest()
  await rig.until(() => rig.told('phase-started').some(({ data }) => data.phase === 'vibration'))
  rig.faults.push(fault('emergency-stop', 1))
  await rig.until(() => rig.states().at(-1) === 'aborted: emergency stop')
  expect(rig.devices.rotor.rpm).toBe(0)
  expect(rig.told('phase-started').at(-1)!.data.phase).toBe('vibration')
  await rig.context.clock.wait(60_000)
  expect(arrived(rig)).toHaveLength(0)
  rig.faults.length = 0
  await rig.until(() => arrived(rig).length === 2)
  expect(rig.told('part-dispatched')[0]!.data).toMatchObject({ to: 'hold', because: 'no-verdict', cycleNumber: 1 })
  const since = rig.states().slice(rig.states().indexOf('aborted: emergency stop'))
  expect(since.map((state) => state.split(':')[0])).toEqual(['aborted', 'stopped', 'starting', 'idle', 'execute'])
  expect(rig.told('part-inserted').map(({ data }) => data.cycleNumber)).toEqual([1, 2])
})

it('begins no part while the guard is open', async () => {
  const rig = startForTest()
  await rig.until(() => rig.told('part-inserted').length === 1)
  rig.faults.push(fault('guard-open', 1))
  await rig.until(() => rig.states().at(-1) === 'held: guard open')
  expect(arrived(rig)).toHaveLength(1)
  expect(rig.told('cell-inputs-changed').at(-1)!.data.guardClosed).toBe(false)
  rig.faults.length = 0
  await rig.until(() => arrived(rig).length === 2)
})

it('goes on where the rotor is locked: the evidence tells', async () => {
  const rig = startForTest({ faults: [fault('locked-rotor', 1, 1)] })
  await rig.until(() => rig.told('phase-started').some(({ data }) => data.phase === 'vibration'))
  await rig.context.clock.wait(500)
  expect(rig.devices.rotor.rpm).toBeLessThan(50)
  expect(rig.devices.rotor.torqueNm).toBeGreaterThan(0.8)
  await rig.until(() => arrived(rig).length === 1)
})

it('publishes the truth of each inserted part once', async () => {
  const rig = startForTest()
  await rig.until(() => arrived(rig).length === 2)
  const cycles = rig.told('part-inserted').map(({ data }: { data: EventData<'part-inserted'> }) => data.cycleId)
  expect(rig.truths.slice(0, 2)).toEqual(cycles.slice(0, 2).map((cycleId) => ({ cycleId })))
})
