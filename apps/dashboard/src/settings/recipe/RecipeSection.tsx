import type { CellTwin, Recipe } from '@celltwin/contracts'
import { flawsOfRecipe, newestRecipe, openProposal, recipeChanges } from '@celltwin/twin'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useMay } from '../../people/me.ts'
import { useOperator } from '../../review/operator.ts'
import { useCell } from '../../twin/hooks.ts'
import { Empty, Problem } from '../../ui/Condition.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { WhoAndWhy } from '../WhoAndWhy.tsx'
import { recipeApi } from './api.ts'
import { ChangeList } from './ChangeList.tsx'
import { OwnFields } from './OwnFields.tsx'
import { ProposalPanel } from './ProposalPanel.tsx'
import { RecipeTable } from './RecipeTable.tsx'
import { VersionsPanel } from './VersionsPanel.tsx'
import { WhatIfPanel } from './WhatIfPanel.tsx'
import './recipe.css'

/** The recipe: what is proposed, what may be changed, what it would change, and every version there was. */
export function RecipeSection() {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const twin = useCell(({ live }) => ({ live })).live
  const newest = twin && newestRecipe(twin)
  if (!cell || !twin || !newest) return <Empty>{t('recipe.none')}</Empty>
  const proposal = openProposal(twin)
  return (
    <>
      {proposal && <ProposalPanel cell={cell} base={newest} proposal={proposal} />}
      <Editor key={newest.version} cell={cell} twin={twin} base={newest} blocked={proposal !== undefined} />
      <VersionsPanel cell={cell} position={twin.recipes} />
    </>
  )
}

function Editor({ cell, twin, base, blocked }: { cell: string; twin: CellTwin; base: Recipe; blocked: boolean }) {
  const { t } = useTranslation()
  const may = useMay('proposeRecipe')
  const [draft, setDraft] = useState(base)
  const changes = recipeChanges(base, draft)
  const flaws = changes.length > 0 ? flawsOfRecipe(twin, draft) : []
  const inForce = twin.definition?.value.definition.recipe.version
  return (
    <>
      <Panel
        title={`${base.id} v${base.version}`}
        aside={base.version === inForce ? t('recipe.inForce') : t('recipe.waits', { version: inForce })}
        className="recipe"
      >
        <OwnFields draft={draft} base={base} flaws={flaws} disabled={!may} onChange={setDraft} />
        <RecipeTable draft={draft} base={base} flaws={flaws} disabled={!may} onChange={setDraft} />
      </Panel>
      {changes.length > 0 && (
        <div className="two">
          <Panel title={t('recipe.changes')} aside={t('recipe.changed', { count: changes.length })}>
            <ChangeList changes={changes} recipe={draft} />
            <Propose
              cell={cell}
              draft={draft}
              disabled={!may || blocked || flaws.length > 0}
              why={blocked ? t('recipe.blocked') : flaws.length > 0 ? t('recipe.flawed', { count: flaws.length }) : ''}
              onReset={() => setDraft(base)}
              onDone={() => setDraft(base)}
            />
          </Panel>
          <WhatIfPanel cell={cell} recipe={draft} />
        </div>
      )}
    </>
  )
}

function Propose({
  cell,
  draft,
  disabled,
  why,
  onReset,
  onDone,
}: {
  cell: string
  draft: Recipe
  disabled: boolean
  why: string
  onReset: () => void
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [operator, setOperator] = useOperator()
  const [reason, setReason] = useState('')
  const queries = useQueryClient()
  const propose = useMutation({
    mutationFn: () => recipeApi.propose(cell, draft, reason, operator),
    onSuccess: () => {
      onDone()
      return queries.invalidateQueries({ queryKey: ['recipes'] })
    },
  })
  return (
    <form
      className="in decide"
      onSubmit={(event) => {
        event.preventDefault()
        propose.mutate()
      }}
    >
      {propose.error && <Problem error={propose.error} what={t('recipe.notProposed')} />}
      <WhoAndWhy
        by={{ label: t('recipe.proposedBy'), value: operator, onChange: setOperator }}
        reason={{ label: t('recipe.reason'), value: reason, onChange: setReason }}
      />
      <button type="submit" className="btn prime" disabled={disabled || propose.isPending}>
        {t('recipe.propose')}
      </button>
      <button type="button" className="btn quiet" onClick={onReset}>
        {t('recipe.reset')}
      </button>
      {why && <p className="cap">{why}</p>}
    </form>
  )
}
