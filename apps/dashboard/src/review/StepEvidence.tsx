import type { CellDefinition, PassportCycle } from '@celltwin/contracts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isImage } from '../evidence/kinds.ts'
import { SeriesPanels } from '../evidence/SeriesPanels.tsx'
import { gravity } from '../part/results.ts'
import { State } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import { type Notes, PictureStep } from './picture/PictureStep.tsx'
import { HeardSamples } from './samples/HeardSamples.tsx'
import type { Step } from './steps.ts'
import { Values } from './Values.tsx'

interface Props {
  readonly step: Step
  readonly steps: readonly Step[]
  readonly cycle: PassportCycle
  readonly definition: CellDefinition
  readonly overlay: boolean
  readonly onOverlay: () => void
  readonly notes: Notes
}

/** The evidence of the step as large as possible; its values beneath. */
export function StepEvidence({ steps, ...props }: Props) {
  const { step } = props
  if (step.kind === 'decide') return <Summary steps={steps} />
  return step.evidence.some(isImage) ? <PictureStep {...props} /> : <SeriesStep {...props} />
}

/** What is heard as much as seen. */
const HEARD = 'waveform'
const MANY_ROWS = 5

/** So that at the smallest size chart, player and values stand on one screen. */
const heightOf = ({ evidence, rows }: Step, kind: string): number =>
  kind === HEARD ? 120 : evidence.length > 1 ? 180 : rows.length > MANY_ROWS ? 220 : 300

function SeriesStep({ step, cycle, definition }: Omit<Props, 'steps'>) {
  const { t } = useTranslation()
  const about = useMemo(() => new Set(step.rows.map(({ characteristic }) => characteristic.id)), [step])
  const heard = step.evidence.find(({ kind }) => kind === HEARD)
  return (
    <>
      <div className="seriesstage">
        {step.evidence.length === 0 && <p className="p waiting">{t('review.picture.noEvidence')}</p>}
        {step.evidence.map((evidence) => (
          <SeriesPanels
            key={evidence.sha256}
            evidence={evidence}
            cycle={cycle}
            definition={definition}
            height={heightOf(step, evidence.kind)}
            about={about}
          />
        ))}
        {heard && <HeardSamples step={step} cycle={cycle} evidence={heard} />}
      </div>
      <Values rows={step.rows} />
    </>
  )
}

/** Before deciding: every step once more in a line each, and what was not within its limits. */
function Summary({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation()
  const told = useTold()
  const outside = steps.flatMap(({ rows }) => rows).filter((row) => gravity(row) > 0)
  return (
    <div className="seriesstage">
      <section className="p summary">
        <header>
          <h2>{t('review.summary.title')}</h2>
          <span className="cap">{t('review.summary.aside')}</span>
        </header>
        <table>
          <tbody>
            {steps
              .filter(({ kind }) => kind !== 'decide')
              .map(({ id, title, summary, look }) => (
                <tr key={id}>
                  <td>{told(title)}</td>
                  <td className="mid">{told(summary)}</td>
                  <td>{look && <State look={look} />}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      {outside.length > 0 && <Values rows={outside} />}
    </div>
  )
}
