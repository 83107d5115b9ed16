/**
 * Parts of the rack, challenge parts and masters: the same artefact whenever it is inserted. Sensors scatter anew each
 * cycle; place on the spindle and temperature at each insertion, in cycle `seatedIn`.
 */
import { type ChallengePart, type Fault, PART_DEFECTS, type PartDefect } from '@celltwin/contracts'
import { makePart } from './make-part.ts'
import { fixtureOf } from './origin.ts'
import type { Part, WorldOptions } from './part.ts'
import { randomFor } from './random.ts'

const isDefect = (kind: string): kind is PartDefect => (PART_DEFECTS as readonly string[]).includes(kind)

export function makeChallengePart(
  { id, defects = [] }: Pick<ChallengePart, 'id' | 'defects'>,
  world: WorldOptions,
  cycleNumber: number,
  faults: readonly Fault[],
  seatedIn = cycleNumber,
): Part {
  const artefact = Math.floor(randomFor(0, 0, `challenge/${id}`).uniform() * 2 ** 31)
  const own = defects.flatMap(({ kind, ...where }, i): Fault[] =>
    isDefect(kind) ? [{ id: `${id}/${i}`, kind, fromCycle: 1, ...where }] : [],
  )
  const made = makePart({ seed: artefact, defectRate: 0 }, 1, own)
  const { seed, partTemperatureC, ambientTemperatureC } = makePart({ ...world, defectRate: 0 }, seatedIn, faults)
  return {
    ...made,
    serial: id,
    codeGrade: 'A',
    materialLots: [],
    seed,
    cycleNumber,
    partTemperatureC,
    ambientTemperatureC,
    seatedIn,
    fixture: fixtureOf(seatedIn),
  }
}
