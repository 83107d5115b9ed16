import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '../i18n.ts'
import { socket } from '../twin/socket.ts'
import { Problem, useAfter } from '../ui/Condition.tsx'
import { Sprite } from '../ui/Icon.tsx'
import { peopleApi } from './api.ts'
import { useMe } from './me.ts'

const OPEN = new Set(['/sign-in', '/set-up', '/welcome'])
const TOUCH_MS = 60_000

/** Lets in who may come in; everybody else is shown where to prove who they are. */
export function Gate() {
  const { data: me, error, refetch } = useMe()
  const { pathname, href } = useLocation()
  const { t } = useTranslation()
  const slow = useAfter(400)
  const open = OPEN.has(pathname)
  const admitted = me !== undefined && (me.mode === 'demo' || me.person !== null || me.panel !== null)
  const who = me?.person?.id ?? me?.panel?.id ?? me?.mode

  // A connection is somebody's: for somebody else it begins anew.
  useEffect(() => {
    if (!admitted || !who) return
    socket.connect()
    return () => {
      socket.disconnect()
    }
  }, [admitted, who])
  useEffect(() => {
    if (me?.person?.language) void chooseLanguage(me.person.language)
  }, [me?.person?.language])
  useTouch(Boolean(me?.panel && me.person))

  if (!me)
    return error && slow ? (
      <main className="alone">
        <Problem error={error} what={t('people.unknown')} retry={() => refetch()} />
      </main>
    ) : null
  if (open)
    return (
      <>
        <Sprite />
        <Outlet />
      </>
    )
  if (admitted) return <Outlet />
  return me.mode === 'set-up' ? (
    <Navigate to="/set-up" replace />
  ) : (
    <Navigate to="/sign-in" search={href === '/' ? {} : { to: href }} replace />
  )
}

/** At a panel only what a hand does keeps a person signed in. */
function useTouch(atPanel: boolean): void {
  useEffect(() => {
    if (!atPanel) return
    let touchedAt = Date.now()
    const touch = () => {
      if (Date.now() - touchedAt < TOUCH_MS) return
      touchedAt = Date.now()
      peopleApi.touch().catch(() => {})
    }
    addEventListener('pointerdown', touch)
    addEventListener('keydown', touch)
    return () => {
      removeEventListener('pointerdown', touch)
      removeEventListener('keydown', touch)
    }
  }, [atPanel])
}
