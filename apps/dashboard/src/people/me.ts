/** Who sits here, and what they may: for what the page offers. The server decides. */
import { type Deed, MAY, type Me, type Role } from '@celltwin/contracts'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { peopleApi } from './api.ts'

const KEY = ['me']
/** A session at a panel is short: the page notices its end. */
const PANEL_POLL_MS = 15_000
const ASK_AGAIN_MS = 2_000

export function useMe() {
  return useQuery({
    queryKey: KEY,
    queryFn: peopleApi.me,
    staleTime: 60_000,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state: { data, error } }) =>
      error ? ASK_AGAIN_MS : data?.panel && data.person ? PANEL_POLL_MS : false,
  })
}

/** Asks again who is here. */
const askWho = (queries: QueryClient): Promise<void> => queries.invalidateQueries({ queryKey: KEY })

/** Somebody came or went: nothing that one person read is left for the next. */
export function useComeAndGo(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await askWho(queries)
    await queries.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] })
  }
}

export const mayAs = (me: Me | undefined, roles: readonly Role[]): boolean =>
  me !== undefined &&
  (me.mode === 'demo' || me.roles.includes('admin') || roles.some((role) => me.roles.includes(role)))

/** Whether to offer what only some may do. */
export const useMay = (deed: Deed): boolean => mayAs(useMe().data, MAY[deed])

/** Why a control is not offered, as its title: what the server would refuse; undefined where it would not. */
export function useNeeds(deed: Deed): string | undefined {
  const { t, i18n } = useTranslation()
  if (useMay(deed)) return undefined
  const names = MAY[deed].map((role) => t(`people.role.${role}`).toLocaleLowerCase(i18n.language))
  const either = new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(names)
  return t('people.needsRole', { roles: either })
}

/** The work of the day first; with several roles the first that applies. */
const HOMES = [
  ['operator', '/review'],
  ['quality', '/parts'],
  ['manager', '/shift'],
  ['integrator', '/settings'],
  ['admin', '/users'],
  ['viewer', '/'],
] as const satisfies readonly (readonly [Role, string])[]

export const homeOf = (roles: readonly Role[]) => HOMES.find(([role]) => roles.includes(role))?.[1] ?? '/'
