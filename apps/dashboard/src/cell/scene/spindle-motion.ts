/** The rotor's angle as the integral of the speed ramps in the cell file. */
import type { Phase } from '@celltwin/contracts'

const TAU = Math.PI * 2

/**
 * Writes angle (rad since rest) and speed at a point of the cycle. A phase with `rpm` ramps linearly to it; one without
 * keeps the speed. Phases that are not in the list come after all of them.
 */
export function spindleAt(
  phases: readonly Phase[],
  phase: string,
  progress: number,
  out: { spindle: number; rpm: number },
): void {
  let angle = 0
  let speed = 0
  for (const p of phases) {
    const here = p.id === phase
    const share = here ? progress : 1
    const end = speed + ((p.rpm ?? speed) - speed) * share
    angle += ((speed + end) / 2 / 60_000) * p.budgetMs * share * TAU
    speed = end
    if (here) break
  }
  out.spindle = angle
  out.rpm = speed
}
