import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repeatedEvidence, type SeenEvidence, withEvidence } from './repeated-evidence.ts'

const picture = (sha256: string) => ({ kind: 'image-bright', sha256, mediaType: 'image/png' })
const series = (kind: string, sha256: string) => ({ kind, sha256, mediaType: 'application/vnd.celltwin.series' })

describe('evidence that is another part’s', () => {
  it.each([
    [picture('a'), 'same picture as of part S1'],
    [series('groove-profile', 'a'), 'same profile as of part S1'],
    [series('waveform', 'a'), 'same waveform as of part S1'],
    [series('rotor-trace', 'a'), 'same recording as of part S1'],
  ])('is named by what it is and whose: %o', (taken, reason) => {
    const seen = withEvidence([], 'S1', [picture('x'), taken])
    expect(repeatedEvidence(seen, 'S2', [picture('b'), taken])).toEqual({
      kind: taken.kind,
      sha256: 'a',
      of: 'S1',
      reason,
    })
  })

  it('is known for stuck from the first part on where a module shows the same bytes as two kinds', () => {
    const dark = { ...picture('frozen'), kind: 'image-dark-field' }
    expect(repeatedEvidence([], 'S1', [picture('frozen'), dark])).toEqual({
      kind: 'image-dark-field',
      sha256: 'frozen',
      of: 'S1',
      reason: 'the same bytes for image-bright and image-dark-field',
    })
  })

  it('stays the part’s that it was taken of, however often it is shown', () => {
    const shown = ['S1', 'S2', 'S3'].reduce<SeenEvidence[]>((seen, s) => withEvidence(seen, s, [picture('a')]), [])
    expect(repeatedEvidence(shown, 'S4', [picture('a')])?.of).toBe('S1')
  })

  it('is not what the same part gives again: a retake, a master put on anew, a part looked at twice', () => {
    expect(repeatedEvidence(withEvidence([], 'S1', [picture('a')]), 'S1', [picture('a')])).toBeUndefined()
  })

  it('is found if and only if a lately seen part of another serial gave the bytes', () => {
    const part = fc.record({ serial: fc.constantFrom('S1', 'S2', 'S3'), sha256: fc.constantFrom('a', 'b', 'c', 'd') })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), part, (parts, last) => {
        const seen = parts.reduce<SeenEvidence[]>((all, p) => withEvidence(all, p.serial, [picture(p.sha256)]), [])
        const first = parts.find(({ sha256 }) => sha256 === last.sha256)?.serial
        const found = repeatedEvidence(seen, last.serial, [picture(last.sha256)])
        expect(found?.of).toBe(first === last.serial ? undefined : first)
      }),
    )
  })

  it('is looked for among the newest only, and what is shown again is new', () => {
    let seen = withEvidence([], 'S0', [picture('frozen')])
    for (let n = 1; n < 1000; n++) seen = withEvidence(seen, `S${n}`, [picture(`p${n}`), picture('frozen')])
    expect(seen.length).toBeLessThan(400)
    expect(repeatedEvidence(seen, 'T', [picture('frozen')])?.of).toBe('S0')
    expect(repeatedEvidence(seen, 'T', [picture('p1')])).toBeUndefined()
  })
})
