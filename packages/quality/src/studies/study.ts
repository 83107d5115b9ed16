/** Any study from its readings: the one place where files, cells and screens have figures reckoned. */
import { type AttributeStudy, attributeStudy, type Rating } from './attribute.ts'
import type { GrrFigures } from './components.ts'
import { type Grr, grrStudy } from './grr.ts'
import { type Linearity, linearityStudy } from './linearity.ts'
import { CG_CONVENTIONS, type Type1, type1Study } from './type1.ts'
import { type3Study } from './type3.ts'

export interface StudyReading {
  readonly part: string
  readonly operator?: string
  readonly value?: number
  /** What a master is certified to be. */
  readonly referenceValue?: number
  readonly rating?: Rating
  readonly reference?: Rating
  readonly borderline?: boolean
}

export interface StudySettings {
  readonly tolerance?: number | undefined
  readonly reference?: number | undefined
  readonly resolution?: number | undefined
  readonly processVariation?: number | undefined
  readonly convention?: (typeof CG_CONVENTIONS)[number]['name'] | undefined
}

export type Study =
  | ({ readonly kind: 'type1' } & Type1)
  | ({ readonly kind: 'type3' } & GrrFigures)
  | ({ readonly kind: 'grr' } & Grr)
  | ({ readonly kind: 'linearity' } & Linearity)
  | ({ readonly kind: 'attribute' } & AttributeStudy)

/** @throws RangeError naming the reading or setting that makes it no such study. */
export function studyOf(kind: Study['kind'], readings: readonly StudyReading[], settings: StudySettings = {}): Study {
  const tolerance = settings.tolerance ?? null
  switch (kind) {
    case 'type1': {
      const parts = new Set(readings.map(({ part }) => part))
      if (parts.size > 1) throw new RangeError(`part: a type 1 study is of one part, there are ${parts.size}`)
      if (tolerance === null) throw new RangeError('tolerance: a type 1 study needs one')
      const { reference, resolution } = settings
      const convention = CG_CONVENTIONS.find(({ name }) => name === settings.convention) ?? CG_CONVENTIONS[0]
      const values = measured(readings).map(({ value }) => value)
      return { kind, ...type1Study(values, { tolerance, reference, resolution, convention }) }
    }
    case 'type3':
      return { kind, ...type3Study(measured(readings), { tolerance }) }
    case 'grr':
      return { kind, ...grrStudy(measured(readings), { tolerance }) }
    case 'linearity': {
      const { processVariation } = settings
      return { kind, ...linearityStudy(ofMasters(readings), { tolerance, processVariation }) }
    }
    case 'attribute':
      return { kind, ...attributeStudy(rated(readings)) }
  }
}

const measured = (readings: readonly StudyReading[]) =>
  readings.map((reading, i) => {
    if (reading.value === undefined) throw new RangeError(`reading ${i + 1}: has no value`)
    return { part: reading.part, operator: reading.operator, value: reading.value }
  })

const ofMasters = (readings: readonly StudyReading[]) =>
  readings.map(({ part, value, referenceValue }, i) => {
    if (value === undefined || referenceValue === undefined)
      throw new RangeError(`reading ${i + 1}: needs a value and the reference value of its master`)
    return { part, value, reference: referenceValue }
  })

const rated = (readings: readonly StudyReading[]) =>
  readings.map(({ part, operator, rating, reference, borderline }, i) => {
    if (rating === undefined || reference === undefined)
      throw new RangeError(`reading ${i + 1}: needs a rating and a reference`)
    return { part, appraiser: operator ?? 'cell', rating, reference, borderline }
  })
