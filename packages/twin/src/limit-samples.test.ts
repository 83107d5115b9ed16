import type { CellEvent, LimitSample } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { emptyTwin, fold } from './evolve.ts'
import { limitSamplesAt, samplesKept } from './limit-samples.ts'
import { seeded } from './testing/random.ts'
import { Teller } from './testing/teller.ts'

const START = Date.parse('2026-01-05T06:00:00.000Z')
const sample: LimitSample = {
  sampleId: 'ls-1',
  characteristic: 'crimp-count',
  cycleId: 'c1',
  serial: 'S1',
  evidence: { kind: 'image-bright', sha256: 'a'.repeat(64), mediaType: 'image/png', bytes: 9 },
  kind: 'unacceptable',
  expiresAt: new Date(START + 1000).toISOString(),
  by: 'A. Person',
}
const twinOf = (events: readonly CellEvent[]) =>
  fold(
    emptyTwin('c'),
    events.map((event, i) => ({ position: i + 1, recordedAt: event.occurredAt, event })),
  )

it('[TW55] a limit sample is good until its instant, and until then its evidence is kept', () => {
  const twin = twinOf([new Teller(seeded(1), START).tell('server', 'limit-sample-signed', sample)])
  expect(limitSamplesAt(twin, START + 999)).toMatchObject([{ sampleId: 'ls-1', expired: false }])
  expect(samplesKept(twin, START + 999)).toEqual([sample.evidence.sha256])
  expect(limitSamplesAt(twin, START + 1000)).toMatchObject([{ sampleId: 'ls-1', expired: true }])
  expect(samplesKept(twin, START + 1000)).toEqual([])
})

it('[TW55] a withdrawn limit sample is gone, in whichever order that is heard', () => {
  const teller = new Teller(seeded(1), START)
  const signed = teller.tell('server', 'limit-sample-signed', sample)
  const withdrawn = teller.tell('server', 'limit-sample-withdrawn', { sampleId: 'ls-1', by: 'B. Person' })
  for (const events of [
    [signed, withdrawn],
    [withdrawn, signed],
  ])
    expect(limitSamplesAt(twinOf(events), START)).toEqual([])
})
