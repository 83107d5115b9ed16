/**
 * Sensors have noise: no two parts give the same bytes. Where they do, the sensor goes on showing what it saw before, and
 * nothing of it is said of the part that lies there now.
 */
import type { EvidenceRef, RepeatedEvidence } from '@celltwin/contracts'

/** What a module took, and of which part it took it first. */
export interface SeenEvidence {
  readonly sha256: string
  readonly serial: string
}

/** Newest digests that a module remembers: about a hundred parts. */
const REMEMBERED = 300

type Taken = readonly Pick<EvidenceRef, 'kind' | 'sha256' | 'mediaType'>[]

/**
 * The first of what was taken that is another part's, or that two kinds share: a frame that froze before its first part came is
 * nobody's yet, but it is shown under every light. The same part may come again, or lie there still.
 */
export function repeatedEvidence(
  seen: readonly SeenEvidence[],
  serial: string,
  taken: Taken,
): RepeatedEvidence | undefined {
  for (const [i, { kind, sha256, mediaType }] of taken.entries()) {
    const alike = taken.slice(0, i).find((other) => other.sha256 === sha256 && other.kind !== kind)
    if (alike) return { kind, sha256, of: serial, reason: `the same bytes for ${alike.kind} and ${kind}` }
    const of = seen.find((each) => each.sha256 === sha256)?.serial
    if (of !== undefined && of !== serial)
      return { kind, sha256, of, reason: `same ${nounFor(kind, mediaType)} as of part ${of}` }
  }
  return undefined
}

/** What is remembered with that part's evidence, newest last; what is shown again stays the part's that it was taken of. */
export function withEvidence(seen: readonly SeenEvidence[], serial: string, taken: Taken): SeenEvidence[] {
  const added = taken.map(({ sha256 }) => seen.find((each) => each.sha256 === sha256) ?? { sha256, serial })
  return [...seen.filter((each) => !added.includes(each)), ...added].slice(-REMEMBERED)
}

function nounFor(kind: string, mediaType: string): string {
  if (mediaType.startsWith('image/')) return 'picture'
  return ['profile', 'waveform'].find((noun) => kind.endsWith(noun)) ?? 'recording'
}
