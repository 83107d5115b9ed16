/** For tests: the handling role on simulated devices, with modules that are ready and a verifier that answers at once. */
import type {
  CellDefinition,
  Control,
  DesiredItem,
  EventData,
  EventOf,
  Fault,
  FaultKind,
  HandsAtCell,
} from '@celltwin/contracts'
import { onTestFinished } from 'vitest'
import type { Devices } from '../../devices/devices.ts'
import { simulatedHandling } from '../../devices/simulated/handling.ts'
import { type Disk, referenceRecipe, type TestCell, type TestCellOptions, testCell } from '../../testing.ts'
import type { Judgment } from './cycle.ts'
import { handling } from './handling.ts'

export interface Rig extends TestCell {
  readonly devices: Devices
  /** Faults in force; a test changes them as it goes. */
  readonly faults: Fault[]
  /** What the person at the cell does; a test changes it as it goes. */
  readonly hands: { -readonly [K in keyof HandsAtCell]: HandsAtCell[K] }
  /** The panel in control goes with every list of requests from now on. */
  giveControl(control: Control | undefined): void
  readonly done: Promise<void>
  /** States told in this life and earlier ones: `held: guard open`. */
  states(): string[]
  request(...items: DesiredItem[]): void
}

export interface RigOptions extends Partial<Omit<TestCellOptions, 'source'>> {
  /** What the verifier says of a part; undefined: nothing. */
  readonly judge?: (part: EventData<'part-inserted'>, now: Date) => Judgment | undefined
  readonly faults?: Fault[]
  readonly ready?: boolean
  readonly devices?: (simulated: Devices) => Devices
}

export const fault = (kind: FaultKind, fromCycle: number, toCycle?: number): Fault => ({
  id: `${kind}-${fromCycle}`,
  kind,
  severity: 1,
  fromCycle,
  ...(toCycle === undefined ? {} : { toCycle }),
})

export function judged(
  part: Pick<Judgment, 'cycleId' | 'serial' | 'cycleNumber'>,
  verdict: Judgment['verdict'],
  expiresAt?: Date,
): Judgment {
  return {
    cycleId: part.cycleId,
    serial: part.serial,
    cycleNumber: part.cycleNumber,
    verdict,
    reasons: [],
    recipe: referenceRecipe,
    judgedAfterMs: 1,
    counts: { pass: 0, conditionalPass: 0, conditionalFail: 0, fail: 0, notInspected: 0 },
    ...(expiresAt ? { permission: { expiresAt: expiresAt.toISOString() } } : {}),
  }
}

/** Passes every part, with a permission that lasts through the cycle. */
export const passing = (part: EventData<'part-inserted'>, now: Date): Judgment =>
  judged(part, 'pass', new Date(now.getTime() + 60_000))

/** A request that a person made. */
export const asking = (
  id: string,
  target: DesiredItem['target'],
  expiresAt = '2027-01-01T00:00:00.000Z',
): DesiredItem => ({ id, target, decidedAtRevision: 1, expiresAt })

export const moveRequest = (
  id: string,
  { serial, cycleId }: EventOf<'part-arrived'>['data'],
  to: 'accept' | 'reject' | 'hold' | 'out',
  expiresAt?: string,
): DesiredItem => asking(id, { kind: 'move-part', serial, cycleId, to }, expiresAt)

export function startHandling(options: RigOptions = {}): Rig {
  const { judge = passing, faults = [], ready = true, devices: adapt = (simulated) => simulated, ...rest } = options
  const cell = testCell({ source: 'handling', ...rest })
  const hands = { manualSelected: false, enablingHeld: false }
  let control: Control | undefined
  const simulated: Devices = {
    kind: 'simulated',
    sensor: () => {
      throw new Error('handling asks no sensor')
    },
    truth: ({ cycleId }) => ({ cycleId }),
    ...simulatedHandling({
      cell: cell.context.cell,
      seed: 1,
      defectRate: 0,
      faults: () => faults,
      hands: () => hands,
      clock: cell.clock,
      signal: cell.context.signal,
      log: cell.context.log,
    }),
  }
  const devices = adapt(simulated)
  cell.context.on('part-inserted', ({ data }) => {
    const judgment = judge(data, cell.clock.now())
    if (judgment) cell.hear('verifier', 'part-judged', judgment)
  })
  const done = handling(cell.context, devices)
  const modules = [...Object.keys(cell.context.cell.modules), 'verifier']
  if (ready) for (const source of modules) cell.presence(source, 'ready')
  let revision = 0
  let listed: DesiredItem[] = []
  const publish = () =>
    cell.desire({ v: 1, journalId: 'j', revision: ++revision, items: listed, ...(control ? { control } : {}) })
  return Object.assign(cell, {
    hands,
    giveControl(given: Control | undefined) {
      control = given
      publish()
    },
    devices,
    faults,
    done,
    states: () => cell.told('cell-state-changed').map(({ data }) => `${data.state}: ${data.reason}`),
    request(...items: DesiredItem[]) {
      listed = items
      publish()
    },
  })
}

/** Within a test, which ends it. */
export function startForTest(options?: RigOptions): Rig {
  const rig = startHandling(options)
  onTestFinished(async () => {
    rig.kill()
    await rig.done.catch(() => {})
  })
  // A life that ends early is no fault before the test has looked.
  rig.done.catch(() => {})
  return rig
}

/** The reference cell with so many nests. */
export function withNests(cell: CellDefinition, capacity: number): CellDefinition {
  return {
    ...cell,
    stations: cell.stations.map((station) => (station.kind === 'hold' ? { ...station, capacity } : station)),
  }
}

export type { Disk }
