import type { AlarmState, CellTwin, EventData, EventType } from '@celltwin/contracts'
import { checkEvent } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RatedChange } from './alarm-annunciations.ts'
import { decideAlarm } from './alarm-decisions.ts'
import { floodsOf } from './alarm-floods.ts'
import { alarmRates } from './alarm-rates.ts'
import { type Observation, type Pending, watchAlarms } from './alarm-watch.ts'
import { alarmOf, alarmState, alarmsInOrder, LONGEST_SHELF_MS, stateBelow } from './alarms.ts'
import { emptyTwin, evolve } from './evolve.ts'
import { Teller } from './testing/teller.ts'
import { seeded } from './testing.ts'

const START_MS = Date.parse('2026-11-19T06:00:00.000Z')
const ALARM = 'source-silent/visual'

/** A twin to which the server tells its own events, at a time that the test chooses. */
function house() {
  const teller = new Teller(seeded(1), START_MS)
  let twin: CellTwin = emptyTwin('cell-1')
  return {
    get twin() {
      return twin
    },
    get nowMs() {
      return teller.nowMs
    },
    after: (ms: number) => (teller.nowMs += ms),
    tell<T extends EventType>(type: T, data: EventData<T>): void {
      const event = teller.tell('server', type, data)
      expect(checkEvent(event)).toMatchObject({ ok: true })
      twin = evolve(twin, { position: twin.position + 1, recordedAt: event.occurredAt, event })
    },
    state: () => alarmState(alarmOf(twin, ALARM), teller.nowMs),
  }
}
type House = ReturnType<typeof house>

const raise = (latching = false) => ({
  ...{ alarm: ALARM, priority: 'high' as const, since: new Date(START_MS).toISOString() },
  ...(latching ? { latching } : {}),
})
const why = { alarm: ALARM, by: 'Ada', reason: 'known, being repaired' }

const STEPS = {
  raise: (h) => h.tell('alarm-raised', raise()),
  raiseLatching: (h) => h.tell('alarm-raised', raise(true)),
  return: (h) => h.tell('alarm-returned', { alarm: ALARM, since: new Date(h.nowMs).toISOString() }),
  acknowledge: (h) => h.tell('alarm-acknowledged', { alarm: ALARM, by: 'Ada' }),
  reset: (h) => h.tell('alarm-reset', why),
  shelve: (h) => h.tell('alarm-shelved', { ...why, until: new Date(h.nowMs + 3_600_000).toISOString() }),
  shelveForEver: (h) => h.tell('alarm-shelved', { ...why, until: '2099-01-01T00:00:00.000Z' }),
  unshelve: (h) => h.tell('alarm-unshelved', why),
  suppress: (h) => h.tell('alarm-suppressed', { alarm: ALARM, condition: 'database-away' }),
  unsuppress: (h) => h.tell('alarm-unsuppressed', { alarm: ALARM }),
  takeOut: (h) => h.tell('alarm-out-of-service', why),
  putIn: (h) => h.tell('alarm-in-service', why),
  wait: (h) => void h.after(1_800_000),
} satisfies Record<string, (h: House) => void>
const steps = fc.array(fc.constantFrom(...(Object.keys(STEPS) as (keyof typeof STEPS)[])), { maxLength: 40 })

const walked = (h: House, step: keyof typeof STEPS): AlarmState => {
  STEPS[step](h)
  return h.state()
}

const LEGAL: readonly AlarmState[] = [
  ...(['normal', 'unacknowledged', 'acknowledged', 'returned-unacknowledged', 'latched-unacknowledged'] as const),
  ...(['latched', 'shelved', 'suppressed', 'out-of-service'] as const),
]

describe('the life of an alarm', () => {
  it('[TW30] goes from raised to acknowledged to normal', () => {
    const h = house()
    const walk = (['raise', 'acknowledge', 'return'] as const).map((step) => walked(h, step))
    expect(walk).toEqual(['unacknowledged', 'acknowledged', 'normal'])
  })

  it('[TW30] waits for a person after its return, and a latching one for a reset as well', () => {
    const h = house()
    const walk = (['raise', 'return', 'acknowledge', 'raiseLatching', 'return', 'reset', 'acknowledge'] as const).map(
      (step) => walked(h, step),
    )
    expect(walk.slice(0, 5)).toEqual([
      ...['unacknowledged', 'returned-unacknowledged', 'normal', 'unacknowledged', 'latched-unacknowledged'],
    ])
    const latched = house()
    for (const step of ['raiseLatching', 'return', 'acknowledge'] as const) STEPS[step](latched)
    expect(latched.state()).toBe('latched')
    STEPS.reset(latched)
    expect(latched.state()).toBe('normal')
  })

  it('[TW30] is in a legal state after every sequence of events, and its identity and history only grow', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const h = house()
        let raises = 0
        for (const step of sequence) {
          STEPS[step](h)
          const alarm = alarmOf(h.twin, ALARM)
          expect(LEGAL).toContain(h.state())
          expect(alarm.id).toBe(ALARM) // [TW32]
          expect(alarm.raises).toBeGreaterThanOrEqual(raises)
          raises = alarm.raises
        }
      }),
    )
  })

  it('[TW30] never loses an unacknowledged one: only an acknowledgement ends that', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const h = house()
        let waiting = false
        for (const step of sequence) {
          STEPS[step](h)
          if (step === 'acknowledge') waiting = false
          else if (step.startsWith('raise') && !waiting) waiting = !alarmOf(h.twin, ALARM).acknowledged
          expect(!alarmOf(h.twin, ALARM).acknowledged).toBe(waiting)
          if (waiting) expect(stateBelow(alarmOf(h.twin, ALARM))).toMatch(/unacknowledged$/)
        }
      }),
    )
  })

  it('[TW31] leaves the shelf by itself, whatever was said', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const h = house()
        for (const step of sequence) STEPS[step](h)
        h.after(LONGEST_SHELF_MS)
        expect(h.state()).not.toBe('shelved')
      }),
    )
  })
})

describe('what a person may do', () => {
  const refusal = (h: House, command: Parameters<typeof decideAlarm>[1]) => {
    const decided = decideAlarm(h.twin, command, h.nowMs)
    return 'refused' in decided ? decided.refused : decided.type
  }

  it('is refused with a reason where it makes no sense', () => {
    const h = house()
    const by = { alarm: ALARM, by: 'Ada' }
    const reason = 'work order 5512'
    expect(refusal(h, { ...by, kind: 'acknowledge' })).toBe('nothing-to-acknowledge')
    expect(refusal(h, { ...by, alarm: 'no-such', kind: 'acknowledge' })).toBe('alarm-unknown')
    const until = (ms: number) => new Date(h.nowMs + ms).toISOString()
    expect(refusal(h, { ...by, kind: 'shelve', until: until(25 * 3_600_000), reason })).toBe('shelf-too-long')
    expect(refusal(h, { ...by, kind: 'shelve', until: until(-1), reason })).toBe('shelf-too-long')
    expect(refusal(h, { ...by, kind: 'put-in-service', reason })).toBe('in-service')
    STEPS.raiseLatching(h)
    expect(refusal(h, { ...by, kind: 'reset', reason })).toBe('still-active')
    STEPS.return(h)
    expect(refusal(h, { ...by, kind: 'reset', reason })).toBe('still-active')
    STEPS.acknowledge(h)
    expect(refusal(h, { ...by, kind: 'reset', reason })).toBe('alarm-reset')
    expect(refusal(h, { ...by, kind: 'shelve', until: until(60_000), reason })).toBe('alarm-shelved')
  })
})

describe('watching', () => {
  /** Sees the conditions second by second and journals what comes of it. */
  function watch(h: House, each: (second: number) => Observation[], seconds: number): string[] {
    let pending: Pending = {}
    const told: string[] = []
    for (let second = 0; second < seconds; second++) {
      const watched = watchAlarms(h.twin, each(second), pending, h.nowMs)
      pending = watched.pending
      for (const { type, data } of watched.events) {
        h.tell(type, data as never)
        told.push(`${second} ${type} ${data.alarm}`)
      }
      h.after(1000)
    }
    return told
  }
  const silent = (holds: boolean | undefined): Observation => ({ kind: 'source-silent', of: 'visual', holds })

  it('[TW33] raises after the on-delay and returns after the off-delay', () => {
    const told = watch(house(), (s) => [silent(s >= 5 && s < 30)], 60)
    expect(told).toEqual([`15 alarm-raised ${ALARM}`, `33 alarm-returned ${ALARM}`])
  })

  it('[TW33] does not chatter with a condition that comes and goes', () => {
    expect(watch(house(), (s) => [silent(s % 5 !== 0)], 120)).toEqual([])
  })

  it('[TW33] stays as it is between limit and clear', () => {
    const told = watch(house(), (s) => [silent(s < 20 ? true : undefined)], 60)
    expect(told).toEqual([`10 alarm-raised ${ALARM}`])
  })

  it('[TW33] suppresses what another alarm says already, and shows it again', () => {
    const away: Observation = { kind: 'database-away', holds: true }
    const told = watch(house(), (s) => [silent(true), { ...away, holds: s >= 20 && s < 40 }], 60)
    expect(told).toContain(`20 alarm-suppressed ${ALARM}`)
    expect(told).toContain(`40 alarm-unsuppressed ${ALARM}`)
  })

  it('[TW33] is suppressed before it is raised, and until after it has returned: it is in sight for no time at all', () => {
    const away: Observation = { kind: 'database-away', holds: true }
    const both = (s: number) => [silent(s < 30), { ...away, holds: s < 33 }]
    expect(watch(house(), both, 60).filter((line) => line.endsWith(ALARM))).toEqual([
      ...[`10 alarm-suppressed ${ALARM}`, `10 alarm-raised ${ALARM}`],
      ...[`33 alarm-returned ${ALARM}`, `33 alarm-unsuppressed ${ALARM}`],
    ])
  })

  it('returns what is not observed any more, and takes an ended shelf down', () => {
    const h = house()
    const told = watch(h, (s) => (s < 20 ? [silent(true)] : []), 30)
    expect(told.at(-1)).toBe(`23 alarm-returned ${ALARM}`)
    h.tell('alarm-shelved', { ...why, until: new Date(h.nowMs + 5000).toISOString() })
    expect(watch(h, () => [], 10)).toEqual([`5 alarm-unshelved ${ALARM}`])
  })

  it('comes out the same whatever the conditions do: what is journalled as active has held', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 80 }), (holds) => {
        const h = house()
        watch(h, (s) => [silent(holds[s] ?? false)], holds.length + 10)
        expect(alarmOf(h.twin, ALARM).active).toBe(false)
      }),
    )
  })
})

describe('figures', () => {
  const at = (s: number) => new Date(START_MS + s * 1000).toISOString()
  const window = { fromMs: START_MS, toMs: START_MS + 3_600_000 }
  const raisedAt = (alarm: string, ...seconds: number[]): RatedChange[] =>
    seconds.map((s) => ({ type: 'alarm-raised', alarm, at: at(s) }))

  it('count per hour, and call more than ten in ten minutes a flood until fewer than five came in ten', () => {
    const changes = raisedAt('cell-held', ...Array.from({ length: 11 }, (_, i) => 600 + i * 50), 3000)
    const rates = alarmRates(changes, window, emptyTwin('cell-1'))
    // The fifth from the end came at 900 s.
    expect(rates).toMatchObject({ raised: 12, perHour: 12, floods: [{ from: at(600), to: at(1500), count: 11 }] })
    expect(rates.floodShare).toBeCloseTo(900 / 3600, 10)
    expect(rates.buckets.map(({ count }) => count)).toEqual([0, 11, 0, 0, 0, 1])
    expect(alarmRates(changes.slice(1), window, emptyTwin('cell-1')).floods).toEqual([])
  })

  it('call it one flood while it ebbs, and end it with the window where it lasts', () => {
    const ebbing = [...Array.from({ length: 11 }, (_, i) => i * 10), 300, 400, 500, 600, 700, 1000, 1200, 1300]
    const floods = (toS: number) =>
      alarmRates(raisedAt('cell-held', ...ebbing), { fromMs: START_MS, toMs: START_MS + toS * 1000 }, emptyTwin('c'))
        .floods
    expect(floods(3600)).toEqual([{ from: at(0), to: at(900), count: 16 }])
    expect(floods(800)).toEqual([{ from: at(0), to: at(800), count: 16 }])
  })

  it('have floods that follow each other, each with five in the ten minutes before any instant of it but its beginning', () => {
    const seconds = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 20, maxLength: 80 })
    fc.assert(
      fc.property(seconds, (pauses) => {
        let now = 0
        const times = pauses.map((pause) => (now += pause * 1000))
        let end = Number.NEGATIVE_INFINITY
        for (const { fromMs, knownMs, toMs, count } of floodsOf(times)) {
          expect(fromMs).toBeGreaterThan(end)
          expect(count).toBe(times.filter((t) => t >= fromMs && t <= toMs).length)
          const within = (t: number) => times.filter((each) => each <= t && t - each <= 600_000).length
          expect(within(knownMs)).toBeGreaterThan(10)
          for (let t = knownMs; t <= toMs; t += 30_000) expect(within(t)).toBeGreaterThanOrEqual(5)
          expect(within(toMs + 1)).toBeLessThan(5)
          end = toMs
        }
      }),
      { numRuns: 30 },
    )
  })

  it('name what chatters: three times in a minute', () => {
    const changes = [...raisedAt('cell-held', 0, 70, 140), ...raisedAt('guard-open', 200, 220, 250)]
    expect(alarmRates(changes, window, emptyTwin('cell-1')).chattering).toEqual([{ alarm: 'guard-open', most: 3 }])
  })

  it('count what was not acknowledged within its time to respond', () => {
    // Ten minutes for a held cell; the last one still has time.
    const answers = [100, 2000].map((s) => ({ type: 'alarm-acknowledged', alarm: 'cell-held', at: at(s) }))
    const changes = [...raisedAt('cell-held', 50, 900, 3500), ...answers].sort((a, b) => a.at.localeCompare(b.at))
    expect(alarmRates(changes, window, emptyTwin('cell-1'))).toMatchObject({ due: 2, late: 1 })
  })

  it('count what was shown: not what is suppressed or shelved, and that once it comes into sight', () => {
    const change = (s: number, type: string, alarm = 'cell-held'): RatedChange => ({ at: at(s), type, alarm })
    const rates = alarmRates(
      [
        change(-90_000, 'alarm-raised', 'guard-open'),
        ...[change(-50, 'alarm-shelved'), change(10, 'alarm-raised'), change(20, 'alarm-returned')],
        ...[change(30, 'alarm-unshelved'), change(40, 'alarm-suppressed'), change(40, 'alarm-raised')],
        ...[change(700, 'alarm-unsuppressed'), change(800, 'alarm-shelved'), change(900, 'alarm-unshelved')],
      ],
      window,
      emptyTwin('cell-1'),
    )
    expect(rates).toMatchObject({ raised: 1, top: [{ alarm: 'cell-held', count: 1 }] })
    expect(rates.buckets.map(({ count }) => count)).toEqual([0, 1, 0, 0, 0, 0])
    expect(rates.stale).toEqual([{ alarm: 'guard-open', since: at(-90_000) }])
  })

  it('put first what waits for a person, and of that what matters most', () => {
    const h = house()
    const since = at(0)
    h.tell('alarm-raised', { alarm: 'backlog-high/visual', priority: 'low', since })
    h.tell('alarm-raised', { alarm: 'clock-skew/visual', priority: 'medium', since })
    h.tell('alarm-raised', { alarm: 'emergency-stop', priority: 'high', since })
    h.tell('alarm-acknowledged', { alarm: 'emergency-stop', by: 'Ada' })
    expect(alarmsInOrder(h.twin, h.nowMs).map(({ alarm }) => alarm.id)).toEqual([
      ...['clock-skew/visual', 'backlog-high/visual', 'emergency-stop'],
    ])
  })
})
