import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CellDefinition, CellEvent, CellStatistics, CellTwin } from '@celltwin/contracts'
import { emptyTwin, fold, waitingForPerson } from '@celltwin/twin'
import { historyOf, journalOf } from '@celltwin/twin/testing'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { cycleChart, laneIds } from './cycle-chart.ts'
import { markOf } from './LastParts.tsx'
import { looksOf } from './looks.ts'
import { qualityOfHours } from './quality.ts'
import { defectsOf, NO_DEFECTS } from './scene/part-defects.ts'
import { andonOf, heldParts, outOfRack, runningCycle, shownOf, startOf } from './scene/shown.ts'
import { dueAt, moduleSays, stationSays, verifierSays } from './status.ts'
import { columnsOf, labelTops } from './viewport/columns.ts'

const cellFile = fileURLToPath(new URL('../../../../cells/pulley-cell-1.yaml', import.meta.url))
const definition = parse(readFileSync(cellFile, 'utf8')) as CellDefinition
const events = [...historyOf({ seed: 7, cycles: 12, troubleRate: 0, definition })]
const entries = [...journalOf(events)]

/** The twin just after the last event for which `is` holds. */
function twinAfter(is: (event: CellEvent) => boolean): CellTwin {
  const last = entries.findLastIndex(({ event }) => is(event))
  return fold(emptyTwin('pulley-cell-1'), entries.slice(0, last + 1))
}
const inPhase = (phase: string) => twinAfter((event) => event.type === 'phase-started' && event.data.phase === phase)
const unheard = { telemetry: {}, delays: {}, presence: {} }
const live = { link: { state: 'live' }, at: undefined, ...unheard } as const
/** Just after the last thing that was said. */
const justAfter = (twin: CellTwin) => Date.parse(twin.occurredAt!) + 100

describe('what the scene shows', () => {
  it('follows the phase that the cell told last, since when the cell says it began', () => {
    const twin = inPhase('scan')
    const shown = shownOf(twin, definition.cycle, 1)
    const cycle = runningCycle(twin)!
    expect(shown).toMatchObject({ phase: 'scan', budgetMs: 1500, cycle: { cycleNumber: 12 } })
    expect(shown.sinceMs).toBe(Date.parse(cycle.phases.at(-1)!.at))
  })

  it('knows no part in a cell that has not begun', () => {
    const twin = twinAfter((event) => event.type === 'cell-described')
    expect(shownOf(twin, definition.cycle, 1).phase).toBe('idle')
  })

  it('takes the destination from what the cell did, once it did', () => {
    const twin = twinAfter((event) => event.type === 'part-dispatched')
    expect(shownOf(twin, definition.cycle, 1).destination).toBe('accept')
  })

  it('fetches the next part only in a cell that runs', () => {
    const done = twinAfter((event) => event.type === 'part-arrived')
    expect(shownOf(done, definition.cycle, 1)).toMatchObject({ phase: 'slack', fetching: true })
    const stopped = { ...done, state: { ...done.state!, value: { state: 'held' as const, reason: 'no free nest' } } }
    expect(shownOf(stopped, definition.cycle, 1).fetching).toBe(false)
  })

  it('lets the stack light say by its position that a person is awaited', () => {
    expect(andonOf('execute', false)).toBe('execute')
    expect(andonOf('execute', true)).toBe('attention')
    expect(andonOf('aborted', true)).toBe('stopped')
  })
})

describe('a part of the rack', () => {
  const runOf = (serial: string) => ({ cycleId: 'of-the-rack', serial, challenge: serial, cycleNumber: 1000 })
  /** What handling tells after everything else, one second after the other. */
  function after(...told: readonly (readonly [type: string, data: object])[]): CellTwin {
    const last = entries.at(-1)!
    const since = Date.parse(last.event.occurredAt)
    const seq = Math.max(...events.filter(({ source }) => source === 'handling').map((event) => event.seq))
    return fold(emptyTwin('pulley-cell-1'), [
      ...entries,
      ...told.map(([type, data], i) => {
        const occurredAt = new Date(since + (i + 1) * 1000).toISOString()
        const place = { id: `rack-${i}`, source: 'handling', epoch: 1, seq: seq + i + 1, occurredAt }
        const event = { ...place, v: 1, type, simulated: true, data } as unknown as CellEvent
        return { position: last.position + i + 1, recordedAt: occurredAt, event }
      }),
    ])
  }
  const phase = (name: string, serial: string) =>
    ['phase-started', { ...runOf(serial), phase: name, budgetMs: 2000 }] as const
  const challenge = ['challenge-started', { runId: 'r', parts: ['P1-GOOD', 'P1-DENT'] }] as const
  const study = ['study-started', { runId: 's', study: { kind: 'type1', parts: ['P1-M01'], trials: 10 } }] as const

  it('is out from the moment the robot takes it, and back once the robot put it there', () => {
    const inserted = after(challenge, phase('insert', 'P1-DENT'))
    expect(outOfRack(inserted)).toBe('P1-DENT')
    expect(shownOf(inserted, definition.cycle, 1)).toMatchObject({ phase: 'insert', fromRack: true })
    const rack = definition.stations.find(({ kind }) => kind === 'rack')!
    expect(stationSays(definition, inserted, rack, justAfter(inserted), 1)).toBe('P1-DENT is out')

    const outcome = { runId: 'r', challenge: 'P1-DENT', outcome: 'as-expected', findings: [], uses: 1 }
    const returned = ['challenge-part-returned', { ...runOf('P1-DENT'), ...outcome }] as const
    const back = after(challenge, phase('insert', 'P1-DENT'), phase('remove', 'P1-DENT'), returned)
    expect(outOfRack(back)).toBeUndefined()
    expect(shownOf(back, definition.cycle, 1)).toMatchObject({ phase: 'slack', fromRack: true, nextFromRack: true })
  })

  it('stays on the spindle after a reading of a study, until the robot puts it back', () => {
    const read = ['study-reading-taken', { ...runOf('P1-M01'), runId: 's', reading: 10 }] as const
    const reading = after(study, phase('insert', 'P1-M01'), phase('decide', 'P1-M01'), read)
    expect(outOfRack(reading)).toBe('P1-M01')
    expect(shownOf(reading, definition.cycle, 1).phase).toBe('decide')
    const removing = after(study, phase('decide', 'P1-M01'), read, phase('remove', 'P1-M01'))
    expect(shownOf(removing, definition.cycle, 1).phase).toBe('remove')
    const returned = ['study-part-returned', { ...runOf('P1-M01'), runId: 's' }] as const
    expect(
      outOfRack(after(study, phase('decide', 'P1-M01'), read, phase('remove', 'P1-M01'), returned)),
    ).toBeUndefined()
  })
})

describe('a verdict in the row of last parts', () => {
  const rejected = {
    ...Object.values(twinAfter((event) => event.type === 'part-judged').cycles).find(({ verdict }) => verdict)!,
    verdict: { ...{ at: '', epoch: 1, seq: 1 }, verdict: 'reject' as const, reasons: [], judgedAfterMs: 1 },
  }
  const known = { ...rejected, challenge: 'P1-DENT' }

  it('of a challenge part is held against what the part must show', () => {
    const shown = (challenged: 'as-expected' | 'failed' | 'inconclusive') =>
      markOf({ ...known, verdict: { ...known.verdict, challenged } })
    expect(shown('as-expected')).toMatchObject({ look: 'known', reason: 'As expected' })
    expect(shown('failed')).toMatchObject({ look: 'reject', reason: 'Not as expected' })
    expect(shown('inconclusive')).toMatchObject({ look: 'known', icon: 'ni' })
  })

  it('is told alike by the verifier, and what a module found is no reject where the part is bad by design', () => {
    const judged = (challenged: 'as-expected' | 'failed') => ({ ...known, verdict: { ...known.verdict, challenged } })
    expect(verifierSays(definition, judged('as-expected'))).toEqual({ icon: 'flask', text: 'As expected' })
    expect(verifierSays(definition, judged('failed'))).toEqual({ icon: 'reject', text: 'Not as expected' })
    const inspected = { ...{ at: '', epoch: 1, seq: 1 }, evidence: [], computeMs: 1 }
    const results = [{ characteristic: 'dents', value: 1, conformance: 'fail' as const }]
    const found = (challenge?: string) => {
      const { challenge: _, ...cycle } = known
      const modules = { visual: { inspected: { ...inspected, results } } }
      return moduleSays(definition, { ...cycle, ...(challenge ? { challenge } : {}), modules }, 'visual', 0, 1).icon
    }
    expect([found(), found('P1-DENT'), found('P1-M01'), found('P1-GOOD')]).toEqual([
      ...['reject', 'flask', 'flask', 'reject'],
    ])
  })

  it('of a master part says nothing of the part, of any other part all', () => {
    expect(markOf(known)).toMatchObject({ look: 'known', reason: 'Measured for a study' })
    expect(markOf(rejected)).toMatchObject({ look: 'reject', word: 'Reject' })
  })
})

describe('parts that wait', () => {
  const held = fold(
    emptyTwin('pulley-cell-1'),
    journalOf(
      [...historyOf({ seed: 3, cycles: 30, troubleRate: 1, definition })].filter(
        (e) => e.type !== 'part-reviewed' && !e.type.startsWith('request'),
      ),
    ),
  )

  it('lists what nobody decided on, oldest first', () => {
    const waiting = waitingForPerson(held)
    expect(waiting.length).toBeGreaterThan(3)
    expect(waiting.map((cycle) => cycle.cycleNumber)).toEqual(
      waiting.map((cycle) => cycle.cycleNumber).toSorted((a, b) => a - b),
    )
    expect(waiting.every((cycle) => cycle.verdict?.verdict !== 'pass')).toBe(true)
  })

  it('puts the parts that arrived at the hold fixture into their nests', () => {
    for (const { cycleId, place } of heldParts(held))
      expect(held.cycles[cycleId]?.arrived).toMatchObject({ where: 'hold', place })
    expect(looksOf(definition, { ...live, twin: held }, justAfter(held)).hold?.awaited).toBe(true)
  })
})

describe('trust', () => {
  const twin = inPhase('scan')

  it('shows simulated devices as such', () => {
    expect(looksOf(definition, { ...live, twin }, justAfter(twin)).camera?.trust).toBe('simulated')
  })

  it('lets a station go stale with its agent, and every station with the connection', () => {
    const source = twin.sources.dimensional!
    const gone = { ...source.presence!, value: { online: false } }
    const without = { ...twin, sources: { ...twin.sources, dimensional: { ...source, presence: gone } } }
    const looks = looksOf(definition, { ...live, twin: without }, justAfter(twin))
    expect([looks.lasers?.trust, looks.camera?.trust]).toEqual(['stale', 'simulated'])
    const lost = { state: 'lost', since: 0, shownAt: 0 } as const
    const cut = looksOf(definition, { ...live, twin, link: lost }, justAfter(twin))
    const silent = looksOf(definition, { ...live, twin }, justAfter(twin) + 60_000)
    expect(silent.camera?.trust).toBe('stale')
    expect(new Set(Object.values(cut).map((look) => look.trust))).toEqual(new Set(['stale']))
  })
})

describe('the running cycle', () => {
  it('has handling first, then every module, then the verifier', () => {
    expect(laneIds(definition)).toEqual(['handling', 'visual', 'dimensional', 'vibration', 'verifier'])
  })

  it('plans what has not begun behind what runs, in physical seconds whatever the speed', () => {
    const twin = inPhase('scan')
    const cycle = runningCycle(twin)!
    const scanAt = Date.parse(cycle.phases.at(-1)!.at)
    for (const speed of [1, 10]) {
      const chart = cycleChart(definition, twin, cycle, scanAt + 500 / speed, speed)
      const began = ((scanAt - startOf(cycle)!) * speed) / 1000
      expect(chart.now).toBeCloseTo(began + 0.5, 6)
      const spinUp = chart.lanes[0]!.bars.find((bar) => bar.label === 'Spin up')
      expect(spinUp).toMatchObject({ kind: 'planned' })
      expect(spinUp!.from).toBeCloseTo(began + 1.5, 6)
      // scan 1.5, spin-up 1.5, vibration 2.0, coast 0.5, brake 1.0, decide 0.5, remove 2.0
      expect(chart.plannedEnd).toBeCloseTo(began + 9, 6)
    }
  })

  it('moves the plan on when a phase overruns', () => {
    const twin = inPhase('scan')
    const cycle = runningCycle(twin)!
    const late = cycleChart(definition, twin, cycle, Date.parse(cycle.phases.at(-1)!.at) + 4000, 1)
    expect(late.plannedEnd).toBeCloseTo(late.now + 7.5, 6)
  })

  it('stands still once the part has arrived', () => {
    const twin = twinAfter((event) => event.type === 'part-arrived')
    const cycle = runningCycle(twin)!
    const arrived = (Date.parse(cycle.arrived!.at) - startOf(cycle)!) / 1000
    expect(cycleChart(definition, twin, cycle, Date.parse(cycle.arrived!.at) + 60_000, 1)).toMatchObject({
      done: true,
      now: arrived,
    })
  })
})

describe('what modules say', () => {
  it('counts down to the deadline, whose allowance is not divided by the speed', () => {
    const twin = inPhase('to-scan-speed')
    const cycle = runningCycle(twin)!
    const insertedAt = Date.parse(cycle.inserted!.at)
    expect(dueAt(definition, cycle, 'vibration', 1)! - insertedAt).toBe(10_000 + 4000)
    expect(dueAt(definition, cycle, 'vibration', 10)! - insertedAt).toBe(1000 + 4000)
    expect(moduleSays(definition, cycle, 'vibration', insertedAt + 4000, 1)).toEqual({
      icon: 'run',
      text: 'due in 10 s',
    })
    expect(moduleSays(definition, cycle, 'vibration', insertedAt + 15_000, 1).icon).toBe('warn')
  })

  it('says how many results came, and the verdict once there is one', () => {
    const twin = twinAfter((event) => event.type === 'part-judged')
    const cycle = runningCycle(twin)!
    const owed = definition.recipe.characteristics.filter(({ module }) => module === 'visual').length
    expect(moduleSays(definition, cycle, 'visual', 0, 1)).toEqual({ icon: 'pass', text: `${owed} of ${owed} results` })
    expect(verifierSays(definition, cycle)).toMatchObject({ icon: 'pass' })
    const chute = definition.stations.find((station) => station.kind === 'chute')!
    expect(stationSays(definition, twin, chute, 0, 1)).toBe('11 confirmed')
  })
})

describe('defects on the part', () => {
  it('come from results alone: the missing crimp at its angle', () => {
    const found = defectsOf([
      {
        characteristic: 'crimp-count',
        value: 5,
        conformance: 'fail',
        locations: [{ angleDeg: 271.5, conforming: false }],
      },
      {
        characteristic: 'grease-on-face',
        value: 40,
        conformance: 'fail',
        locations: [{ angleDeg: 80, radiusMm: 53, value: 40 }],
      },
    ])
    // Crimps sit at 30°, 90°, 150°, 210°, 270° and 330°: the fifth is gone.
    expect(found.missingCrimps).toEqual([5])
    expect(found.grease).toEqual([{ angleDeg: 80, radiusMm: 53, size: 40 }])
  })

  it('are none where everything passed', () => {
    expect(
      defectsOf([{ characteristic: 'crimp-count', value: 6, conformance: 'pass', locations: [{ angleDeg: 30 }] }]),
    ).toBe(NO_DEFECTS)
  })
})

describe('labels', () => {
  it('stand in two columns and never overlap', () => {
    const { left, right } = columnsOf(definition.stations)
    expect(left.map((station) => station.id)).toEqual(expect.arrayContaining(['infeed', 'spindle', 'camera']))
    expect(right.map((station) => station.id)).toEqual(expect.arrayContaining(['bin', 'chute']))
    for (const height of [240, 340, 700]) {
      const tops = labelTops(left.length, height, 44)
      for (let i = 1; i < tops.length; i++) expect(tops[i]! - tops[i - 1]!).toBeGreaterThanOrEqual(44)
    }
  })
})

describe('quality', () => {
  it('keeps the cell’s own losses out of the product’s yield', () => {
    const hours = { inspected: 50, reject: 6, hold: 4, falseRejects: 2, notInspected: 3, losses: [] }
    expect(qualityOfHours(hours as unknown as CellStatistics)).toMatchObject({
      product: { count: 5, of: 47 },
      own: { count: 5, of: 50 },
      lost: 10,
    })
  })
})
