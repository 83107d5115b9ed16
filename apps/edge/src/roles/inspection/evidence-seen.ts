/** What a module has taken lately, over restarts: a sensor that shows it again of another part is stuck. */
import type { RepeatedEvidence } from '@celltwin/contracts'
import { repeatedEvidence, type SeenEvidence, withEvidence } from '@celltwin/inspection'
import type { RoleContext } from '../../context.ts'
import type { Kept } from './station.ts'

const SEEN = 'evidence-seen'

/** Remembers what was taken of the part; what of it is another part's, if any. */
export type EvidenceSeen = (
  part: { readonly serial: string },
  kept: readonly Kept[],
) => Promise<RepeatedEvidence | undefined>

/** A device that replays shows its recordings again, and says so: there nothing is stuck. */
export const evidenceSeen =
  ({ memory, replayed }: RoleContext): EvidenceSeen =>
  async ({ serial }, kept) => {
    if (replayed) return undefined
    const taken = kept.map(({ ref }) => ref)
    const seen = memory.get<SeenEvidence[]>(SEEN) ?? []
    await memory.put(SEEN, withEvidence(seen, serial, taken))
    return repeatedEvidence(seen, serial, taken)
  }
