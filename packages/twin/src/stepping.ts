/** Effects of live stepping and of breakpoints. */
import type { BreakpointTwin, CellTwin, Control, EventOf } from '@celltwin/contracts'
import { cycleOf } from './cycles.ts'
import { type Draft, type Mutable, newest, open, openEntry, register, written } from './draft.ts'
import type { Effects } from './effects.ts'

/** The panel in control at a time; it ends by itself, told or not. [TW50] */
export function controlAt({ control }: Pick<CellTwin, 'control'>, nowMs: number): Control | undefined {
  const held = control?.value
  return held && Date.parse(held.expiresAt) > nowMs ? held : undefined
}

/** Breakpoints in force in the cell, oldest first. [TW52] */
export const breakpointsInForce = ({ breakpoints = {} }: Pick<CellTwin, 'breakpoints'>) =>
  Object.entries(breakpoints)
    .flatMap(([breakpointId, { set, removed, hit }]) =>
      set && !removed
        ? [
            {
              breakpointId,
              ...set.value,
              setAt: set.occurredAt,
              ...(hit ? { hit: { ...hit.value, at: hit.occurredAt } } : {}),
            },
          ]
        : [],
    )
    .sort((a, b) => (a.setAt < b.setAt ? -1 : 1))

function breakpointOf(draft: Draft, id: string): Mutable<BreakpointTwin> {
  draft.twin.breakpoints ??= {}
  return openEntry(
    draft,
    open(draft, draft.twin, 'breakpoints') as Record<string, Mutable<BreakpointTwin>>,
    id,
    () => ({}),
  )
}

/** [TW50] */
function giveBack({ twin }: Draft, event: EventOf<'control-released' | 'control-expired'>): void {
  if (twin.control?.value?.controlId === event.data.controlId)
    twin.control = newest(twin.control, register(event, null))
}

/** Evidence that a person asked for came, or its result: counted, so that who shows it asks again. [TW51] */
export function noteStepped(
  draft: Draft,
  event: EventOf<'evidence-captured' | 'step-inspected' | 'step-failed'>,
): void {
  const cycle = cycleOf(draft, event)
  if (cycle) cycle.stepped = (cycle.stepped ?? 0) + 1
}

function mounted(draft: Draft, event: EventOf<'part-mounted' | 'part-unmounted'>): void {
  const cycle = cycleOf(draft, event)
  if (!cycle) return
  const fact = { ...written(event), on: event.type === 'part-mounted', place: event.data.place }
  cycle.mounted = newest(cycle.mounted, fact)
}

export const steppingEffects: Effects = {
  'control-taken': ({ twin }, event) => {
    const { controlId, by, panel, expiresAt } = event.data
    twin.control = newest(twin.control, register(event, { controlId, by, panel, expiresAt }))
  },
  'control-released': giveBack,
  'control-expired': giveBack,
  'part-mounted': mounted,
  'part-unmounted': mounted,
  'step-inspected': noteStepped,
  'step-failed': noteStepped,
  'breakpoint-set': (draft, event) => {
    const breakpoint = breakpointOf(draft, event.data.breakpointId)
    const { condition, by } = event.data
    breakpoint.set = newest(breakpoint.set, register(event, { condition, by }))
  },
  'breakpoint-removed': (draft, event) => {
    const breakpoint = breakpointOf(draft, event.data.breakpointId)
    breakpoint.removed = newest(breakpoint.removed, register(event, { by: event.data.by }))
  },
  'breakpoint-hit': (draft, event) => {
    const breakpoint = breakpointOf(draft, event.data.breakpointId)
    const { cycleId, serial, cycleNumber } = event.data
    breakpoint.hit = newest(breakpoint.hit, register(event, { cycleId, serial, cycleNumber }))
  },
}
