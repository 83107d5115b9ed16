import { limitSamplesAt, type StatedSample } from '@celltwin/twin'
import { useMemo } from 'react'
import { useCell, useNow } from '../../twin/hooks.ts'

const LOOK_MS = 10_000

/** Limit samples of these characteristics in this kind of evidence: the newest good ones, and what has expired unreplaced. */
export function useSamples(characteristics: ReadonlySet<string>, kind: string) {
  const limitSamples = useCell(({ live }) => live?.limitSamples)
  const now = useNow(LOOK_MS)
  return useMemo(() => {
    const own = limitSamplesAt(limitSamples ? { limitSamples } : {}, now).filter(
      (sample) => characteristics.has(sample.characteristic) && sample.evidence.kind === kind,
    )
    const good = own.filter(({ expired }) => !expired)
    const replaced = ({ characteristic }: StatedSample) => good.some((each) => each.characteristic === characteristic)
    return { good, expired: own.filter((sample) => sample.expired && !replaced(sample)) }
  }, [limitSamples, now, characteristics, kind])
}
