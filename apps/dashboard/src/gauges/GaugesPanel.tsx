import { type GaugeState, gaugeStates } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import { useCell, useNow } from '../twin/hooks.ts'
import { dayTime, duration } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { ChallengeTable } from './ChallengeTable.tsx'
import { dateOf } from './date.ts'
import './gauges.css'
import { SuspectsList } from './SuspectsList.tsx'

/** How far the gauges are to be believed: calibrations, challenge parts, and the parts that are suspect. */
export function GaugesPanel({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const twin = useCell(({ live }) => ({ live })).live
  if (!twin?.definition) return null
  const gauges = gaugeStates(twin, now)
  return (
    <Panel title={t('gauges.title')} aside={t('gauges.aside')} className="whole gauges">
      <table>
        <thead>
          <tr>
            <th>{t('gauges.gauge')}</th>
            <th>{t('gauges.module')}</th>
            <th>{t('gauges.calibration')}</th>
            <th>{t('gauges.state')}</th>
            <th>{t('gauges.made')}</th>
            <th>{t('gauges.expires')}</th>
            <th>{t('gauges.residuals')}</th>
          </tr>
        </thead>
        <tbody>
          {gauges.map((gauge) => (
            <GaugeRow key={gauge.gauge} gauge={gauge} now={now} />
          ))}
        </tbody>
      </table>
      <SuspectsList cell={cell} twin={twin} />
      <ChallengeTable cell={cell} twin={twin} now={now} />
    </Panel>
  )
}

const LOOKS = {
  valid: { tone: '', icon: 'ok' },
  'ends-soon': { tone: 'hold', icon: 'warn' },
  expired: { tone: 'reject', icon: 'reject' },
  missing: { tone: 'reject', icon: 'ni' },
  unlisted: { tone: 'none', icon: 'ni' },
} as const

function GaugeRow({
  gauge: { gauge, module, state, calibration, expiresAt },
  now,
}: {
  gauge: GaugeState
  now: number
}) {
  const { t } = useTranslation()
  const { tone, icon } = LOOKS[state]
  const residuals = Object.entries(calibration?.residuals ?? {}).map(([name, value]) => `${name} ${value}`)
  const fixtures = calibration?.spindle?.map(({ fixture }) => fixture) ?? []
  const spindles = fixtures.length > 0 ? [t('gauges.spindles', { fixtures: fixtures.join(', ') })] : []
  return (
    <tr>
      <td className="b">{gauge}</td>
      <td className="mid">{module}</td>
      <td>{calibration?.id ?? '–'}</td>
      <td>
        <span className={`st ${tone}`}>
          <Icon name={icon} size={12} />
          {t(`gauges.states.${state}`)}
        </span>
      </td>
      <td className="mid">
        {calibration?.madeAt
          ? t('gauges.ago', { when: dayTime(calibration.madeAt), age: duration(now - Date.parse(calibration.madeAt)) })
          : '–'}
      </td>
      <td className="mid">{expiresAt ? dateOf(expiresAt) : '–'}</td>
      <td className="mid">{[...residuals, ...spindles].join('; ') || '–'}</td>
    </tr>
  )
}
