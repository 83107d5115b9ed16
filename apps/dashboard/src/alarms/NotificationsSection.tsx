import type { AuditEntry, NotificationDelivery, NotificationRuleRecord } from '@celltwin/contracts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get, send } from '../api/api.ts'
import { languageName } from '../i18n.ts'
import { useMay } from '../people/me.ts'
import { useCell } from '../twin/hooks.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { ReasonField, SignedDialog } from '../ui/SignedDialog.tsx'
import { useTold } from '../ui/told.ts'
import './alarms.css'
import { RULES, RuleDialog } from './RuleDialog.tsx'
import { alarmWords } from './words.ts'

/** Who is told of alarms on which way, and what has become of it. */
export function NotificationsSection() {
  const { t } = useTranslation()
  const may = useMay('setNotifications')
  const [dialog, setDialog] = useState<{ readonly rule: NotificationRuleRecord | undefined }>()
  const [secret, setSecret] = useState<string>()
  const rules = useQuery({
    queryKey: ['notifications', 'rules'],
    queryFn: () => get<NotificationRuleRecord[]>(RULES),
    enabled: may,
  })
  return (
    <>
      <Panel
        title={t('alarms.rule.title')}
        aside={
          may && (
            <button type="button" className="btn" onClick={() => setDialog({ rule: undefined })}>
              {t('alarms.rule.add')}
            </button>
          )
        }
      >
        {secret && (
          <p role="status" className="mono secret">
            {t('alarms.rule.secret', { secret })}
          </p>
        )}
        {rules.error ? (
          <Problem error={rules.error} what={t('alarms.rule.readFailed')} retry={() => rules.refetch()} />
        ) : rules.isPending ? (
          <Skeleton rows={3} />
        ) : rules.data.length === 0 ? (
          <Empty>{t('alarms.rule.none')}</Empty>
        ) : (
          <ul className="rules">
            {rules.data.map((rule) => (
              <Rule key={rule.id} rule={rule} onChange={() => setDialog({ rule })} />
            ))}
          </ul>
        )}
      </Panel>
      {may && <Deliveries rules={rules.data ?? []} />}
      {may && <Changes />}
      {dialog && <RuleDialog rule={dialog.rule} onSecret={setSecret} onClose={() => setDialog(undefined)} />}
    </>
  )
}

function Rule({ rule, onChange }: { rule: NotificationRuleRecord; onChange: () => void }) {
  const { t } = useTranslation()
  const { id, name, enabled, channel, language } = rule
  const [removing, setRemoving] = useState(false)
  const test = useMutation({ mutationFn: () => send<void>('POST', `${RULES}/${id}/test`) })
  return (
    <li>
      <b>{name}</b> <span className="mid">{toWhom(t, channel)}</span>
      {!enabled && <span className="chip none">{t('alarms.rule.disabled')}</span>}
      <p className="dim">{[...whenOf(t, rule), languageName(language)].join(' · ')}</p>
      <div className="row">
        <button type="button" className="btn" onClick={onChange}>
          {t('alarms.rule.edit')}
        </button>
        <button type="button" className="btn" disabled={test.isPending} onClick={() => test.mutate()}>
          {t('alarms.rule.test')}
        </button>
        <button type="button" className="btn" onClick={() => setRemoving(true)}>
          {t('alarms.rule.remove')}
        </button>
        {test.isSuccess && <span role="status">{t('alarms.rule.stateSent')}</span>}
      </div>
      {test.error && <Problem error={test.error} what={t('alarms.failed')} />}
      {removing && <RemoveDialog rule={rule} onClose={() => setRemoving(false)} />}
    </li>
  )
}

/** `E-mail: a@plant.example, quality`: the way, and who is at its end. */
function toWhom(t: TFunction, channel: NotificationRuleRecord['channel']): string {
  const roles = channel.kind === 'email' ? channel.roles.map((role) => t(`people.role.${role}`)) : []
  const to = channel.kind === 'webhook' ? channel.url : [...channel.addresses, ...roles].join(', ')
  return `${t(`alarms.rule.${channel.kind}`)}: ${to}`
}

/** Which alarms of which cells, within which hours, after how long. */
function whenOf(t: TFunction, { priorities, cells, schedule, afterMin }: NotificationRuleRecord): string[] {
  return [
    priorities.map((each) => t(`alarms.priorities.${each}`)).join(', '),
    cells.length > 0 ? cells.join(', ') : t('alarms.rule.allCells'),
    schedule
      ? `${schedule.days.map((day) => t(`alarms.rule.day.${day}`)).join(' ')} ${schedule.from}–${schedule.to} ${schedule.timeZone}`
      : t('alarms.rule.always'),
    afterMin === 0 ? t('alarms.rule.immediately') : t('alarms.rule.afterMin', { count: afterMin }),
  ]
}

function RemoveDialog({ rule: { id, name }, onClose }: { rule: NotificationRuleRecord; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  return (
    <SignedDialog
      title={`${t('alarms.rule.remove')}: ${name}`}
      action={t('alarms.rule.remove')}
      send={(by) => send<void>('DELETE', `${RULES}/${id}`, { reason: reason.trim(), ...by })}
      stale={['notifications']}
      onClose={onClose}
    >
      <ReasonField label={t('alarms.reason')} value={reason} onChange={setReason} />
    </SignedDialog>
  )
}

/** Who changed which rule, and why. */
function Changes() {
  const { t } = useTranslation()
  const { data = [] } = useQuery({
    queryKey: ['notifications', 'changes'],
    queryFn: () => get<AuditEntry[]>('/api/notifications/changes'),
  })
  if (data.length === 0) return null
  return (
    <Panel title={t('alarms.changes')} aside={t('people.auditAside')}>
      <table>
        <tbody>
          {data.map(({ id, at, by, what, about, details }) => (
            <tr key={id}>
              <td className="mono">{dayTime(at)}</td>
              <td>{by}</td>
              <td>{t(`people.fact.${what as 'notification-rule-added'}`)}</td>
              <td>{about}</td>
              <td className="mid">{String((details as { reason?: string }).reason ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

const WORDS = {
  pending: 'alarms.rule.statePending',
  sent: 'alarms.rule.stateSent',
  failed: 'alarms.rule.stateFailed',
  skipped: 'alarms.rule.stateSkipped',
} as const

function Deliveries({ rules }: { rules: readonly NotificationRuleRecord[] }) {
  const { t } = useTranslation()
  const told = useTold()
  const twin = useCell(({ live }) => live)
  const { data = [] } = useQuery({
    queryKey: ['notifications', 'deliveries'],
    queryFn: () => get<NotificationDelivery[]>('/api/notifications/deliveries'),
    refetchInterval: 5000,
  })
  return (
    <Panel title={t('alarms.rule.deliveries')} aside={t('alarms.rule.window')}>
      {data.length === 0 ? (
        <Empty>{t('alarms.rule.noDeliveries')}</Empty>
      ) : (
        <table className="deliveries">
          <thead>
            <tr>
              <th>{t('alarms.when')}</th>
              <th>{t('alarms.rule.of')}</th>
              <th>{t('alarms.alarm')}</th>
              <th>{t('alarms.state')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((delivery) => {
              const { id, createdAt, rule, ruleName, cell, state, attempts, error } = delivery
              const channel = rules.find((one) => one.id === rule)?.channel
              return (
                <tr key={id}>
                  <td className="mono">{dayTime(createdAt)}</td>
                  <td>
                    <b>{ruleName}</b>
                    {channel && <p className="mid">{toWhom(t, channel)}</p>}
                  </td>
                  <td>
                    {delivery.told.map((one) => (
                      <p key={one.alarm}>
                        <Link to="/alarms" search={(s) => ({ ...s, cell, alarm: one.alarm })}>
                          {twin ? alarmWords(t, twin, one.alarm, one).title : one.alarm}
                        </Link>
                      </p>
                    ))}
                    <p className="dim">{cell}</p>
                  </td>
                  <td>
                    <span className={state === 'failed' ? 'reject b' : ''}>{t(WORDS[state])}</span>{' '}
                    <span className="mid">{t('alarms.rule.attempts', { count: attempts })}</span>
                    {error && <p className="mid">{told(error)}</p>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
