/** The columns of a genealogy, left to right as parts go. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { dayTime, number, shortHash, words } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { lookOfVerdict, State } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import type { Criteria } from './criteria.ts'
import type { ColumnProps } from './TracePage.tsx'

interface ItemProps {
  readonly name: string
  readonly title?: string
  readonly note?: ReactNode
  readonly parts: number
  readonly of: number
  readonly chosen: boolean
  readonly onChoose: () => void
}

/** One thing that parts share: its name, how many, and their share as a bar. */
function Item({ name, title, note, parts, of, chosen, onChoose }: ItemProps) {
  const { t } = useTranslation()
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        title={title ?? t('trace.narrow', { name })}
        onClick={onChoose}
        style={{ '--share': `${(100 * parts) / Math.max(1, of)}%` } as React.CSSProperties}
      >
        <span className="name">{name}</span>
        {note && <span className="note">{note}</span>}
        <span className="count">{number(parts)}</span>
      </button>
    </li>
  )
}

/** Chosen once more, it is taken away. */
const toggled = <K extends keyof Criteria>(criteria: Criteria, key: K, value: Criteria[K]): Criteria => ({
  [key]: criteria[key] === value ? undefined : value,
})

export function Made({ genealogy, criteria, change }: ColumnProps) {
  const { t } = useTranslation()
  const told = useTold()
  const materials = [...new Set(genealogy.lots.map(({ material }) => material))]
  const kinds = [...new Set(genealogy.links.map(({ kind }) => kind))]
  return (
    <>
      <Panel title={t('trace.madeFrom')} aside={`${number(genealogy.lots.length)} ${t('trace.lots')}`}>
        {materials.map((material) => (
          <section key={material}>
            <h3>{words(told(material))}</h3>
            <ul className="items">
              {genealogy.lots
                .filter((lot) => lot.material === material)
                .map(({ name, parts }) => (
                  <Item
                    key={name}
                    {...{ name, parts, of: genealogy.parts }}
                    chosen={criteria.lot === name}
                    onChoose={() => change(toggled(criteria, 'lot', name))}
                  />
                ))}
            </ul>
          </section>
        ))}
      </Panel>
      <Panel title={t('trace.madeWith')} aside={`${number(genealogy.links.length)} ${t('trace.distinct')}`}>
        {kinds.map((kind) => {
          const key = kind === 'algorithm' ? 'model' : kind
          return (
            <section key={kind}>
              <h3>{t(`trace.kind.${kind}`)}</h3>
              <ul className="items">
                {genealogy.links
                  .filter((link) => link.kind === kind)
                  .map(({ name, parts }) => (
                    <Item
                      key={name}
                      name={kind === 'model' ? shortHash(name) : name}
                      title={name}
                      {...{ parts, of: genealogy.parts }}
                      chosen={criteria[key] === name}
                      onChoose={() => change(toggled(criteria, key, name))}
                    />
                  ))}
              </ul>
            </section>
          )
        })}
      </Panel>
    </>
  )
}

const FORMATS = ['csv', 'ndjson', 'dfq'] as const

export function PartsColumn({ genealogy, criteria, change }: ColumnProps) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const { parts, from, to, verdicts, loose, operators } = genealogy
  return (
    <Panel className="middle" title={t('trace.parts')} aside={from && to ? t('trace.window', windowOf(from, to)) : ''}>
      <p className="hero">{number(parts)}</p>
      <ul className="verdicts">
        {(['pass', 'reject', 'hold'] as const).map((verdict) => (
          <li key={verdict}>
            <button
              type="button"
              aria-pressed={criteria.verdict === verdict}
              onClick={() => change(toggled(criteria, 'verdict', verdict))}
            >
              <State look={lookOfVerdict(verdict)}>{t(`trace.verdicts.${verdict}`)}</State>
              <b>{number(verdicts[verdict])}</b>
            </button>
          </li>
        ))}
        {verdicts.none > 0 && (
          <li>
            <span className="dim">{t('trace.verdicts.none')}</span> <b>{number(verdicts.none)}</b>
          </li>
        )}
      </ul>
      <div className="acts">
        <Link className="btn prime" to="/parts" search={(s) => ({ ...s, ...criteria })}>
          {t('trace.showParts')}
        </Link>
      </div>
      <div className="acts">
        <span className="dim">{t('trace.export')}</span>
        {FORMATS.map((format) => (
          <a key={format} className="btn" href={api.exportUrl(cell ?? '', criteria, format)} download>
            {format.toUpperCase()}
          </a>
        ))}
      </div>
      {loose.length > 0 && (
        <section>
          <h3>{t('trace.loose')}</h3>
          <ul className="facts">
            {loose.map(({ name, parts }) => (
              <li key={name}>
                {t(`trace.place.${name as 'hold'}`)} <b>{number(parts)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
      {operators.length > 0 && (
        <section>
          <h3>{t('trace.people')}</h3>
          <ul className="items">
            {operators.map(({ name, parts: decided }) => (
              <Item
                key={name}
                {...{ name, parts: decided, of: parts }}
                chosen={criteria.operator === name}
                onChoose={() => change(toggled(criteria, 'operator', name))}
              />
            ))}
          </ul>
        </section>
      )}
    </Panel>
  )
}

const windowOf = (from: string, to: string) => ({ from: dayTime(from), to: dayTime(to) })

export function Shipped({ genealogy, criteria, change }: ColumnProps) {
  const { t } = useTranslation()
  const { containers, containerCount, shipments } = genealogy
  const more = containerCount - containers.length
  return (
    <>
      <Panel title={t('trace.containers')} aside={number(containerCount)}>
        {containers.length === 0 && <p className="empty">{t('trace.noContainers')}</p>}
        <ul className="items">
          {containers.map(({ container, parts, holds, label, closedAt, shippedAt }) => (
            <Item
              key={container}
              name={container}
              {...(label ? { title: t('trace.label', { label }) } : {})}
              note={
                shippedAt
                  ? t('trace.shipped', { at: dayTime(shippedAt) })
                  : closedAt
                    ? t('trace.closed', { at: dayTime(closedAt) })
                    : t('trace.open', { n: number(holds) })
              }
              {...{ parts, of: holds }}
              chosen={criteria.container === container}
              onChoose={() => change(toggled(criteria, 'container', container))}
            />
          ))}
        </ul>
        {more > 0 && <p className="empty">{t('trace.moreContainers', { count: more, n: number(more) })}</p>}
      </Panel>
      <Panel title={t('trace.shipments')} aside={number(shipments.length)}>
        {shipments.length === 0 && <p className="empty">{t('trace.noShipments')}</p>}
        <ul className="items">
          {shipments.map(({ shipment, customer, parts }) => (
            <Item
              key={shipment}
              name={shipment}
              note={customer ? t('trace.toCustomer', { customer }) : undefined}
              {...{ parts, of: genealogy.parts }}
              chosen={criteria.shipment === shipment}
              onChoose={() => change(toggled(criteria, 'shipment', shipment))}
            />
          ))}
        </ul>
      </Panel>
    </>
  )
}
