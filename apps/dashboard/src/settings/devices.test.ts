import { describe, expect, it } from 'vitest'
import type { SourceTrust } from '../twin/trust.ts'
import { devicesOf, urgency } from './devices.ts'

const well: Omit<SourceTrust, 'source'> = {
  ...{ online: true, readiness: undefined, progress: undefined, trouble: undefined },
  ...{ ageMs: 1000, skewMs: 0, gaps: 0, backlog: 0 },
}
const source = (name: string, change: Partial<SourceTrust> = {}): SourceTrust => ({ source: name, ...well, ...change })
const AGENTS = { handling: { roles: ['handling'] }, vision: { roles: ['visual', 'dimensional'] } }
const none = () => undefined

describe('devices', () => {
  it('stand by what is started together, the troubled first', () => {
    const listed = devicesOf(AGENTS, [source('handling'), source('visual'), source('dimensional', { gaps: 2 })], none)
    expect(listed.map(({ agent, sources }) => [agent, sources.map((one) => one.source)])).toEqual([
      ['vision', ['dimensional', 'visual']],
      ['handling', ['handling']],
    ])
  })

  it('rank silence above loading, and loading above a clock that is off', () => {
    const ranked = ['offline', 'quiet', 'loading', 'clock-skew', undefined].map((trouble) =>
      urgency(source('visual', { trouble })),
    )
    expect(ranked).toEqual([4, 3, 2, 1, 0])
  })

  it('are looked at where events wait too long, though all else is well', () => {
    const listed = devicesOf(AGENTS, [source('handling'), source('visual')], (name) => (name === 'visual' ? 90_000 : 0))
    expect(listed[0]?.agent).toBe('vision')
  })

  it('name a source that no device names', () => {
    expect(devicesOf({}, [source('gateway')], none)).toEqual([{ agent: 'gateway', sources: [source('gateway')] }])
  })
})
