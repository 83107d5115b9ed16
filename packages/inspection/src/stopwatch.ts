import type { Inspection } from './inspector.ts'

/** Durations of an inspection's steps, one after the other: each lasts since the one before was done. */
export function stopwatch(now: () => number) {
  const steps: Inspection['steps'][number][] = []
  let began = now()
  const done = (step: string): void => {
    const at = now()
    steps.push({ step, tookMs: at - began })
    began = at
  }
  return { steps, done }
}
