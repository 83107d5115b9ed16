/** What is asked of the server about alarms. */
import type { AlarmJournalPage, AlarmRates } from '@celltwin/contracts'
import { get, query, send } from '../api/api.ts'
import { csvDecimal } from '../ui/format.ts'

export interface AlarmSearch {
  readonly from?: string | undefined
  readonly type?: string | undefined
  readonly alarm?: string | undefined
  readonly priority?: string | undefined
  readonly text?: string | undefined
}

export type AlarmAction = 'acknowledge' | 'shelve' | 'unshelve' | 'reset' | 'out-of-service' | 'in-service'

const ofCell = (cell: string, what: string) => `/api/cells/${encodeURIComponent(cell)}/alarms/${what}`

export const alarmApi = {
  act: (cell: string, action: AlarmAction, body: object) =>
    send<{ position: number }>('POST', ofCell(cell, action), body),
  acknowledgeAll: (cell: string, body: object) =>
    send<{ position: number }>('POST', ofCell(cell, 'acknowledge-all'), body),
  journal: (cell: string, search: AlarmSearch, before?: number, limit = 100) =>
    get<AlarmJournalPage>(`${ofCell(cell, 'journal')}${query({ ...search, before, limit })}`),
  rates: (cell: string, from: string, to: string) => get<AlarmRates>(`${ofCell(cell, 'rates')}${query({ from, to })}`),
  exportUrl: (cell: string, search: AlarmSearch, format: 'csv' | 'ndjson') =>
    `${ofCell(cell, 'export')}${query({ ...search, format, decimal: format === 'csv' ? csvDecimal() : undefined })}`,
}
