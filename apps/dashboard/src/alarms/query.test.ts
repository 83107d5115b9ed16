import { describe, expect, it } from 'vitest'
import { admits, matches, parseQuery, toggled, writeQuery } from './query.ts'

const row = { state: 'latched', priority: 'high', source: 'visual', words: 'visual is silent source-silent/visual' }

describe('a query', () => {
  it('is tokens and text, and written as it was read', () => {
    const query = parseQuery('state:latched  silent priority:high state:latched colour:red')
    expect(query.tokens).toHaveLength(2)
    expect(query.text).toBe('silent colour:red')
    expect(parseQuery(writeQuery(query))).toEqual(query)
  })

  it('widens by tokens of one key and narrows by those of another', () => {
    expect(matches(parseQuery('state:latched state:normal'), row)).toBe(true)
    expect(matches(parseQuery('state:latched priority:low'), row)).toBe(false)
    expect(matches(parseQuery('state:latched priority:low'), row, 'priority')).toBe(true)
  })

  it('finds every word of its text', () => {
    expect(matches(parseQuery('SILENT visual'), row)).toBe(true)
    expect(matches(parseQuery('silent vibration'), row)).toBe(false)
  })

  it('admits everything of a key until something is chosen', () => {
    const none = parseQuery('')
    expect(admits(none, 'state', 'normal')).toBe(true)
    const one = toggled(none, { key: 'state', value: 'latched' })
    expect([admits(one, 'state', 'latched'), admits(one, 'state', 'normal')]).toEqual([true, false])
    expect(toggled(one, { key: 'state', value: 'latched' })).toEqual(none)
  })
})
