/** A range chosen on an axis: with the pointer, or with the arrow keys. */
import type { KeyboardEvent } from 'react'

export type Span = readonly [from: number, to: number]

const STEPS = 40

/** The range after a key; null takes it away, undefined is no key of ours. Arrows move it, with Shift its end. */
export function brushed(key: string, shift: boolean, brush: Span | undefined, domain: Span): Span | null | undefined {
  if (key === 'Escape') return brush ? null : undefined
  const by = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return undefined
  const step = (domain[1] - domain[0]) / STEPS
  const [from, to] = brush ?? [domain[1] - 4 * step, domain[1]]
  if (!brush) return [from, to]
  if (shift) return [from, Math.min(domain[1], Math.max(from + step, to + by * step))]
  const moved = Math.min(domain[1] - to, Math.max(domain[0] - from, by * step))
  return [from + moved, to + moved]
}

/** What makes an element a brush for keyboard and screen reader. */
export function brushProps(
  label: string,
  text: string,
  brush: Span | undefined,
  domain: Span,
  onBrush: (brush: Span | undefined) => void,
) {
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': domain[0],
    'aria-valuemax': domain[1],
    'aria-valuenow': brush?.[0] ?? domain[0],
    'aria-valuetext': text,
    onKeyDown: (event: KeyboardEvent) => {
      const next = brushed(event.key, event.shiftKey, brush, domain)
      if (next === undefined) return
      event.preventDefault()
      onBrush(next ?? undefined)
    },
  } as const
}
