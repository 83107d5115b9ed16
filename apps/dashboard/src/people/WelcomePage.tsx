import { useMutation } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleApi } from './api.ts'
import { Field, Form, NewPassword, NewPin } from './form.tsx'
import { homeOf, useComeAndGo, useMe } from './me.ts'
import { Door } from './SignInPage.tsx'

/** `/welcome#account:code`: what stands behind # stays in the browser and out of every log. */
function readFragment(): { account: string; code: string } {
  const [account = '', code = ''] = decodeURIComponent(location.hash.slice(1)).split(':')
  return { account, code }
}

/** A password, and where wanted a PIN, chosen with a one-time code. */
export function WelcomePage() {
  const { t } = useTranslation()
  const me = useMe().data
  const changed = useComeAndGo()
  const [given] = useState(readFragment)
  const redeem = useMutation({ mutationFn: peopleApi.redeem, onSuccess: changed })
  if (redeem.isSuccess && me?.person) return <Navigate to={homeOf(me.roles)} replace />
  return (
    <Door title={t('people.welcome')} lead={t('people.welcomeLead')}>
      <Form
        submit={t('people.choose')}
        busy={redeem.isPending}
        error={redeem.error}
        failed={t('people.notMade')}
        onSubmit={({ account = '', code = '', password = '', pin = '' }) =>
          redeem.mutate({ account, code, password, ...(pin ? { pin } : {}) })
        }
      >
        <Field label={t('people.account')} name="account" defaultValue={given.account} autoComplete="username" />
        <Field label={t('people.oneTimeCode')} name="code" defaultValue={given.code} autoComplete="off" />
        <NewPassword label={t('people.newPassword')} autoFocus={given.code !== ''} />
        <NewPin label={t('people.pinOptional')} required={false} />
      </Form>
      <p className="ways">
        <Link to="/sign-in">{t('people.signIn')}</Link>
      </p>
    </Door>
  )
}
