import type { ProposedRecipe, Recipe } from '@celltwin/contracts'
import { recipeChanges } from '@celltwin/twin'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleApi } from '../../people/api.ts'
import { useMay, useMe } from '../../people/me.ts'
import { Problem } from '../../ui/Condition.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { recipeApi } from './api.ts'
import { ChangeList } from './ChangeList.tsx'
import { WhatIfPanel } from './WhatIfPanel.tsx'

/** A recipe that waits for the second pair of eyes. */
export function ProposalPanel({ cell, base, proposal }: { cell: string; base: Recipe; proposal: ProposedRecipe }) {
  const { t } = useTranslation()
  const { recipe, by, reason } = proposal
  return (
    <div className="two">
      <Panel
        title={t('recipe.proposal', { recipe: recipe.id, version: recipe.version })}
        aside={t('recipe.proposedByWhom', { by })}
        className="proposal"
      >
        <p className="in">{reason}</p>
        <ChangeList changes={recipeChanges(base, recipe)} recipe={recipe} />
        <Decide cell={cell} proposal={proposal} />
      </Panel>
      <WhatIfPanel cell={cell} recipe={recipe} />
    </div>
  )
}

function Decide({ cell, proposal }: { cell: string; proposal: ProposedRecipe }) {
  const { t } = useTranslation()
  const me = useMe().data
  const may = useMay('releaseRecipe')
  const mayReject = useMay('proposeRecipe')
  const demo = me?.mode === 'demo'
  const own = me?.person !== undefined && me?.person !== null && me.person.id === proposal.byId
  const [signer, setSigner] = useState('')
  const [secret, setSecret] = useState('')
  const [from, setFrom] = useState('')
  const [why, setWhy] = useState('')
  const queries = useQueryClient()
  const settled = () => queries.invalidateQueries({ queryKey: ['recipes'] })
  const release = useMutation({
    mutationFn: async () => {
      const effectiveFrom = from === '' ? {} : { effectiveFrom: new Date(from).toISOString() }
      if (!own)
        return recipeApi.release(cell, proposal.proposalId, { ...effectiveFrom, ...(demo ? { by: signer } : {}) })
      const said = me?.panel ? { badge: signer, pin: secret } : { account: signer, password: secret }
      const { token } = await peopleApi.signSecond(said)
      return recipeApi.release(cell, proposal.proposalId, { ...effectiveFrom, secondSignature: token })
    },
    onSuccess: settled,
  })
  const reject = useMutation({
    mutationFn: () => recipeApi.reject(cell, proposal.proposalId, why, demo && signer !== '' ? signer : undefined),
    onSuccess: settled,
  })
  const named = demo || own
  return (
    <form
      className="in decide"
      onSubmit={(event) => {
        event.preventDefault()
        release.mutate()
      }}
    >
      {release.error && <Problem error={release.error} what={t('recipe.notReleased')} />}
      {reject.error && <Problem error={reject.error} what={t('recipe.notRejected')} />}
      {named && (
        <TextField
          label={t(own ? 'recipe.secondAccount' : 'recipe.releasedBy')}
          required
          value={signer}
          onChange={setSigner}
        />
      )}
      {own && (
        <TextField
          label={t('recipe.secondSecret')}
          type="password"
          autoComplete="off"
          required
          value={secret}
          onChange={setSecret}
        />
      )}
      <label className="from">
        <span className="cap">{t('recipe.effectiveFrom')}</span>
        <input className="field" type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />
      </label>
      <button type="submit" className="btn prime" disabled={!(may || own) || release.isPending}>
        {t('recipe.release')}
      </button>
      <TextField label={t('recipe.rejectReason')} maxLength={500} value={why} onChange={setWhy} />
      <button
        type="button"
        className="btn"
        disabled={!mayReject || why.trim().length < 3 || reject.isPending}
        onClick={() => reject.mutate()}
      >
        {t('recipe.reject')}
      </button>
    </form>
  )
}
