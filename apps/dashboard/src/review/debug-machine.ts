/** Debug Mode as a machine: which step is shown, which were seen, and the draft of a decision. Pure. */
import type { Disposition, Finding, Review } from '@celltwin/contracts'
import i18next from 'i18next'

/** Pinned to a place of a picture, in its own pixels. */
export type Note = NonNullable<Review['notes']>[number]

export interface Draft {
  readonly finding?: Finding
  /** Characteristic id, or `other`. */
  readonly defect?: string
  readonly disposition?: Disposition
  readonly reasonCode?: string
  readonly remark: string
  readonly concessionReference: string
  /** Digits as typed. */
  readonly concessionQuantity: string
  readonly notes: readonly Note[]
}

export interface DebugState {
  readonly steps: number
  readonly step: number
  readonly seen: ReadonlySet<number>
  readonly draft: Draft
}

export type DebugAction =
  | { readonly do: 'next' }
  | { readonly do: 'back' }
  | { readonly do: 'show'; readonly step: number }
  | { readonly do: 'draft'; readonly draft: Partial<Draft> }
  | { readonly do: 'find'; readonly finding: Finding }
  | { readonly do: 'defect'; readonly defect: string }
  | { readonly do: 'dispose'; readonly disposition: Disposition }
  | { readonly do: 'note'; readonly note: Note }
  | { readonly do: 'drop-note'; readonly note: Note }

const EMPTY: Draft = { remark: '', concessionReference: '', concessionQuantity: '', notes: [] }

export const begin = (steps: number): DebugState => ({ steps, step: 0, seen: new Set([0]), draft: EMPTY })

/** Nobody has said anything yet, nor looked further than the first step. */
export const isUntouched = ({ seen, draft }: DebugState): boolean => seen.size === 1 && draft === EMPTY

export function advance(state: DebugState, action: DebugAction): DebugState {
  switch (action.do) {
    case 'next':
      return show(state, state.step + 1)
    case 'back':
      return show(state, state.step - 1)
    case 'show':
      return show(state, action.step)
    case 'draft':
      return { ...state, draft: { ...state.draft, ...action.draft } }
    case 'find':
      return { ...state, draft: found(state.draft, action.finding) }
    case 'defect':
      return { ...state, draft: { ...found(state.draft, 'nonconforming'), defect: action.defect } }
    case 'dispose':
      return { ...state, draft: { ...found(state.draft, 'nonconforming'), disposition: action.disposition } }
    case 'note':
      return { ...state, draft: { ...state.draft, notes: [...state.draft.notes, action.note] } }
    case 'drop-note':
      return { ...state, draft: { ...state.draft, notes: state.draft.notes.filter((note) => note !== action.note) } }
  }
}

function show(state: DebugState, step: number): DebugState {
  const shown = Math.max(0, Math.min(state.steps - 1, step))
  return shown === state.step ? state : { ...state, step: shown, seen: new Set([...state.seen, shown]) }
}

/** A conforming part has neither defect nor disposition; another finding asks for its own reason. */
function found(draft: Draft, finding: Finding): Draft {
  if (draft.finding === finding) return draft
  const { defect: _, disposition: __, reasonCode: ___, ...rest } = draft
  return { ...rest, finding }
}

/** Steps that nobody has looked at yet, besides the last one. */
export const unseen = ({ steps, seen }: DebugState): number =>
  Array.from({ length: steps - 1 }, (_, step) => step).filter((step) => !seen.has(step)).length

/** What still stands between the draft and a signature; empty where nothing does. */
export function missing(state: DebugState, by: string): string[] {
  const { t } = i18next
  const { finding, disposition, reasonCode, concessionReference, concessionQuantity } = state.draft
  const left = unseen(state)
  const wanted: string[] = []
  if (left > 0) wanted.push(t('review.missing.seen', { count: left }))
  if (state.step !== state.steps - 1) wanted.push(t('review.missing.last'))
  if (!finding) wanted.push(t('review.missing.finding'))
  if (finding === 'nonconforming' && !disposition) wanted.push(t('review.missing.disposition'))
  if (finding && !reasonCode) wanted.push(t('review.missing.reason'))
  if (disposition === 'concession') {
    if (concessionReference.trim() === '') wanted.push(t('review.missing.customer'))
    if (!(Number(concessionQuantity) >= 1)) wanted.push(t('review.missing.quantity'))
  }
  if (by.trim() === '') wanted.push(t('review.missing.name'))
  return wanted
}

/** The decision as it is sent; undefined while something is missing. */
export function reviewOf(state: DebugState, by: string): Review | undefined {
  const { finding, defect, disposition, reasonCode, remark, concessionReference, concessionQuantity, notes } =
    state.draft
  if (missing(state, by).length > 0 || !finding || !reasonCode) return undefined
  return {
    finding,
    reasonCode,
    ...(disposition ? { disposition } : {}),
    ...(defect ? { defect } : {}),
    ...(remark.trim() ? { remark: remark.trim() } : {}),
    ...(notes.length > 0 ? { notes: [...notes] } : {}),
    ...(disposition === 'concession'
      ? { concession: { reference: concessionReference.trim(), quantity: Math.floor(Number(concessionQuantity)) } }
      : {}),
  }
}
