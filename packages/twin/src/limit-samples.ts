/** Limit samples that people signed, and which of them are good. */
import type { CellTwin, LimitSample, LimitSampleTwin } from '@celltwin/contracts'
import { type Draft, type Mutable, newest, open, openEntry, register } from './draft.ts'
import type { Effects } from './effects.ts'

export interface StatedSample extends LimitSample {
  readonly signedAt: string
  readonly expired: boolean
}

/** Those that nobody withdrew, newest first; an expired one says so. [TW55] */
export const limitSamplesAt = (
  { limitSamples = {} }: Pick<CellTwin, 'limitSamples'>,
  nowMs: number,
): readonly StatedSample[] =>
  Object.values(limitSamples)
    .flatMap(({ signed, withdrawn }) =>
      signed && !withdrawn
        ? [{ ...signed.value, signedAt: signed.occurredAt, expired: Date.parse(signed.value.expiresAt) <= nowMs }]
        : [],
    )
    .sort((a, b) => (a.signedAt < b.signedAt ? 1 : -1))

/** Evidence that is kept as long as it is a limit sample. */
export const samplesKept = (twin: Pick<CellTwin, 'limitSamples'>, nowMs: number): readonly string[] =>
  limitSamplesAt(twin, nowMs).flatMap(({ expired, evidence }) => (expired ? [] : [evidence.sha256]))

function sampleOf(draft: Draft, id: string): Mutable<LimitSampleTwin> {
  draft.twin.limitSamples ??= {}
  const samples = open(draft, draft.twin, 'limitSamples') as Record<string, Mutable<LimitSampleTwin>>
  return openEntry(draft, samples, id, () => ({}))
}

export const limitSampleEffects: Effects = {
  'limit-sample-signed': (draft, event) => {
    const sample = sampleOf(draft, event.data.sampleId)
    sample.signed = newest(sample.signed, register(event, event.data))
  },
  'limit-sample-withdrawn': (draft, event) => {
    const sample = sampleOf(draft, event.data.sampleId)
    sample.withdrawn = newest(sample.withdrawn, register(event, { by: event.data.by }))
  },
}
