import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useNeeds } from '../../people/me.ts'
import { Problem } from '../../ui/Condition.tsx'
import { dayTime } from '../../ui/format.ts'
import { useOperator } from '../operator.ts'
import { breakpointApi } from './api.ts'
import type { BreakpointView } from './breakpoints.ts'

/** Since when each is in force, by whom, where it stopped the cell last, and the request to let it go. */
export function BreakpointTable({ breakpoints }: { breakpoints: readonly BreakpointView[] }) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const [by] = useOperator()
  const needs = useNeeds('setBreakpoints')
  const removing = useMutation({ mutationFn: (id: string) => breakpointApi.remove(cell!, id, by) })
  return (
    <>
      <table className="set">
        <tbody>
          {breakpoints.map(({ id, condition, set, hit }) => (
            <tr key={id}>
              <td className="mono">{condition}</td>
              {set ? (
                <>
                  <td className="mid">{t('review.breakpoints.since', { at: dayTime(set.at), by: set.by })}</td>
                  <td>
                    {hit && (
                      <Link to="/review/$serial" params={{ serial: hit.serial }}>
                        {t('review.breakpoints.hit', { serial: hit.serial, at: dayTime(hit.at) })}
                      </Link>
                    )}
                  </td>
                  <td className="r">
                    <button
                      type="button"
                      className="btn quiet"
                      title={needs}
                      disabled={needs !== undefined}
                      onClick={() => removing.mutate(id)}
                    >
                      {t('review.breakpoints.remove')}
                    </button>
                  </td>
                </>
              ) : (
                <td colSpan={3} className="mid">
                  {t('review.breakpoints.asked')}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {removing.error && <Problem error={removing.error} what={t('review.breakpoints.failed')} />}
    </>
  )
}
