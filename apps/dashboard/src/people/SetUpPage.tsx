import { useMutation } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { peopleApi } from './api.ts'
import { Field, Form, NewPassword } from './form.tsx'
import { homeOf, useComeAndGo, useMe } from './me.ts'
import { Door } from './SignInPage.tsx'

/** The first account. Who can read the server's log may make it. */
export function SetUpPage() {
  const { t } = useTranslation()
  const me = useMe().data
  const changed = useComeAndGo()
  const setUp = useMutation({ mutationFn: peopleApi.setUp, onSuccess: changed })
  if (me?.mode === 'sign-in') return <Navigate to={me.person ? homeOf(me.roles) : '/sign-in'} replace />
  return (
    <Door title={t('people.setUp')} lead={t('people.setUpLead')}>
      <Form
        submit={t('people.makeFirst')}
        busy={setUp.isPending}
        error={setUp.error}
        failed={t('people.notMade')}
        onSubmit={({ code = '', name = '', account = '', password = '' }) =>
          setUp.mutate({ code, name, account, password })
        }
      >
        <Field
          label={t('people.setUpCode')}
          name="code"
          hint={t('people.setUpCodeHint')}
          autoComplete="off"
          autoFocus
        />
        <Field label={t('people.name')} name="name" autoComplete="name" maxLength={80} />
        <Field
          label={t('people.account')}
          name="account"
          hint={t('people.accountHint')}
          autoComplete="username"
          autoCapitalize="none"
          pattern="[A-Za-z0-9][A-Za-z0-9._@\-]{1,79}"
        />
        <NewPassword label={t('people.password')} />
      </Form>
    </Door>
  )
}
