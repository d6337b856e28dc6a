// The cookie of a session: its name and its attributes, in one place. Knows not what it stands for.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from '../exchange/context.ts'
import { lastingSeconds } from '../exchange/session.ts'

/**
 * Whether browsers reach the hub by TLS: its own, or that of what stands before it. Then a cookie
 * that no other host and no plain page can set or see; over plain HTTP browsers would not keep it.
 */
const isSecure = ({ tls, publicUrl, proxies }: Settings): boolean =>
  tls !== null || proxies.length > 0 || (publicUrl?.startsWith('https:') ?? false)

const nameOf = (settings: Settings, name: string): string =>
  isSecure(settings) ? `__Host-${name}` : name

const session = 'sekisho'

/** The secret that the request carries; null for none. */
export const readCookie = (
  settings: Settings,
  request: FastifyRequest,
  name = session,
): string | null => request.cookies[nameOf(settings, name)] ?? null

/**
 * Gives the browser a secret to keep, which no script can read. `sameSite` is strict but for a
 * visit at a provider, which sends the browser back from another site.
 */
export const giveCookie = (
  settings: Settings,
  reply: FastifyReply,
  value: string,
  { name = session, sameSite = 'strict' as 'strict' | 'lax', maxAge = lastingSeconds } = {},
): void => {
  reply.setCookie(nameOf(settings, name), value, {
    path: '/',
    httpOnly: true,
    sameSite,
    secure: isSecure(settings),
    maxAge,
  })
}

export const takeCookie = (settings: Settings, reply: FastifyReply, name = session): void => {
  giveCookie(settings, reply, '', { name, maxAge: 0 })
}
