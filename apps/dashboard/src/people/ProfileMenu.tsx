import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { peopleApi } from './api.ts'
import { useComeAndGo, useMay, useMe } from './me.ts'
import './people.css'

/** Who is here; in a demo, that nobody is asked. */
export function ProfileMenu() {
  const { t } = useTranslation()
  const me = useMe().data
  const admin = useMay('keepPeople')
  const changed = useComeAndGo()
  const leave = useMutation({ mutationFn: peopleApi.signOut, onSuccess: changed })
  if (!me) return null
  if (me.mode === 'demo')
    return (
      <Link className="chip demo" to="/sign-in" title={t('people.noSignInWhy')}>
        <Icon name="warn" size={12} />
        <span className="full">{t('people.demoChip')}</span>
        <span className="short" aria-hidden="true">
          {t('people.demoShort')}
        </span>
      </Link>
    )
  if (!me.person)
    return (
      <Link className="btn" to="/sign-in" title={me.panel?.name}>
        <Icon name="lock" size={12} />
        {t('people.signIn')}
      </Link>
    )
  return (
    <Menu label={<span className="name">{me.person.name}</span>} title={me.panel?.name}>
      <p className="cap">
        {me.roles.map((role) => t(`people.role.${role}`)).join(', ')}
        {me.panel && <> · {me.panel.name}</>}
      </p>
      <Link to="/profile">{t('people.profile')}</Link>
      {admin && <Link to="/users">{t('people.users')}</Link>}
      <button type="button" onClick={() => leave.mutate()}>
        {t('people.signOut')}
      </button>
    </Menu>
  )
}
