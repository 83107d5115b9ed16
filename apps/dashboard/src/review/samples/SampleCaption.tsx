import type { StatedSample } from '@celltwin/twin'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../../frame/cells.ts'
import { useMay } from '../../people/me.ts'
import { Problem } from '../../ui/Condition.tsx'
import { day } from '../../ui/format.ts'
import { useOperator } from '../operator.ts'
import { sampleApi } from './api.ts'

const year = (at: string) => new Date(at).getFullYear()

/** Whose sample it is, what to look at, and until when it is good. */
export function SampleCaption({ sample }: { sample: StatedSample }) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const [by] = useOperator()
  const may = useMay('signLimitSamples')
  const withdrawing = useMutation({ mutationFn: () => sampleApi.withdraw(cell!, sample.sampleId, by.trim()) })
  return (
    <>
      {sample.remark && <span>{sample.remark}</span>}
      <span>{t('review.sample.of', { serial: sample.serial, by: sample.by })}</span>
      <span>{t('review.sample.until', { at: `${day(sample.expiresAt)} ${year(sample.expiresAt)}` })}</span>
      {may && (
        <button
          type="button"
          className="btn quiet"
          disabled={withdrawing.isPending}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => withdrawing.mutate()}
        >
          {t('review.sample.withdraw')}
        </button>
      )}
      {withdrawing.error && <Problem error={withdrawing.error} what={t('review.sample.withdrawFailed')} />}
    </>
  )
}
