import type { CellInputs, Control, DesiredItem, Fault, StepTarget } from '@celltwin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { fault, judged, passing, type Rig, startHandling } from '../testing.ts'
import { missingFor } from './step-conditions.ts'

let rig: Rig
afterEach(async () => {
  rig.kill()
  await rig.done.catch(() => {})
})

const FAR = '2027-01-01T00:00:00.000Z'
const CONTROL: Control = { controlId: 'k1', by: 'A. Person', panel: 'a'.repeat(64), expiresAt: FAR }

/** A cell in manual mode with a part in hold, somebody at the enabling device and a panel in control. */
async function startManual(): Promise<void> {
  rig = startHandling({ judge: (p, now) => (p.cycleNumber === 1 ? judged(p, 'hold') : passing(p, now)) })
  rig.context.on(
    'step-started',
    async ({ data: { module, requestId, step: _, take: __, rpm: ___, angleDeg: ____, ...part } }) => {
      if (module === undefined) return
      await rig.clock.wait(2000)
      rig.hear(module, 'evidence-captured', { ...part, module, evidence: [], tookMs: 1, because: 'request', requestId })
    },
  )
  await rig.until(() => rig.told('part-arrived').length === 1)
  Object.assign(rig.hands, { manualSelected: true, enablingHeld: true })
  await rig.until(() => rig.states().at(-1) === 'held: manual mode selected at the cell')
  await rig.until(() => rig.told('cell-inputs-changed').at(-1)?.data.enablingHeld === true)
  rig.giveControl(CONTROL)
}

type Step = StepTarget extends infer T
  ? T extends StepTarget
    ? Omit<T, 'serial' | 'cycleId' | 'controlId'>
    : never
  : never

function ask(id: string, step: Step, more: Partial<StepTarget> = {}): DesiredItem {
  const { serial, cycleId } = rig.told('part-arrived')[0]!.data
  const target = { ...step, serial, cycleId, controlId: 'k1', ...more } as StepTarget
  return { id, target, decidedAtRevision: 1, expiresAt: FAR }
}

const refusals = () => rig.told('request-refused').map(({ data }) => data.reason)
const finished = (id: string) => () =>
  [...rig.told('request-done'), ...rig.told('request-refused')].some(({ data }) => data.requestId === id)
const moves = () => [...rig.told('part-mounted'), ...rig.told('step-started')].length
const locked = (station: string): Fault => ({ ...fault('locked-out', 1), id: `lock-${station}`, station })

const IMAGE: Step = { kind: 'retake-image' }
const FAST: Step = { kind: 'spin', rpm: 1800 }
const SLOW: Step = { kind: 'spin', rpm: 120 }

/** Each takes one thing away. */
const WITHOUT: readonly (readonly [name: string, take: () => void, step: Step, reason: RegExp])[] = [
  ['manual mode', () => Object.assign(rig.hands, { manualSelected: false }), IMAGE, /manual mode selected at the cell/],
  ['a good contact of the selector', () => void rig.faults.push(fault('mode-lost', 1)), IMAGE, /manual mode selected/],
  ['the enabling device', () => Object.assign(rig.hands, { enablingHeld: false }), IMAGE, /enabling device held/],
  ['a good contact of it', () => void rig.faults.push(fault('enabling-lost', 1)), IMAGE, /enabling device held/],
  ['control', () => rig.giveControl(undefined), IMAGE, /this panel in control/],
  ['control by this panel', () => rig.giveControl({ ...CONTROL, controlId: 'k2' }), IMAGE, /this panel in control/],
  [
    'control that lasts',
    () => rig.giveControl({ ...CONTROL, expiresAt: '2026-01-01T00:00:00.000Z' }),
    IMAGE,
    /this panel in control/,
  ],
  ['the guard closed, at full speed', () => void rig.faults.push(fault('guard-open', 1)), FAST, /guard closed/],
  ['the guard locked, at full speed', () => void rig.faults.push(fault('guard-unlocked', 1)), FAST, /guard locked/],
  ['a clear zone, at full speed', () => void rig.faults.push(fault('zone-occupied', 1)), FAST, /zone clear/],
  [
    'the cell free of locks',
    () => void rig.faults.push(fault('locked-out', 1)),
    IMAGE,
    /cell is locked out|lock-out removed/,
  ],
  [
    'the camera free of locks',
    () => void rig.faults.push(locked('camera')),
    IMAGE,
    /Camera is locked out|lock-out removed/,
  ],
  [
    'the robot free of locks',
    () => void rig.faults.push(locked('robot')),
    IMAGE,
    /Robot is locked out|lock-out removed/,
  ],
]

describe('nothing moves in manual mode', () => {
  it.each(WITHOUT)('without %s', async (_, take, step, reason) => {
    await startManual()
    take()
    rig.request(ask('s', step))
    await rig.until(finished('s'))
    expect(refusals()).toEqual([expect.stringMatching(reason)])
    await rig.context.clock.wait(20_000)
    expect(moves()).toBe(0)
  })

  it('faster than the rotor can, of a part elsewhere, or late', async () => {
    await startManual()
    rig.request(
      ask('a', { kind: 'spin', rpm: 2400 }),
      ask('b', IMAGE, { cycleId: 'other' }),
      { ...ask('c', IMAGE), expiresAt: '2026-01-01T00:00:00.000Z' },
      ask('d', { kind: 'put-back' }),
    )
    await rig.until(() => refusals().length === 4)
    expect(refusals()).toEqual([
      'the rotor turns at most 1800 rpm in this cell',
      'the part is not in the hold fixture: the robot can bring back no other',
      'expired before the cell could act on it',
      'the part is in its nest',
    ])
    expect(moves()).toBe(0)
  })

  it('twice at a time', async () => {
    await startManual()
    rig.request(ask('a', IMAGE))
    await rig.until(() => rig.told('request-started').length === 1)
    rig.request(ask('a', IMAGE), ask('b', SLOW))
    await rig.until(finished('b'))
    expect(refusals()).toEqual(['the cell is busy: end of the running step'])
    await rig.until(() => rig.told('request-done').length === 1)
  })
})

describe('in motion', () => {
  const inFlight = WITHOUT.filter(([name]) => !name.includes('that lasts'))
  it.each(inFlight)('losing %s stops at once and says so', async (_, take, step, reason) => {
    await startManual()
    rig.request(ask('s', step))
    const moving =
      step.kind === 'spin' ? () => rig.devices.rotor.rpm > 1000 : () => rig.told('request-started').length === 1
    await rig.until(moving)
    if (step.kind !== 'spin') await rig.clock.wait(1000)
    const at = rig.clock.elapsedMs
    take()
    await rig.until(finished('s'))
    expect(rig.clock.elapsedMs - at).toBeLessThanOrEqual(300)
    expect(rig.devices.rotor.rpm).toBe(0)
    expect(rig.devices.robot.status().state).toBe('idle')
    expect(refusals()).toEqual([expect.stringMatching(reason)])
    expect(refusals()[0]).toMatch(/^stopped: /)
    await rig.until(() => rig.states().some((state) => state.startsWith('stopped: no longer')))
  })

  it('control that ends by itself stops too', async () => {
    await startManual()
    rig.giveControl({ ...CONTROL, expiresAt: new Date(rig.clock.now().getTime() + 1500).toISOString() })
    rig.request(ask('s', IMAGE))
    await rig.until(finished('s'))
    expect(refusals()).toEqual(['stopped: no longer this panel in control'])
  })

  it('after a stop the next step goes on, once the enabling device is held again', async () => {
    await startManual()
    rig.request(ask('a', IMAGE))
    await rig.until(() => rig.told('request-started').length === 1)
    rig.hands.enablingHeld = false
    await rig.until(finished('a'))
    await rig.context.clock.wait(20_000)
    expect(rig.states().at(-1)).toMatch(/^stopped: no longer enabling device held/)
    rig.hands.enablingHeld = true
    rig.request(ask('b', IMAGE))
    await rig.until(finished('b'))
    expect(rig.told('request-done').at(-1)?.data.requestId).toBe('b')
  })

  it('an emergency stop aborts the cell, and the step is not gone on with after the reset', async () => {
    await startManual()
    rig.request(ask('a', FAST))
    await rig.until(() => rig.devices.rotor.rpm > 1000)
    rig.faults.push(fault('emergency-stop', 1))
    await rig.until(() => rig.states().at(-1) === 'aborted: emergency stop')
    rig.faults.length = 0
    await rig.until(finished('a'))
    expect(refusals()[0]).toMatch(/^stopped: /)
    expect(rig.devices.rotor.rpm).toBe(0)
  })

  it('a robot moves no faster than 250 mm/s', async () => {
    await startManual()
    const before = rig.clock.elapsedMs
    rig.request(ask('a', { kind: 'turn-to', angleDeg: 0 }))
    await rig.until(() => rig.told('part-mounted').length === 1)
    expect(rig.clock.elapsedMs - before).toBeGreaterThanOrEqual(1200 / 0.25)
  })
})

describe('a step', () => {
  it('brings the part to the spindle, takes evidence once more, and AUTO puts it back first', async () => {
    await startManual()
    rig.request(ask('a', { kind: 'turn-to', angleDeg: 90 }))
    await rig.until(finished('a'))
    rig.request(ask('b', IMAGE))
    await rig.until(finished('b'))
    rig.request(ask('c', { kind: 'rescan' }))
    await rig.until(finished('c'))
    rig.request(ask('d', SLOW))
    await rig.until(finished('d'))
    expect(rig.told('part-mounted')).toHaveLength(1)
    expect(
      rig.told('step-started').map(({ data }) => [data.step.kind, data.module, data.take, data.angleDeg, data.rpm]),
    ).toEqual([
      ['turn-to', undefined, 1, 0, 10],
      ['retake-image', 'visual', 2, 90, 0],
      ['rescan', 'dimensional', 3, 90, 120],
      ['spin', 'vibration', 4, 90, 120],
    ])
    expect(refusals()).toEqual([])
    const inserted = rig.told('part-inserted').length
    rig.hands.manualSelected = false
    await rig.until(() => rig.told('part-inserted').length > inserted)
    const types = rig.disk.events.map(({ type }) => type)
    expect(types.lastIndexOf('part-unmounted')).toBeLessThan(types.lastIndexOf('part-inserted'))
  })

  it('slow spinning needs no closed guard', async () => {
    await startManual()
    rig.faults.push(fault('guard-open', 1), fault('zone-occupied', 1))
    rig.request(ask('a', SLOW))
    await rig.until(finished('a'))
    expect(rig.told('request-done').map(({ data }) => data.requestId)).toEqual(['a'])
  })

  it('with a module that takes nothing ends with the rotor at rest', async () => {
    await startManual()
    rig.context.on('step-started', ({ data }) => {
      const { step: _, take: __, rpm: ___, angleDeg: ____, requestId, module, ...part } = data
      if (requestId === 'a')
        rig.hear('visual', 'step-failed', { ...part, requestId, module: module!, reason: 'no light' })
    })
    rig.request(ask('a', IMAGE))
    await rig.until(finished('a'))
    expect(refusals()).toEqual(['stopped: no light'])
  })
})

it('every input matters to the conditions, each by itself', () => {
  const inputs: CellInputs = {
    zoneClear: true,
    guardClosed: true,
    guardLocked: true,
    localRelease: false,
    emergencyStopClear: true,
    lockedOut: false,
    manualSelected: true,
    enablingHeld: true,
  }
  rig = startHandling()
  const situation = {
    cell: rig.context.cell,
    inputs,
    now: new Date('2026-01-05T06:00:00.000Z'),
    places: { nests: [], bin: [] },
  }
  const spin: StepTarget = { kind: 'spin', rpm: 1800, serial: 'S', cycleId: 'c', controlId: 'k1' }
  expect(missingFor(spin, { ...situation, control: CONTROL })).toEqual([])
  for (const key of Object.keys(inputs) as (keyof CellInputs)[]) {
    if (key === 'localRelease') continue
    const changed = { ...inputs, [key]: !inputs[key] }
    expect(missingFor(spin, { ...situation, inputs: changed, control: CONTROL }), key).toHaveLength(1)
  }
})
