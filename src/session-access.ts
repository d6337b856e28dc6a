// Sessions at the gate of the API: who a cookie stands for, and that no other site's page acts by
// it. TAXII knows no cookies.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { readCookie } from './admin/session-cookie.ts'
import { isFromOwnPage, isNotForeign, type Origin } from './core/credential/same-site.ts'
import { crossSiteToken, hashSecret } from './core/credential/secret.ts'
import type { Context } from './exchange/context.ts'
import { Refusal } from './exchange/refusal.ts'
import { type HeldSession, holdSession } from './exchange/session.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
const tokenHeader = 'x-sekisho-csrf'

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value

const originOf = ({ headers }: FastifyRequest): Origin => ({
  origin: one(headers.origin),
  site: one(headers['sec-fetch-site']),
  host: headers.host,
})

const isApi = ({ routeOptions }: FastifyRequest): boolean =>
  routeOptions.url?.startsWith('/api/') ?? false

const changes = ({ method }: FastifyRequest): boolean => !reading.has(method)

/**
 * Refuses what a page of another site asks for, however the request is signed in: browsers add
 * passwords and certificates to requests by themselves as well.
 */
export const refuseForeign = ({ settings }: Context, request: FastifyRequest): void => {
  if (!isApi(request) || !changes(request)) return
  if (!isNotForeign(originOf(request), settings.publicUrl)) throw new Refusal('forbidden', '')
}

const isSameText = (shown: string | undefined, right: string): boolean =>
  shown !== undefined && timingSafeEqual(hashSecret(shown), hashSecret(right))

/**
 * The session of the request's cookie; null for none. A cookie speaks at the API alone, and only
 * where no Authorization header does. Refuses a change that the cookie alone asks for: a page of
 * the hub shows its token as well.
 */
export const readSession = async (
  ctx: Context,
  request: FastifyRequest,
): Promise<HeldSession | null> => {
  if (!isApi(request) || request.headers.authorization !== undefined) return null
  const secret = readCookie(ctx.settings, request)
  const held = secret === null ? null : await holdSession(ctx, secret)
  if (held === null || !changes(request)) return held
  const shown = one(request.headers[tokenHeader])
  const own = isFromOwnPage(originOf(request), ctx.settings.publicUrl)
  if (!own || !isSameText(shown, crossSiteToken(held.secret))) throw new Refusal('forbidden', '')
  return held
}
