/** Second reviews as the server keeps them. */
import type {
  BlindPart,
  NextSecondReview,
  PassportCycle,
  PulledParts,
  RemeasureRequest,
  SecondReviewRequest,
  SecondReviewSummary,
} from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { failureOf, get, query, send } from '../api/api.ts'

const path = (cell: string, rest: string) => `/api/cells/${encodeURIComponent(cell)}/${rest}`

export const secondReviewApi = {
  summary: (cell: string) => get<SecondReviewSummary>(path(cell, 'second-reviews/summary')),
  next: (cell: string, by: string) =>
    get<NextSecondReview>(`${path(cell, 'second-reviews/next')}${query({ by: by || undefined })}`),
  say: (cell: string, cycleId: string, said: SecondReviewRequest) =>
    send<{ id: string }>('POST', path(cell, `second-reviews/${encodeURIComponent(cycleId)}`), said),
  pulled: (cell: string) => get<PulledParts>(path(cell, 'pulled-parts')),
  pull: (cell: string, serial: string, by: string) =>
    send<{ because: string }>('POST', path(cell, 'pulled-parts'), { serial, ...signed(by) }),
  measured: (cell: string, cycleId: string, said: RemeasureRequest) =>
    send<{ id: string }>('POST', path(cell, `pulled-parts/${encodeURIComponent(cycleId)}/measurements`), said),
  /** A gauge's own file; the server names row and column of what is wrong. */
  measuredFile: async (
    cell: string,
    file: File,
    gauge: string,
    by: string,
  ): Promise<{ parts: number; values: number }> => {
    const asked = query({ gauge: gauge || undefined, by: by || undefined })
    const headers = { 'content-type': 'text/csv' }
    const answer = await fetch(`${path(cell, 'pulled-parts/measurements')}${asked}`, {
      ...{ method: 'POST', headers, body: await file.text() },
    })
    if (!answer.ok) throw await failureOf(answer)
    return answer.json()
  },
}

const signed = (by: string) => (by === '' ? {} : { by })

const KEY = 'second-review'
export const summaryKey = (cell: string) => [KEY, cell]
export const pulledKey = (cell: string) => ['pulled-parts', cell]

export const useSummary = (cell: string) =>
  useQuery({ queryKey: summaryKey(cell), queryFn: () => secondReviewApi.summary(cell), refetchInterval: 60_000 })

/** How many parts wait for a second look. */
export const useWaiting = (cell: string, by: string, enabled: boolean) =>
  useQuery({
    queryKey: ['second-review-next', cell, by],
    queryFn: () => secondReviewApi.next(cell, by),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  })

/** The cycle as evidence is drawn from it, with nothing in it that the machine said. */
export const blindCycle = ({ cycleId, partType, evidence }: BlindPart, name: string): PassportCycle => ({
  ...{ serial: name, cell: '', cycleId, cycleNumber: 0, insertedAt: '', partType },
  ...{ verdict: null, reason: null, judgedAfterMs: null, whereabouts: null, finding: null, disposition: null },
  ...{ simulated: false, replayed: false, challenge: null, suspect: null, codeGrade: null, provisional: null },
  ...{ recipe: { id: '', version: 0, hash: '' }, materialLots: [], fixture: '', tool: '' },
  ...{ partTemperatureC: null, ambientTemperatureC: null, verdictAt: null, reasons: [], results: [], calibrations: [] },
  ...{ retaken: [], steps: [], reviews: [], packed: null, timeline: [], truth: null },
  evidence: evidence.map((ref) => ({ ...ref, stored: true })),
})
