// Raw HTTP for the conformance suite: what is given is what is sent, with no header added but Host.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { Thing } from './stix.ts'

export const taxii = 'application/taxii+json;version=2.1'

export type Collection = {
  id: string
  title: string
  can_read: boolean
  can_write: boolean
  media_types?: string[]
  alias?: string
}
export type StatusDetails = { id: string; version: string; message?: string }
export type Resource = {
  title?: string
  http_status?: string
  api_roots?: string[]
  default?: string
  max_content_length?: number
  id?: string
  status?: string
  total_count?: number
  success_count?: number
  failure_count?: number
  pending_count?: number
  successes?: StatusDetails[]
  failures?: StatusDetails[]
  pendings?: StatusDetails[]
  collections?: Collection[]
  objects?: Thing[]
  versions?: string[]
  more?: boolean
  next?: string
  [property: string]: unknown
}

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  rawHeaders: string[]
  body: Buffer
  text: string
  /** The body as JSON; an empty object when it is not JSON. */
  json: Resource
}

export type Ask = {
  method?: string
  /** Sent as it is: no encoding, no normalising. */
  path: string
  headers?: [string, string][]
  body?: string | Uint8Array | null
  /** Body in pieces, with Transfer-Encoding: chunked and no Content-Length. */
  chunks?: Iterable<Uint8Array>
  /** TLS options, for a hub behind https. */
  tls?: RequestOptions
}

const parsed = (text: string): Resource => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

const encode = (body: Ask['body']): Buffer | null => {
  if (body === undefined || body === null) return null
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
}

const rawHeadersOf = (ask: Ask, host: string, body: Buffer | null): string[] => {
  const given = (ask.headers ?? []).flat()
  const names = new Set((ask.headers ?? []).map(([name]) => name.toLowerCase()))
  const added: string[] = []
  if (!names.has('host')) added.push('Host', host)
  if (ask.chunks) added.push('Transfer-Encoding', 'chunked')
  else if (body && !names.has('content-length')) added.push('Content-Length', String(body.length))
  return [...added, ...given]
}

const drive = (options: RequestOptions, secure: boolean, ask: Ask, body: Buffer | null) =>
  new Promise<Answer>((resolve, reject) => {
    const call = (secure ? httpsRequest : httpRequest)(options, (response) => {
      const pieces: Buffer[] = []
      const finish = () => {
        const whole = Buffer.concat(pieces)
        const text = whole.toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: whole,
          text,
          json: parsed(text),
        })
      }
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', finish)
      response.on('error', reject)
    })
    // An answer may come before the body is all sent; the broken pipe that follows is no failure.
    call.on('error', (error) => setTimeout(() => reject(error), 50))
    call.setTimeout(60_000, () => call.destroy(new Error('no answer within 60 s')))
    if (ask.chunks) {
      for (const chunk of ask.chunks) call.write(chunk)
      call.end()
    } else call.end(body ?? undefined)
  })

/** Sends one request on a connection of its own and gives the whole answer, whatever its status. */
export const send = (base: string, ask: Ask): Promise<Answer> => {
  const url = new URL(base)
  const body = encode(ask.body)
  const secure = url.protocol === 'https:'
  return drive(
    {
      host: url.hostname,
      port: url.port,
      method: ask.method ?? 'GET',
      path: ask.path,
      headers: rawHeadersOf(ask, url.host, body) as unknown as RequestOptions['headers'],
      agent: false,
      setHost: false,
      ...ask.tls,
    },
    secure,
    ask,
    body,
  )
}

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
