/** The pulley's face under three lights: stakings, grease, dents and residue. */
import { HEAT_MAP, type Location, type Measurement, type Recipe } from '@celltwin/contracts'
import type { DecodedEvidence, GreyImage, Inspection, InspectionInput, Inspector, Model, Tensor } from '../inspector.ts'
import { stopwatch } from '../stopwatch.ts'
import { angleSdDeg, areaSdMm2, type CalibrationDoubt, doubtOfCalibration, extentSdMm } from './calibration-doubt.ts'
import { type CrimpSurvey, crimpOutline, surveyCrimps } from './crimps.ts'
import { kindsOf, lookOf } from './face-look.ts'
import { type CellMap, cellMap, type FaceNetSpec, faceNetSpec } from './face-net.ts'
import { calibratedPlane, scaledPlane } from './face-plane.ts'
import { judgeFamiliarity, type Strange, strangenessOf } from './familiarity.ts'
import { heatMap } from './heat-map.ts'
import { type FacePictures, trustPictures } from './image-trust.ts'
import { type FaceParameters, faceParameters } from './parameters.ts'
import type { FacePose } from './pose.ts'
import { findSpots, type Spot, type SpotKind } from './spots.ts'
import { unwrapFace } from './unwrap.ts'
import { capitalised, inWords, listed, place } from './words.ts'

const NAME = 'pulley-face'
const VERSION = '1.3.0'

export const PULLEY_FACE_CHARACTERISTICS = [
  'crimp-count',
  'crimp-position',
  'grease-on-face',
  'grease-elsewhere',
  'deformation-on-face',
  'deformation-elsewhere',
  'residue-on-face',
  'residue-elsewhere',
  'face-familiarity',
] as const
type FaceCharacteristic = (typeof PULLEY_FACE_CHARACTERISTICS)[number]

export const pulleyFaceInspector: Inspector = { name: NAME, version: VERSION, checkModel: faceNetSpec, inspect }

type Findings = Omit<Measurement, 'characteristic' | 'algorithm'>

async function inspect({ evidence, module, recipe, model, calibration, now }: InspectionInput): Promise<Inspection> {
  const { steps, done } = stopwatch(now)
  const notInspected = (reason: string): Inspection => ({ measurements: every(() => unseen(reason), model), steps })

  const parameters = faceParameters(module)
  if (!model) return notInspected('No model is loaded.')
  const pictures = facePictures(evidence)
  if ('missing' in pictures) return notInspected(`There is no ${pictures.missing} among the evidence.`)
  const { pixels, mmPerPixel } = parameters
  const imaging = calibration?.imaging
  if (imaging && (imaging.image.width !== pixels || imaging.image.height !== pixels))
    return notInspected(`Calibration ${calibration.id} is not of pictures of ${pixels} pixels square.`)
  const { rmsPx } = calibration?.residuals ?? {}
  const plane = imaging
    ? calibratedPlane({ ...imaging, ...(rmsPx === undefined ? {} : { rmsPx }) })
    : scaledPlane(pixels, mmPerPixel)
  const trust = trustPictures(pictures, plane, parameters)
  done('image trust and pose')
  if ('reason' in trust) return { ...notInspected(trust.reason), retake: trust.reason }

  const spec = faceNetSpec(model)
  const input = unwrapFace(pictures, trust.pose, spec.input)
  done('unwrap')
  const cells = cellMap(await model.run(input), spec)
  done('face net')
  const survey = surveyCrimps(cells, pictures.bright, trust.pose, parameters, spec)
  done('crimps')
  const spots = findSpots(cells, pictures, trust.pose, spec, parameters.faceInnerRadiusMm)
  done('grease, dents, residue')
  const strange = strangenessOfFace(input, cells, spots, trust.pose, spec, parameters)
  done('familiarity')
  const doubt = doubtOfCalibration(trust.pose, plane, parameters)
  const face: Face = { survey, spots, strange, spec, parameters, pose: trust.pose, doubt, recipe }
  const drawn = [{ kind: HEAT_MAP, image: heatMap(cells, trust.pose, pictures.bright) }]
  done('heat map')
  return { measurements: every((id) => FINDINGS[id](face, id), model), steps, drawn }
}

function facePictures(evidence: readonly DecodedEvidence[]): FacePictures | { readonly missing: string } {
  const find = (kind: string): GreyImage | undefined => {
    const found = evidence.find((item) => item.kind === kind)
    return found && 'image' in found ? found.image : undefined
  }
  const bright = find('image-bright')
  const darkField = find('image-dark-field')
  const uv = find('image-uv')
  if (!bright) return { missing: 'bright-field image' }
  if (!darkField) return { missing: 'dark-field image' }
  if (!uv) return { missing: 'UV image' }
  return { bright, darkField, uv }
}

function every(find: (id: FaceCharacteristic) => Findings, model: Model | undefined): Measurement[] {
  const algorithm = {
    name: NAME,
    version: VERSION,
    ...(model ? { model: model.digest, backend: model.backend } : {}),
  }
  return PULLEY_FACE_CHARACTERISTICS.map((characteristic) => ({ characteristic, ...find(characteristic), algorithm }))
}

const unseen = (reason: string): Findings => ({
  value: null,
  uncertainty: null,
  explanation: `The face was not inspected: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
  reason,
})

interface Face {
  readonly survey: CrimpSurvey
  readonly spots: readonly Spot[]
  /** Undefined where the model package does not say what is familiar. */
  readonly strange: Strange | undefined
  readonly spec: FaceNetSpec
  readonly parameters: FaceParameters
  readonly pose: FacePose
  readonly doubt: CalibrationDoubt
  readonly recipe: Recipe
}

const FINDINGS: Readonly<Record<FaceCharacteristic, (face: Face, id: FaceCharacteristic) => Findings>> = {
  'crimp-count': crimpCount,
  'crimp-position': crimpPosition,
  'grease-on-face': (face, id) => grease(face, id, true),
  'grease-elsewhere': (face, id) => grease(face, id, false),
  'deformation-on-face': (face, id) => extent(face, id, 'dent', true),
  'deformation-elsewhere': (face, id) => extent(face, id, 'dent', false),
  'residue-on-face': (face, id) => extent(face, id, 'residue', true),
  'residue-elsewhere': (face, id) => extent(face, id, 'residue', false),
  'face-familiarity': familiarity,
}

function crimpCount({ survey, parameters, pose }: Face): Findings {
  const { crimpRadiusMm, crimps } = parameters
  const standing = survey.found.length
  const stand = `${capitalised(inWords(standing))} staking${standing === 1 ? ' stands' : 's stand'}`
  const missing = listed(survey.missingDeg.map(place))
  const step = `at ${360 / crimps}° steps`
  return {
    value: standing,
    uncertainty: 0,
    explanation:
      standing > crimps
        ? `${stand} where ${inWords(crimps)} should.`
        : `${stand} ${step}${missing ? `; at ${missing}, there is none.` : ', none is missing.'}`,
    locations: [
      ...survey.found.map(({ angleDeg, sure }) => ({
        angleDeg,
        radiusMm: crimpRadiusMm,
        value: sure,
        label: 'staking',
        outline: crimpOutline(pose, crimpRadiusMm, angleDeg),
        conforming: true,
      })),
      ...survey.missingDeg.map((angleDeg) => ({
        angleDeg,
        radiusMm: crimpRadiusMm,
        value: null,
        label: 'missing',
        outline: crimpOutline(pose, crimpRadiusMm, angleDeg),
        conforming: false,
      })),
    ],
  }
}

function crimpPosition({ survey, parameters, pose, doubt, spec, recipe }: Face): Findings {
  if (survey.found.length === 0)
    return { ...unseen('No staking was found.'), explanation: 'No staking was found to measure.' }
  const off = (crimp: CrimpSurvey['found'][number]) => Math.abs(crimp.deviationDeg)
  const worst = survey.found.reduce((a, b) => (off(b) > off(a) ? b : a))
  const { crimpRadiusMm } = parameters
  return {
    value: off(worst),
    uncertainty: Math.hypot(spec.uncertainty.crimpDeg, 2 * angleSdDeg(doubt, crimpRadiusMm, worst.angleDeg)),
    explanation: `The staking at ${place(worst.angleDeg)}, is the farthest from its place, by ${off(worst).toFixed(1)}°.`,
    locations: survey.found.map((crimp) => ({
      angleDeg: crimp.angleDeg,
      radiusMm: crimpRadiusMm,
      value: crimp.deviationDeg,
      label: `${crimp.deviationDeg < 0 ? '−' : '+'}${off(crimp).toFixed(1)}°`,
      outline: crimpOutline(pose, crimpRadiusMm, crimp.angleDeg),
      conforming: within(recipe, 'crimp-position', off(crimp)),
    })),
  }
}

const where = (onFace: boolean) => (onFace ? 'on B' : 'off B')

function grease({ spots, spec, doubt, recipe }: Face, id: FaceCharacteristic, onFace: boolean): Findings {
  const areaOf = (spot: Spot) => (onFace ? spot.areaOnFaceMm2 : spot.areaElsewhereMm2)
  const films = largestFirst(
    spots.filter((spot) => spot.kind === 'grease' && areaOf(spot) > 0),
    areaOf,
  )
  const total = films.reduce((sum, film) => sum + areaOf(film), 0)
  const [first] = films
  const conforming = within(recipe, id, total)
  return {
    value: total,
    uncertainty: Math.hypot(
      Math.max(spec.uncertainty.greaseMm2, spec.uncertainty.greaseShare * total),
      2 * areaSdMm2(doubt, films, onFace),
    ),
    explanation: first
      ? `Grease covers ${total.toFixed(1)} mm² ${where(onFace)}, most of it at ${place(first.angleDeg)}.`
      : `No grease ${where(onFace)}.`,
    locations: films.map((film) => locate(film, areaOf(film), `grease ${areaOf(film).toFixed(1)} mm²`, conforming)),
  }
}

const SPOT_WORDS: Readonly<Record<Exclude<SpotKind, 'grease'>, string>> = { dent: 'dent', residue: 'residue' }

function extent(face: Face, id: FaceCharacteristic, kind: Exclude<SpotKind, 'grease'>, onFace: boolean): Findings {
  const { spots, spec, parameters, doubt, recipe } = face
  const here = spots.filter((spot) => spot.kind === kind && spot.radiusMm >= parameters.faceInnerRadiusMm === onFace)
  const ordered = largestFirst(here, (spot) => spot.extentMm)
  const [greatest] = ordered
  const word = SPOT_WORDS[kind]
  return {
    value: greatest?.extentMm ?? 0,
    uncertainty: Math.hypot(spec.uncertainty.extentMm, greatest ? 2 * extentSdMm(doubt, greatest) : 0),
    explanation: greatest
      ? `${capitalised(word)} of ${greatest.extentMm.toFixed(1)} mm ${where(onFace)} at ${place(greatest.angleDeg)}${more(ordered.length - 1)}.`
      : `No ${word} ${where(onFace)}.`,
    locations: ordered.map((spot) =>
      locate(spot, spot.extentMm, `${word} ${spot.extentMm.toFixed(1)} mm`, within(recipe, id, spot.extentMm)),
    ),
  }
}

function strangenessOfFace(
  input: Tensor,
  cells: CellMap,
  spots: readonly Spot[],
  pose: FacePose,
  spec: FaceNetSpec,
  parameters: FaceParameters,
): Strange | undefined {
  if (!spec.familiar) return undefined
  const kinds = kindsOf(cells, parameters)
  const strangeness = strangenessOf(lookOf(input, spec, cells, kinds), kinds, spec.familiar, cells)
  return judgeFamiliarity(strangeness, spots, spec.familiar, cells, pose)
}

/** What is unfamiliar has no value: whatever the classes say of it is a guess. */
function familiarity({ strange }: Face): Findings {
  if (!strange) return unseen('The model package does not say what familiar faces look like.')
  const { score, at, outline, ringMm } = strange
  if (score <= 1)
    return {
      value: score,
      uncertainty: 0,
      explanation: `The face looks as faces do: its strangest place reaches ${score.toFixed(2)} of what would hold it.`,
    }
  const what = at
    ? `Something unfamiliar of ${at.areaMm2.toFixed(0)} mm² lies at ${place(at.angleDeg)}.`
    : `The ring at radius ${ringMm!.toFixed(1)} mm looks as on no part known.`
  return {
    value: null,
    uncertainty: null,
    explanation: what,
    reason: what,
    ...(at && outline
      ? {
          locations: [
            {
              angleDeg: at.angleDeg,
              radiusMm: at.radiusMm,
              value: score,
              label: `unfamiliar ${at.areaMm2.toFixed(0)} mm²`,
              outline,
              conforming: false,
            },
          ],
        }
      : {}),
  }
}

const more = (others: number) => (others > 0 ? `, and ${inWords(others)} smaller` : '')

const largestFirst = (spots: readonly Spot[], size: (spot: Spot) => number): Spot[] =>
  [...spots].sort((a, b) => size(b) - size(a))

function locate({ angleDeg, radiusMm, outline }: Spot, value: number, label: string, conforming: boolean): Location {
  return { angleDeg, radiusMm, value, label, outline, conforming }
}

function within(recipe: Recipe, id: FaceCharacteristic, value: number): boolean {
  const limits = recipe.characteristics.find((characteristic) => characteristic.id === id)
  return value <= (limits?.upper ?? Number.POSITIVE_INFINITY) && value >= (limits?.lower ?? Number.NEGATIVE_INFINITY)
}
