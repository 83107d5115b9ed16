import { lensFacts } from '@celltwin/inspection/camera'
import { type GaugeState, gaugeStates } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import { useCell, useNow } from '../twin/hooks.ts'
import { date, dayTime, duration, number, phrase, signed } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { shownIn, temperatureText } from '../ui/units.ts'
import { ChallengeTable } from './ChallengeTable.tsx'
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
            <th className="r">{t('gauges.temperature')}</th>
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
  const residuals = Object.entries(calibration?.residuals ?? {}).map(([name, value]) => residualOf(name, value))
  const fixtures = calibration?.spindle?.map(({ fixture }) => fixture) ?? []
  const spindles = fixtures.length > 0 ? [t('gauges.spindles', { fixtures: fixtures.join(', ') })] : []
  const lens = calibration?.imaging && lensFacts(calibration.imaging)
  const lenses = lens ? [t('gauges.lens', { bend: signed(lens.bendPercent, 2), tilt: number(lens.tiltDeg, 1) })] : []
  return (
    <tr>
      <td className="b">{gauge}</td>
      <td className="mid">{phrase(module)}</td>
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
      <td className="mid">
        {expiresAt ? t('gauges.until', { when: date(expiresAt), left: daysLeft(expiresAt, now) }) : '–'}
      </td>
      <td className="r mid">
        {calibration?.temperatureC === undefined ? '–' : temperatureText(calibration.temperatureC)}
      </td>
      <td className="mid wrap">{[...residuals, ...lenses, ...spindles].join('; ') || '–'}</td>
    </tr>
  )
}

const daysLeft = (expiresAt: string, now: number) =>
  number(Math.max(0, Math.floor((Date.parse(expiresAt) - now) / 86_400_000)))

/** `rmsPx` 0.21 as `rms 0.21 px`: the name ends in its unit. */
function residualOf(name: string, value: number): string {
  const [, what = name, suffix = ''] = /^(.*?)(Px|Mm|Deg)$/.exec(name) ?? []
  const { unit, difference } = shownIn({ unit: suffix.toLowerCase() })
  const shown = difference(value)
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(shown) || 1)))
  return `${phrase(words(what))} ${number(shown, decimals)} ${unit}`.trim()
}

/** `readingRms` as `reading rms`. */
const words = (camel: string) => camel.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
