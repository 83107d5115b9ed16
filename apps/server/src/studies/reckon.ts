/** A study as it is kept: figures that anybody can reckon again of its readings. */
import type { CellDefinition, Characteristic, EventData } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { studyOf, toleranceOf } from '@celltwin/quality'

export interface Subject {
  readonly characteristic: string
  readonly gauge: string
  readonly unit: string
  /** Width by the recipe; null where there is none. */
  readonly tolerance: number | null
}

export const subjectOf = ({ modules }: CellDefinition, { id, module, unit, ...limits }: Characteristic): Subject => ({
  characteristic: id,
  gauge: modules[module]?.gauge ?? module,
  unit,
  tolerance: toleranceOf(limits),
})

type Asked = Pick<EventData<'study-recorded'>, 'kind' | 'settings' | 'readings' | 'by' | 'runId'>

/** @throws RangeError where the readings are no such study. */
export function reckonStudy({ tolerance, ...subject }: Subject, asked: Asked): EventData<'study-recorded'> {
  const settings = { ...(tolerance === null ? {} : { tolerance }), ...asked.settings }
  const { verdict, ...figures } = studyOf(asked.kind, asked.readings, settings)
  const readingsDigest = hashOf(asked.readings)
  return { ...asked, ...subject, settings, verdict, figures, readingsDigest }
}
