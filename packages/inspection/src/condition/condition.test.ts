import type { CellDefinition, Conformance, Verdict } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds, type JudgedPart, NO_TALLY, parseCondition, tallied, vocabularyOf } from './index.ts'

const characteristic = (id: string, group: string, module: string) => ({ id, group, module })
const names = vocabularyOf({
  recipe: {
    characteristics: [
      characteristic('crimp-count', 'Crimp count', 'visual'),
      characteristic('grease-face', 'Grease leakage', 'visual'),
      characteristic('torque-running', 'Heavy spin', 'vibration'),
      characteristic('kurtosis', 'Bearing noise', 'vibration'),
    ],
  } as unknown as CellDefinition['recipe'],
})

const part = (verdict: Verdict, values: Record<string, [number | null, Conformance]> = {}): JudgedPart => ({
  verdict,
  results: Object.entries(values).map(([id, [value, conformance]]) => ({ characteristic: id, value, conformance })),
})
const spinsWell = { 'torque-running': [0.12, 'pass'], kurtosis: [3.1, 'conditional-pass'] } as const
const fiveCrimps = part('reject', { 'crimp-count': [5, 'fail'], ...structuredClone(spinsWell) } as never)

const read = (text: string) => {
  const parsed = parseCondition(text, names)
  if (!parsed.ok) throw new Error(`${parsed.flaw.position}: ${parsed.flaw.message}`)
  return parsed.condition
}
const flaw = (text: string) => {
  const parsed = parseCondition(text, names)
  if (parsed.ok) throw new Error('understood')
  return parsed.flaw
}

describe('a condition', () => {
  it.each([
    ['crimp-count < 6 and vibration passes', true],
    ['crimp-count < 5', false],
    ['crimp-count = 5 and not verdict is pass', true],
    ['verdict is not pass', true],
    ['grease-leakage fails or crimp-count fails', true],
    ['(grease-leakage fails or crimp-count fails) and verdict is hold', false],
    ['grease-face is not inspected', true],
    ['grease-face > 0', false],
    ['visual passes', false],
  ])('%s', (text, expected) => {
    expect(holds(read(text), fiveCrimps, tallied(NO_TALLY, fiveCrimps))).toBe(expected)
  })

  it('counts what it names, from when it was set', () => {
    const every3rdGood = read('every 3rd good part')
    let tally = NO_TALLY
    const hits: number[] = []
    const verdicts: Verdict[] = ['pass', 'reject', 'pass', 'hold', 'pass', 'reject', 'pass', 'pass', 'pass']
    for (const [i, verdict] of verdicts.entries()) {
      tally = tallied(tally, part(verdict))
      if (holds(every3rdGood, part(verdict), tally)) hits.push(i)
    }
    expect(hits).toEqual([4, 8])
  })
})

describe('a flaw', () => {
  it.each([
    ['crimp-cuont < 6', 0, /did you mean crimp-count\?/],
    ['crimp-count < ', 14, /ends too early/],
    ['crimp-count < six', 14, /“six” is not expected/],
    ['vibration < 3', 10, /stands for 2 characteristics/],
    ['crimp-count < 6 und vibration passes', 16, /did you mean and\?/],
    ['(verdict is pass', 16, /ends too early/],
    ['verdict is good', 11, /“good” is not expected/],
    ['every part', 6, /“part” is not expected/],
    ['crimp-count & 6', 12, /“&” has no meaning/],
    ['', 0, /ends too early/],
  ])('%s', (text, position, message) => {
    expect(flaw(text).position).toBe(position)
    expect(flaw(text).message).toMatch(message)
  })

  it('names what could stand there', () => {
    expect(flaw('crimp-count').expected).toEqual(['<', '<=', '=', '!=', '>', '>=', 'passes', 'fails', 'warns', 'is'])
  })

  it('is always within the text, whatever is written', () => {
    const word = fc.constantFrom(
      'crimp-count',
      'visual',
      'and',
      'or',
      'not',
      '(',
      ')',
      '<',
      '6',
      'passes',
      'every',
      '2nd',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 9 }), (words) => {
        const text = words.join(' ')
        const parsed = parseCondition(text, names)
        if (!parsed.ok) expect(parsed.flaw.position).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
