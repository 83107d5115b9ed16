import type { AlarmPriority, NotificationDelivery, NotificationRule, NotificationRuleRecord } from '@celltwin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get, send } from '../api/api.ts'
import { LANGUAGES, languageName } from '../i18n.ts'
import { Field, Form } from '../people/form.tsx'
import { useMay } from '../people/me.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import './alarms.css'
import { PRIORITIES } from './words.ts'

const RULES = '/api/notifications/rules'

/** Who is told of alarms on which way, and what has become of it. */
export function NotificationsSection() {
  const { t } = useTranslation()
  const may = useMay('manager', 'integrator')
  const rules = useQuery({
    queryKey: ['notification-rules'],
    queryFn: () => get<NotificationRuleRecord[]>(RULES),
    enabled: may,
  })
  return (
    <>
      <Panel title={t('alarms.rule.title')}>
        {rules.error ? (
          <Problem error={rules.error} what={t('alarms.rule.readFailed')} retry={() => rules.refetch()} />
        ) : rules.isPending ? (
          <Skeleton rows={3} />
        ) : rules.data.length === 0 ? (
          <Empty>{t('alarms.rule.none')}</Empty>
        ) : (
          <ul className="rules">
            {rules.data.map((rule) => (
              <Rule key={rule.id} rule={rule} />
            ))}
          </ul>
        )}
      </Panel>
      {may && <NewRule />}
      {may && <Deliveries />}
    </>
  )
}

function useChange<T>(change: (given: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => String(key).startsWith('notification-') }),
  })
}

function Rule({ rule: { id, ...rule } }: { rule: NotificationRuleRecord }) {
  const { t } = useTranslation()
  const { name, enabled, channel, priorities, afterMin, language } = rule
  const path = `${RULES}/${id}`
  const test = useChange(() => send<void>('POST', `${path}/test`))
  const remove = useChange(() => send<void>('DELETE', path))
  const toggle = useChange(() => send('PUT', path, { ...rule, enabled: !enabled }))
  const error = test.error ?? remove.error ?? toggle.error
  const to = channel.kind === 'webhook' ? channel.url : [...channel.addresses, ...channel.roles].join(', ')
  const told = afterMin === 0 ? t('alarms.rule.immediately') : t('alarms.rule.afterMin', { count: afterMin })
  const which = priorities.map((each) => t(`alarms.priorities.${each}`)).join(', ')
  return (
    <li>
      <b>{name}</b> <span className="mid">{`${t(`alarms.rule.${channel.kind}`)}: ${to}`}</span>
      <p className="dim">{[which, told, languageName(language)].join(' · ')}</p>
      <div className="row">
        <button type="button" className="btn" aria-pressed={enabled} onClick={() => toggle.mutate(undefined)}>
          {t(enabled ? 'alarms.rule.enabled' : 'alarms.rule.disabled')}
        </button>
        <button type="button" className="btn" disabled={test.isPending} onClick={() => test.mutate(undefined)}>
          {t('alarms.rule.test')}
        </button>
        <button type="button" className="btn" onClick={() => remove.mutate(undefined)}>
          {t('alarms.rule.remove')}
        </button>
        {test.isSuccess && <span role="status">{t('alarms.rule.stateSent')}</span>}
      </div>
      {error && <Problem error={error} what={t('alarms.failed')} />}
    </li>
  )
}

function NewRule() {
  const { t, i18n } = useTranslation()
  const [kind, setKind] = useState<'webhook' | 'email'>('webhook')
  const [priorities, setPriorities] = useState<readonly AlarmPriority[]>(['high'])
  const add = useChange((rule: NotificationRule) => send<{ secret?: string }>('POST', RULES, rule))
  const secret = (add.data as { secret?: string } | undefined)?.secret
  const save = (values: Record<string, string>) =>
    add.mutate({
      ...{ name: values.name ?? '', enabled: true, priorities: [...priorities], cells: [] },
      afterMin: Number(values.after),
      language: values.language ?? i18n.language,
      channel:
        kind === 'webhook'
          ? { kind, url: values.to ?? '' }
          : { kind, addresses: (values.to ?? '').split(/[\s,;]+/).filter(Boolean), roles: [] },
    })
  return (
    <Panel title={t('alarms.rule.add')}>
      <div className="in">
        <Form
          submit={t('alarms.rule.save')}
          busy={add.isPending || priorities.length === 0}
          error={add.error}
          failed={t('alarms.failed')}
          onSubmit={save}
        >
          <Field name="name" label={t('alarms.rule.name')} maxLength={80} />
          <fieldset className="row" aria-label={t('alarms.rule.channel')}>
            {(['webhook', 'email'] as const).map((each) => (
              <label key={each}>
                <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />{' '}
                {t(`alarms.rule.${each}`)}
              </label>
            ))}
          </fieldset>
          <Field
            name="to"
            type={kind === 'webhook' ? 'url' : 'text'}
            label={t(kind === 'webhook' ? 'alarms.rule.url' : 'alarms.rule.addresses')}
            {...(kind === 'email' ? { hint: t('alarms.rule.noMail') } : {})}
          />
          <fieldset className="row" aria-label={t('alarms.priority')}>
            {PRIORITIES.map((each) => (
              <label key={each}>
                <input
                  type="checkbox"
                  checked={priorities.includes(each)}
                  onChange={({ target }) =>
                    setPriorities(PRIORITIES.filter((p) => (p === each ? target.checked : priorities.includes(p))))
                  }
                />{' '}
                {t(`alarms.priorities.${each}`)}
              </label>
            ))}
          </fieldset>
          <Field name="after" type="number" min={0} max={1440} defaultValue={0} label={t('alarms.rule.after')} />
          <label className="fld">
            <span>{t('alarms.rule.language')}</span>
            <select className="field" name="language" defaultValue={i18n.language}>
              {LANGUAGES.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)}
                </option>
              ))}
            </select>
          </label>
        </Form>
        {secret && (
          <p role="status" className="mono">
            {t('alarms.rule.secret', { secret })}
          </p>
        )}
      </div>
    </Panel>
  )
}

const WORDS = {
  pending: 'alarms.rule.statePending',
  sent: 'alarms.rule.stateSent',
  failed: 'alarms.rule.stateFailed',
  skipped: 'alarms.rule.stateSkipped',
} as const

function Deliveries() {
  const { t } = useTranslation()
  const { data = [] } = useQuery({
    queryKey: ['notification-deliveries'],
    queryFn: () => get<NotificationDelivery[]>('/api/notifications/deliveries'),
    refetchInterval: 5000,
  })
  return (
    <Panel title={t('alarms.rule.deliveries')} aside={t('alarms.rule.window')}>
      {data.length === 0 ? (
        <Empty>{t('alarms.rule.noDeliveries')}</Empty>
      ) : (
        <table>
          <tbody>
            {data.map(({ id, createdAt, ruleName, state, attempts, error, alarms }) => (
              <tr key={id}>
                <td className="mono">{dayTime(createdAt)}</td>
                <td>{ruleName}</td>
                <td className={state === 'failed' ? 'reject b' : ''}>{t(WORDS[state])}</td>
                <td className="mid">{t('alarms.rule.attempts', { count: attempts })}</td>
                <td className="mid">{error ?? alarms.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
