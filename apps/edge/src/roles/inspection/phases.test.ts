import { describe, expect, it } from 'vitest'
import { trackPhases } from './phases.ts'

describe('the phases of a cycle', () => {
  it('are waited for, and found where they have begun already', async () => {
    const phases = trackPhases()
    const stop = new AbortController()
    const waiting = phases.await('c1', 'scan', stop.signal)
    phases.began('c1', 'expose')
    phases.began('c2', 'scan')
    phases.began('c1', 'scan')
    await waiting
    await phases.await('c1', 'expose', stop.signal)
  })

  it('are no longer waited for when the part has gone', async () => {
    const stop = new AbortController()
    const waiting = trackPhases().await('c1', 'scan', stop.signal)
    stop.abort(new Error('the next part was inserted'))
    await expect(waiting).rejects.toThrow('the next part was inserted')
  })
})
