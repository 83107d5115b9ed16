import type { CellDefinition, PassportCycle } from '@celltwin/contracts'
import { knowsAngles, marksOf } from '@celltwin/inspection/pictures'
import { useMemo, useState } from 'react'
import { Closeup } from '../evidence/Closeup.tsx'
import { FaceImage } from '../evidence/FaceImage.tsx'
import { isImage, kindTitle } from '../evidence/kinds.ts'
import { SeriesPanels } from '../evidence/SeriesPanels.tsx'
import { preferredLight } from '../part/FacePanel.tsx'
import { RangeBar } from '../part/RangeBar.tsx'
import { limitsText, type Row, severity, valueText } from '../part/results.ts'
import { shortHash } from '../ui/format.ts'
import { useKeys } from '../ui/keys.tsx'
import { ConformanceState } from '../ui/State.tsx'
import type { Step } from './steps.ts'

interface Props {
  readonly step: Step
  readonly steps: readonly Step[]
  readonly cycle: PassportCycle
  readonly definition: CellDefinition
  readonly overlay: boolean
  readonly onOverlay: () => void
}

/** The evidence of the step as large as possible; its values beneath. */
export function StepEvidence(props: Props) {
  const { step } = props
  if (step.kind === 'decide') return <Summary steps={props.steps} />
  const images = step.evidence.filter(isImage)
  return images.length > 0 ? <ImageStep {...props} /> : <SeriesStep {...props} />
}

function ImageStep({ step, cycle, overlay, onOverlay }: Props) {
  const images = step.evidence.filter(isImage)
  const kinds = images.map(({ kind }) => kind)
  const gravest = step.rows.find(({ result }) => result && severity(result.conformance) >= 2) ?? step.rows[0]
  const [chosen, setChosen] = useState<string>()
  const kind = chosen ?? preferredLight(gravest?.characteristic.id, kinds)
  const only = useMemo(
    () =>
      step.kind === 'identity' ? new Set<string>() : new Set(step.rows.map(({ characteristic }) => characteristic.id)),
    [step],
  )
  const image = images.find((i) => i.kind === kind) ?? images[0]!
  const marks = useMemo(() => marksOf(cycle.results, only), [cycle, only])
  const bad = marks.find(({ fails }) => fails)
  const good = bad && marks.find((mark) => !mark.fails && mark.characteristic === bad.characteristic)
  const turnLight = () => setChosen(kinds[(kinds.indexOf(image.kind) + 1) % kinds.length])
  useKeys('Evidence', [{ keys: 'h', label: 'next light', run: turnLight }])
  return (
    <>
      <div className="stage">
        <FaceImage cycle={cycle} wide overlay={overlay} only={only} kind={image.kind} />
        <div className="tools">
          <button
            type="button"
            className={overlay ? 'btn on' : 'btn'}
            aria-pressed={overlay}
            onMouseDown={(event) => event.preventDefault()}
            onClick={onOverlay}
          >
            Overlay <kbd>O</kbd>
          </button>
        </div>
        <fieldset className="tools right" aria-label="Light, key H">
          {images.map((i) => (
            <button
              key={i.kind}
              type="button"
              className={i === image ? 'btn on' : 'btn'}
              aria-pressed={i === image}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => setChosen(i.kind)}
            >
              {kindTitle(i.kind)}
            </button>
          ))}
        </fieldset>
        {knowsAngles(cycle) && <span className="meta">zero at the 2D code, clockwise</span>}
        <span className="meta right mono">{shortHash(image.sha256)}</span>
      </div>
      {bad && image.stored ? (
        <div className="cmp">
          <Closeup image={image} mark={bad} title={`This part, ${bad.label || 'what failed'}`} />
          {good ? (
            <Closeup image={image} mark={good} title="This part, one that passes" />
          ) : (
            <Values rows={step.rows} />
          )}
        </div>
      ) : (
        step.rows.length > 0 && <Values rows={step.rows} />
      )}
    </>
  )
}

function SeriesStep({ step, cycle, definition }: Props) {
  const about = useMemo(() => new Set(step.rows.map(({ characteristic }) => characteristic.id)), [step])
  return (
    <>
      <div className="seriesstage">
        {step.evidence.length === 0 && (
          <p className="p waiting">No evidence came for this step. What nobody could judge is held, never passed.</p>
        )}
        {step.evidence.map((evidence) => (
          <SeriesPanels
            key={evidence.sha256}
            evidence={evidence}
            cycle={cycle}
            definition={definition}
            height={step.evidence.length > 1 || evidence.kind === 'waveform' ? 180 : 300}
            about={about}
          />
        ))}
      </div>
      <Values rows={step.rows} />
    </>
  )
}

/** Values of the group with their limits, as in the passport. */
function Values({ rows }: { rows: readonly Row[] }) {
  return (
    <section className="p values">
      <table>
        <tbody>
          {rows.map((row) => {
            const { characteristic, result } = row
            const limits = result?.limits ?? characteristic
            return (
              <tr key={characteristic.id} className={result && severity(result.conformance) >= 3 ? 'bad' : ''}>
                <td>{characteristic.title}</td>
                <td className="r">
                  <b>{valueText(row)}</b> <span className="u">{characteristic.unit}</span>
                </td>
                <td>
                  <RangeBar
                    value={result?.value ?? null}
                    lower={limits.lower}
                    upper={limits.upper}
                    nominal={characteristic.nominal}
                    uncertainty={result?.uncertainty ?? characteristic.uncertainty}
                    conformance={result?.conformance ?? 'not-inspected'}
                  />
                </td>
                <td className="r mid">{limitsText(limits, characteristic.decimals)}</td>
                <td>
                  {result ? (
                    <ConformanceState conformance={result.conformance} />
                  ) : (
                    <span className="dim">no result</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** Before deciding: every step once more in a line each, and what was not within its limits. */
function Summary({ steps }: { steps: readonly Step[] }) {
  const outside = steps.flatMap(({ rows }) => rows).filter(({ result }) => result && severity(result.conformance) > 0)
  return (
    <div className="seriesstage">
      <section className="p summary">
        <header>
          <h2>What was looked at</h2>
          <span className="cap">gravest result of each step</span>
        </header>
        <table>
          <tbody>
            {steps
              .filter(({ kind }) => kind !== 'decide')
              .map(({ id, title, summary, outcome }) => (
                <tr key={id}>
                  <td>{title}</td>
                  <td className="mid">{summary}</td>
                  <td>{outcome && <ConformanceState conformance={outcome} />}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      {outside.length > 0 && <Values rows={outside} />}
    </div>
  )
}
