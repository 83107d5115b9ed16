import type { CellTwin, TimeMark } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { hrefAt, marksOf, nearestStop, stopAfter, stopBefore } from './marks.ts'

const mark = (at: string, kind: TimeMark['kind']): TimeMark => ({ at: `2026-11-19T10:${at}.000Z`, kind, text: kind })
const marks = [
  mark('40:00', 'hold'),
  mark('30:00', 'reject'),
  mark('41:00', 'pass'),
  mark('42:00', 'state'),
  mark('50:00', 'reject'),
]
const at = (text: string) => Date.parse(`2026-11-19T10:${text}.000Z`)

describe('stepping through the past', () => {
  it('goes to rejects and holds only, in order of time', () => {
    expect(stopAfter(marks, at('30:00'))?.at).toContain('40:00')
    expect(stopAfter(marks, at('40:00'))?.at).toContain('50:00')
    expect(stopBefore(marks, at('50:00'))?.at).toContain('40:00')
  })

  it('has nowhere to go at the ends', () => {
    expect(stopAfter(marks, at('50:00'))).toBeUndefined()
    expect(stopBefore(marks, at('30:00'))).toBeUndefined()
  })
})

it('steps past a challenge part that went as expected, and stops at one that did not', () => {
  const rejected = { verdict: 'reject', reasons: [], judgedAfterMs: 1, epoch: 1, seq: 1 }
  const judged = (minute: string, more: object, challenge?: string) => ({
    ...{ serial: minute, challenge, verdict: { ...rejected, at: `2026-11-19T10:${minute}:00.000Z`, ...more } },
  })
  const cycles = [
    judged('10', {}),
    judged('11', { challenged: 'as-expected' }, 'P1-DENT'),
    judged('12', {}, 'P1-M01'),
    judged('13', { challenged: 'inconclusive' }, 'P1-DENT'),
    judged('14', { verdict: 'pass', challenged: 'failed' }, 'P1-CRIMPS'),
  ]
  const live = marksOf({ cycles } as unknown as CellTwin, '2026-11-19T10:00:00.000Z')
  expect(live.map(({ kind, serial }) => [kind, serial])).toEqual([
    ['reject', '10'],
    ['challenge', '14'],
  ])
  expect(stopAfter(live, at('10:00'))).toMatchObject({ kind: 'challenge' })
})

describe('a stroke of the track', () => {
  it('leads to its instant on the page where it stands', () => {
    expect(hrefAt('?cell=pulley-cell-1&at=2026-11-19T09%3A00%3A00.000Z', marks[0]!.at)).toBe(
      '?cell=pulley-cell-1&at=2026-11-19T10%3A40%3A00.000Z',
    )
    expect(hrefAt('', marks[0]!.at)).toBe('?at=2026-11-19T10%3A40%3A00.000Z')
  })

  it('is the one that Tab leads to where it lies closest to the instant shown', () => {
    expect(nearestStop(marks, at('31:00'))?.at).toContain('30:00')
    expect(nearestStop(marks, at('49:00'))?.at).toContain('50:00')
    expect(nearestStop([], at('49:00'))).toBeUndefined()
  })
})
