/** What one cell of several names itself, in the language of this screen: the cell that is chosen may call it otherwise. */
import type { Tell } from '@celltwin/locales'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { makeBook } from '../ui/phrase-book.ts'

/** A cell seldom changes its names. */
const REFRESH_MS = 60_000

export function useToldOf(cell: string): Tell {
  const { language } = useTranslation().i18n
  const { data } = useQuery({
    queryKey: ['definition', cell],
    queryFn: () => api.definition(cell),
    refetchInterval: REFRESH_MS,
  })
  return useMemo(() => makeBook(language, data), [language, data])
}
