import type { Recipe } from '@celltwin/contracts'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, Problem } from '../../ui/Condition.tsx'
import { dayTime, number } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { recipeApi } from './api.ts'

const PARTS = [50, 200, 1000] as const
const VERDICTS = ['pass', 'reject', 'hold'] as const
const SHOWN = 100

/** What the last parts would have been under this recipe. Asked for by hand, and nothing is written. */
export function WhatIfPanel({ cell, recipe }: { cell: string; recipe: Recipe }) {
  const { t } = useTranslation()
  const [parts, setParts] = useState<number>(200)
  const again = useMutation({ mutationFn: (draft: Recipe) => recipeApi.whatIf(cell, draft, parts) })
  const { data } = again
  const stale = data !== undefined && again.variables !== recipe
  return (
    <Panel
      title={t('recipe.whatIf')}
      aside={data && t('recipe.judgedAgain', { count: data.judged })}
      className="whatif"
    >
      <div className="in decide">
        <select
          className="field"
          aria-label={t('recipe.howMany')}
          value={parts}
          onChange={({ target }) => setParts(Number(target.value))}
        >
          {PARTS.map((count) => (
            <option key={count} value={count}>
              {t('recipe.last', { count })}
            </option>
          ))}
        </select>
        <button type="button" className="btn" disabled={again.isPending} onClick={() => again.mutate(recipe)}>
          {t('recipe.judgeAgain')}
        </button>
        {stale && <span className="cap">{t('recipe.olderDraft')}</span>}
      </div>
      {again.error && <Problem error={again.error} what={t('recipe.notJudged')} />}
      {data && (
        <>
          <table>
            <thead>
              <tr>
                <th>{t('recipe.verdict')}</th>
                <th className="r">{t('recipe.was')}</th>
                <th className="r">{t('recipe.is')}</th>
              </tr>
            </thead>
            <tbody>
              {VERDICTS.map((verdict) => (
                <tr key={verdict}>
                  <td>
                    <span className={`st ${verdict}`}>
                      <Icon name={verdict} size={12} />
                      {t(`recipe.choice.${verdict}`)}
                    </span>
                  </td>
                  <td className="r mid">{number(data.was[verdict])}</td>
                  <td className="r b">{number(data.becomes[verdict])}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {data.warnings.map(({ characteristic, was, becomes }) => (
            <p key={characteristic} className="in mid">
              {t('recipe.warnings', {
                title: recipe.characteristics.find(({ id }) => id === characteristic)?.title ?? characteristic,
                was,
                becomes,
              })}
            </p>
          ))}
          {data.changed.length === 0 ? (
            <Empty>{t('recipe.sameVerdicts')}</Empty>
          ) : (
            <table>
              <thead>
                <tr>
                  <th>{t('recipe.part')}</th>
                  <th>{t('recipe.was')}</th>
                  <th>{t('recipe.is')}</th>
                  <th>{t('recipe.because')}</th>
                </tr>
              </thead>
              <tbody>
                {data.changed.slice(0, SHOWN).map(({ serial, cycleId, judgedAt, was, becomes, reason }) => (
                  <tr key={cycleId}>
                    <td>
                      <Link to="/parts/$serial" params={{ serial }} search={{ cycle: cycleId }}>
                        {serial}
                      </Link>{' '}
                      <span className="cap">{dayTime(judgedAt)}</span>
                    </td>
                    <td className={was}>{t(`recipe.choice.${was}`)}</td>
                    <td className={becomes}>{t(`recipe.choice.${becomes}`)}</td>
                    <td className="mid">{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Panel>
  )
}
