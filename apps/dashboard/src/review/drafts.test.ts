import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { advance, begin, type DebugAction, type DebugState } from './debug-machine.ts'
import { draftOf, keepDraft } from './drafts.ts'

const run = (state: DebugState, ...actions: DebugAction[]) => actions.reduce(advance, state)
const looked = run(begin(4), { do: 'next' }, { do: 'draft', draft: { remark: 'edge torn' } })

let items: Map<string, string>
beforeEach(() => {
  items = new Map()
  const sessionStorage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  }
  vi.stubGlobal('sessionStorage', sessionStorage)
})
afterEach(() => vi.unstubAllGlobals())

describe('the draft of a decision', () => {
  it('is there again after the page was left: what was said, the step, and what was looked at', () => {
    keepDraft('c1 olga', looked)
    expect(draftOf('c1 olga', 4)).toEqual(looked)
  })

  it('is of one person: what another has looked at counts for nothing', () => {
    keepDraft('c1 olga', looked)
    expect(draftOf('c1 quinn', 4)).toEqual(begin(4))
  })

  it('is gone once it is signed, and where the part has other steps by now', () => {
    keepDraft('c1 olga', looked)
    expect(draftOf('c1 olga', 5)).toEqual(begin(5))
    keepDraft('c1 olga', undefined)
    expect(draftOf('c1 olga', 4)).toEqual(begin(4))
  })

  it('takes no room where nobody said anything, and is let go after many newer ones', () => {
    keepDraft('c1 olga', begin(4))
    expect([...items.values()].join()).toBe('[]')
    for (let n = 0; n <= 50; n++) keepDraft(`c${n} olga`, looked)
    expect(draftOf('c0 olga', 4)).toEqual(begin(4))
    expect(draftOf('c1 olga', 4)).toEqual(looked)
  })
})
