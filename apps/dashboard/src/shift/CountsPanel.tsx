import type { Destination, ShiftReport } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNeeds } from '../people/me.ts'
import { number, signed } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { type CountRow, countRows } from './counts.ts'
import { CountDialog } from './Dialogs.tsx'
import { usePlantFormats } from './words.ts'

/** What the system sent, what the sensors saw, what a person counted: the one difference is tinted, its action beside it. */
export function CountsPanel({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const [counting, setCounting] = useState<Destination>()
  const rows = countRows(report)
  const differing = rows.find(({ open }) => open)
  const { inserted } = report.figures.production
  const inProcess = inserted - rows.reduce((sum, { seen }) => sum + seen, 0)
  const sum = [
    ...rows
      .filter(({ seen }) => seen > 0)
      .map(({ place, seen }) => `${number(seen)} ${t(`shift.figure.seen-${place}`)}`),
    ...(inProcess > 0 ? [`${number(inProcess)} ${t('shift.places.in-process')}`] : []),
  ].join(' + ')
  return (
    <Panel
      className="rc"
      title={t('shift.counts')}
      aside={t('shift.balance', { inserted: number(inserted), sum: sum || '0' })}
    >
      <table>
        <thead>
          <tr>
            <th>{t('shift.place')}</th>
            <th className="r">{t('shift.sent')}</th>
            <th className="r">{t('shift.seen')}</th>
            <th className="r">{t('shift.byHand')}</th>
            <th>{t('shift.by')}</th>
            <th className="r">{t('shift.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.place} row={row} timeZone={report.timeZone} count={setCounting} />
          ))}
        </tbody>
      </table>
      {differing && <Differing row={differing} report={report} count={setCounting} />}
      {counting && (
        <CountDialog
          report={report}
          row={rows.find(({ place }) => place === counting)!}
          onClose={() => setCounting(undefined)}
        />
      )}
    </Panel>
  )
}

interface RowProps {
  readonly row: CountRow
  readonly timeZone: string
  readonly count: (place: Destination) => void
}

function Row({ row: { place, sent, seen, byHand, difference, open }, timeZone, count }: RowProps) {
  const { t } = useTranslation()
  const { shortTime } = usePlantFormats({ timeZone })
  const needs = useNeeds('sayOfShift')
  return (
    <tr className={open ? 'diff' : undefined}>
      <td>{t(`shift.places.${place}`)}</td>
      <td className="r">{place === 'out' ? '' : number(sent)}</td>
      <td className="r">{place === 'out' ? '' : number(seen)}</td>
      <td className="r">{place === 'out' ? number(seen) : byHand ? number(byHand.counted) : '–'}</td>
      <td className="dim how" title={byHand?.remark ?? undefined}>
        {byHand ? (
          <>
            {byHand.by}, {shortTime(byHand.at)}
            {byHand.remark && ` · ${t('shift.explained', { remark: byHand.remark })}`}
          </>
        ) : (
          place !== 'out' && (
            <button
              type="button"
              className="btn quiet small"
              disabled={needs !== undefined}
              title={needs ?? (place === 'accept' ? t('shift.optional') : undefined)}
              onClick={() => count(place)}
            >
              {t('shift.countIt')}
            </button>
          )
        )}
      </td>
      <td className="r">
        {difference === undefined ? (
          <span className="dim">{place === 'out' ? '' : t('shift.notCounted')}</span>
        ) : (
          <span className={open ? 'st hold b' : 'st dim'}>
            <Icon name={open ? 'hold' : 'ok'} size={12} />
            {signed(difference)}
          </span>
        )}
      </td>
    </tr>
  )
}

function Differing({
  row,
  report: { from, to },
  count,
}: {
  row: CountRow
  report: ShiftReport
  count: (place: Destination) => void
}) {
  const { t } = useTranslation()
  const needs = useNeeds('sayOfShift')
  const { place, sent, seen, byHand, difference } = row
  if (place === 'out') return null
  const why = byHand
    ? t('shift.differsWhy', { seen: number(seen), counted: number(byHand.counted) })
    : t('shift.unconfirmed', { sent: number(sent), seen: number(seen) })
  const verdict = place === 'accept' ? 'pass' : place
  return (
    <div className="act">
      <Icon name="hold" />
      <span className="grow">
        <b>{t('shift.differs', { place: t(`shift.places.${place}`), count: Math.abs(difference ?? 0) })}</b>{' '}
        <span className="mid">{why}</span>
      </span>
      <button
        type="button"
        className="btn prime"
        title={needs}
        disabled={needs !== undefined}
        onClick={() => count(place)}
      >
        {t('shift.countAgain')}
      </button>
      <Link className="btn" to="/parts" search={(s) => ({ ...s, verdict, from, to, at: undefined })}>
        {t('shift.arrivals', { count: seen })}
      </Link>
    </div>
  )
}
