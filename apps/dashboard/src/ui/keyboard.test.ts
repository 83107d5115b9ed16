import { describe, expect, it, vi } from 'vitest'
import { createKeyboard, type Press } from './keyboard.ts'

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrl: false,
  repeat: false,
  editing: false,
  native: false,
  atMs: 0,
  ...more,
})

describe('the keyboard', () => {
  it('ignores a held key unless it only moves about', () => {
    const keyboard = createKeyboard()
    const next = vi.fn()
    const move = vi.fn()
    keyboard.add({
      title: 'Debug',
      bindings: [
        { keys: 'Enter', label: 'next step', run: next },
        { keys: 'j', label: 'next row', run: move, repeat: true },
      ],
    })
    keyboard.press(press('Enter'))
    keyboard.press(press('Enter', { repeat: true }))
    keyboard.press(press('j'))
    keyboard.press(press('j', { repeat: true }))
    expect(next).toHaveBeenCalledTimes(1)
    expect(move).toHaveBeenCalledTimes(2)
  })

  it('leaves typing alone, but signs from a text field', () => {
    const keyboard = createKeyboard()
    const live = vi.fn()
    const sign = vi.fn()
    keyboard.add({
      title: 'all',
      bindings: [
        { keys: 'l', label: 'live', run: live },
        { keys: 'Ctrl+Enter', label: 'sign', run: sign },
        { keys: 'Escape', label: 'leave', run: live },
      ],
    })
    for (const key of ['l', 'Escape']) expect(keyboard.press(press(key, { editing: true }))).toBe(false)
    keyboard.press(press('Enter', { ctrl: true, editing: true }))
    expect(live).not.toHaveBeenCalled()
    expect(sign).toHaveBeenCalledOnce()
  })

  it('leaves Enter and Space to the control that has the focus', () => {
    const keyboard = createKeyboard()
    const next = vi.fn()
    keyboard.add({ title: 'Debug', bindings: [{ keys: 'Enter', label: 'next step', run: next }] })
    expect(keyboard.press(press('Enter', { native: true }))).toBe(false)
    expect(next).not.toHaveBeenCalled()
  })

  it('takes two keys one after the other, for a while', () => {
    const keyboard = createKeyboard()
    const parts = vi.fn()
    keyboard.add({ title: 'Go', bindings: [{ keys: 'g p', label: 'parts', run: parts }] })
    keyboard.press(press('g', { atMs: 0 }))
    keyboard.press(press('p', { atMs: 400 }))
    keyboard.press(press('g', { atMs: 1000 }))
    keyboard.press(press('p', { atMs: 9000 }))
    expect(parts).toHaveBeenCalledTimes(1)
  })

  it('gives the page that came last the say, until it goes', () => {
    const keyboard = createKeyboard()
    const frame = vi.fn()
    const page = vi.fn()
    keyboard.add({ title: 'frame', bindings: [{ keys: ' ', label: 'pause', run: frame }] })
    const leave = keyboard.add({ title: 'page', bindings: [{ keys: ' ', label: 'page', run: page }] })
    keyboard.press(press(' '))
    leave()
    keyboard.press(press(' '))
    expect([page.mock.calls.length, frame.mock.calls.length]).toEqual([1, 1])
  })
})
