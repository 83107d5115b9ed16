/** Who is told of which alarms, when and how: added or changed by somebody who says why. */
import type { AlarmPriority, NotificationRule, NotificationRuleRecord, Role } from '@celltwin/contracts'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../api/api.ts'
import { useCells } from '../frame/cells.ts'
import { LanguageField } from '../ui/LanguageSelect.tsx'
import { ReasonField, type Signed, SignedDialog } from '../ui/SignedDialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { PRIORITIES } from './words.ts'

export const RULES = '/api/notifications/rules'
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const ROLES: readonly Role[] = ['operator', 'quality', 'manager', 'integrator', 'admin']
type Schedule = NonNullable<NotificationRule['schedule']>
const plantZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

const NEW = (language: string): NotificationRule => ({
  ...{ name: '', enabled: true, priorities: ['high'], cells: [], afterMin: 0, language },
  channel: { kind: 'webhook', url: '' },
})

interface Props {
  readonly rule: NotificationRuleRecord | undefined
  /** The secret that signs a new webhook, told this once. */
  readonly onSecret: (secret: string) => void
  readonly onClose: () => void
}

export function RuleDialog({ rule, onSecret, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [draft, setDraft] = useState<NotificationRule>(rule ?? NEW(i18n.language))
  const [reason, setReason] = useState('')
  const change = (to: Partial<NotificationRule>) => setDraft((before) => ({ ...before, ...to }))
  const save = async (by: Signed) => {
    const { id: _, ...body } = { ...draft, id: undefined, reason: reason.trim(), ...by }
    const saved = await send<{ secret?: string }>(rule ? 'PUT' : 'POST', rule ? `${RULES}/${rule.id}` : RULES, body)
    if (saved.secret) onSecret(saved.secret)
  }
  return (
    <SignedDialog
      title={rule ? t('alarms.rule.change', { name: rule.name }) : t('alarms.rule.add')}
      action={t('alarms.rule.save')}
      send={save}
      stale={['notifications']}
      onClose={onClose}
    >
      <div className="rule-form">
        <TextField
          label={t('alarms.rule.name')}
          required
          maxLength={80}
          value={draft.name}
          onChange={(name) => change({ name })}
        />
        <Ticks
          legend={t('alarms.priority')}
          of={PRIORITIES}
          name={(each) => t(`alarms.priorities.${each}`)}
          ticked={draft.priorities}
          onChange={(priorities) => change({ priorities: priorities as AlarmPriority[] })}
        />
        <CellTicks cells={draft.cells} onChange={(cells) => change({ cells: [...cells] })} />
        <Channel channel={draft.channel} onChange={(channel) => change({ channel })} />
        <ScheduleFields
          schedule={draft.schedule}
          onChange={(schedule) =>
            setDraft(({ schedule: _, ...before }) => (schedule ? { ...before, schedule } : before))
          }
        />
        <TextField
          label={t('alarms.rule.after')}
          {...{ type: 'number', min: 0, max: 1440, required: true }}
          value={String(draft.afterMin)}
          onChange={(minutes) => change({ afterMin: Number(minutes) })}
        />
        <LanguageField
          label={t('alarms.rule.language')}
          value={draft.language}
          onChange={(language) => change({ language })}
        />
        <Tick checked={draft.enabled} onChange={(enabled) => change({ enabled })}>
          {t('alarms.rule.enabled')}
        </Tick>
        <ReasonField label={t('alarms.reason')} value={reason} onChange={setReason} />
      </div>
    </SignedDialog>
  )
}

function Tick({
  checked,
  children,
  onChange,
}: {
  checked: boolean
  children: ReactNode
  onChange: (on: boolean) => void
}) {
  return (
    <label className="tickbox">
      <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} /> {children}
    </label>
  )
}

interface TicksProps<T extends string> {
  readonly legend: string
  readonly of: readonly T[]
  readonly name: (each: T) => string
  readonly ticked: readonly string[]
  readonly onChange: (ticked: readonly T[]) => void
}

/** Several of a list, in the order of the list. */
function Ticks<T extends string>({ legend, of, name, ticked, onChange }: TicksProps<T>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {of.map((each) => (
        <Tick
          key={each}
          checked={ticked.includes(each)}
          onChange={(on) => onChange(of.filter((one) => (one === each ? on : ticked.includes(one))))}
        >
          {name(each)}
        </Tick>
      ))}
    </fieldset>
  )
}

function CellTicks({ cells, onChange }: { cells: readonly string[]; onChange: (cells: readonly string[]) => void }) {
  const { t } = useTranslation()
  const known = useCells().data ?? []
  const title = (cell: string) => known.find((one) => one.cell === cell)?.title ?? cell
  const all = [...new Set([...known.map(({ cell }) => cell), ...cells])]
  return <Ticks legend={t('alarms.rule.cells')} of={all} name={title} ticked={cells} onChange={onChange} />
}

type ChannelOf = NotificationRule['channel']

function Channel({ channel, onChange }: { channel: ChannelOf; onChange: (channel: ChannelOf) => void }) {
  const { t } = useTranslation()
  const [addresses, setAddresses] = useState(channel.kind === 'email' ? channel.addresses.join(', ') : '')
  return (
    <>
      <fieldset>
        <legend>{t('alarms.rule.channel')}</legend>
        {(['webhook', 'email'] as const).map((kind) => (
          <label key={kind} className="tickbox">
            <input
              type="radio"
              name="kind"
              checked={channel.kind === kind}
              onChange={() =>
                onChange(kind === 'webhook' ? { kind, url: '' } : { kind, addresses: [], roles: ['manager'] })
              }
            />{' '}
            {t(`alarms.rule.${kind}`)}
          </label>
        ))}
      </fieldset>
      {channel.kind === 'webhook' ? (
        <TextField
          label={t('alarms.rule.url')}
          type="url"
          required
          value={channel.url}
          onChange={(url) => onChange({ ...channel, url })}
        />
      ) : (
        <>
          <Ticks
            legend={t('alarms.rule.roles')}
            of={ROLES}
            name={(role) => t(`people.role.${role}`)}
            ticked={channel.roles}
            onChange={(roles) => onChange({ ...channel, roles: [...roles] })}
          />
          <TextField
            label={t('alarms.rule.addresses')}
            hint={t('alarms.rule.noMail')}
            required={channel.roles.length === 0}
            value={addresses}
            onChange={(text) => {
              setAddresses(text)
              onChange({ ...channel, addresses: text.split(/[\s,;]+/).filter(Boolean) })
            }}
          />
        </>
      )}
    </>
  )
}

function ScheduleFields({
  schedule,
  onChange,
}: {
  schedule: Schedule | undefined
  onChange: (schedule: Schedule | undefined) => void
}) {
  const { t } = useTranslation()
  const begin = (): Schedule => ({ timeZone: plantZone(), days: DAYS.slice(0, 5), from: '06:00', to: '22:00' })
  return (
    <>
      <Tick checked={schedule === undefined} onChange={(always) => onChange(always ? undefined : begin())}>
        {t('alarms.rule.always')}
      </Tick>
      {schedule && (
        <>
          <Ticks
            legend={t('alarms.rule.days')}
            of={DAYS}
            name={(day) => t(`alarms.rule.day.${day}`)}
            ticked={schedule.days}
            onChange={(days) => onChange({ ...schedule, days: [...days] })}
          />
          <div className="hours">
            {(['from', 'to'] as const).map((end) => (
              <TextField
                key={end}
                label={t(`alarms.rule.${end}`)}
                type="time"
                required
                value={schedule[end]}
                onChange={(clock) => onChange({ ...schedule, [end]: clock })}
              />
            ))}
            <TextField
              label={t('alarms.rule.timeZone')}
              required
              value={schedule.timeZone}
              onChange={(timeZone) => onChange({ ...schedule, timeZone })}
            />
          </div>
        </>
      )}
    </>
  )
}
