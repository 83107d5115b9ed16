import { useMutation } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '../i18n.ts'
import { UnitChoice } from '../settings/UnitChoice.tsx'
import { LanguageField } from '../ui/LanguageSelect.tsx'
import { Panel } from '../ui/Panel.tsx'
import { QUANTITIES } from '../ui/units.ts'
import { peopleApi } from './api.ts'
import { Field, Form, NewPassword, NewPin } from './form.tsx'
import { useComeAndGo, useMay, useMe } from './me.ts'
import { PanelsPanel } from './PanelsPanel.tsx'
import './people.css'

/** What people say of themselves: name, language, password, PIN, where they are signed in. */
export function ProfilePage() {
  const { t } = useTranslation()
  const me = useMe().data
  const integrator = useMay('registerPanels')
  const changed = useComeAndGo()
  const save = useMutation({ mutationFn: peopleApi.changeProfile, onSuccess: changed })
  const leave = useMutation({ mutationFn: peopleApi.signOutEverywhere, onSuccess: changed })
  if (!me?.person) return <Navigate to="/sign-in" replace />
  const { name, account, roles, language, badge, hasPin, external } = me.person
  return (
    <main className="profile">
      <Panel title={t('people.profile')} aside={account}>
        <div className="in">
          <p className="mid">{roles.map((role) => t(`people.role.${role}`)).join(', ')}</p>
          <Form
            submit={t('people.save')}
            busy={save.isPending}
            error={save.error}
            failed={t('people.notSaved')}
            onSubmit={({ name = '' }) => save.mutate({ name })}
          >
            <Field label={t('people.name')} name="name" defaultValue={name} maxLength={80} disabled={external} />
          </Form>
          <div className="fld">
            <LanguageField
              label={t('people.language')}
              value={language ?? document.documentElement.lang}
              onChange={(code) => {
                void chooseLanguage(code)
                save.mutate({ language: code })
              }}
            />
          </div>
          {QUANTITIES.map((quantity) => (
            <div key={quantity} className="fld">
              <p>{t(`settings.units.${quantity}`)}</p>
              <UnitChoice of={quantity} />
              <p className="cap">{t('settings.remembered')}</p>
            </div>
          ))}
          <p className="measures">
            <button type="button" className="btn" onClick={() => leave.mutate()}>
              {t('people.signOutEverywhere')}
            </button>
          </p>
        </div>
      </Panel>
      {!external && <PasswordPanel />}
      {badge && !external && <PinPanel badge={badge} hasPin={hasPin} />}
      {integrator && <PanelsPanel />}
    </main>
  )
}

function PasswordPanel() {
  const { t } = useTranslation()
  const change = useMutation({
    mutationFn: ({ current = '', password = '' }: Record<string, string>) =>
      peopleApi.changePassword(current, password),
  })
  return (
    <Panel title={t('people.changePassword')} aside={t('people.endsOthers')}>
      <div className="in">
        <Form
          key={change.submittedAt}
          submit={t('people.changePassword')}
          busy={change.isPending}
          error={change.error}
          failed={t('people.notSaved')}
          onSubmit={(values) => change.mutate(values)}
        >
          <Field label={t('people.currentPassword')} name="current" type="password" autoComplete="current-password" />
          <NewPassword label={t('people.newPassword')} />
        </Form>
        <p role="status">{change.isSuccess && t('people.changed')}</p>
      </div>
    </Panel>
  )
}

function PinPanel({ badge, hasPin }: { badge: string; hasPin: boolean }) {
  const { t } = useTranslation()
  const changed = useComeAndGo()
  const change = useMutation({
    mutationFn: ({ password = '', pin = '' }: Record<string, string>) => peopleApi.changePin(password, pin),
    onSuccess: changed,
  })
  return (
    <Panel title={t('people.pin')} aside={`${t('people.badge')} ${badge}${hasPin ? '' : ` · ${t('people.noPin')}`}`}>
      <div className="in">
        <Form
          key={change.submittedAt}
          submit={t('people.choosePin')}
          busy={change.isPending}
          error={change.error}
          failed={t('people.notSaved')}
          onSubmit={(values) => change.mutate(values)}
        >
          <Field label={t('people.password')} name="password" type="password" autoComplete="current-password" />
          <NewPin label={t('people.newPin')} />
        </Form>
        <p role="status">{change.isSuccess && t('people.changed')}</p>
      </div>
    </Panel>
  )
}
