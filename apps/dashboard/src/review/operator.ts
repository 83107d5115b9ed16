import { useSyncExternalStore } from 'react'
import { useMe } from '../people/me.ts'

const KEY = 'celltwin.operator'
const heard = new Set<() => void>()

const subscribe = (listener: () => void) => {
  heard.add(listener)
  return () => heard.delete(listener)
}
const remembered = () => localStorage.getItem(KEY) ?? ''
const remember = (name: string) => {
  localStorage.setItem(KEY, name)
  for (const listener of heard) listener()
}

/** Who decides at this screen: the person signed in; without sign-in asked once, remembered on this device. */
export function useOperator(): readonly [string, (name: string) => void] {
  const person = useMe().data?.person
  const name = useSyncExternalStore(subscribe, remembered)
  return [person?.name ?? name, remember]
}
