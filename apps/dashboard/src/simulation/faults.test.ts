import { describe, expect, it } from 'vitest'
import { faultOf, spanOf } from './faults.ts'

describe('injecting faults', () => {
  it('begins with the part after the last one inserted', () => {
    expect(faultOf({ kind: 'missing-crimp', severity: 1, cycles: 1 }, 41, 'f1')).toEqual({
      id: 'f1',
      kind: 'missing-crimp',
      severity: 1,
      fromCycle: 42,
      toCycle: 42,
    })
  })

  it('lasts until it is taken away where no number of cycles is given', () => {
    const fault = faultOf({ kind: 'no-release', severity: 1, cycles: 0 }, 7, 'f2')
    expect(fault).not.toHaveProperty('toCycle')
    expect(spanOf(fault, 9)).toBe('on')
  })

  it('names an agent only where the kind concerns one', () => {
    expect(faultOf({ kind: 'silent-sensor', severity: 1, cycles: 1, source: 'visual' }, 0, 'a').source).toBe('visual')
    expect(faultOf({ kind: 'grease', severity: 1, cycles: 1, source: 'visual' }, 0, 'b')).not.toHaveProperty('source')
  })

  it('tells which cycles a fault spans, and when it is over', () => {
    expect(spanOf({ fromCycle: 3, toCycle: 4 }, 5)).toBe('over')
    expect(spanOf({ fromCycle: 3, toCycle: 4 }, 4)).toBe('running')
    expect(spanOf({ fromCycle: 4, toCycle: 4 }, 3)).toBe('one')
    expect(spanOf({ fromCycle: 3, toCycle: 4 }, 2)).toBe('range')
  })
})
