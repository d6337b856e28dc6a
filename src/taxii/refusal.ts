// Why this door says no, in HTTP's words and TAXII's error resource. The one table from reasons to
// status codes; what a 401, 403 or 404 says never depends on what was asked for.
import { STATUS_CODES } from 'node:http'
import { awayOf, comeBackAfter } from '../exchange/away.ts'
import { Refusal, type RefusalReason } from '../exchange/refusal.ts'

/** One refusal, ready to print. `description` is for the caller and names nothing hidden. */
export type Fault = {
  status: number
  code: string
  title: string
  description: string | null
  headers: Record<string, string>
}

const titleOf = (status: number): string => STATUS_CODES[status] ?? 'Refused'

/** What only HTTP can refuse: a media type, a method, a malformed request. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal'
  readonly fault: Fault

  constructor(status: number, code: string, description: string, headers = {}) {
    super(description)
    this.fault = { status, code, title: titleOf(status), description, headers }
  }
}

type Row = { status: number; description: string | null; retryAfter: boolean }

// `description: null` lets the refusal's own message through.
const table: Record<RefusalReason, Row> = {
  unauthenticated: { status: 401, description: 'send valid credentials', retryAfter: false },
  'too-many-attempts': { status: 429, description: 'too many attempts', retryAfter: true },
  'not-found': { status: 404, description: 'there is nothing here for you', retryAfter: false },
  forbidden: { status: 403, description: 'you may not do this here', retryAfter: false },
  'bad-request': { status: 400, description: null, retryAfter: false },
  'bad-cursor': { status: 400, description: null, retryAfter: false },
  unprocessable: { status: 422, description: null, retryAfter: false },
  'changed-meanwhile': { status: 412, description: null, retryAfter: false },
  'too-large': { status: 413, description: null, retryAfter: false },
  busy: { status: 503, description: 'the hub is busy, try again', retryAfter: true },
  unavailable: { status: 503, description: 'not available now, try again', retryAfter: true },
}

/** The challenge of every 401 (RFC 7617 §2.1). */
export const challenge = 'Basic realm="sekisho", charset="UTF-8"'

const faultOfRefusal = (refusal: Refusal): Fault => {
  const row = table[refusal.reason]
  const headers: Record<string, string> = {}
  if (row.status === 401) headers['www-authenticate'] = challenge
  const after = comeBackAfter(refusal)
  if (after !== null && row.retryAfter) headers['retry-after'] = String(after)
  return {
    status: row.status,
    code: refusal.reason,
    title: titleOf(row.status),
    description: row.description ?? refusal.message,
    headers,
  }
}

const plain = (status: number, code: string, description: string | null, headers = {}): Fault => ({
  status,
  code,
  title: titleOf(status),
  description,
  headers,
})

/**
 * What the framework's own errors mean; everything else of it that is below 500 is a bad request.
 */
const faultOfFramework = (error: Error): Fault | null => {
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  switch (code) {
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return faultOfRefusal(new Refusal('not-found', ''))
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return plain(415, 'media-type', 'send a media type this endpoint takes')
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return plain(413, 'too-large', 'the body is too large')
    case 'FST_ERR_HANDLER_TIMEOUT':
      return faultOfRefusal(new Refusal('busy', ''))
    default:
      break
  }
  if (code?.startsWith('FST_') !== true || statusCode === undefined || statusCode >= 500)
    return null
  return plain(400, 'bad-request', 'the request is malformed')
}

/** Any thrown value as a fault. What nobody foresaw is a 500 that says nothing but its id. */
export const faultOf = (error: unknown): Fault => {
  if (error instanceof Refusal) return faultOfRefusal(error)
  if (error instanceof HttpRefusal) return error.fault
  if (error instanceof Error) {
    const framework = faultOfFramework(error)
    if (framework !== null) return framework
    const away = awayOf(error)
    if (away !== null) return faultOfRefusal(away)
  }
  return plain(500, 'internal', 'something went wrong on our side, quote the error_id')
}

/** TAXII 2.1 §3.6.1: the error resource as bytes. `errorId` is the one the log carries. */
export const printError = (fault: Fault, errorId: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      title: fault.title,
      ...(fault.description === null ? {} : { description: fault.description }),
      error_id: errorId,
      error_code: fault.code,
      http_status: String(fault.status),
    }),
  )
