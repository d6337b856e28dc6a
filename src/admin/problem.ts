// How the admin API says no: problem details (RFC 9457). Knows the reasons, not TAXII.
import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { awayOf, comeBackAfter } from '../exchange/away.ts'
import { Refusal, type RefusalReason } from '../exchange/refusal.ts'

const statuses: Record<RefusalReason, number> = {
  unauthenticated: 401,
  'too-many-attempts': 429,
  'not-found': 404,
  forbidden: 403,
  'bad-request': 400,
  'bad-cursor': 400,
  unprocessable: 422,
  'changed-meanwhile': 412,
  'too-large': 413,
  busy: 503,
  unavailable: 503,
}

const statusOf = (error: unknown): number => {
  if (error instanceof Refusal) return statuses[error.reason]
  if (hasZodFastifySchemaValidationErrors(error)) return 400
  const { statusCode } = error as { statusCode?: number }
  return statusCode !== undefined && statusCode >= 400 ? statusCode : 500
}

/** What is said of these is about what the caller sent. */
const told: ReadonlySet<RefusalReason> = new Set([
  'bad-request',
  'unprocessable',
  'too-large',
  'changed-meanwhile',
])

// What a 401, 403 or 404 says never depends on what was asked for.
const detailOf = (error: unknown): { detail?: string } => {
  if (error instanceof Refusal && told.has(error.reason) && error.message !== '') {
    return { detail: error.message }
  }
  if (!hasZodFastifySchemaValidationErrors(error)) return {}
  const [first] = error.validation
  return first?.message === undefined
    ? {}
    : { detail: `${first.instancePath} ${first.message}`.trim() }
}

export const problemModel = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('what is wrong with what was sent'),
    instance: z.string().describe('what the log of the hub calls it'),
  })
  .describe('why not (RFC 9457)')

/** Answers an error as `application/problem+json`; `instance` carries the id that the log has. */
export const answerProblem = (cause: unknown, request: FastifyRequest, reply: FastifyReply) => {
  const error = awayOf(cause) ?? cause
  const status = statusOf(error)
  const entry = { error_id: request.id, status }
  if (status < 500) request.log.info(entry, 'refused')
  else request.log.error({ ...entry, cause }, 'failed')
  // A browser would ask for a password by itself; a page of the hub does so better.
  const byPage = request.headers['sec-fetch-mode'] !== undefined
  if (status === 401 && !byPage) {
    reply.header('www-authenticate', 'Basic realm="sekisho", charset="UTF-8"')
  }
  const after = error instanceof Refusal ? comeBackAfter(error) : null
  if (after !== null) reply.header('retry-after', String(after))
  const title = STATUS_CODES[status] ?? 'Refused'
  const detail = detailOf(error)
  const instance = `urn:uuid:${request.id}`
  const type = 'about:blank' as const
  const problem: z.output<typeof problemModel> = { type, title, status, ...detail, instance }
  return reply
    .code(status)
    .headers({
      'content-type': 'application/problem+json',
      'cache-control': 'private, no-store',
      vary: 'Authorization, Cookie',
      'x-content-type-options': 'nosniff',
    })
    .send(Buffer.from(JSON.stringify(problem)))
}
