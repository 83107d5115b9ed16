import type { PassportCycle } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { placeName } from '../parts/PartRow.tsx'
import { useCell, useNow } from '../twin/hooks.ts'
import { minutes, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { lookOfRequest } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import { type InputLine, inputLines, isOpen, type RequestView } from './requests.ts'
import { useRequestOfPart } from './use-requests.ts'

/** What the cell waits for: its own inputs in fixed order, and how far the request has come. Nothing here releases anything. */
export function ReleasePanel({ cycle, requestId }: { cycle: PassportCycle; requestId: string | null }) {
  const { t } = useTranslation()
  const inputs = useCell(({ live }) => live?.inputs?.value)
  const known = useRequestOfPart(cycle.serial, requestId)
  const view = known && (requestId !== null || isOpen(known)) ? known : undefined
  const open = view !== undefined && isOpen(view)
  const lines = inputs && inputLines(inputs)
  // Where nothing is asked, what would allow it is no news, and a release is given only to a request.
  const told = view ? lines : lines?.filter(({ input, allows }) => !allows && input !== 'localRelease')
  return (
    <section className={open ? 'p rel open' : 'p rel'} aria-live="polite">
      {view ? <Progress view={view} /> : <Idle cycle={cycle} />}
      {!told ? (
        <p className="note">{t('review.release.untold')}</p>
      ) : (
        told.length > 0 && (
          <ul className="il">
            {told.map((line) => (
              <Input key={line.input} line={line} asked={open && view.state !== 'started'} />
            ))}
          </ul>
        )
      )}
      {view && (
        <p className="note">
          {t(open ? 'review.release.ownInputs' : 'review.release.asTold')}
          {open && view.expiresAt && <Expiry at={view.expiresAt} />}
        </p>
      )}
    </section>
  )
}

function Idle({ cycle }: { cycle: PassportCycle }) {
  const { t } = useTranslation()
  return (
    <p className="idle">
      <b>{t('review.release.noRequest')}</b>{' '}
      <span className="mid">
        {cycle.whereabouts === 'out'
          ? t('review.release.takenOut')
          : t('review.release.in', { place: placeName(cycle.whereabouts) })}
      </span>
    </p>
  )
}

function Progress({ view }: { view: RequestView }) {
  const { t } = useTranslation()
  const told = useTold()
  const now = useNow(1000)
  const look = lookOfRequest(view.state)
  return (
    <div className="hd">
      <Icon name={look.icon} size={28} />
      <b>{told(look.word)}</b>
      <span>{view.reason ? told(view.reason) : isWay(view.to) ? t(`review.release.to.${view.to}`) : view.to}</span>
      {view.since && (
        <span className="tm" title={t('review.release.since', { at: time(view.since) })}>
          {isOpen(view) ? minutes(now - Date.parse(view.since)) : time(view.since)}
        </span>
      )}
      {reached(view.state, view.state) === 'at' && (
        <ol className="way">
          {ORDER.map((state) => (
            <li key={state} className={reached(view.state, state)}>
              {t(`review.release.way.${state}`)}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

const isWay = (to: string | undefined) => to === 'accept' || to === 'reject' || to === 'hold' || to === 'out'

const ORDER = ['made', 'waiting', 'started', 'done'] as const
const reached = (now: string, state: string) => {
  const places: readonly string[] = ORDER
  const at = places.indexOf(now)
  return at < 0 ? '' : places.indexOf(state) < at ? 'past' : places.indexOf(state) === at ? 'at' : ''
}

function Input({ line: { input, allows }, asked }: { line: InputLine; asked: boolean }) {
  const { t } = useTranslation()
  const wanted = asked && !allows
  return (
    <li className={wanted ? 'wait' : ''}>
      <Icon name={allows ? 'ok' : wanted ? 'wait' : 'no'} />
      <span>{t(`review.release.input.${input}`)}</span>
      <span>{!allows && t(`review.release.remedy.${input}`)}</span>
    </li>
  )
}

function Expiry({ at }: { at: string }) {
  const { t } = useTranslation()
  const now = useNow(1000)
  return <> {t('review.release.expires', { time: minutes(Date.parse(at) - now) })}</>
}
