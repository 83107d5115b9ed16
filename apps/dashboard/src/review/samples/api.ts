import type { LimitSampleRequest } from '@celltwin/contracts'
import { send } from '../../api/api.ts'

const path = (cell: string, ...rest: string[]) =>
  `/api/${['cells', cell, 'limit-samples', ...rest].map(encodeURIComponent).join('/')}`

export const sampleApi = {
  sign: (cell: string, request: LimitSampleRequest) => send<{ sampleId: string }>('POST', path(cell), request),
  withdraw: (cell: string, sampleId: string, by: string) =>
    send<{ sampleId: string }>('POST', path(cell, sampleId, 'withdrawal'), by ? { by } : {}),
}
