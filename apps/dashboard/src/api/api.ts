/** The HTTP API, typed. Shapes come from the contracts; docs/api.md lists the paths. */
import type {
  ApiError,
  CellDefinition,
  CellStatistics,
  CellSummary,
  CellTwin,
  ChallengeRequired,
  Faults,
  Genealogy,
  Instant,
  JournalEntry,
  PartCriteria,
  PartPage,
  Passport,
  Recall,
  RecallRequest,
  RecallSummary,
  ReleaseRequest,
  ReviewAnswer,
  ReviewQueue,
  ReviewRequest,
  ShiftReport,
  ShiftSummary,
  TimeMark,
  UnreadablePage,
} from '@celltwin/contracts'
import i18next from 'i18next'
import { csvDecimal } from '../ui/format.ts'
import { tellNow } from '../ui/phrase-book.ts'

/** A request that did not succeed: what happened, and the remedy where the server knows one. */
export class RequestFailed extends Error {
  readonly status: number
  readonly remedy: string | undefined

  constructor(status: number, message: string, remedy?: string | undefined) {
    super(message)
    this.status = status
    this.remedy = remedy
  }
}

async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch(() => {
    throw new RequestFailed(0, i18next.t('ui.serverAway'), i18next.t('ui.goesOn'))
  })
  if (response.ok) return response
  throw await failureOf(response)
}

/** What the server answered instead, in the language of this screen. */
export async function failureOf(response: Response): Promise<RequestFailed> {
  const problem = (await response.json().catch(() => undefined)) as ApiError | undefined
  const message = problem ? tellNow(problem.message) : i18next.t('ui.answered', { status: response.status })
  const flaws = (problem?.errors ?? []).map(({ field, rule }) => `${field}: ${tellNow(rule)}`)
  return new RequestFailed(response.status, [message, ...flaws].join(' '), problem?.remedy && tellNow(problem.remedy))
}

export const get = async <T>(path: string): Promise<T> => (await (await ask(path)).json()) as T

export const send = async <T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> => {
  const response = await ask(path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** `?a=1&b=2` of the values that are there. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** What lists, traces, exports and recalls ask by. */
export type Criteria = { readonly [K in keyof PartCriteria]?: PartCriteria[K] | undefined }
export type PartFilter = Criteria & { readonly cell?: string | undefined }

const path = (...segments: string[]): string => `/api/${segments.map(encodeURIComponent).join('/')}`

export const api = {
  cells: () => get<CellSummary[]>(path('cells')),
  /** The cell file in force. */
  definition: (cell: string) => get<CellDefinition>(path('cells', cell, 'definition')),
  /** What was true at `at`, by the devices' clocks. */
  twinAt: (cell: string, at: Instant) => get<CellTwin>(`${path('cells', cell, 'twin')}${query({ at })}`),
  /** What occurred after a place on the time axis, in that order. */
  occurrences: (cell: string, after: Instant, position: number, until: Instant, limit: number) =>
    get<JournalEntry[]>(`${path('cells', cell, 'occurrences')}${query({ after, position, until, limit })}`),
  statistics: (cell: string, from: Instant, to: Instant) =>
    get<CellStatistics>(`${path('cells', cell, 'statistics')}${query({ from, to })}`),
  marks: (cell: string, from: Instant, to: Instant) =>
    get<TimeMark[]>(`${path('cells', cell, 'marks')}${query({ from, to })}`),
  parts: (filter: PartFilter, cursor?: string, limit = 50) =>
    get<PartPage>(`${path('parts')}${query({ ...filter, cursor, limit })}`),
  genealogy: (cell: string, criteria: Criteria) =>
    get<Genealogy>(`${path('cells', cell, 'genealogy')}${query({ ...criteria })}`),
  exportUrl: (cell: string, criteria: Criteria, format: 'csv' | 'ndjson' | 'dfq') =>
    `${path('cells', cell, `parts.${format}`)}${query({ ...criteria, decimal: format === 'csv' ? csvDecimal() : undefined })}`,
  recalls: (cell: string) => get<RecallSummary[]>(path('cells', cell, 'recalls')),
  recall: (id: string) => get<Recall>(path('recalls', id)),
  recallSheetUrl: (id: string, language: string) => `${path('recalls', id, 'd3.pdf')}${query({ language })}`,
  openRecall: (cell: string, request: RecallRequest) =>
    send<{ recallId: string }>('POST', path('cells', cell, 'recalls'), request),
  confirmBlock: (id: string, container: string, body: { place: string; remark?: string; by?: string }) =>
    send<{ position: number }>('POST', path('recalls', id, 'containers', container, 'confirmation'), body),
  closeRecall: (id: string, body: { conclusion: string; by?: string }) =>
    send<{ position: number }>('POST', path('recalls', id, 'closing'), body),
  passportPdfUrl: (serial: string, cycle: string, language: string) =>
    `${path('parts', serial, 'passport.pdf')}${query({ cycle, language })}`,
  passport: (serial: string) => get<Passport>(path('parts', serial)),
  reviewQueue: (cell: string | undefined) => get<ReviewQueue>(`${path('review-queue')}${query({ cell })}`),
  review: (serial: string, cycleId: string, request: ReviewRequest) =>
    send<ReviewAnswer>('POST', path('parts', serial, 'cycles', cycleId, 'reviews'), request),
  undoReview: (serial: string, cycleId: string, reviewId: string, by: string) =>
    send<ReviewAnswer>('POST', path('parts', serial, 'cycles', cycleId, 'reviews', reviewId, 'undo'), { by }),
  /** Asks the cell to hold or to go on. Accepted, not done. */
  askState: (cell: string, state: 'execute' | 'held', by: string) =>
    send<{ requestId: string }>('POST', path('cells', cell, 'requests'), { target: { kind: 'set-state', state }, by }),
  shifts: (cell: string) => get<ShiftSummary[]>(path('cells', cell, 'shifts')),
  /** As last issued, or as known at a journal position. */
  shift: (cell: string, id: string, knownAt?: number) =>
    get<ShiftReport>(`${path('cells', cell, 'shifts', id)}${query({ knownAt })}`),
  sayOfShift: (cell: string, id: string, what: 'counts' | 'comments' | 'signature', body: object) =>
    send<{ position: number }>('POST', path('cells', cell, 'shifts', id, what), body),
  shiftPdfUrl: (cell: string, id: string, language: string, knownAt?: number) =>
    `${path('cells', cell, 'shifts', id, 'report.pdf')}${query({ language, knownAt })}`,
  shiftCsvUrl: (cell: string, id: string, table: string, knownAt?: number) =>
    `${path('cells', cell, 'shifts', id, 'report.csv')}${query({ table, decimal: csvDecimal(), knownAt })}`,
  /** Asks the cell to run its challenge parts. Accepted, not done. */
  runChallenge: (cell: string, by: string) =>
    send<{ requestId: string }>('POST', path('cells', cell, 'challenge'), by ? { by } : {}),
  requireChallenge: (cell: string, required: ChallengeRequired, by: string) =>
    send<{ requestId: string }>('PUT', path('cells', cell, 'challenge', 'required'), {
      required,
      ...(by ? { by } : {}),
    }),
  /** A person answers for parts that a failed challenge had made suspect. */
  releaseSuspects: (cell: string, suspicion: string, request: ReleaseRequest) =>
    send<{ from: number; to: number }>('POST', path('cells', cell, 'suspicions', suspicion, 'release'), request),
  unreadable: (cursor?: number) => get<UnreadablePage>(`${path('unreadable')}${query({ cursor })}`),
  unreadableUrl: (id: number) => path('unreadable', String(id), 'payload'),
  setFaults: (cell: string, faults: Faults['items']) =>
    send<Faults>('PUT', path('cells', cell, 'faults'), { items: faults }),
  evidenceUrl: (sha256: string) => path('evidence', sha256),
  evidence: async (sha256: string) => new Uint8Array(await (await ask(path('evidence', sha256))).arrayBuffer()),
}
