/** What is asked of the server about descriptions of a cell. */
import type { DescriptionRequest } from '@celltwin/contracts'
import { send } from '../../api/api.ts'

export const releaseDescription = (cell: string, given: DescriptionRequest) =>
  send<{ releaseId: string; hash: string }>('POST', `/api/cells/${encodeURIComponent(cell)}/description`, given)
