/** Control of the cell and steps, asked for over HTTP; what comes of them is in the twin. */
import type { Control, CycleId, Serial } from '@celltwin/contracts'
import { send } from '../../api/api.ts'

export type Step =
  | { readonly kind: 'turn-to'; readonly angleDeg: number }
  | { readonly kind: 'retake-image' | 'rescan' | 'put-back' }
  | { readonly kind: 'spin'; readonly rpm: number }

const cellPath = (cell: string, ...rest: string[]) =>
  `/api/${['cells', cell, ...rest].map(encodeURIComponent).join('/')}`

const KEY = 'celltwin.panel'

/** What only this tab knows; kept while it is open, so that a reload does not lose control. */
export function panelSecret(): string {
  const known = sessionStorage.getItem(KEY)
  if (known) return known
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  const made = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  sessionStorage.setItem(KEY, made)
  return made
}

export const steppingApi = {
  take: (cell: string, by: string) => send<Control>('POST', cellPath(cell, 'control'), who(by)),
  release: (cell: string, by: string) =>
    send<{ released: boolean }>('POST', cellPath(cell, 'control', 'release'), who(by)),
  step: (cell: string, by: string, part: { serial: Serial; cycleId: CycleId }, step: Step) =>
    send<{ requestId: string }>('POST', cellPath(cell, 'steps'), { ...who(by), ...part, step }),
}

const who = (by: string) => ({ panel: panelSecret(), ...(by.trim() ? { by: by.trim() } : {}) })
