import type { StatedSample } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import { day } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'

/** What has expired is said and not shown: a border that nobody answers for any more is none. */
export function ExpiredSamples({
  samples,
  titleOf,
}: {
  samples: readonly StatedSample[]
  titleOf: (id: string) => string
}) {
  const { t } = useTranslation()
  return samples.map(({ sampleId, characteristic, expiresAt }) => (
    <p key={sampleId} className="note expired">
      <Icon name="stale" size={12} />{' '}
      {t('review.sample.expired', { what: titleOf(characteristic), at: day(expiresAt) })}
    </p>
  ))
}
