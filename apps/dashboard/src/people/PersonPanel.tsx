import { type OneTimeCode, type PersonRecord, ROLES, type Role } from '@celltwin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../ui/Panel.tsx'
import { peopleApi } from './api.ts'
import { Field, Form } from './form.tsx'

interface Props {
  /** Undefined for somebody new. */
  readonly person: PersonRecord | undefined
  readonly onCode: (code: OneTimeCode) => void
  readonly onMade: (id: string) => void
  readonly onClose: () => void
}

/** One account: made, changed, reset, put out of use. */
export function PersonPanel({ person, onCode, onMade, onClose }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const reread = () =>
    Promise.all(['people', 'audit', 'me'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
  const [roles, setRoles] = useState<readonly Role[]>(person?.roles ?? ['viewer'])
  const save = useMutation({
    mutationFn: async ({ account = '', name = '', badge = '' }: Record<string, string>) => {
      const given = { name, roles: [...roles], badge: badge || null }
      if (person) return void (await peopleApi.change(person.id, given))
      const made = await peopleApi.create({ account, ...given })
      onCode(made.oneTime)
      onMade(made.person.id)
    },
    onSuccess: reread,
  })
  return (
    <Panel
      title={person?.name ?? t('people.newPerson')}
      sub={
        <button type="button" className="btn quiet" onClick={onClose}>
          {t('people.close')}
        </button>
      }
      {...(person ? { aside: person.account } : {})}
    >
      <div className="in">
        <Form
          submit={person ? t('people.save') : t('people.create')}
          busy={save.isPending || roles.length === 0}
          error={save.error}
          failed={t('people.notSaved')}
          onSubmit={(values) => save.mutate(values)}
        >
          <Field label={t('people.name')} name="name" defaultValue={person?.name} maxLength={80} autoFocus />
          {!person && (
            <Field
              label={t('people.account')}
              name="account"
              hint={t('people.accountHint')}
              autoCapitalize="none"
              autoComplete="off"
              pattern="[A-Za-z0-9][A-Za-z0-9._@\-]{1,79}"
            />
          )}
          <fieldset className="roles">
            <legend>{t('people.roles')}</legend>
            {ROLES.map((role) => (
              <label key={role}>
                <input
                  type="checkbox"
                  checked={roles.includes(role)}
                  onChange={({ target }) =>
                    setRoles(target.checked ? [...roles, role] : roles.filter((other) => other !== role))
                  }
                />
                <span>
                  {t(`people.role.${role}`)} <span className="cap">{t(`people.may.${role}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Field
            label={t('people.badge')}
            name="badge"
            hint={t('people.badgeHint')}
            defaultValue={person?.badge ?? ''}
            inputMode="numeric"
            pattern="[0-9]{4,20}"
            required={false}
            autoComplete="off"
          />
        </Form>
        {person && <Measures person={person} onCode={onCode} reread={reread} />}
      </div>
    </Panel>
  )
}

/** What ends something: kept apart from what is edited. */
function Measures({
  person,
  onCode,
  reread,
}: {
  person: PersonRecord
  onCode: (code: OneTimeCode) => void
  reread: () => Promise<unknown>
}) {
  const { t } = useTranslation()
  const act = useMutation({ mutationFn: (what: () => Promise<unknown>) => what(), onSuccess: reread })
  const does = (what: () => Promise<unknown>) => () => act.mutate(what)
  return (
    <p className="measures">
      {!person.external && person.active && (
        <button type="button" className="btn" onClick={does(async () => onCode(await peopleApi.reset(person.id)))}>
          {t('people.reset')}
        </button>
      )}
      <button type="button" className="btn" onClick={does(() => peopleApi.endSessions(person.id))}>
        {t('people.endSessions')}
      </button>
      <button
        type="button"
        className="btn"
        onClick={does(() => peopleApi.change(person.id, { active: !person.active }))}
      >
        {person.active ? t('people.deactivate') : t('people.activate')}
      </button>
      {act.error && <span role="alert">{act.error.message}</span>}
    </p>
  )
}
