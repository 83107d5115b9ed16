import { useState } from 'react'
import { useMe } from '../people/me.ts'

const KEY = 'celltwin.operator'

/** Who decides at this screen: the person signed in; without sign-in asked once, remembered on this device. */
export function useOperator(): readonly [string, (name: string) => void] {
  const person = useMe().data?.person
  const [name, setName] = useState(() => localStorage.getItem(KEY) ?? '')
  return [
    person?.name ?? name,
    (next) => {
      setName(next)
      localStorage.setItem(KEY, next)
    },
  ]
}
