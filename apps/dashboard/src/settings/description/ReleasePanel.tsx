import { type CellDefinition, descriptionFlaws, descriptionOf } from '@celltwin/contracts'
import type { DefinitionChange, Road } from '@celltwin/twin'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { useMe, useNeeds } from '../../people/me.ts'
import { useOperator } from '../../review/operator.ts'
import { Empty, Problem } from '../../ui/Condition.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { WhoAndWhy } from '../WhoAndWhy.tsx'
import { releaseDescription } from './api.ts'

const ROADS: readonly Road[] = ['description', 'recipe', 'file']

interface Props {
  readonly cell: string
  readonly inForce: { readonly hash: string; readonly definition: CellDefinition }
  readonly draft: CellDefinition | undefined
  readonly changes: readonly DefinitionChange[]
  readonly flawed: boolean
}

/** What differs from what is in force, by the road that each difference takes into the cell; and the release. */
export function ReleasePanel({ cell, inForce, draft, changes, flawed }: Props) {
  const { t } = useTranslation()
  return (
    <Panel
      title={t('description.changes')}
      aside={draft ? t('description.changed', { count: changes.length }) : undefined}
    >
      {!draft ? (
        <Empty>{t('description.noCell')}</Empty>
      ) : changes.length === 0 ? (
        <Empty>{t('description.noChange')}</Empty>
      ) : (
        ROADS.map((road) => <Changes key={road} road={road} changes={changes.filter((each) => each.road === road)} />)
      )}
      {draft && changes.some(({ road }) => road === 'description') && <Release {...{ cell, inForce, draft, flawed }} />}
    </Panel>
  )
}

function Changes({ road, changes }: { road: Road; changes: readonly DefinitionChange[] }) {
  const { t } = useTranslation()
  if (changes.length === 0) return null
  return (
    <div className="changes">
      <p className="in">
        <Trans i18nKey={`description.road.${road}`} components={{ b: <b />, code: <code /> }} />
      </p>
      <table>
        <thead>
          <tr>
            <th>{t('description.field')}</th>
            <th className="r">{t('description.was')}</th>
            <th className="r">{t('description.is')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, was, is }) => (
            <tr key={field}>
              <td className="mono">{field}</td>
              <td className="r mid">{written(was)}</td>
              <td className="r b">{written(is)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const SHOWN = 60
/** A value as the file has it; what is large by its beginning. */
function written(value: unknown): string {
  if (value === undefined) return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

function Release({
  cell,
  inForce,
  draft,
  flawed,
}: Pick<Props, 'cell' | 'inForce' | 'flawed'> & { draft: CellDefinition }) {
  const { t } = useTranslation()
  const [operator, setOperator] = useOperator()
  const demo = useMe().data?.mode === 'demo'
  const [reason, setReason] = useState('')
  const misfits = descriptionFlaws(inForce.definition, descriptionOf(draft))
  const release = useMutation({
    mutationFn: () =>
      releaseDescription(cell, {
        description: descriptionOf(draft),
        base: inForce.hash,
        reason,
        ...(demo && operator ? { by: operator } : {}),
      }),
    onSuccess: () => setReason(''),
  })
  const broken = flawed || misfits.length > 0 ? t('description.flawed', { count: Math.max(1, misfits.length) }) : ''
  const why = useNeeds('releaseDescription') ?? broken
  return (
    <form
      className="in decide"
      onSubmit={(event) => {
        event.preventDefault()
        release.mutate()
      }}
    >
      {release.error && <Problem error={release.error} what={t('description.notReleased')} />}
      <WhoAndWhy
        by={{ label: t('description.by'), value: operator, onChange: setOperator }}
        reason={{ label: t('description.reason'), value: reason, onChange: setReason }}
      />
      <button type="submit" className="btn prime" disabled={why !== '' || release.isPending}>
        {t('description.release')}
      </button>
      {why && <p className="cap">{why}</p>}
    </form>
  )
}
