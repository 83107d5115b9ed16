import { describe, expect, it, vi } from 'vitest'
import { Rounds } from './rounds.ts'

describe('rounds of work', () => {
  it('are one at a time: who asks meanwhile waits for the one that goes on', async () => {
    const rounds = new Rounds({ warn: vi.fn() }, 'not kept')
    let end = () => {}
    const round = vi.fn(() => new Promise<void>((resolve) => (end = resolve)))
    const [first, second] = [rounds.run(round), rounds.run(round)]
    expect(second).toBe(first)
    const settled = rounds.settled()
    end()
    await Promise.all([first, settled])
    expect(round).toHaveBeenCalledTimes(1)
    void rounds.run(round)
    expect(round).toHaveBeenCalledTimes(2)
    end()
  })

  it('go on after one that failed, which is told', async () => {
    const warn = vi.fn()
    const rounds = new Rounds({ warn }, 'shifts could not be kept')
    await rounds.run(() => Promise.reject(new Error('no database')))
    expect(warn).toHaveBeenCalledWith({ reason: 'no database' }, 'shifts could not be kept')
    const next = vi.fn(async () => {})
    await rounds.run(next)
    expect(next).toHaveBeenCalledOnce()
  })
})
