import { describe, expect, it } from 'vitest'
import { createSayings } from './sayings.ts'

const label = () => ({ textContent: null }) as unknown as HTMLElement

describe('what stations say', () => {
  it('stands in the label as soon as it is said', () => {
    const sayings = createSayings()
    const element = label()
    sayings.set('camera', element)
    sayings.say('camera', 'waits for part')
    expect(element.textContent).toBe('waits for part')
  })

  it('is known to a label that comes later', () => {
    const sayings = createSayings()
    sayings.say('camera', 'computes')
    const element = label()
    sayings.set('camera', element)
    expect(element.textContent).toBe('computes')
  })

  it('leaves a label alone that says the same or is gone', () => {
    const sayings = createSayings()
    const element = label()
    sayings.set('camera', element)
    sayings.say('camera', 'computes')
    element.textContent = 'untouched'
    sayings.say('camera', 'computes')
    sayings.set('camera', null)
    sayings.say('camera', 'done')
    expect(element.textContent).toBe('untouched')
  })
})
