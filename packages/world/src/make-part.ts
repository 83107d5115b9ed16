/** Makes the part of a cycle: a sound one from the process, then what is wrong with it. */
import { type Fault, PART_DEFECTS, type PartDefect } from '@celltwin/contracts'
import { applyDefect } from './apply-defect.ts'
import { CRIMPS, FIRST_CRIMP_DEG, GROOVES } from './drawing.ts'
import { runoutMm, withFlatness } from './face-form.ts'
import { defectFaults, plantFaults } from './faults.ts'
import { fixtureOf, materialLots, serialOf, toolOf, toolWear } from './origin.ts'
import type { Crimp, Defect, FaceForm, Groove, MakePart, Part, Patch, WorldOptions } from './part.ts'
import { type Random, randomFor } from './random.ts'

/** A part before its run-out of B is known: that follows from tilt and form together. */
export type Draft = Omit<Part, 'faceRunoutMm' | 'defects'>

export const makePart: MakePart = (options, cycleNumber, faults) => {
  const defects = defectsOf(options.seed, options.defectRate, cycleNumber, faults)
  const sound = soundPart(options, cycleNumber, faults)
  const draft = defects.reduce(
    (part, defect) => applyDefect(part, defect, randomFor(options.seed, cycleNumber, `defect/${defect.kind}`)),
    sound,
  )
  return { ...draft, defects, faceRunoutMm: runoutMm(draft.faceForm, draft.faceRunoutAngleDeg) }
}

/** Made on purpose, for challenge parts and trials. What no class covers would be no surprise if it came by itself. */
const ON_PURPOSE: ReadonlySet<PartDefect> = new Set([
  'unfamiliar',
  'shifted-crimp',
  'groove-stretch',
  'groove-wobble',
  'groove-odd-size',
  'hub-grease',
  'hub-dent',
  'hub-residue',
  'rough-bearing',
  'unbalance',
])
const OF_THE_PROCESS = PART_DEFECTS.filter((kind) => !ON_PURPOSE.has(kind))

function defectsOf(seed: number, defectRate: number, cycleNumber: number, faults: readonly Fault[]): Defect[] {
  const random = randomFor(seed, cycleNumber, 'defect')
  const own: Defect[] =
    random.uniform() < defectRate
      ? [{ kind: random.pick(OF_THE_PROCESS), severity: random.between(0.4, 1), angleDeg: random.between(0, 360) }]
      : []
  const injected = defectFaults(faults, cycleNumber).map(({ id, kind, severity, angleDeg }) => ({
    kind,
    severity,
    angleDeg: angleDeg ?? randomFor(seed, cycleNumber, `angle/${id}`).between(0, 360),
  }))
  return [...own, ...injected]
}

function soundPart({ seed, line }: WorldOptions, cycleNumber: number, faults: readonly Fault[]): Draft {
  const draw = (purpose: string) => randomFor(seed, cycleNumber, purpose)
  const plant = new Set(plantFaults(faults, cycleNumber).map((fault) => fault.kind))
  const face = draw('face')
  const flatness = face.around(0.02, 0.005)
  const grooves = draw('groove run-out')
  const thermal = draw('temperature')
  const ambientTemperatureC = thermal.around(22, 0.5)
  return {
    seed,
    cycleNumber,
    serial: serialOf(seed, plant.has('repeated-serial') ? Math.max(1, cycleNumber - 1) : cycleNumber, line),
    codeGrade: plant.has('unreadable-code') ? 'F' : draw('code').pick(['A', 'A', 'B'] as const),
    crimps: soundCrimps(draw('crimps')),
    patches: bearingGrease(draw('grease')),
    oddities: [],
    faceFlatnessMm: flatness,
    faceRunoutAngleDeg: face.between(0, 360),
    faceForm: soundFace(face, flatness),
    grooves: soundGrooves(draw('grooves')),
    meanDiameterOverBallsMm: grooves.around(120.99, 0.045) + 0.03 * (toolWear(cycleNumber) - 0.5),
    grooveRadialRunoutMm: grooves.around(0.08, 0.02),
    grooveAxialRunoutMm: grooves.around(0.08, 0.02),
    grooveRunoutAngleDeg: grooves.between(0, 360),
    bearing: soundBearing(draw('bearing')),
    unbalanceMmPerS: draw('unbalance').times(0.22, 1.2),
    partTemperatureC: plant.has('hot-part') ? thermal.between(31, 35) : ambientTemperatureC + thermal.around(1, 0.4),
    ambientTemperatureC,
    materialLots: materialLots(seed, cycleNumber),
    fixture: fixtureOf(cycleNumber),
    tool: toolOf(cycleNumber),
  }
}

/** The staking tool sets the level of all six, its six punches their differences. */
function soundCrimps(random: Random): Crimp[] {
  const level = random.around(1.2, 0.022)
  return Array.from({ length: CRIMPS }, (_, i) => ({
    number: i + 1,
    present: true,
    angleDeg: FIRST_CRIMP_DEG + (i * 360) / CRIMPS + random.around(0, 0.4),
    heightMm: level + random.around(0, 0.02),
  }))
}

/** A little grease around the bearing's seal is normal. */
function bearingGrease(random: Random): Patch[] {
  const count = 1 + Math.floor(random.uniform() * 3)
  return Array.from({ length: count }, () => {
    const areaMm2 = random.times(3 / count, 1.4, 2)
    return {
      kind: 'grease',
      zone: 'hub',
      angleDeg: random.between(0, 360),
      radiusMm: random.between(19, 25.5),
      areaMm2,
      extentMm: 2 * Math.sqrt(areaMm2 / Math.PI),
    }
  })
}

function soundFace(random: Random, flatness: number): FaceForm {
  return withFlatness(
    {
      tiltMm: random.around(0.026, 0.008),
      coneMm: random.between(-0.4, 0.4),
      waves: [2, 3, 5].map((order) => ({
        order,
        amplitudeMm: random.between(0.2, 1) / order,
        phaseDeg: random.between(0, 360),
      })),
    },
    flatness,
  )
}

function soundGrooves(random: Random): Groove[] {
  const offsets = Array.from({ length: GROOVES }, () => random.normal())
  const mean = offsets.reduce((sum, x) => sum + x, 0) / GROOVES
  const stretch = random.around(0.05, 0.012) / (Math.max(...offsets) - Math.min(...offsets))
  let heightMm = random.around(10, 0.02)
  return offsets.map((offset, i) => {
    if (i > 0) heightMm += random.around(3.56, 0.008)
    return {
      heightMm,
      depthMm: random.around(3.6, 0.02),
      angleDeg: random.around(40, 0.08),
      diameterOffsetMm: (offset - mean) * stretch,
    }
  })
}

function soundBearing(random: Random): Part['bearing'] {
  return {
    innerRace: 0,
    outerRace: 0,
    ball: 0,
    noise: random.times(1, 1.25, 2.2),
    modulation: random.between(0.05, 0.22),
    runningTorqueNm: random.times(0.12, 1.18),
    breakawayTorqueNm: random.times(0.18, 1.2),
    locked: false,
  }
}
