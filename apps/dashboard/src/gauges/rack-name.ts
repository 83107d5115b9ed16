import { useTranslation } from 'react-i18next'
import { useCell } from '../twin/hooks.ts'

/** What a part of the rack is called by its id: there are challenge parts, and master parts for studies alone. */
export function useRackName(): (id: string) => string {
  const { t } = useTranslation()
  const masters = useCell(({ live }) => live?.definition?.value.definition.masters)
  return (id) => t(masters?.some((master) => master.id === id) ? 'gauges.masterPart' : 'gauges.challengePart')
}
