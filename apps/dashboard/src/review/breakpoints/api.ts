import type { BreakpointDryRun } from '@celltwin/contracts'
import { query, send } from '../../api/api.ts'

const path = (cell: string, ...rest: string[]) =>
  `/api/${['cells', cell, 'breakpoints', ...rest].map(encodeURIComponent).join('/')}`
const who = (by: string) => (by.trim() ? { by: by.trim() } : {})

export const breakpointApi = {
  set: (cell: string, condition: string, by: string) =>
    send<{ requestId: string }>('POST', path(cell), { condition, ...who(by) }),
  remove: (cell: string, breakpointId: string, by: string) =>
    send<{ requestId: string }>('DELETE', `${path(cell, breakpointId)}${query(who(by))}`),
  dryRun: (cell: string, condition: string, hours: number) =>
    send<BreakpointDryRun>('POST', path(cell, 'dry-run'), { condition, hours }),
}
