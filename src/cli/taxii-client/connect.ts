// One TAXII 2.1 server as a client sees it: requests with credentials, bounded in time, size,
// retries and redirects. INVARIANT: credentials go to the origin they were given for and to no
// other.
import { CommandFailure, exitCodes } from '../exit.ts'
import { plainText } from '../terminal.ts'
import { parseExact } from './exact-json.ts'
import { attemptsMax, parseRetryAfter, waitBefore, waitMaxMs } from './retry.ts'

export const taxii = 'application/taxii+json;version=2.1'
const bodyLengthMax = 512 * 1024 * 1024
const redirectsMax = 5
const retried = new Set([429, 502, 503, 504])

export type ClientCredentials =
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'bearer'; token: string }
  | null

export type ClientSettings = {
  /** Any address of the server; only its origin gets the credentials. */
  url: URL
  credentials: ClientCredentials
  userAgent: string
  /** What is sent and asked for; TAXII unless it is said. */
  mediaType?: string
  timeoutMs: number
  /** Called before every wait, for the person who watches. */
  onWait: (reason: string, ms: number) => void
  sleep: (ms: number) => Promise<void>
}

/** A TAXII answer: `body` is null where there is none; numbers are kept as they were written. */
export type Answer = { status: number; headers: Headers; body: unknown; url: URL }

export type Connection = {
  get(url: URL): Promise<Answer>
  post(url: URL, body: string): Promise<Answer>
}

const authorization = (credentials: ClientCredentials): Record<string, string> => {
  if (credentials === null) return {}
  if (credentials.kind === 'bearer') return { authorization: `Bearer ${credentials.token}` }
  const pair = Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8')
  return { authorization: `Basic ${pair.toString('base64')}` }
}

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > bodyLengthMax) throw new CommandFailure('the answer is larger than 512 MiB')
    chunks.push(chunk)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}

const parseBody = (text: string, response: Response): unknown => {
  if (text.trim() === '') return null
  try {
    return parseExact(text)
  } catch {
    const type = response.headers.get('content-type') ?? 'no content type'
    throw new CommandFailure(
      `${response.url} answered ${response.status} with ${plainText(type)} that is not JSON`,
    )
  }
}

/** What the server says of its own error (TAXII 2.1 §3.6.1, RFC 9457), in one line. */
const errorWords = (body: unknown): string => {
  const { title, description, detail } = (body ?? {}) as Record<string, unknown>
  const words = [title, description, detail].filter((part) => typeof part === 'string').join(': ')
  return words === '' ? '' : ` (${plainText(words).slice(0, 300)})`
}

const statusFailure = (answer: Answer): CommandFailure => {
  const { status, url, body } = answer
  const said = errorWords(body)
  const at = `${url.origin}${url.pathname}`
  if (status === 401) {
    return new CommandFailure(`${at} does not know these credentials${said}`, exitCodes.refused)
  }
  if (status === 403) return new CommandFailure(`${at} is not allowed${said}`, exitCodes.refused)
  if (status === 404) {
    return new CommandFailure(`${at} is not there, or not for these credentials${said}`)
  }
  if (status === 406) return new CommandFailure(`${at} does not speak TAXII 2.1${said}`)
  const exit = retried.has(status) ? exitCodes.unreachable : exitCodes.failed
  return new CommandFailure(`${at} answered ${status}${said}`, exit)
}

const redirectTarget = (response: Response, from: URL): URL => {
  const target = URL.parse(response.headers.get('location') ?? '', from.href)
  if (target === null) throw new CommandFailure(`${from.href} redirects to nowhere`)
  const upgrade = from.protocol === 'http:' && target.protocol === 'https:'
  const same = target.origin === from.origin || (upgrade && target.hostname === from.hostname)
  if (same) return target
  const words = `${from.origin} redirects to ${plainText(target.origin)}`
  throw new CommandFailure(`${words}; credentials do not follow, so name that address yourself`)
}

const reason = (error: unknown): string => {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause
  if ((error as Error).name === 'TimeoutError') return 'no answer in time'
  return cause?.code ?? cause?.message ?? (error as Error).message
}

const parseLoosely = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `origin` moves for good when the server redirects from http to https. */
type Session = { settings: ClientSettings; origin: string }

const send = async (
  session: Session,
  url: URL,
  init: RequestInit,
  redirects = 0,
): Promise<Answer> => {
  if (url.origin !== session.origin) {
    const words = `${plainText(url.origin)} is another server than ${session.origin}`
    throw new CommandFailure(`${words}; name it yourself to go there`)
  }
  const signal = AbortSignal.timeout(session.settings.timeoutMs)
  const response = await fetch(url, { ...init, redirect: 'manual', signal })
  if ([301, 302, 303, 307, 308].includes(response.status)) {
    await response.body?.cancel()
    const target = redirectTarget(response, url)
    const repeatable = init.method === 'GET' || response.status >= 307
    if (!repeatable || redirects >= redirectsMax) {
      throw new CommandFailure(`${url.href} redirects too often, or a POST to somewhere else`)
    }
    session.origin = target.origin
    return send(session, target, init, redirects + 1)
  }
  const text = await readText(response)
  // Proxies answer errors in HTML: only a good answer must be JSON.
  const body = response.ok ? parseBody(text, response) : parseLoosely(text)
  return { status: response.status, headers: response.headers, body, url }
}

const wait = async (
  { settings }: Session,
  attempt: number,
  asked: number | null,
  why: string,
): Promise<void> => {
  const ms = waitBefore(attempt, asked, Math.random())
  if (ms > waitMaxMs) {
    const words = `${why}, and asks to come back in ${Math.ceil(ms / 1000)} s`
    throw new CommandFailure(words, exitCodes.unreachable)
  }
  settings.onWait(why, ms)
  await settings.sleep(ms)
}

const tryOnce = async (
  session: Session,
  url: URL,
  init: RequestInit,
): Promise<Answer | { unreachable: string }> => {
  try {
    return await send(session, url, init)
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    return { unreachable: `${url.origin} cannot be reached: ${reason(error)}` }
  }
}

// A POST that got no answer may have been taken: only a GET is sent again then.
const request = async (session: Session, url: URL, init: RequestInit): Promise<Answer> => {
  for (let attempt = 1; ; attempt++) {
    const answer = await tryOnce(session, url, init)
    if ('unreachable' in answer) {
      if (init.method !== 'GET' || attempt >= attemptsMax) {
        throw new CommandFailure(answer.unreachable, exitCodes.unreachable)
      }
      await wait(session, attempt, null, answer.unreachable)
      continue
    }
    if (answer.status >= 200 && answer.status < 300) return answer
    if (!retried.has(answer.status) || attempt >= attemptsMax) throw statusFailure(answer)
    const asked = parseRetryAfter(answer.headers.get('retry-after'), Date.now())
    await wait(session, attempt, asked, `${url.origin} answers ${answer.status}`)
  }
}

/** Opens nothing yet. Both verbs throw a `CommandFailure` for every answer that is not 2xx. */
export const connect = (settings: ClientSettings): Connection => {
  const session: Session = { settings, origin: settings.url.origin }
  const { credentials, userAgent, mediaType = taxii } = settings
  const headers = { accept: mediaType, 'user-agent': userAgent, ...authorization(credentials) }
  const posted = { ...headers, 'content-type': mediaType }
  const current = (url: URL): URL => new URL(url.pathname + url.search, session.origin)
  // An address learnt before the origin moved is meant for the server as it is now.
  const settle = (url: URL): URL => (url.origin === settings.url.origin ? current(url) : url)
  return {
    get: (url) => request(session, settle(url), { method: 'GET', headers }),
    post: (url, body) => request(session, settle(url), { method: 'POST', headers: posted, body }),
  }
}
