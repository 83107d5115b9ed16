import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ModuleFacts, type Plan, progressOf, shadowRefusals, type Target } from './index.ts'

const NEW = 'new'
const OLD = 'old'
const at = (cell: string): Target => ({ cell, module: 'visual' })
const PLAN: Plan = {
  model: NEW,
  stages: [[at('a')], [at('b'), at('c')]],
  rule: { minParts: 20, mostDisagreement: 0.2 },
}

/** Cells that do as they are asked, one event at a time. */
function plant(plan: Plan, disagrees: (part: number) => boolean = () => false) {
  const facts = new Map<string, ModuleFacts & { seen: { parts: number; disagreed: number } }>()
  for (const { cell } of plan.stages.flat()) facts.set(cell, { running: OLD, seen: { parts: 0, disagreed: 0 } })
  const progress = () => progressOf(plan, ({ cell }) => facts.get(cell)!)
  const change = (cell: string, by: Partial<ModuleFacts>) => facts.set(cell, { ...facts.get(cell)!, ...by } as never)
  return {
    facts,
    change,
    progress,
    decide() {
      for (const { cell, do: what } of progress().steps)
        change(cell, what === 'shadow' ? { wantedShadow: NEW } : { wantedLive: NEW, wantedShadow: undefined })
    },
    /** One module does one thing. */
    move(cell: string) {
      const { wantedLive, wantedShadow, running, shadowing, seen } = facts.get(cell)!
      if (wantedLive && wantedLive !== running) change(cell, { running: wantedLive })
      else if (wantedShadow && wantedShadow !== shadowing) change(cell, { shadowing: wantedShadow })
      else if (shadowing)
        change(cell, { seen: { parts: seen.parts + 1, disagreed: seen.disagreed + (disagrees(seen.parts) ? 1 : 0) } })
    },
  }
}

describe('a model in shadow', () => {
  it('is refused for want of parts, and for disagreement that the parts leave possible', () => {
    const rule = { minParts: 20, mostDisagreement: 0.2 }
    expect(shadowRefusals(rule)).toEqual(['It has judged 0 parts in shadow; 20 are asked for.'])
    expect(shadowRefusals(rule, { parts: 20, disagreed: 0 })).toEqual([])
    expect(shadowRefusals(rule, { parts: 20, disagreed: 1 })[0]).toMatch(/^It disagrees on 1 of 20 parts: up to 23/)
    expect(shadowRefusals(rule, { parts: 100, disagreed: 5 })).toEqual([])
  })
})

describe('a roll-out', () => {
  it('goes stage by stage: shadow, live, then the next stage', () => {
    const { progress, decide, move, facts } = plant(PLAN)
    expect(progress().steps).toEqual([{ ...at('a'), do: 'shadow' }])
    decide()
    expect(progress().stages[0]![0]).toMatchObject({ state: 'preparing' })
    for (let k = 0; k <= 20; k++) move('a')
    expect(progress().steps).toEqual([{ ...at('a'), do: 'promote' }])
    decide()
    expect(progress()).toMatchObject({ stage: 0, steps: [], stages: [[{ state: 'swapping' }], [{}, {}]] })
    move('a')
    expect(progress()).toMatchObject({ stage: 1, steps: [{ cell: 'b' }, { cell: 'c' }] })
    expect(facts.get('b')).toEqual({ running: OLD, seen: { parts: 0, disagreed: 0 } })
  })

  it('stops where a module refuses, and holds the others of the stage', () => {
    const { progress, change } = plant(PLAN)
    change('a', { running: NEW, wantedLive: NEW })
    change('b', { wantedShadow: NEW, refused: 'golden inputs disagree' })
    expect(progress()).toMatchObject({ stage: 1, steps: [], blocked: ['golden inputs disagree'] })
  })

  it('does not go on with what a person rolled back', () => {
    const { progress, change } = plant(PLAN)
    change('a', { running: NEW, wantedLive: OLD })
    expect(progress().stages[0]![0]).toMatchObject({ state: 'waiting' })
    expect(progress().finished).toBe(false)
  })

  const cells = fc.constantFrom('a', 'b', 'c')
  it('in any order of events never touches a stage before all before it are live, and promotes only what satisfies', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(cells, fc.constant('decide'))), fc.nat(9), (moves, every) => {
        const cell = plant(PLAN, (part) => part % 10 < every)
        for (const move of moves) {
          const before = cell.progress()
          for (const step of before.steps) {
            expect(
              before.stages
                .slice(0, before.stage)
                .flat()
                .every(({ state }) => state === 'live'),
            ).toBe(true)
            const seen = cell.facts.get(step.cell)!.seen
            if (step.do === 'promote') expect(shadowRefusals(PLAN.rule, seen)).toEqual([])
          }
          if (move === 'decide') cell.decide()
          else cell.move(move)
          expect(cell.progress().stage).toBeGreaterThanOrEqual(before.stage)
        }
      }),
    )
  })

  it('ends, where every part agrees and everybody goes on doing as asked', () => {
    fc.assert(
      fc.property(fc.infiniteStream(cells), (moves) => {
        const cell = plant(PLAN)
        for (const move of moves) {
          cell.decide()
          if (cell.progress().finished) return
          cell.move(move)
          for (const each of ['a', 'b', 'c']) cell.move(each)
        }
      }),
      { numRuns: 20 },
    )
  })
})
