import { useState } from 'react'

const KEY = 'celltwin.operator'

/** Who decides at this screen; asked once, remembered on this device. */
export function useOperator(): readonly [string, (name: string) => void] {
  const [name, setName] = useState(() => localStorage.getItem(KEY) ?? '')
  return [
    name,
    (next) => {
      setName(next)
      localStorage.setItem(KEY, next)
    },
  ]
}
