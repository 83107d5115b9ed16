/** What the inspection sees of a simulated face before any threshold decides: the raw material of the operating point. */
import type { Model } from '../packages/inspection/src/inspector.ts'
import { surveyCrimps } from '../packages/inspection/src/visual/crimps.ts'
import { kindsOf, lookOf } from '../packages/inspection/src/visual/face-look.ts'
import { cellMap, faceNetSpec } from '../packages/inspection/src/visual/face-net.ts'
import { type Familiar, strangenessOf } from '../packages/inspection/src/visual/familiarity.ts'
import { trustPictures } from '../packages/inspection/src/visual/image-trust.ts'
import { findSpots, type SpotKind } from '../packages/inspection/src/visual/spots.ts'
import { unwrapFace } from '../packages/inspection/src/visual/unwrap.ts'
import type { Part } from '../packages/world/src/part.ts'
import { CAMERA, PLANE } from './face-spec.ts'
import { picturesOf } from './inspect-part.ts'

export interface Observation {
  /** Why the pictures could not be inspected. */
  readonly untrusted?: string
  readonly crimps: number
  readonly crimpsOffDeg: number
  readonly spots: readonly {
    readonly kind: SpotKind
    readonly peak: number
    readonly extentMm: number
    readonly onFace: boolean
    readonly areaOnFaceMm2: number
    readonly areaElsewhereMm2: number
  }[]
  readonly strangeness: { readonly cell: number; readonly ring: number; readonly size: number }
}

const round = (value: number) => Number(value.toPrecision(5))

/** `model` names every spot, however unsure: its operating point asks for no peak. */
export async function observe(part: Part, model: Model, familiar: Omit<Familiar, 'threshold'>): Promise<Observation> {
  const nothing = { crimps: 0, crimpsOffDeg: 0, spots: [], strangeness: { cell: 0, ring: 0, size: 0 } }
  const pictures = picturesOf(part)
  const trust = trustPictures(pictures, PLANE, CAMERA)
  if ('reason' in trust) return { untrusted: trust.reason, ...nothing }
  const spec = faceNetSpec(model)
  const input = unwrapFace(pictures, trust.pose, spec.input)
  const cells = cellMap(await model.run(input), spec)
  const survey = surveyCrimps(cells, pictures.bright, trust.pose, CAMERA, spec)
  const spots = findSpots(cells, pictures, trust.pose, spec, CAMERA.faceInnerRadiusMm)
  const kinds = kindsOf(cells, CAMERA)
  const strange = strangenessOf(lookOf(input, spec, cells, kinds), kinds, familiar, cells)
  const { largestMm } = familiar
  return {
    crimps: survey.found.length,
    crimpsOffDeg: round(Math.max(0, ...survey.found.map(({ deviationDeg }) => Math.abs(deviationDeg)))),
    spots: spots.map(({ kind, peak, extentMm, radiusMm, areaOnFaceMm2, areaElsewhereMm2 }) => ({
      kind,
      peak: round(peak),
      extentMm: round(extentMm),
      onFace: radiusMm >= CAMERA.faceInnerRadiusMm,
      areaOnFaceMm2: round(areaOnFaceMm2),
      areaElsewhereMm2: round(areaElsewhereMm2),
    })),
    strangeness: {
      cell: round(strange.cells.reduce((most, value) => Math.max(most, value), 0)),
      ring: round(strange.rings.reduce((most, value) => Math.max(most, value), 0)),
      size: round(
        Math.max(
          0,
          ...spots.map(({ kind, extentMm }) => extentMm / (kind === 'grease' ? largestMm.grease : largestMm.flaw)),
        ),
      ),
    },
  }
}
