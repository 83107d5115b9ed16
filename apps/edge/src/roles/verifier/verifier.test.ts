import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answer, type Ledger, next, open, type Rules, type Step, unreadable } from './account.ts'
import {
  cell,
  type Disk,
  event,
  inserted,
  inspected,
  MODULES,
  part,
  recipe,
  START,
  startVerifier,
} from './fake-cell.ts'

const rules: Rules = {
  cell,
  recipeOf: ({ hash }) => (hash === recipe.hash ? cell.recipe : undefined),
  deadline: (from, ms, allowance) => new Date(from.getTime() + ms + allowance),
  stamped: (at) => at,
}

interface Judged {
  readonly verdict: string
  readonly permission?: { readonly expiresAt: string }
  readonly reasons: readonly { readonly text: string }[]
}
const verdictsIn = (told: readonly { type: string; data: unknown }[]) =>
  told.filter(({ type }) => type === 'part-judged').map(({ data }) => data as Judged)
const typesOf = (told: readonly { type: string }[]) => told.map(({ type }) => type)

function house(startsAt?: number, speed?: number) {
  const disk: Disk = new Map()
  const told: { type: string; data: unknown }[] = []
  return { disk, told, verifier: startVerifier(disk, told, startsAt, speed) }
}

describe('the verifier', () => {
  it('takes a challenge part on which something unfamiliar was seen as failed, and one not looked at as no answer', async () => {
    const strange = (locations: object[]) => {
      const seen = inspected(1, 'visual', null)
      const results = seen.data.results.map((result) => ({ ...result, reason: 'unfamiliar', locations }))
      return { ...seen, data: { ...seen.data, results } }
    }
    const outcomeOf = async (locations: object[]) => {
      const { told, verifier } = house()
      await verifier.hear(inserted(1, { challenge: 's1' }))
      await verifier.hear(strange(locations))
      for (const module of ['dimensional', 'vibration']) await verifier.hear(inspected(1, module))
      await verifier.stop()
      const [judged] = told.filter(({ type }) => type === 'part-judged')
      return (judged!.data as { challenged: { outcome: string } }).challenged.outcome
    }
    expect(await outcomeOf([{ angleDeg: 60, label: 'unfamiliar' }])).toBe('as-expected')
    expect(await outcomeOf([])).toBe('inconclusive')
  })

  it('passes a part as soon as all it owes is there, with a permission good for seconds', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    await verifier.until(5000)
    for (const module of MODULES) await verifier.hear(inspected(1, module))
    expect(told).toEqual([
      {
        type: 'part-judged',
        data: {
          ...part(1),
          verdict: 'pass',
          reasons: [],
          recipe,
          judgedAfterMs: 5000,
          counts: { pass: 3, conditionalPass: 0, conditionalFail: 0, fail: 0, notInspected: 0 },
          permission: { expiresAt: new Date(START + 12_000).toISOString() },
        },
      },
    ])
    await verifier.until(60_000)
    expect(told).toHaveLength(1)
    await verifier.stop()
  })

  it('rejects a failure and gives no permission', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    for (const module of MODULES) await verifier.hear(inspected(1, module, module === 'visual' ? 5 : 0.5))
    expect(verdictsIn(told)).toMatchObject([{ verdict: 'reject' }])
    expect(verdictsIn(told)[0]).not.toHaveProperty('permission')
    await verifier.stop()
  })

  it('listens to silence: what is missing at its deadline is an event, and the part is held', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    await verifier.until(3000)
    await verifier.hear(inspected(1, 'dimensional'))
    await verifier.until(7000)
    expect(told).toEqual([])
    await verifier.until(7001)
    expect(told).toMatchObject([
      { type: 'evidence-missing', data: { module: 'visual', dueAt: '2026-01-05T06:00:07.000Z' } },
    ])
    await verifier.until(11_000)
    expect(verdictsIn(told)).toEqual([])
    await verifier.until(11_001)
    expect(typesOf(told)).toEqual(['evidence-missing', 'evidence-missing', 'part-judged'])
    expect(verdictsIn(told)[0]).toMatchObject({ verdict: 'hold', judgedAfterMs: 11_001 })
    expect(verdictsIn(told)[0]!.reasons[0]!.text).toBe('visual: no evidence by 06:00:07 UTC')
    await verifier.stop()
  })

  it('divides physical time by the speed of the cell, but not the allowance for computing', async () => {
    const { told, verifier } = house(START, 10)
    await verifier.hear(inserted(1))
    await verifier.until(1600)
    expect(told).toEqual([])
    await verifier.until(1601)
    expect(told).toMatchObject([{ type: 'evidence-missing', data: { module: 'visual' } }])
    await verifier.until(2001)
    expect(verdictsIn(told)).toMatchObject([{ verdict: 'hold' }])
    await verifier.stop()
  })

  it('judges as ever while its own clock is skewed, and late stays late', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    verifier.skew(20_000)
    await verifier.until(5000)
    for (const module of MODULES) await verifier.hear(inspected(1, module))
    // As long after the event's own stamp as ever.
    const permission = { expiresAt: new Date(START + 20_000 + 12_000).toISOString() }
    expect(verdictsIn(told)).toMatchObject([{ verdict: 'pass', judgedAfterMs: 5000, permission }])
    await verifier.hear(inserted(2))
    verifier.skew(0)
    await verifier.until(5000 + 7001)
    expect(told.at(-1)).toMatchObject({ type: 'evidence-missing', data: { module: 'visual', cycleId: 'c2' } })
    await verifier.stop()
  })

  it('tells of evidence that comes late, before the verdict and after it', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    await verifier.hear(inspected(1, 'dimensional'))
    await verifier.until(9000)
    await verifier.hear(inspected(1, 'visual'))
    expect(told.at(-1)).toMatchObject({ type: 'evidence-late', data: { module: 'visual', lateMs: 2000 } })
    await verifier.until(12_000)
    await verifier.hear(inspected(1, 'vibration'))
    expect(typesOf(told)).toEqual([
      'evidence-missing',
      'evidence-late',
      'evidence-missing',
      'part-judged',
      'evidence-late',
    ])
    expect(verdictsIn(told)).toMatchObject([{ verdict: 'hold' }])
    await verifier.stop()
  })

  it('holds a part whose evidence comes twice, but not one whose message the broker delivers twice', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    const visual = inspected(1, 'visual')
    for (const heard of [visual, visual, inspected(1, 'dimensional'), inspected(1, 'vibration')])
      await verifier.hear(heard)
    expect(verdictsIn(told)).toMatchObject([{ verdict: 'pass' }])
    await verifier.hear(inserted(2))
    for (const module of ['visual', 'visual', 'dimensional', 'vibration']) await verifier.hear(inspected(2, module))
    expect(typesOf(told)).toEqual(['part-judged', 'evidence-duplicate', 'part-judged'])
    expect(verdictsIn(told)[1]).toMatchObject({ verdict: 'hold' })
    await verifier.stop()
  })

  it('holds a part whose evidence cannot be read or whose inspection failed, without waiting longer', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    await verifier.hearUnreadable('visual', 'part-inspected')
    await verifier.hear(
      event('inspection-failed', 'dimensional', { ...part(1), module: 'dimensional', reason: 'laser dark' }),
    )
    await verifier.hear(inspected(1, 'vibration'))
    expect(told).toMatchObject([
      { type: 'evidence-unreadable', data: { module: 'visual', cycleId: 'c1', reason: 'not JSON' } },
      { type: 'part-judged', data: { verdict: 'hold' } },
    ])
    expect(verdictsIn(told)[0]!.reasons.map(({ text }) => text)).toEqual([
      'visual: evidence could not be read (not JSON)',
      'dimensional: laser dark',
      'of-visual: no result',
      'of-dimensional: no result',
    ])
    await verifier.stop()
  })

  it.each([
    ['with a provisional serial', { provisional: 'code unreadable' }, 'Provisional serial: code unreadable'],
    [
      'inserted under another recipe',
      { recipe: { ...recipe, hash: 'b'.repeat(64) } },
      'Inserted under a recipe that the verifier does not have',
    ],
  ])('holds a part %s', async (_, more, text) => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1, more))
    for (const module of MODULES) await verifier.hear(inspected(1, module))
    expect(verdictsIn(told)).toMatchObject([{ verdict: 'hold', reasons: [{ text }] }])
    await verifier.stop()
  })

  it('lets nobody answer for another module or another part', async () => {
    const { told, verifier } = house()
    await verifier.hear(inserted(1))
    await verifier.hear({ ...inspected(1, 'visual'), source: 'vibration' } as never)
    const other = inspected(1, 'visual')
    await verifier.hear({ ...other, data: { ...other.data, serial: 's2' } } as never)
    for (const module of ['dimensional', 'vibration']) await verifier.hear(inspected(1, module))
    await verifier.until(20_000)
    expect(typesOf(told)).toEqual(['evidence-missing', 'part-judged'])
    await verifier.stop()
  })
})

describe('a verifier that was killed', () => {
  it('goes on with the parts that were open, and judges none twice', async () => {
    const { disk, told, verifier } = house()
    await verifier.hear(inserted(1))
    for (const module of MODULES) await verifier.hear(inspected(1, module))
    await verifier.hear(inserted(2))
    await verifier.hear(inspected(2, 'visual'))
    verifier.kill()

    const again = startVerifier(disk, told, START + 2000)
    await again.hear(inserted(1))
    for (const module of ['dimensional', 'vibration']) await again.hear(inspected(2, module))
    await again.until(60_000)
    expect(verdictsIn(told)).toMatchObject([
      { cycleId: 'c1', verdict: 'pass' },
      { cycleId: 'c2', verdict: 'pass' },
    ])
    await again.stop()
  })

  it('holds what fell due while it was away', async () => {
    const { disk, told, verifier } = house()
    await verifier.hear(inserted(1))
    for (const module of ['visual', 'dimensional']) await verifier.hear(inspected(1, module))
    verifier.kill()
    const again = startVerifier(disk, told, START + 30_000)
    await again.until(30_000)
    expect(typesOf(told)).toEqual(['evidence-missing', 'part-judged'])
    expect(verdictsIn(told)).toMatchObject([{ verdict: 'hold' }])
    await again.hear(inspected(1, 'vibration'))
    expect(told.at(-1)).toMatchObject({ type: 'evidence-late' })
    expect(verdictsIn(told)).toHaveLength(1)
    await again.stop()
  })
})

describe('the account of a part', () => {
  type Fact = (now: Date, ledger: Ledger) => Step
  const hears =
    (heard: Parameters<typeof answer>[1]): Fact =>
    (now, ledger) =>
      answer(ledger, heard, now)

  /** What may become of a module's evidence: facts, each so many milliseconds after the module's time. */
  const FATES = {
    'in time': (module) => [[0, hears(inspected(1, module))]],
    silent: () => [],
    late: (module) => [[12_000, hears(inspected(1, module))]],
    unreadable: (source) => [
      [0, (_, ledger) => unreadable(ledger, { source, type: 'part-inspected', reason: 'not JSON' })],
    ],
    failed: (module) => [[0, hears(event('inspection-failed', module, { ...part(1), module, reason: 'dark' }))]],
    'not inspected': (module) => [[0, hears(inspected(1, module, null))]],
    'of another part': (module) => {
      const heard = inspected(1, module)
      return [[0, hears({ ...heard, data: { ...heard.data, serial: 'other' } })]]
    },
  } satisfies Record<string, (module: string) => [atMs: number, fact: Fact][]>
  type Fate = keyof typeof FATES

  /** Lets the fates come at their times, and looks at the ledger in between. */
  function play(fates: readonly Fate[], atMs: readonly number[], looks: readonly number[]) {
    const told: { type: string; data: unknown }[] = []
    let ledger: Ledger = []
    const perform = (step: Step): void => {
      ledger = JSON.parse(JSON.stringify(step.ledger))
      if (step.tell) told.push(step.tell)
    }
    const settle = (now: Date): void => {
      for (let step = next(ledger, now, rules); step; step = next(ledger, now, rules)) perform(step)
    }
    const look: Fact = (_, unchanged) => ({ ledger: unchanged })
    const facts = [
      ...MODULES.flatMap((module, i) =>
        FATES[fates[i]!](module).map(([after, fact]): [number, Fact] => [atMs[i]! + after, fact]),
      ),
      ...[...looks, 60_000].map((at): [number, Fact] => [at, look]),
    ]
    perform(open(ledger, inserted(1), new Date(START), rules))
    for (const [at, fact] of facts.sort((a, b) => a[0] - b[0])) {
      const now = new Date(START + at)
      settle(now)
      perform(fact(now, ledger))
      settle(now)
    }
    return told
  }

  it('is closed exactly once, and with a pass only if every module answered, readably and in time', () => {
    const fates = fc.array(fc.constantFrom(...(Object.keys(FATES) as Fate[])), { minLength: 3, maxLength: 3 })
    const times = fc.array(fc.integer({ min: 0, max: 6999 }), { minLength: 3, maxLength: 3 })
    const looks = fc.array(fc.integer({ min: 0, max: 59_999 }), { maxLength: 5 })
    fc.assert(
      fc.property(fates, times, looks, (three, atMs, lookedAt) => {
        const verdict = three.every((fate) => fate === 'in time') ? 'pass' : 'hold'
        expect(verdictsIn(play(three, atMs, lookedAt)).map((judged) => judged.verdict)).toEqual([verdict])
      }),
      { numRuns: 400 },
    )
  })

  it.each([3_600_000, -3_600_000])(
    'is measured by the verifier’s own time, should handling’s differ by %i ms',
    (ms) => {
      const { ledger } = open([], inserted(1, {}, START + ms), new Date(START), rules)
      expect(ledger[0]!.debts.visual!.dueAt).toBe(new Date(START + 7000).toISOString())
    },
  )

  it('may only be held once its own time has passed, even if all evidence came in time', () => {
    let { ledger } = open([], inserted(1), new Date(START), rules)
    for (const module of MODULES) ledger = answer(ledger, inspected(1, module), new Date(START)).ledger
    expect(next(ledger, new Date(START + 12_000), rules)?.tell).toMatchObject({ data: { verdict: 'pass' } })
    expect(next(ledger, new Date(START + 12_001), rules)?.tell).toMatchObject({ data: { verdict: 'hold' } })
  })
})
