// Who asks, as the request says it: the Authorization header and the client's certificate become
// what `authenticate` takes. Knows no account and never says whether a credential is right.
import { createHash, type X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Presented } from '../exchange/authenticate.ts'

/** What a request shows. `malformed`: it shows something, but nothing that can be a credential. */
export type Claim = { malformed: boolean; presented: Presented[] }

const headerBytesMax = 8_192
const clientAuthentication = '1.3.6.1.5.5.7.3.2'
const base64 = /^[A-Za-z0-9+/]+={0,2}$/
const controlCharacter = /[\u0000-\u001f\u007f]/
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const decodeBase64 = (text: string): string | null => {
  if (!base64.test(text)) return null
  try {
    return utf8.decode(Buffer.from(text, 'base64'))
  } catch {
    return null
  }
}

/** RFC 7617: UTF-8, no control characters, split at the first colon only. */
const parseBasic = (value: string): Presented | null => {
  const text = decodeBase64(value)
  if (text === null || controlCharacter.test(text)) return null
  const colon = text.indexOf(':')
  if (colon < 0) return null
  return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) }
}

/**
 * Reads one Authorization value: Basic, Bearer or Token, the scheme in any case (RFC 9110 §11.1).
 * Null when it is none of them, or not well formed.
 */
export const parseAuthorization = (value: string): Presented | null => {
  if (value.length > headerBytesMax) return null
  const found = /^([A-Za-z]+) +(\S+) *$/.exec(value)
  const [, scheme = '', credentials = ''] = found ?? []
  switch (scheme.toLowerCase()) {
    case 'basic':
      return parseBasic(credentials)
    case 'bearer':
    case 'token':
      return { kind: 'token', token: credentials }
    default:
      return null
  }
}

/**
 * Every value of one header, in order; Node's own `headers` keeps the first of some and joins
 * others.
 */
export const headerValues = (raw: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] => {
  const values: string[] = []
  for (let i = 0; i + 1 < raw.rawHeaders.length; i += 2) {
    if (raw.rawHeaders[i]?.toLowerCase() === name) values.push(raw.rawHeaders[i + 1] ?? '')
  }
  return values
}

/** SHA-256 over the certificate's SubjectPublicKeyInfo, lower-case hex: a key, never a name. */
export const keyFingerprint = (certificate: X509Certificate): string =>
  createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')

/** Whether the certificate is inside its dates and, if it says what it is for, for clients. */
export const isUsable = (certificate: X509Certificate, now: number): boolean => {
  const uses = certificate.keyUsage as string[] | undefined
  if (uses !== undefined && !uses.includes(clientAuthentication)) return false
  return Date.parse(certificate.validFrom) <= now && now < Date.parse(certificate.validTo)
}

/**
 * The certificate of this connection: null when the client showed none, `refused` when it may not
 * be used. `verified` says that the chain counts (an authority is configured), besides the key.
 */
const certificateOf = (
  socket: IncomingMessage['socket'],
  now: number,
  verified: boolean,
): Presented | 'refused' | null => {
  const tls = socket as Partial<TLSSocket>
  if (tls.encrypted !== true || tls.getPeerX509Certificate === undefined) return null
  const certificate = tls.getPeerX509Certificate()
  if (certificate === undefined) return null
  if (verified && tls.authorized !== true) return 'refused'
  if (!isUsable(certificate, now)) return 'refused'
  return { kind: 'certificate', fingerprint: keyFingerprint(certificate) }
}

/**
 * Everything the request shows about who asks. Two Authorization headers are no credential at all.
 */
export const claimOf = (raw: IncomingMessage, now: number, verified: boolean): Claim => {
  const headers = headerValues(raw, 'authorization')
  const presented: Presented[] = []
  let malformed = headers.length > 1
  if (headers.length === 1) {
    const parsed = parseAuthorization(headers[0] ?? '')
    if (parsed === null) malformed = true
    else presented.push(parsed)
  }
  const certificate = certificateOf(raw.socket, now, verified)
  if (certificate === 'refused') malformed = true
  else if (certificate !== null) presented.push(certificate)
  return { malformed, presented }
}
