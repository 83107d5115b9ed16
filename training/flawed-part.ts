import { FACE } from '../packages/world/src/face/index.ts'
import { makePart } from '../packages/world/src/make-part.ts'
import type { Part, Patch } from '../packages/world/src/part.ts'
import { randomFor } from '../packages/world/src/random.ts'

/** A part with many more flaws than any real one, so that each picture teaches much. */
export function flawedPart(seed: number, cycleNumber: number): Part {
  const random = randomFor(seed, cycleNumber, 'training')
  const part = makePart({ seed, defectRate: 0.3 }, cycleNumber, [])
  const logBetween = (from: number, to: number) => from * (to / from) ** random.uniform()
  const flaws = Array.from({ length: Math.floor(random.between(3, 15)) }, (): Patch => {
    const kind = random.pick(['grease', 'dent', 'dent', 'residue', 'residue'] as const)
    const radiusMm = random.between(17.5, 58.5)
    const areaMm2 = logBetween(0.5, 60)
    return {
      kind,
      zone: radiusMm >= FACE.faceInnerMm ? 'face' : 'hub',
      angleDeg: random.between(0, 360),
      radiusMm,
      areaMm2,
      extentMm: kind === 'grease' ? 2 * Math.sqrt(areaMm2 / Math.PI) : logBetween(0.35, 5.5),
    }
  })
  const crimps = part.crimps.map((crimp) => ({
    ...crimp,
    present: crimp.present && random.uniform() > 0.15,
    angleDeg: crimp.angleDeg + random.around(0, 2),
    heightMm: crimp.heightMm + random.around(0, 0.15),
  }))
  return { ...part, crimps, patches: [...part.patches, ...flaws] }
}
