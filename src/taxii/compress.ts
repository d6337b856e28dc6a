// Smaller answers for clients that ask for them (RFC 9110 §8.4). Knows bytes only.
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip'

/** Bodies below this many bytes are sent as they are: the headers would cost more than is won. */
export const compressFromBytes = 4_096

const gzipAsync = promisify(gzip)
const brotliAsync = promisify(brotliCompress)

const weightOf = (parameters: string[]): number => {
  for (const parameter of parameters) {
    const found = /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(parameter)
    if (found) return Number(found[1])
  }
  return 1
}

/** The encoding to use, or null for none. Reads q-values; brotli wins a draw. */
export const chooseEncoding = (acceptEncoding: string | undefined): Encoding | null => {
  if (acceptEncoding === undefined) return null
  const weights = new Map<string, number>()
  for (const part of acceptEncoding.split(',')) {
    const [name = '', ...parameters] = part.split(';')
    weights.set(name.trim().toLowerCase(), weightOf(parameters))
  }
  const weight = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0
  const [br, gz] = [weight('br'), weight('gzip')]
  if (br === 0 && gz === 0) return null
  return br >= gz ? 'br' : 'gzip'
}

/** Compresses off the event loop's thread, at the fastest level. */
export const compress = async (body: Buffer, encoding: Encoding): Promise<Buffer> =>
  encoding === 'br'
    ? brotliAsync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
    : gzipAsync(body, { level: 1 })
