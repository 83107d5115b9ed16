import type { RepeatedPart } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../api/api.ts'
import { useRackName } from '../gauges/rack-name.ts'
import { Empty, Skeleton } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'

export interface ChosenParts {
  readonly serials: string[]
  /** Every part counts equally often: as often as the one that came least. */
  readonly trials: number
}
export const NO_PARTS: ChosenParts = { serials: [], trials: 0 }

const MOST_TRIALS = 500

interface CellPartsProps {
  readonly path: string
  /** A single part, not several. */
  readonly one: boolean
  readonly chosen: ChosenParts
  readonly choose: (parts: ChosenParts) => void
}

/** Parts that passed through the cell more than once: each pass is a reading. */
export function CellParts({ path, one, chosen, choose }: CellPartsProps) {
  const { t } = useTranslation()
  const rackName = useRackName()
  const { data } = useQuery({ queryKey: ['repeated', path], queryFn: () => get<RepeatedPart[]>(`${path}/repeated`) })
  if (!data) return <Skeleton rows={4} />
  if (data.length === 0) return <Empty>{t('studies.noRepeats')}</Empty>
  const take = (serials: string[]) => {
    const cycles = data.filter(({ serial }) => serials.includes(serial)).map((part) => part.cycles)
    choose({ serials, trials: Math.min(MOST_TRIALS, ...cycles) })
  }
  const toggled = (serial: string) => {
    if (one) return [serial]
    return chosen.serials.includes(serial)
      ? chosen.serials.filter((other) => other !== serial)
      : [...chosen.serials, serial]
  }
  return (
    <>
      <div className="parts">
        <table>
          <tbody>
            {data.map(({ serial, cycles, lastAt, challenge }) => (
              <tr key={serial}>
                <td>
                  <label>
                    <input
                      type={one ? 'radio' : 'checkbox'}
                      name="part"
                      checked={chosen.serials.includes(serial)}
                      onChange={() => take(toggled(serial))}
                    />
                    {serial}
                  </label>
                </td>
                <td className="mid">{t('studies.times', { count: cycles })}</td>
                <td className="mid">{dayTime(lastAt)}</td>
                <td className="mid">{challenge && rackName(serial)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen.serials.length > 0 && (
        <span className="cap">{t('studies.chosen', { parts: chosen.serials.length, count: chosen.trials })}</span>
      )}
    </>
  )
}
