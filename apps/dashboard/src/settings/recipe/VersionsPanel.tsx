import type { RecipeVersion } from '@celltwin/contracts'
import { recipeChanges } from '@celltwin/twin'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Problem, Skeleton } from '../../ui/Condition.tsx'
import { dayTime } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { recipeApi } from './api.ts'
import { ChangeList } from './ChangeList.tsx'

/** Every version: who proposed and released it, since when the cell judges by it, and what it changed. */
export function VersionsPanel({ cell, position }: { cell: string; position: unknown }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery({
    // Asked again when the twin's word on recipes changes.
    queryKey: ['recipes', cell, JSON.stringify(position)?.length],
    queryFn: () => recipeApi.versions(cell),
    placeholderData: (before) => before,
  })
  return (
    <Panel
      title={t('recipe.versions')}
      aside={data && t('recipe.versionCount', { count: data.length })}
      className="versions"
    >
      {error ? (
        <div className="in">
          <Problem error={error} what={t('recipe.versionsNotRead')} retry={() => refetch()} />
        </div>
      ) : !data ? (
        <Skeleton rows={2} />
      ) : (
        data.map((version) => (
          <Version key={version.proposal?.proposalId ?? version.hash} version={version} all={data} />
        ))
      )}
    </Panel>
  )
}

function Version({ version, all }: { version: RecipeVersion; all: readonly RecipeVersion[] }) {
  const { t } = useTranslation()
  const { proposal, released, rejected, adoptedAt, refused, inForce, recipe } = version
  const base = all.find(({ hash }) => hash === proposal?.base.hash)
  const state = inForce
    ? 'inForce'
    : rejected
      ? 'rejected'
      : refused
        ? 'refused'
        : adoptedAt
          ? 'replaced'
          : released
            ? 'released'
            : proposal
              ? 'open'
              : 'fromFile'
  return (
    <details>
      <summary>
        <b>v{version.version}</b>
        <span className={`st ${inForce ? 'pass' : rejected || refused ? 'reject' : state === 'open' ? 'hold' : ''}`}>
          <Icon name={inForce ? 'ok' : rejected || refused ? 'no' : 'wait'} size={12} />
          {t(`recipe.state.${state}`)}
        </span>
        <span className="mid grow">
          {rejected?.reason ?? refused?.reason ?? proposal?.reason ?? t('recipe.cameWithFile')}
        </span>
        <span className="cap">
          {[
            proposal && t('recipe.proposedAt', { by: proposal.by, at: dayTime(proposal.at) }),
            released && t('recipe.releasedAt', { by: released.by, at: dayTime(released.effectiveFrom) }),
            adoptedAt && t('recipe.adoptedAt', { at: dayTime(adoptedAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </summary>
      {base && <ChangeList changes={recipeChanges(base.recipe, recipe)} recipe={recipe} />}
    </details>
  )
}
