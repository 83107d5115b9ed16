import { useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Frame } from './Frame.tsx'
import { Lost } from './Lost.tsx'

/** Nothing is at this address. */
export function NotFound() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  return (
    <Frame>
      <Lost title={t('frame.noPage')} asked={pathname} why={t('frame.noPageWhy')} />
    </Frame>
  )
}
