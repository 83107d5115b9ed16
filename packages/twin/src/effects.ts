import type { EventOf, EventType } from '@celltwin/contracts'
import type { Draft } from './draft.ts'

/** What events do to a draft, by type. A type without an entry does nothing beyond its source. */
export type Effects = { readonly [T in EventType]?: (draft: Draft, event: EventOf<T>) => void }
