/** What the API answers when it cannot: a sentence and the remedy. One table, one handler. */
import type { ApiError } from '@celltwin/contracts'
import type { FastifyInstance } from 'fastify'
import { EvidenceFlaw } from './evidence/evidence-store.ts'
import { Unavailable } from './ingest/writer.ts'

/** An answer that is no. */
export class Problem extends Error {
  readonly statusCode: number
  readonly code: string
  readonly remedy: string | undefined

  /** Fields and the rules they break. */
  readonly errors: ApiError['errors']

  constructor(statusCode: number, code: string, message: string, remedy?: string, errors?: ApiError['errors']) {
    super(message)
    this.statusCode = statusCode
    this.code = code
    this.remedy = remedy
    this.errors = errors
  }
}

/** What breaks rules that a schema cannot say, told as a schema's are. */
export const wrong = (...errors: NonNullable<ApiError['errors']>) =>
  new Problem(400, 'invalid', 'The request is not as described.', 'See /docs.', errors)

/** A window of `from` and `to` in the query that holds nothing. */
export const windowReversed = () =>
  new Problem(400, 'invalid', 'The window ends before it begins.', 'Give a `from` that is earlier than `to`.', [
    { field: 'querystring/from', rule: 'must be earlier than querystring/to' },
  ])

export const notFound = (what: string) => new Problem(404, 'not-found', `There is no ${what}.`)

interface Thrown extends Error {
  readonly statusCode?: number
  readonly code?: string
  readonly remedy?: string | undefined
  readonly validation?: readonly { instancePath: string; message?: string; params?: Record<string, unknown> }[]
  readonly validationContext?: string
}

export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler<Thrown>((error, request, reply) => {
    const problem = toProblem(error)
    // With its stack where nobody foresaw it.
    if (problem.statusCode === 500) request.log.error({ err: error }, problem.message)
    else if (problem.statusCode > 500) request.log.warn({ reason: error.message }, problem.message)
    return reply.status(problem.statusCode).send(problem)
  })
}

/** What Fastify itself says of a request that it cannot take: in its code, which field breaks which rule. */
const UNTAKEN: Readonly<Record<string, { readonly field: string; readonly rule: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { field: 'body', rule: 'must be JSON' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { field: 'body', rule: 'must be JSON, not empty' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { field: 'headers/content-type', rule: 'must be one that this path takes' },
  FST_ERR_CTP_BODY_TOO_LARGE: { field: 'body', rule: 'must be smaller' },
  FST_ERR_BAD_URL: { field: 'url', rule: 'must be well encoded' },
}

/** Also for what no route was found for. */
export function toProblem(error: Thrown): ApiError {
  const { validation, message } = error
  const untaken = UNTAKEN[error.code ?? '']
  if (untaken)
    return {
      ...{ statusCode: error.statusCode ?? 400, code: 'invalid', message: 'The request cannot be read.' },
      ...{ remedy: 'See /docs.', errors: [untaken] },
    }
  if (validation) {
    const errors = validation.map(({ instancePath, message = 'is wrong', params = {} }) => {
      const { missingProperty: missing, additionalProperty: unknown } = params
      const property = missing ?? unknown
      return {
        field: `${error.validationContext ?? 'body'}${instancePath}${property === undefined ? '' : `/${property}`}`,
        rule: unknown === undefined ? message : 'must not be there, no such field is known',
      }
    })
    return {
      statusCode: 400,
      code: 'invalid',
      message: 'The request is not as described.',
      remedy: 'See /docs.',
      errors,
    }
  }
  if (error instanceof EvidenceFlaw)
    return { statusCode: 422, code: 'evidence-flaw', message: `The evidence was not taken: ${message}.` }
  if (error instanceof Unavailable)
    return {
      statusCode: 503,
      code: 'unavailable',
      message: `Nothing can be written at the moment: ${message}.`,
      remedy: 'It is tried again by itself; try again in a few seconds.',
    }
  if (error.code === 'ENOSPC')
    return {
      statusCode: 507,
      code: 'disk-full',
      message: 'The disk of the server is full.',
      remedy: 'Free space under DATA_DIR, or set EVIDENCE_MAX_MB lower and start again.',
    }
  if (isDatabaseAway(error))
    return {
      statusCode: 503,
      code: 'database-away',
      message: 'The database does not answer.',
      remedy: 'Check DATABASE_URL and that Postgres runs; it is tried again by itself.',
    }
  const statusCode = error.statusCode ?? 500
  const said = statusCode < 500 || error instanceof Problem
  return {
    statusCode,
    code: error.code ?? 'internal',
    message: said ? message : 'The server failed on this request; its log says why.',
    ...(error.remedy ? { remedy: error.remedy } : {}),
    ...(error instanceof Problem && error.errors ? { errors: error.errors } : {}),
  }
}

const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', '57P01', '57P03', 'P1001', 'P1017'])

const isDatabaseAway = ({ code, message }: Thrown): boolean =>
  AWAY.has(code ?? '') || /Connection terminated|connect timeout|Can't reach database/.test(message)
