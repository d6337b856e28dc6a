// A plain client over keep-alive connections; reads bodies as bytes and parses none.
import { Agent, request } from 'node:http'

export const mediaType = 'application/taxii+json;version=2.1'

export type Answer = { status: number; body: Buffer; ms: number; last: string | undefined }

export type Client = {
  get(path: string): Promise<Answer>
  post(path: string, body: Buffer): Promise<Answer>
  close(): void
}

/** `credentials` are a username and a password, or `Bearer` and a token. */
export const openClient = (url: string, credentials: string): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const basic = `Basic ${Buffer.from(credentials).toString('base64')}`
  const headers = {
    Authorization: credentials.startsWith('Bearer ') ? credentials : basic,
    Accept: mediaType,
  }
  const send = (path: string, method: string, body?: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const start = performance.now()
      const options = {
        agent,
        method,
        headers: body
          ? { ...headers, 'Content-Type': mediaType, 'Content-Length': body.length }
          : headers,
      }
      const sent = request(`${url}${path}`, options, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const last = answer.headers['x-taxii-date-added-last']
          const ms = performance.now() - start
          resolve({
            status: answer.statusCode ?? 0,
            body: Buffer.concat(chunks),
            ms,
            last: Array.isArray(last) ? last[0] : last,
          })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  return {
    get: (path) => send(path, 'GET'),
    post: (path, body) => send(path, 'POST', body),
    close: () => agent.destroy(),
  }
}

/** `next` stands within the first bytes of a page; the rest need not be looked at. */
export const nextOf = (body: Buffer): string | null =>
  /^\{"more":true,"next":"([^"]+)"/.exec(body.toString('latin1', 0, 700))?.[1] ?? null

/** Walks a collection; answers how many bytes and pages came, and each page's time in ms. */
export const walk = async (
  client: Client,
  path: string,
  limit: number,
  pagesMax = Number.POSITIVE_INFINITY,
): Promise<{ pages: number; bytes: number; times: number[] }> => {
  const times: number[] = []
  let bytes = 0
  let next: string | null = null
  do {
    const answer: Answer = await client.get(`${path}?limit=${limit}${next ? `&next=${next}` : ''}`)
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`)
    bytes += answer.body.length
    times.push(answer.ms)
    next = nextOf(answer.body)
  } while (next !== null && times.length < pagesMax)
  return { pages: times.length, bytes, times }
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
