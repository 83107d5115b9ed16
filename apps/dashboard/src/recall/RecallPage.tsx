import type { Recall, RecallContainer } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useMay } from '../people/me.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime, number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { lookOfVerdict, State } from '../ui/State.tsx'
import { CloseRecallDialog, ConfirmBlockDialog } from './Dialogs.tsx'
import { CriteriaText, Standing } from './RecallListPage.tsx'
import './recall.css'

const route = getRouteApi('/frame/recall/$recallId')
/** Late parts join by themselves. */
const REFRESH_MS = 3_000

/** One recall: what it found, which containers are still to be confirmed, and where the other parts are. */
export function RecallPage() {
  const { t } = useTranslation()
  const { recallId } = route.useParams()
  const [confirming, setConfirming] = useState<string>()
  const [closing, setClosing] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['recall', recallId],
    queryFn: () => api.recall(recallId),
    refetchInterval: ({ state }) => (state.data?.closedAt ? false : REFRESH_MS),
  })
  if (error && !data)
    return (
      <main className="alone">
        <Problem error={error} what={t('recall.readFailed')} retry={() => refetch()} />
      </main>
    )
  if (!data)
    return (
      <main className="recall">
        <Skeleton rows={10} height={30} />
      </main>
    )
  return (
    <main className="recall">
      <Head recall={data} onClose={() => setClosing(true)} />
      <div className="g">
        <Containers recall={data} onConfirm={setConfirming} />
        <Loose recall={data} />
      </div>
      {confirming && (
        <ConfirmBlockDialog recall={data} container={confirming} onClose={() => setConfirming(undefined)} />
      )}
      {closing && <CloseRecallDialog recall={data} onClose={() => setClosing(false)} />}
    </main>
  )
}

function Head({ recall, onClose }: { recall: Recall; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const mayClose = useMay('recall')
  const { parts, late, containers, confirmed, blocks, looseByPlace, conclusion, reason, by, openedAt } = recall
  const loose = looseByPlace.reduce((sum, place) => sum + place.parts, 0)
  const left = blocks.filter(({ shippedAt }) => shippedAt !== null).length
  return (
    <header className="head">
      <h1>{reason}</h1>
      <Standing recall={recall} />
      <nav className="acts">
        <Link className="btn" to="/trace" search={(s) => ({ ...s, ...recall.criteria })}>
          {t('recall.trace')}
        </Link>
        <a className="btn" href={api.exportUrl(recall.cell, recall.criteria, 'csv')} download>
          CSV
        </a>
        <a className="btn" href={api.recallSheetUrl(recall.recallId, i18n.language)} download>
          {t('recall.pdf')}
        </a>
        {!conclusion && mayClose && (
          <button
            type="button"
            className="btn"
            disabled={confirmed < containers}
            title={confirmed < containers ? t('recall.closeNot') : ''}
            onClick={onClose}
          >
            {t('recall.close')}
          </button>
        )}
      </nav>
      <p className="said">
        <b>{t('recall.partsFound', { count: parts, n: number(parts) })}</b>{' '}
        {t('recall.inContainers', { count: containers, n: number(containers) })}
        {loose > 0 && <>, {t('recall.notPacked', { count: loose, n: number(loose) })}</>}.
        {left > 0 && <b> {t('recall.atCustomer', { count: left, n: number(left) })}.</b>}
        {late > 0 && <> {t('recall.lateText', { count: late, n: number(late) })}</>}
      </p>
      <p className="facts">
        <CriteriaText recall={recall} />
        <span className="dim">{t('recall.openedBy', { by, at: dayTime(openedAt) })}</span>
        {conclusion && (
          <span>
            {t('recall.closedBy', { by: conclusion.by, at: dayTime(conclusion.at) })}: <b>{conclusion.text}</b>
          </span>
        )}
      </p>
    </header>
  )
}

function Containers({ recall, onConfirm }: { recall: Recall; onConfirm: (container: string) => void }) {
  const { t } = useTranslation()
  const mayConfirm = useMay('confirmBlocks')
  const { blocks, confirmed, containers } = recall
  return (
    <Panel
      title={t('recall.d3.containers')}
      aside={`${t('recall.confirmed')} ${t('trace.of', { n: number(confirmed), of: number(containers) })}`}
    >
      {blocks.length === 0 ? (
        <p className="empty">{t('recall.noContainers')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('recall.container')}</th>
              <th className="r">{t('recall.holds')}</th>
              <th>{t('recall.where')}</th>
              <th>{t('recall.blocked')}</th>
              <th>{t('recall.confirmed')}</th>
            </tr>
          </thead>
          <tbody>
            {blocks.map((block) => (
              <tr key={block.container} className={block.confirmation ? '' : 'open'}>
                <td>
                  <b>{block.container}</b>
                  {block.label && <span className="sub">{block.label}</span>}
                </td>
                <td className="r">{t('trace.of', { n: number(block.parts), of: number(block.holds) })}</td>
                <td>
                  <Where block={block} />
                </td>
                <td className="mid">
                  {dayTime(block.blockedAt)} {block.late && <b>{t('recall.late')}</b>}
                </td>
                <td>
                  {block.confirmation ? (
                    <>
                      <Icon name="ok" /> {dayTime(block.confirmation.at)} {block.confirmation.by}
                      <span className="sub">
                        {[block.confirmation.place, block.confirmation.remark].filter(Boolean).join(': ')}
                      </span>
                    </>
                  ) : (
                    !recall.closedAt &&
                    mayConfirm && (
                      <button type="button" className="btn" onClick={() => onConfirm(block.container)}>
                        {t('recall.confirm')}
                      </button>
                    )
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function Where({ block: { shippedAt, shipment, customer, escaped, closedAt } }: { block: RecallContainer }) {
  const { t } = useTranslation()
  if (!shippedAt)
    return (
      <>
        {t('recall.inHouse')}
        {closedAt && <span className="sub">{t('trace.closed', { at: dayTime(closedAt) })}</span>}
      </>
    )
  return (
    <span className={escaped ? 'reject' : ''}>
      {escaped && <Icon name="warn" />} {t('recall.left', { at: dayTime(shippedAt), shipment: shipment ?? '' })}
      <span className="sub">{escaped ? t('recall.escaped') : customer && t('trace.toCustomer', { customer })}</span>
    </span>
  )
}

function Loose({ recall: { loose, looseByPlace } }: { recall: Recall }) {
  const { t } = useTranslation()
  const total = looseByPlace.reduce((sum, { parts }) => sum + parts, 0)
  return (
    <Panel title={t('recall.loose')} aside={t('recall.looseAside', { count: total, n: number(total) })}>
      {total === 0 ? (
        <p className="empty">{t('recall.looseNone')}</p>
      ) : (
        <>
          <ul className="places">
            {looseByPlace.map(({ name, parts }) => (
              <li key={name}>
                {t(`trace.place.${name as 'hold'}`)} <b>{number(parts)}</b>
              </li>
            ))}
          </ul>
          <table>
            <thead>
              <tr>
                <th>{t('recall.serial')}</th>
                <th>{t('recall.inserted')}</th>
                <th>{t('recall.verdict')}</th>
                <th>{t('recall.where')}</th>
              </tr>
            </thead>
            <tbody>
              {loose.map(({ serial, cycleId, insertedAt, verdict, whereabouts, late }) => (
                <tr key={cycleId}>
                  <td>
                    <Link to="/parts/$serial" params={{ serial }} search={(s) => ({ ...s, cycle: cycleId })}>
                      {serial}
                    </Link>
                    {late && <b> {t('recall.late')}</b>}
                  </td>
                  <td className="mid">{dayTime(insertedAt)}</td>
                  <td>
                    <State look={lookOfVerdict(verdict)} size={12}>
                      {t(`trace.verdicts.${verdict ?? 'none'}`)}
                    </State>
                  </td>
                  <td className="mid">{t(`trace.place.${whereabouts as 'hold'}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {total > loose.length && <p className="empty">{t('recall.looseMore', { n: number(loose.length) })}</p>}
        </>
      )}
    </Panel>
  )
}
