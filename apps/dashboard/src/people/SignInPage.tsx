import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon.tsx'
import { peopleApi } from './api.ts'
import { Field, Form } from './form.tsx'
import { homeOf, useComeAndGo, useMe } from './me.ts'
import './people.css'

const route = getRouteApi('/sign-in')
const REFUSALS = ['no-role', 'provider-away', 'provider-refused', 'inactive', 'taken'] as const

/** A page of its own, before anything else can be seen. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="door">
      <p className="word">
        <Icon name="logo" />
        Celltwin
      </p>
      <h1>{title}</h1>
      {lead && <p className="mid">{lead}</p>}
      {children}
    </main>
  )
}

export function SignInPage() {
  const { t } = useTranslation()
  const { to, refused } = route.useSearch()
  const me = useMe().data
  if (me?.person) return <Navigate to={to ?? homeOf(me.roles)} replace />
  if (me?.mode === 'demo')
    return (
      <Door title={t('people.noSignIn')} lead={t('people.noSignInWhy')}>
        <p className="ways">
          <Link to="/">{t('people.toTheCell')}</Link>
          <Link to="/set-up">{t('people.setUp')}</Link>
        </p>
      </Door>
    )
  if (me?.mode === 'set-up') return <Navigate to="/set-up" replace />
  const refusal = REFUSALS.find((code) => code === refused)
  return (
    <Door title={me?.panel ? me.panel.name : t('people.signIn')} lead={me?.panel ? t('people.panelLead') : undefined}>
      {refusal && (
        <p className="err" role="alert">
          {t(`people.refused.${refusal}`)}
        </p>
      )}
      {me?.panel ? <BadgeForm /> : <PasswordForm />}
      <p className="ways">
        {me?.panel && <Link to="/">{t('people.onlyLook')}</Link>}
        {me?.external && <a href="/api/oidc">{t('people.withProvider')}</a>}
        <Link to="/welcome">{t('people.haveCode')}</Link>
      </p>
    </Door>
  )
}

function PasswordForm() {
  const { t } = useTranslation()
  const changed = useComeAndGo()
  const signIn = useMutation({ mutationFn: peopleApi.signIn, onSuccess: changed })
  return (
    <Form
      submit={t('people.signIn')}
      busy={signIn.isPending}
      error={signIn.error}
      failed={t('people.notSignedIn')}
      onSubmit={({ account = '', password = '' }) => signIn.mutate({ account, password })}
    >
      <Field label={t('people.account')} name="account" autoComplete="username" autoCapitalize="none" autoFocus />
      <Field label={t('people.password')} name="password" type="password" autoComplete="current-password" />
    </Form>
  )
}

/** A scanner types the badge's digits and Enter: that leads on to the PIN. */
function BadgeForm() {
  const { t } = useTranslation()
  const changed = useComeAndGo()
  const pin = useRef<HTMLInputElement>(null)
  const identify = useMutation({ mutationFn: peopleApi.identify, onSuccess: changed })
  return (
    <Form
      big
      submit={t('people.signIn')}
      busy={identify.isPending}
      error={identify.error}
      failed={t('people.notSignedIn')}
      onSubmit={({ badge = '', pin = '' }) => identify.mutate({ badge, pin })}
    >
      <Field
        label={t('people.badge')}
        name="badge"
        inputMode="numeric"
        autoComplete="off"
        pattern="[0-9]{4,20}"
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || pin.current?.value) return
          event.preventDefault()
          pin.current?.focus()
        }}
      />
      <Field
        ref={pin}
        label={t('people.pin')}
        name="pin"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        pattern="[0-9]{4,8}"
      />
    </Form>
  )
}
