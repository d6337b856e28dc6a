// How the console asks the hub: same origin, JSON, the CSRF token where something changes. Knows no
// route.

/** What the hub answers instead (RFC 9457). `status` 0: there was no answer. */
export class Problem extends Error {
  status: number
  detail: string | null
  instance: string | null

  constructor(status: number, detail: string | null, instance: string | null) {
    super(detail ?? `status ${status}`)
    this.status = status
    this.detail = detail
    this.instance = instance
  }
}

let csrf: string | null = null

/** Kept from the last answer of `GET /api/session`. */
export const keepCsrf = (token: string | null): void => {
  csrf = token
}

export type Answer<T> = { body: T; etag: string | null }

/** `etag`: it is changed only while it is the same; null: it is only added. */
type Asked = { body?: unknown; etag?: string | null }

const readProblem = async (answer: Response): Promise<Problem> => {
  let told: { detail?: unknown; instance?: unknown } = {}
  try {
    told = await answer.json()
  } catch {
    // What stands in front of the hub may answer in words of its own.
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return new Problem(answer.status, text(told.detail), text(told.instance))
}

/** Asks, and answers with the body and its ETag; throws a `Problem`. */
export const askWhole = async <T>(
  method: string,
  path: string,
  { body, etag }: Asked = {},
): Promise<Answer<T>> => {
  const headers: Record<string, string> = { accept: 'application/json' }
  const payload = body === undefined ? undefined : JSON.stringify(body)
  if (payload !== undefined) headers['content-type'] = 'application/json'
  if (method !== 'GET' && csrf !== null) headers['x-sekisho-csrf'] = csrf
  if (typeof etag === 'string') headers['if-match'] = etag
  if (etag === null) headers['if-none-match'] = '*'
  const options = { method, headers, body: payload, credentials: 'same-origin' } as const
  const answer = await fetch(path, options).catch(() => {
    throw new Problem(0, null, null)
  })
  if (!answer.ok) throw await readProblem(answer)
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  const read = isJson ? await answer.json() : null
  return { body: read as T, etag: answer.headers.get('etag') }
}

const ask = async <T>(method: string, path: string, asked?: Asked): Promise<T> =>
  (await askWhole<T>(method, path, asked)).body

export const get = <T>(path: string): Promise<T> => ask('GET', path)
export const post = <T>(path: string, body?: unknown): Promise<T> => ask('POST', path, { body })
export const put = <T>(path: string, body: unknown, etag?: string | null): Promise<T> =>
  ask('PUT', path, { body, etag })
export const remove = <T>(path: string): Promise<T> => ask('DELETE', path)

/** A path with its names made safe: `path\`/api/objects/${id}\``. */
export const path = (parts: TemplateStringsArray, ...names: string[]): string =>
  parts.map((part, i) => part + (i < names.length ? encodeURIComponent(names[i]!) : '')).join('')

/** Search parameters of what is given; empty ones are left out. */
export const query = (given: Record<string, string | number | null | undefined>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** A page of a list; `next` is where it goes on. */
export type Page<T> = { entries: T[]; next?: string | null }
