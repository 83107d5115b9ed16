import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CellDefinition, Destination } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createChoreography, type Moment, type ShownPhase } from './choreography.ts'
import { forward, solveDown } from './kinematics.ts'
import { layoutOf, nestX, nestZ, rackPlace } from './layout.ts'
import { createPose, type ScenePose } from './pose.ts'

const cellFile = fileURLToPath(new URL('../../../../../cells/pulley-cell-1.yaml', import.meta.url))
const definition = parse(readFileSync(cellFile, 'utf8')) as CellDefinition
const layout = layoutOf(definition)
const { phases } = definition.cycle
const choreography = createChoreography(layout, phases)

const begun = {
  fromPlace: 0,
  fetching: true,
  fromRack: false,
  nextFromRack: false,
  fetched: 1,
  before: { destination: undefined, place: 0, fromRack: false },
}
const ENDS: readonly Omit<Moment, 'phase'>[] = [
  { ...begun, destination: 'accept', place: 0 },
  { ...begun, destination: 'reject', place: 0 },
  ...[0, 1, 2, 3].map((place) => ({ ...begun, destination: 'hold' as Destination, place })),
]
/** From the rack and back, whatever the verdict; another of the rack follows. */
const MASTER = { ...begun, destination: 'reject' as Destination, place: 0, fromRack: true, nextFromRack: true }
const CYCLE: readonly ShownPhase[] = [...phases.map((phase) => phase.id), 'slack']

function poseAt(phase: ShownPhase, progress: number, end: Omit<Moment, 'phase'>): ScenePose {
  const pose = createPose()
  choreography.poseAt({ ...end, phase }, progress, pose)
  return pose
}

/** All poses of one cycle, in order. */
function cycle(end: Omit<Moment, 'phase'>, steps = 300): { phase: ShownPhase; t: number; pose: ScenePose }[] {
  return CYCLE.flatMap((phase) =>
    Array.from({ length: steps + 1 }, (_, i) => ({ phase, t: i / steps, pose: poseAt(phase, i / steps, end) })),
  )
}

const distance = (a: ScenePose, b: ScenePose) => Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z)

describe('choreography', () => {
  it('shows the same picture for the same facts, whatever was shown before', () => {
    const fresh = poseAt('remove', 0.6, ENDS[1]!)
    const used = createPose()
    for (const phase of CYCLE) choreography.poseAt({ ...ENDS[0]!, phase }, 0.9, used)
    choreography.poseAt({ ...ENDS[1]!, phase: 'remove' }, 0.6, used)
    expect(used).toEqual(fresh)
  })

  it.each([...ENDS, MASTER])('moves the tool without a jump on the way to $destination $place', (end) => {
    const poses = cycle(end)
    for (let i = 1; i < poses.length; i++) {
      const [before, after] = [poses[i - 1]!, poses[i]!]
      expect(distance(before.pose, after.pose), `${before.phase} ${before.t} → ${after.phase} ${after.t}`).toBeLessThan(
        0.02,
      )
      expect(Math.abs(after.pose.carriage - before.pose.carriage)).toBeLessThan(0.05)
    }
    // The next cycle begins where the slack ends.
    expect(distance(poses.at(-1)!.pose, poses[0]!.pose)).toBeLessThan(1e-9)
    expect(poses.at(-1)!.pose.grip).toBe(poses[0]!.pose.grip)
  })

  it.each([...ENDS, MASTER])('never lets the part jump between jaws, mandrel and $destination $place', (end) => {
    const poses = cycle(end).filter(({ pose }) => !pose.next)
    for (let i = 1; i < poses.length; i++) {
      const [a, b] = [poses[i - 1]!.pose, poses[i]!.pose]
      expect(Math.hypot(a.px - b.px, a.py - b.py, a.pz - b.pz), `${poses[i]!.phase} ${poses[i]!.t}`).toBeLessThan(0.02)
    }
  })

  it('reaches every point of every cycle and transfer, and forward kinematics agree', () => {
    const q = new Float64Array(6)
    const transfers = ENDS.slice(0, 2).flatMap((end) =>
      [0, 1, 2, 3].flatMap((fromPlace) =>
        Array.from({ length: 101 }, (_, i) => poseAt('transfer', i / 100, { ...end, fromPlace })),
      ),
    )
    for (const pose of [...[...ENDS, MASTER].flatMap((end) => cycle(end, 60).map(({ pose }) => pose)), ...transfers]) {
      const base = [pose.x - layout.robot.x, -(pose.z - layout.robot.z), pose.y - layout.robot.y] as const
      expect(solveDown(...base, pose.yaw, q)).toBe(true)
      const tool = forward(q)
      expect(Math.hypot(tool.x - base[0], tool.y - base[1], tool.z - base[2])).toBeLessThan(1e-9)
    }
  })

  it('turns the rotor three times in the scan and sixty times while it listens', () => {
    const turns = (phase: ShownPhase) =>
      (poseAt(phase, 1, ENDS[0]!).spindle - poseAt(phase, 0, ENDS[0]!).spindle) / (2 * Math.PI)
    expect(turns('scan')).toBeCloseTo(3, 9) // 120/min for 1.5 s
    expect(turns('vibration')).toBeCloseTo(60, 9) // 1800/min for 2 s
    expect(poseAt('vibration', 0.5, ENDS[0]!).rpm).toBe(1800)
  })

  it('shows light only while it measures', () => {
    const lit = CYCLE.filter((phase) => {
      const { light, lasers, listening } = poseAt(phase, 0.5, ENDS[0]!)
      return light > 0 || lasers || listening
    })
    expect(lit).toEqual(['expose', 'scan', 'vibration', 'expose-again'])
  })

  it.each(ENDS)('ends at $destination $place', (end) => {
    const { at, px, pz } = poseAt('remove', 1, end)
    expect(at).toBe(end.destination)
    if (end.destination === 'hold') expect([px, pz]).toEqual([nestX(layout, end.place), nestZ(layout, end.place)])
  })

  it('leaves the next part where it lies while the cell waits', () => {
    const waiting = poseAt('slack', 1, { ...ENDS[0]!, fetching: false })
    expect(waiting.next).toBe(false)
    expect(waiting.grip).toBe(0)
    expect(waiting.y).toBeGreaterThan(layout.infeed.seat + 0.2)
  })

  it.each([...ENDS, MASTER])(
    'goes on fetching inside insert, from $destination $place, where there was no slack',
    (end) => {
      for (const fetched of [0, 0.3, 0.4, 0.8]) {
        const slack = poseAt('slack', fetched, end)
        const insert = { ...end, fetched, before: end }
        expect(distance(slack, poseAt('insert', 0, insert))).toBeLessThan(1e-9)
        for (let i = 1; i <= 300; i++) {
          const [a, b] = [poseAt('insert', (i - 1) / 300, insert), poseAt('insert', i / 300, insert)]
          expect(distance(a, b), `${fetched} ${i / 300}`).toBeLessThan(0.045)
          expect(Math.hypot(a.px - b.px, a.py - b.py, a.pz - b.pz)).toBeLessThan(0.045)
        }
      }
    },
  )
})

describe('a part of the rack', () => {
  it('goes from the nest in front of the rack to the spindle and back there, never to the bin', () => {
    const { x, z, seat, reach } = layout.rack!
    const nest = [x, seat + layout.partHeight, z + reach]
    const lies = ({ px, py, pz }: ScenePose) => [px, py, pz]
    const fetched = poseAt('insert', 0, { ...MASTER, fetched: 0 })
    expect([fetched.at, ...lies(fetched)]).toEqual(['rack', ...nest])
    const back = poseAt('remove', 1, MASTER)
    expect([back.at, ...lies(back)]).toEqual(['rack', ...nest])
  })

  it('leaves the parts at the infeed where they are', () => {
    for (const phase of CYCLE) for (const t of [0, 0.5, 1]) expect(poseAt(phase, t, MASTER).lane).toBe(0)
  })

  it('comes from the infeed in a cell without a rack', () => {
    const without = { ...definition, stations: definition.stations.filter(({ kind }) => kind !== 'rack') }
    const pose = createPose()
    createChoreography(layoutOf(without), phases).poseAt({ ...MASTER, fetched: 0, phase: 'insert' }, 0, pose)
    expect(pose.at).toBe('infeed')
  })
})

describe('layout', () => {
  it('has a place of its own in the rack for each challenge and master part, inside the frame', () => {
    const { rack, frame } = layout
    expect(rack!.places).toBe(definition.challenge!.parts.length + definition.masters!.length)
    const places = Array.from({ length: rack!.places }, (_, n) => rackPlace(rack!, n))
    expect(new Set(places.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size).toBe(places.length)
    for (const { x, y } of places) {
      expect(Math.abs(x) + 0.06).toBeLessThan(frame.width / 2)
      expect(y).toBeGreaterThanOrEqual(rack!.foot - 1e-9)
      expect(y + layout.partHeight).toBeLessThan(frame.top)
    }
  })

  it('moves things where another cell file puts them', () => {
    const moved = structuredClone(definition)
    const bin = moved.stations.find((station) => station.kind === 'bin')!
    bin.pose.x -= 0.05
    const other = createChoreography(layoutOf(moved), phases)
    const pose = createPose()
    other.poseAt({ ...ENDS[1]!, phase: 'remove' }, 0.87, pose)
    expect(pose.px).toBeCloseTo(poseAt('remove', 0.87, ENDS[1]!).px - 0.05, 9)
  })

  it('takes the number of nests from the capacity of the hold fixture', () => {
    expect(layout.hold.nests).toBe(4)
    const places = [0, 1, 2, 3].map((n) => `${nestX(layout, n).toFixed(3)} ${nestZ(layout, n).toFixed(3)}`)
    expect(new Set(places).size).toBe(4)
  })
})
