import { describe, expect, it } from 'vitest'
import { moved } from './rows.ts'

describe('moving through rows', () => {
  it('stays on its part while newer rows come in above', () => {
    expect(moved(['c', 'b', 'a'], 'b', 1)).toBe('a')
    expect(moved(['d', 'c', 'b', 'a'], 'b', 1)).toBe('a')
  })
  it('stops at the ends, and begins at the first', () => {
    expect(moved(['b', 'a'], 'a', 1)).toBe('a')
    expect(moved(['b', 'a'], undefined, 1)).toBe('b')
    expect(moved(['b', 'a'], 'gone', 1)).toBe('b')
    expect(moved([], undefined, 1)).toBeUndefined()
  })
})
