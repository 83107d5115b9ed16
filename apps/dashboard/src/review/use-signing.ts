import type { CellDefinition, PassportCycle, Review, ReviewAnswer } from '@celltwin/contracts'
import { needsFourEyes, weightOf } from '@celltwin/twin'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { useState } from 'react'
import { api, RequestFailed } from '../api/api.ts'
import { peopleApi } from '../people/api.ts'
import { useMe, useNeeds } from '../people/me.ts'
import { type DebugState, missing, reviewOf } from './debug-machine.ts'
import { noteDecided } from './pace/pace.ts'
import { NOBODY, secondOf } from './SecondSigner.tsx'

const SECOND_NEEDED = 428

/** Signing and undoing of this cycle's decision, with a second person where the recipe asks for four eyes. */
export function useSigning(cycle: PassportCycle, recipe: CellDefinition['recipe'], state: DebugState, by: string) {
  const { serial, cycleId } = cycle
  const me = useMe().data
  const client = useQueryClient()
  const [openedAt] = useState(() => Date.now())
  const [second, saySecond] = useState(NOBODY)
  const [asked, setAsked] = useState(false)
  const refresh = () => {
    client.invalidateQueries({ queryKey: ['passport', serial] })
    client.invalidateQueries({ queryKey: ['review-queue'] })
  }
  const signing = useMutation({
    mutationFn: async (review: Review): Promise<ReviewAnswer> => {
      const said = secondOf(me, second)
      const secondSignature = said && (await peopleApi.signSecond(said)).token
      return api.review(serial, cycleId, { review, by: by.trim(), ...(secondSignature ? { secondSignature } : {}) })
    },
    onSuccess: () => {
      noteDecided(by, { at: Date.now(), tookMs: Date.now() - openedAt })
      saySecond(NOBODY)
      refresh()
    },
    onError: (error) => {
      // The recipe may have changed since the part was inserted: then the server asks.
      if (error instanceof RequestFailed && error.status === SECOND_NEEDED) setAsked(true)
      saySecond(({ who }) => ({ who, secret: '' }))
    },
  })
  const undoing = useMutation({
    mutationFn: (reviewId: string) => api.undoReview(serial, cycleId, reviewId, by.trim() || 'Operator'),
    onSuccess: refresh,
  })

  const failed = cycle.reasons.flatMap(({ characteristic }) => (characteristic === undefined ? [] : [characteristic]))
  const weight = weightOf(state.draft, recipe, failed)
  const wantsSecond = asked || needsFourEyes(recipe, weight)
  const grave = weight.has('concession') || weight.has('special-characteristic')
  const needsToSign = useNeeds(grave ? 'answerToCustomer' : 'decideParts')
  const needsToUndo = useNeeds('decideParts')
  const wanted = [
    ...(needsToSign ? [needsToSign] : []),
    ...missing(state, by),
    ...(wantsSecond && !secondOf(me, second) ? [i18next.t('review.missing.second')] : []),
  ]
  const inForce = cycle.reviews.findLast(({ undone }) => !undone)
  return {
    inForce,
    wanted,
    needsToUndo,
    busy: signing.isPending || undoing.isPending,
    error: signing.error ?? undoing.error,
    second: wantsSecond ? { me, said: second, onSay: saySecond } : undefined,
    sign: () => {
      const review = reviewOf(state, by)
      if (review && wanted.length === 0 && !inForce && !signing.isPending) signing.mutate(review)
    },
    undo: () => {
      if (inForce && !needsToUndo && !undoing.isPending) undoing.mutate(inForce.id)
    },
  }
}
export type Signing = ReturnType<typeof useSigning>
