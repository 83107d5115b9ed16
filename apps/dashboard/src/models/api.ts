/** Models over HTTP, typed. */
import type { ModelDetail, ModelSummary, RolloutProgress, ShadowRule } from '@celltwin/contracts'
import { get, query, send } from '../api/api.ts'

const moduleModel = (cell: string, module: string) =>
  `/api/cells/${encodeURIComponent(cell)}/modules/${encodeURIComponent(module)}/model`

export const modelsApi = {
  /** As the gate of the cell's recipe sees them. */
  list: (cell: string | undefined) => get<ModelSummary[]>(`/api/models${query({ cell })}`),
  detail: (digest: string) => get<ModelDetail>(`/api/models/${digest}`),
  gate: (cell: string, module: string, digest: string) =>
    get<{ refusals: string[]; rule: ShadowRule }>(`${moduleModel(cell, module)}/gate${query({ digest })}`),
  put: (
    cell: string,
    module: string,
    body: { digest: string; stage: 'shadow' | 'live'; by?: string; overriding?: string },
  ) => send<{ position: number }>('POST', moduleModel(cell, module), body),
  turn: (cell: string, module: string, what: 'roll-back' | 'withdraw', body: { by?: string }) =>
    send<{ position: number }>('POST', `${moduleModel(cell, module)}/${what}`, body),
  rollouts: () => get<RolloutProgress[]>('/api/rollouts'),
  startRollout: (body: { digest: string; rule: ShadowRule; overriding?: string; by?: string }) =>
    send<{ rollout: string }>('POST', '/api/rollouts', body),
  turnRollout: (rollout: string, what: 'pause' | 'resume' | 'stop', body: { by?: string; rollBack?: boolean }) =>
    send<{ rollout: string }>('POST', `/api/rollouts/${rollout}/${what}`, body),
}
