import type { PassportCycle } from '@celltwin/contracts'
import { marksOf } from '@celltwin/inspection/pictures'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/api.ts'
import { Closeup, reachOf } from '../../evidence/Closeup.tsx'
import { useTold } from '../../ui/told.ts'
import { ExpiredSamples } from '../samples/ExpiredSamples.tsx'
import { SampleCaption } from '../samples/SampleCaption.tsx'
import { SignSample } from '../samples/SignSample.tsx'
import { useSamples } from '../samples/use-samples.ts'
import type { Step } from '../steps.ts'
import { Values } from '../Values.tsx'

/** What is wrong with the part, enlarged, beside the limit sample or a place that passes: same scale, same orientation. */
export function BesideIt({
  step,
  cycle,
  image,
  only,
}: {
  step: Step
  cycle: PassportCycle
  image: PassportCycle['evidence'][number]
  only: ReadonlySet<string>
}) {
  const { t } = useTranslation()
  const told = useTold()
  const marks = useMemo(() => marksOf(cycle.results, only), [cycle, only])
  const { good, expired } = useSamples(only, image.kind)
  const titleOf = (id: string) =>
    told(step.rows.find(({ characteristic }) => characteristic.id === id)?.characteristic.title ?? id)
  const bad = marks.find(({ fails }) => fails)
  const mark = bad ?? (good.length > 0 ? marks[0] : undefined)
  const width = usePictureWidth(image.stored ? image.sha256 : undefined)
  const reach = mark && width !== undefined ? reachOf(mark, width) : undefined
  const passing = bad && marks.find((other) => !other.fails && other.characteristic === bad.characteristic)
  const sample = good.find(({ characteristic }) => characteristic === mark?.characteristic) ?? good[0]
  if (!mark || !image.stored)
    return (
      <>
        <ExpiredSamples samples={expired} titleOf={titleOf} />
        {step.rows.length > 0 && <Values rows={step.rows} />}
      </>
    )
  const place =
    reach === undefined
      ? undefined
      : {
          x: mark.at[0],
          y: mark.at[1],
          reachPx: reach,
          ...(mark.angleDeg === undefined ? {} : { angleDeg: mark.angleDeg }),
        }
  return (
    <>
      <div className="cmp">
        <Closeup
          image={image}
          mark={mark}
          reach={reach}
          title={t('review.picture.this', { what: told(mark.label) || t('review.picture.whatFailed') })}
        >
          {place && (
            <SignSample
              of={{ characteristic: mark.characteristic, cycleId: cycle.cycleId, sha256: image.sha256, place }}
              title={titleOf(mark.characteristic)}
            />
          )}
        </Closeup>
        {sample?.place ? (
          <Closeup
            key={sample.sampleId}
            image={sample.evidence}
            mark={{
              at: [sample.place.x, sample.place.y],
              outline: [],
              fails: sample.kind === 'unacceptable',
              angleDeg: sample.place.angleDeg,
            }}
            reach={reach}
            title={t(`review.sample.title_${sample.kind}`)}
          >
            <SampleCaption sample={sample} />
          </Closeup>
        ) : passing ? (
          <Closeup image={image} mark={passing} reach={reach} title={t('review.picture.good')} />
        ) : (
          <Values rows={step.rows} />
        )}
      </div>
      <ExpiredSamples samples={expired} titleOf={titleOf} />
    </>
  )
}

/** Of the picture with this hash, once it is known. */
function usePictureWidth(sha256: string | undefined): number | undefined {
  const [known, setKnown] = useState<{ sha256: string; width: number }>()
  useEffect(() => {
    if (!sha256) return
    const probe = new Image()
    probe.onload = () => setKnown({ sha256, width: probe.naturalWidth })
    probe.src = api.evidenceUrl(sha256)
  }, [sha256])
  return known && known.sha256 === sha256 ? known.width : undefined
}
