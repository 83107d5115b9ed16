import { NO_READING, type Series } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { acrossGrooves, angleProfiles, heightOver } from './profile.ts'

const turns: Series = {
  kind: 'face-profile',
  meta: { profilesPerRev: 4, revolutions: 3 },
  columns: [
    { name: 'angleDeg', unit: '°', data: Float32Array.from({ length: 12 }, (_, i) => i * 90) },
    { name: 'hub', unit: 'mm', data: new Int16Array(12).fill(1), scale: 1 },
    // The second turn has a spike at 90°, the third a drop-out at 180°.
    { name: 'crimp', unit: 'mm', data: Int16Array.of(1, 3, 2, 1, 1, 99, 2, 1, 1, 3, NO_READING, 1), scale: 1 },
  ],
}

describe('profiles', () => {
  it('bring the revolutions together without spikes and drop-outs', () => {
    const [hub, crimp] = angleProfiles(turns)
    expect([...heightOver(crimp!, hub!)]).toEqual([0, 2, 1, 0])
  })

  it('are none where nothing was taken over angle', () => {
    expect(angleProfiles({ kind: 'waveform', meta: {}, columns: [] })).toEqual([])
  })

  it('give the outline across the grooves in millimetres from where the laser begins', () => {
    const section = acrossGrooves({
      kind: 'groove-profile',
      meta: { points: 3, pitchMm: 0.5, originMm: 4, referenceRadiusMm: 58 },
      columns: [{ name: 'radius', unit: 'mm', data: Int16Array.of(10, 0, 10, 12, 2, NO_READING), scale: 0.1 }],
    })
    expect(section).toMatchObject({ fromMm: 4, stepMm: 0.5, profiles: 2 })
    expect(section!.middle[2]).toBeCloseTo(59)
    expect(section!.low[1]).toBeCloseTo(58)
  })
})
