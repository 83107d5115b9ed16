import type { CellTwin } from '@celltwin/contracts'
import { waitingForPerson } from '@celltwin/twin'

/** Works it out once for each twin: a twin never changes, and many elements ask the same of it. */
export function perTwin<T>(work: (twin: CellTwin) => T): (twin: CellTwin) => T {
  const known = new WeakMap<CellTwin, { readonly value: T }>()
  return (twin) => {
    let found = known.get(twin)
    if (!found) {
      found = { value: work(twin) }
      known.set(twin, found)
    }
    return found.value
  }
}

/** `waitingForPerson`, worked out once for each twin. */
export const waitingIn = perTwin(waitingForPerson)
