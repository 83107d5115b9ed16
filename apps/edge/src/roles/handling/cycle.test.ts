import type { EventOf } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceCell, referenceRecipe } from '../../testing.ts'
import { decide, identify, inOwnTime, type Judgment } from './cycle.ts'
import { freeNest, NO_PARTS, placed, removed } from './nests.ts'
import { mayFollow, wayTo } from './packml.ts'
import { obstacle } from './start-conditions.ts'
import { judged } from './testing.ts'

const part = { cycleId: 'c1', serial: 'S1', cycleNumber: 1 }
const now = new Date('2026-01-05T06:00:00.000Z')
const later = new Date('2026-01-05T06:00:06.000Z')
const origin = { materialLots: [], fixture: 'FX-1', tool: 'GRV-01' }

describe('decide', () => {
  const permitted = judged(part, 'pass', later)
  const to = (judgment: Judgment | undefined, provisional?: string) =>
    decide(part, provisional, referenceRecipe, judgment, now)

  it('accepts only with a permission for this serial, cycle and recipe that has not expired', () => {
    expect(to(permitted)).toEqual({ to: 'accept', because: 'verdict' })
    const flawed: Judgment[] = [
      judged(part, 'pass'),
      judged(part, 'pass', now),
      { ...permitted, serial: 'S2' },
      { ...permitted, cycleId: 'c2' },
      { ...permitted, recipe: { ...referenceRecipe, version: 13 } },
      { ...permitted, recipe: { ...referenceRecipe, hash: 'b'.repeat(64) } },
    ]
    for (const judgment of flawed) expect(to(judgment)).toEqual({ to: 'hold', because: 'no-permission' })
  })

  it('rejects what was rejected, and holds everything else', () => {
    expect(to(judged(part, 'reject'))).toEqual({ to: 'reject', because: 'verdict' })
    expect(to(judged(part, 'hold', later))).toEqual({ to: 'hold', because: 'verdict' })
    expect(to(undefined)).toEqual({ to: 'hold', because: 'no-verdict' })
  })

  it('holds a part under a provisional serial whatever was said of it', () => {
    for (const judgment of [permitted, judged(part, 'reject'), judged(part, 'hold'), undefined])
      expect(to(judgment, 'code unreadable').to).toBe('hold')
  })
})

describe('a permission', () => {
  it.each([0, 20_000, -20_000])('is good for as long as the verifier gave it, its clock being %i ms ahead', (ms) => {
    const at = (physicalMs: number) => new Date(now.getTime() + physicalMs)
    const event = { data: judged(part, 'pass', at(ms + 6000)), occurredAt: at(ms).toISOString() }
    const judgment = inOwnTime(event as EventOf<'part-judged'>, now)
    const toAfter = (waitedMs: number) => decide(part, undefined, referenceRecipe, judgment, at(waitedMs)).to
    expect([toAfter(5999), toAfter(6000)]).toEqual(['accept', 'hold'])
  })
})

describe('identify', () => {
  it('gives a provisional serial where the code does not tell who the part is', () => {
    const who = (serial: string | undefined, seen?: number) =>
      identify(serial === undefined ? origin : { ...origin, serial }, 'cell-1', 7, seen)
    expect(who('26K22-A-000007')).toEqual({ serial: '26K22-A-000007' })
    expect(who(undefined)).toEqual({ serial: 'cell-1-provisional-7', provisional: 'code unreadable' })
    expect(who('no serial!').provisional).toBe('code unknown: "no serial!"')
    expect(who('26K22-A-000007', 3).provisional).toBe('code repeated: 26K22-A-000007 was cycle 3')
  })
})

describe('nests', () => {
  it('never hold two parts in one place, and no part in two', () => {
    const step = fc.record({
      cycleId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      to: fc.constantFrom('hold', 'reject', 'accept', 'out'),
    })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let places = NO_PARTS
        const lying = new Map<string, string>()
        for (const { cycleId, to } of steps) {
          const kept = { cycleId, serial: cycleId, cycleNumber: 1, recipeHash: 'r' }
          places = removed(places, cycleId)
          lying.delete(cycleId)
          if (to === 'out') continue
          const nest = freeNest(places, 3)
          if (to === 'hold' && nest === undefined) continue
          places = placed(places, kept, to as 'hold', to === 'hold' ? nest : undefined)
          if (to !== 'accept') lying.set(cycleId, to)
        }
        expect(places.nests.length).toBeLessThanOrEqual(3)
        const found = [
          ...places.nests.flatMap((kept) => (kept ? [[kept.cycleId, 'hold']] : [])),
          ...places.bin.map((kept) => [kept.cycleId, 'reject']),
        ]
        expect(found.sort()).toEqual([...lying].sort())
      }),
    )
  })
})

describe('a fixture without a stated capacity', () => {
  it('always has room, and forgets the part that lay there longest', () => {
    let places = NO_PARTS
    for (let cycleNumber = 1; cycleNumber <= 1001; cycleNumber++) {
      const kept = { cycleId: `c${cycleNumber}`, serial: 'S', cycleNumber, recipeHash: 'r' }
      places = placed(places, kept, 'hold', freeNest(places, undefined))
    }
    expect(places.nests).toHaveLength(1000)
    expect(places.nests[0]?.cycleNumber).toBe(1001)
  })
})

describe('PackML states', () => {
  const states = ['stopped', 'starting', 'idle', 'execute', 'held', 'suspended', 'stopping', 'aborted'] as const

  it('follow one another only as the model allows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...states), (from, to) => {
        const way = [from, ...wayTo(from, to)]
        expect(way.at(-1)).toBe(to)
        for (const [i, state] of way.slice(1).entries()) expect(mayFollow(way[i]!, state)).toBe(true)
      }),
    )
  })

  it('can be aborted at once from everywhere, and leave aborted only through stopped', () => {
    for (const state of states) if (state !== 'aborted') expect(wayTo(state, 'aborted')).toEqual(['aborted'])
    expect(wayTo('aborted', 'execute')).toEqual(['stopped', 'idle', 'execute'])
  })
})

describe('start conditions', () => {
  const cell = referenceCell()
  const readiness = new Map([...Object.keys(cell.modules), 'verifier'].map((source) => [source, 'ready']))
  const inputs = {
    zoneClear: true,
    guardClosed: true,
    localRelease: false,
    emergencyStopClear: true,
    lockedOut: false,
  }
  const conditions = { cell, readiness, inputs, places: NO_PARTS, paused: false, starting: true }

  it('let the cell begin when modules and verifier are ready; a release is not for automatic motion', () => {
    expect(obstacle(conditions)).toBeUndefined()
  })

  it('name what is waited for', () => {
    const missing = new Map([...readiness, ['visual', 'loading']])
    missing.delete('verifier')
    const reason = 'waits for visual (loading), verifier (offline)'
    expect(obstacle({ ...conditions, readiness: missing })).toEqual({ state: 'starting', reason })
    expect(obstacle({ ...conditions, readiness: missing, starting: false })).toEqual({ state: 'held', reason })
    expect(obstacle({ ...conditions, inputs: { ...inputs, lockedOut: true } })?.reason).toBe('locked out')
  })
})
