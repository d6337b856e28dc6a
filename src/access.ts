// Who may come to a route: every route says it, the program asks it before any door does. A route
// that says nothing keeps the hub from starting.
import { createHash, timingSafeEqual } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { canonicalAddress } from './core/credential/address.ts'
import { publicGroup } from './core/sharing/access.ts'
import { anonymous, authenticate } from './exchange/authenticate.ts'
import type { Caller, Context } from './exchange/context.ts'
import { Refusal } from './exchange/refusal.ts'
import { isLocalPeer, type Peers } from './peers.ts'
import { claimOf, parseAuthorization } from './taxii/authorization.ts'
import { HttpRefusal } from './taxii/refusal.ts'

/**
 * `public`: anyone. `credentials`: a known caller. `api-root`: a known caller, or anyone where the
 * root is the public one. `metrics`: the bearer of the metrics token; without a token, this
 * machine.
 */
export type Access = 'public' | 'credentials' | 'api-root' | 'metrics'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** What is done there, by its word in the table of roles. */
    action?: string
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

const rateWindowMs = 60_000

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The caller of a request that passed the rule `credentials` or `api-root`. */
export const callerOf = (request: FastifyRequest): Caller => {
  if (request.caller === null)
    throw new Error('a verb was asked for a request nobody authenticated')
  return request.caller
}

/**
 * Every credential a request shows must be right, and all must be of one principal: a token of one
 * and a certificate of another is nobody.
 */
const identify = async (ctx: Context, request: FastifyRequest): Promise<Caller> => {
  const { malformed, presented } = claimOf(
    request.raw,
    Date.now(),
    ctx.settings.tls?.clientCa != null,
  )
  if (malformed) throw new Refusal('unauthenticated', '')
  const nothing = presented.length === 0
  if (nothing && request.routeOptions.config.access === 'api-root') {
    const { root } = request.params as { root?: string }
    if (root === publicGroup) return anonymous(ctx)
  }
  let caller: Caller | null = null
  for (const credential of nothing ? [null] : presented) {
    const next = await authenticate(ctx, credential, request.ip)
    if (caller !== null && caller.principal_id !== next.principal_id) {
      throw new Refusal('unauthenticated', '')
    }
    caller ??= next
  }
  return caller!
}

const requireMetricsAccess = (ctx: Context, request: FastifyRequest): void => {
  const token = ctx.settings.metricsToken
  if (token === null) {
    if (!isLocalPeer(request)) throw new Refusal('forbidden', '')
    return
  }
  const shown = parseAuthorization(request.headers.authorization ?? '')
  const right = shown?.kind === 'token' && timingSafeEqual(sha256(shown.token), sha256(token))
  if (!right) throw new Refusal('unauthenticated', '')
}

/**
 * Refuses to start a hub with a route that does not say who may come. Call before the first route.
 */
export const requireRules = (app: FastifyInstance): void => {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    const silent = routes.filter((route) => route.config?.access === undefined)
    if (silent.length === 0) return
    const names = silent.map((route) => `${String(route.method)} ${route.url}`)
    throw new Error(`no access rule on ${names.join(', ')}`)
  })
}

type Limiter = (request: FastifyRequest) => Promise<void>

/** Counts requests for each credential, and for each address where there is none. */
const createLimiter = async (app: FastifyInstance, perMinute: number): Promise<Limiter> => {
  if (perMinute === 0) return async () => {}
  await app.register(rateLimit, { global: false })
  const check = app.createRateLimit({
    max: perMinute,
    timeWindow: rateWindowMs,
    keyGenerator: (request) =>
      request.caller?.credential_id
        ? `c ${request.caller.credential_id}`
        : `a ${canonicalAddress(request.ip)}`,
  })
  return async (request) => {
    const result = await check(request)
    if (result.isAllowed || !result.isExceeded) return
    throw new Refusal('too-many-attempts', '', result.ttlInSeconds)
  }
}

/** Asks the access rule of every request before its door does, and keeps the caller for it. */
export const guardAccess = async (
  app: FastifyInstance,
  ctx: Context,
  peers: Peers,
): Promise<void> => {
  app.decorateRequest('caller', null)
  const limit = await createLimiter(app, ctx.settings.rateLimit)
  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config
    if (access === undefined || access === 'public') return limit(request)
    if (peers.isExposed(request)) throw new HttpRefusal(403, 'plain-http', 'come back over https')
    try {
      if (access === 'metrics') requireMetricsAccess(ctx, request)
      else request.caller = await identify(ctx, request)
    } finally {
      await limit(request)
    }
  })
}
