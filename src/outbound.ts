// What leaves the hub by itself: calls to addresses that members gave, and mail. The only place
// that opens a connection to anybody.
import { type LookupAddress, lookup as resolveName } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { createTransport } from 'nodemailer'
import { faultOfUrl, hostOf, isPublicAddress } from './core/notification/address.ts'
import type { Outbound, Settings } from './exchange/context.ts'

const callTimeoutMs = 10_000
const mailTimeoutMs = 20_000

class Unreachable extends Error {
  override readonly name = 'Error'
  readonly code = 'not-public'
}

/** Answers every address that a name means now. */
export type Lookup = (
  name: string,
  options: { all: true; verbatim: true },
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

/**
 * Looks a name up once, for the very connection that is made: what is checked is what is called,
 * whatever the name means a moment later. One address that is not public refuses them all.
 */
const lookupPublic =
  (lookup: Lookup): LookupFunction =>
  (name, options, done) => {
    lookup(name, { all: true, verbatim: true }, (error, found) => {
      if (error !== null) return done(error, '', 0)
      const [first] = found
      if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) {
        return done(new Unreachable('the name does not mean a public address'), '', 0)
      }
      if (options.all === true) return done(null, found)
      done(null, first.address, first.family)
    })
  }

/** `lookup`: where names are looked up and checked; null where any address may be called. */
type Call = {
  url: URL
  headers: Record<string, string>
  body: string
  lookup: LookupFunction | null
}

/** Follows no redirect, reads no answer, and waits no longer than the timeout. */
const call = ({ url, headers, body, lookup }: Call): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestTls : requestPlain
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      signal: AbortSignal.timeout(callTimeoutMs),
      ...(lookup === null ? {} : { lookup }),
    })
    outgoing.on('error', reject)
    outgoing.on('response', (answer: IncomingMessage) => {
      answer.on('error', () => {})
      answer.destroy()
      resolve(answer.statusCode ?? 0)
    })
    outgoing.end(body)
  })

class Closed extends Error {
  override readonly name = 'Error'
  readonly code = 'restored'
}

/**
 * Opens the ways out that the settings allow. Connects to nothing before it is asked to, and to
 * nobody while `isOpen` says no.
 */
export const openOutbound = (
  { webhookPrivate: anywhere, smtp }: Pick<Settings, 'webhookPrivate' | 'smtp'>,
  isOpen: () => boolean,
  lookup: Lookup = resolveName,
): Outbound => {
  const transport =
    smtp === null
      ? null
      : createTransport({
          url: smtp.url,
          connectionTimeout: mailTimeoutMs,
          greetingTimeout: mailTimeoutMs,
          socketTimeout: mailTimeoutMs,
        })
  const demandOpen = (): void => {
    if (!isOpen()) throw new Closed('the hub calls nobody before its restore is confirmed')
  }
  return {
    async post(text, headers, body) {
      demandOpen()
      const fault = faultOfUrl(text, anywhere)
      if (fault !== null) throw new Unreachable(`the address ${fault}`)
      const url = new URL(text)
      const host = hostOf(url)
      if (!anywhere && isIP(host) !== 0 && !isPublicAddress(host)) {
        throw new Unreachable('the address is not public')
      }
      return call({ url, headers, body, lookup: anywhere ? null : lookupPublic(lookup) })
    },
    mail:
      transport === null || smtp === null
        ? null
        : async ({ to, subject, text }) => {
            demandOpen()
            // An address is one address: a list in it would be a way to write to others.
            const address = { name: '', address: to }
            await transport.sendMail({
              ...{ from: smtp.from, to: address, subject, text },
              disableFileAccess: true,
              disableUrlAccess: true,
            })
          },
  }
}
