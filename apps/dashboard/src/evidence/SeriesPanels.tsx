/** Each kind of sampled evidence with the picture that suits it; kinds we have not met are drawn plainly. */
import type { Passport, PassportCycle, Series } from '@celltwin/contracts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem, useAfter } from '../ui/Condition.tsx'
import { shortHash } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { FacePanels } from './FacePanels.tsx'
import { GroovePanel } from './GroovePanel.tsx'
import { kindTitle } from './kinds.ts'
import { PlainSeries } from './PlainSeries.tsx'
import { TracePanel } from './TracePanel.tsx'
import { useSeries } from './use-series.ts'
import { VibrationPanels } from './VibrationPanels.tsx'

export interface SeriesPanelProps {
  readonly series: Series
  readonly cycle: PassportCycle
  readonly definition: Passport['definition']
  readonly module: string
  readonly height: number
  /** Characteristics that the reader asks about; all where absent. */
  readonly about?: ReadonlySet<string> | undefined
  /** The reader is to judge without any hint: nothing that was made out in the recording is named. */
  readonly blind?: boolean
}

const PANELS: Readonly<Record<string, (props: SeriesPanelProps) => ReactNode>> = {
  'face-profile': FacePanels,
  'groove-profile': GroovePanel,
  waveform: VibrationPanels,
  'rotor-trace': TracePanel,
}

export function SeriesPanels({
  evidence,
  cycle,
  definition,
  height = 168,
  about,
  blind = false,
}: {
  evidence: PassportCycle['evidence'][number]
  cycle: PassportCycle
  definition: Passport['definition']
  height?: number
  about?: ReadonlySet<string> | undefined
  blind?: boolean
}) {
  const { t } = useTranslation()
  const series = useSeries(evidence)
  const late = useAfter(200)
  const title = kindTitle(evidence.kind)
  if (!evidence.stored)
    return (
      <Panel title={title} aside={shortHash(evidence.sha256)}>
        <p className="waiting" style={{ height }}>
          {t('evidence.onItsWayLine')}
        </p>
      </Panel>
    )
  if (series.error)
    return (
      <Panel title={title} aside={shortHash(evidence.sha256)}>
        <div className="in">
          <Problem
            error={series.error}
            what={t('evidence.couldNot', { title })}
            holds={t('evidence.verdictStands')}
            retry={() => series.refetch()}
          />
        </div>
      </Panel>
    )
  if (!series.data)
    return (
      <Panel title={title} aside={shortHash(evidence.sha256)}>
        <div style={{ height: height + 12 }} className="in">
          {late && <div className="skel" style={{ height: height - 20 }} />}
        </div>
      </Panel>
    )
  const Drawn = PANELS[evidence.kind] ?? PlainSeries
  return (
    <Drawn
      series={series.data}
      cycle={cycle}
      definition={definition}
      module={evidence.module}
      height={height}
      about={about}
      blind={blind}
    />
  )
}
