import type { OneTimeCode, PersonRecord } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { AuditPanel } from './AuditPanel.tsx'
import { peopleApi } from './api.ts'
import { useMe, useNeeds } from './me.ts'
import { OneTimeNote } from './OneTimeNote.tsx'
import { PersonPanel } from './PersonPanel.tsx'
import './people.css'

/** Accounts and their roles: the list left, one of them right, and below who changed what. */
export function UsersPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery({ queryKey: ['people'], queryFn: peopleApi.people })
  const [chosen, choose] = useState<string | 'new'>()
  const [oneTime, setOneTime] = useState<OneTimeCode>()
  const demo = useMe().data?.mode === 'demo'
  const needs = useNeeds('keepPeople')
  const person = data?.find(({ id }) => id === chosen)
  return (
    <main className="users">
      <h1 className="sr">{t('people.users')}</h1>
      <Panel
        className="list"
        title={t('people.users')}
        sub={
          !demo && (
            <button
              type="button"
              className="btn"
              disabled={needs !== undefined}
              title={needs}
              onClick={() => choose('new')}
            >
              {t('people.add')}
            </button>
          )
        }
        aside={data && t('people.active', { count: data.filter(({ active }) => active).length })}
      >
        {error ? (
          <div className="in">
            <Problem error={error} what={t('people.notRead')} retry={() => refetch()} />
          </div>
        ) : !data ? (
          <Skeleton rows={4} />
        ) : demo ? (
          <p className="empty">
            {t('people.noSignInWhy')} <a href="/set-up">{t('people.setUp')}</a>
          </p>
        ) : (
          <PeopleTable people={data} chosen={chosen} choose={choose} />
        )}
      </Panel>
      <div className="side">
        {oneTime && <OneTimeNote code={oneTime} onClose={() => setOneTime(undefined)} />}
        {(chosen === 'new' || person) && (
          <PersonPanel
            key={chosen}
            person={person}
            onCode={setOneTime}
            onMade={(id) => choose(id)}
            onClose={() => choose(undefined)}
          />
        )}
      </div>
      <AuditPanel />
    </main>
  )
}

function PeopleTable({
  people,
  chosen,
  choose,
}: {
  people: readonly PersonRecord[]
  chosen: string | undefined
  choose: (id: string) => void
}) {
  const { t } = useTranslation()
  return (
    <table>
      <thead>
        <tr>
          <th>{t('people.name')}</th>
          <th>{t('people.account')}</th>
          <th>{t('people.roles')}</th>
          <th>{t('people.badge')}</th>
          <th>{t('people.state')}</th>
          <th className="r">{t('people.lastSeen')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} aria-selected={person.id === chosen}>
            <td className="b">
              <button type="button" className="asrow" onClick={() => choose(person.id)}>
                {person.name}
              </button>
            </td>
            <td className="mid">{person.account}</td>
            <td>{person.roles.map((role) => t(`people.role.${role}`)).join(', ')}</td>
            <td className="mid">
              {person.badge ?? '–'}
              {person.badge && !person.hasPin && ` · ${t('people.noPin')}`}
            </td>
            <td>
              <PersonState person={person} />
            </td>
            <td className="r mid">{person.lastSeenAt ? dayTime(person.lastSeenAt) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function PersonState({ person }: { person: PersonRecord }) {
  const { t } = useTranslation()
  if (!person.active)
    return (
      <span className="st none">
        <Icon name="no" size={12} /> {t('people.inactive')}
      </span>
    )
  if (person.external) return <span className="st">{t('people.external')}</span>
  if (!person.hasPassword)
    return (
      <span className="st mid">
        <Icon name="wait" size={12} /> {t('people.invited')}
      </span>
    )
  return (
    <span className="st">
      <Icon name="ok" size={12} /> {t('people.canSignIn')}
    </span>
  )
}
