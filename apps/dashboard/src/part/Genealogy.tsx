import type { PassportCalibration, PassportCycle } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Criteria } from '../api/api.ts'
import { dayTime, number, words } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { temperatureText } from '../ui/units.ts'

/** What the part was made from and with, where it went, and how many others share it: each leads to its trace. */
export function Genealogy({ cycle }: { cycle: PassportCycle }) {
  const { t } = useTranslation()
  const gauges = new Set(cycle.results.flatMap(({ gauge }) => gauge ?? []))
  const { packed } = cycle
  return (
    <Panel title={t('part.genealogy')} aside={t('part.genealogyAside')}>
      <ul className="gen">
        {cycle.materialLots.map(({ material, lot, partsSharing }) => (
          <Fact key={`${material}${lot}`} name={words(material)} value={lot} criteria={{ lot }}>
            {t('part.sharing', { count: partsSharing, n: number(partsSharing) })}
          </Fact>
        ))}
        <Fact name={t('trace.kind.fixture')} value={cycle.fixture} criteria={{ fixture: cycle.fixture }} />
        <Fact name={t('trace.kind.tool')} value={cycle.tool} criteria={{ tool: cycle.tool }} />
        {[...gauges].map((gauge) => (
          <Fact key={gauge} name={t('trace.kind.gauge')} value={gauge} criteria={{ gauge }}>
            {cycle.calibrations
              .filter((calibration) => calibration.gauge === gauge)
              .map((calibration) => calibrationText(calibration, t))
              .join('; ')}
          </Fact>
        ))}
        {packed && (
          <Fact
            name={t('trace.criterion.container')}
            value={t('part.pdf.packed', packed)}
            criteria={{ container: packed.container }}
          >
            {packed.shipment && packed.shippedAt
              ? t('recall.left', { at: dayTime(packed.shippedAt), shipment: packed.shipment })
              : packed.label}
          </Fact>
        )}
      </ul>
    </Panel>
  )
}

/** Its name, how old it was when the part came, and at which temperature it was made. */
function calibrationText({ id, ageHours, temperatureC }: PassportCalibration, t: TFunction): string {
  const days = ageHours === undefined ? undefined : Math.floor(ageHours / 24)
  return [
    id,
    days === undefined ? undefined : t('part.calibrationAge', { count: days, n: number(days) }),
    temperatureC === undefined ? undefined : temperatureText(temperatureC),
  ]
    .filter(Boolean)
    .join(', ')
}

function Fact({
  name,
  value,
  criteria,
  children,
}: {
  name: string
  value: string
  criteria: Criteria
  children?: ReactNode
}) {
  return (
    <li>
      <span>{name}</span>
      <Link to="/trace" search={({ cell, at }) => ({ cell, at, ...criteria })}>
        {value}
      </Link>
      {children && <span className="dim">{children}</span>}
    </li>
  )
}
