// Who may come to a route: every route says it, the program asks it before any door does. A route
// that says nothing keeps the hub from starting.
import { createHash, timingSafeEqual } from 'node:crypto'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { canonicalAddress } from './core/credential/address.ts'
import { mayDo, mayEver } from './core/role/rule.ts'
import type { Action } from './core/role/table.ts'
import { publicGroup } from './core/sharing/access.ts'
import { anonymous, authenticate } from './exchange/authenticate.ts'
import type { Caller, Context } from './exchange/context.ts'
import { Refusal } from './exchange/refusal.ts'
import type { HeldSession } from './exchange/session.ts'
import { isLocalPeer, type Peers } from './peers.ts'
import { readSession, refuseForeign } from './session-access.ts'
import { claimOf, parseAuthorization } from './taxii/authorization.ts'
import { HttpRefusal } from './taxii/refusal.ts'
import { createTurns } from './turns.ts'

/**
 * What of the table of roles a route does; one of several where the verb tells them apart.
 */
export type ActionRule = Action | readonly Action[]

/**
 * The parameters of the address that name whom or what the route acts on. Whoever may not do it
 * there gets the answer for what is not there.
 */
export type TargetRule = { organisation?: string; group?: string }

/**
 * `public`: anyone. `sign-in`: anyone, with a secret in hand. `session`: anyone, and whose session
 * it is where there is one. `credentials`: a known caller, at the API also by a session.
 * `api-root`: a known caller, or anyone where the root is the public one. `metrics`: the bearer of
 * the metrics token; without a token, this machine.
 */
export type Access = 'public' | 'sign-in' | 'session' | 'credentials' | 'api-root' | 'metrics'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    action?: ActionRule
    target?: TargetRule
  }
  interface FastifyRequest {
    caller: Caller | null
    session: HeldSession | null
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

/** Keeps who asks: by a session where there is one, else by what the request shows. */
const admit = async (ctx: Context, request: FastifyRequest): Promise<void> => {
  const { access } = request.routeOptions.config
  const session = await readSession(ctx, request)
  request.session = session
  request.caller = session?.caller ?? null
  if (access === 'session') return
  if (session === null) request.caller = await identify(ctx, request)
  else if (session.caller === null) throw new Refusal('unauthenticated', '')
}

/** The session that a request came by; null for none, and where another proof was shown. */
export const sessionOf = (request: FastifyRequest): HeldSession | null => request.session

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

const lacksRule = ({ url, config }: RouteOptions): boolean => {
  const { access, action } = config ?? {}
  if (access === undefined) return true
  return url.startsWith('/api/') && access === 'credentials' && action === undefined
}

/**
 * Refuses to start a hub with a route that does not say who may come, or one of the API for known
 * callers that does not say what it does. Call before the first route. Answers the list that every
 * route comes to stand on.
 */
export const requireRules = (app: FastifyInstance): readonly RouteOptions[] => {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    const silent = routes.filter(lacksRule)
    if (silent.length === 0) return
    const names = silent.map((route) => `${String(route.method)} ${route.url}`)
    throw new Error(`no access rule on ${names.join(', ')}`)
  })
  return routes
}

/** The organisation or the group that the address names; ids are null where there is none. */
const targetOf = async (ctx: Context, request: FastifyRequest, rule: TargetRule) => {
  const params = request.params as Record<string, string>
  const policy = await ctx.policy.since(callerOf(request).epoch)
  const { organisation, group } = rule
  return {
    ...(organisation === undefined
      ? {}
      : { organisation_id: policy.organisationByName.get(params[organisation] ?? '')?.id ?? null }),
    ...(group === undefined
      ? {}
      : { group_id: policy.groupByName.get(params[group] ?? '')?.id ?? null }),
  }
}

/**
 * Asks the table of roles. Whoever may never do it is told so; that this target is not the caller's
 * is not told from its not being there.
 */
const requireAction = async (ctx: Context, request: FastifyRequest): Promise<void> => {
  const { action, target } = request.routeOptions.config
  if (action === undefined) return
  const caller = callerOf(request)
  const able = [action].flat().filter((one: Action) => mayEver(caller, one))
  if (able.length === 0) throw new Refusal('forbidden', '')
  if (target === undefined) return
  const found = await targetOf(ctx, request, target)
  if (!able.some((one) => mayDo(caller, one, found))) throw new Refusal('not-found', '')
}

type Limiter = (request: FastifyRequest) => Promise<void>

/** Counts requests for each credential, and for each address where there is none. */
const createLimiter = async (app: FastifyInstance, perMinute: number): Promise<Limiter> => {
  if (perMinute === 0) return async () => {}
  await app.register(rateLimit, { global: false })
  const check = app.createRateLimit({
    max: perMinute,
    timeWindow: rateWindowMs,
    keyGenerator: ({ caller, session, ip }) => {
      if (session !== null) return `p ${session.principal_id}`
      return caller?.credential_id ? `c ${caller.credential_id}` : `a ${canonicalAddress(ip)}`
    },
  })
  return async (request) => {
    const result = await check(request)
    if (result.isAllowed || !result.isExceeded) return
    throw new Refusal('too-many-attempts', '', result.ttlInSeconds)
  }
}

type Turner = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** Whose turns a request takes: those of a service's organisation, a person's own, an address's. */
const turnKey = ({ caller, ip }: FastifyRequest): string => {
  const { kind, organisation_id, principal_id } = caller ?? {}
  return (kind === 'person' ? principal_id : organisation_id) ?? `a ${canonicalAddress(ip)}`
}

/** So many of each at once, the others in the order they came. */
const createTurner = (atOnce: number): Turner => {
  const turns = createTurns(atOnce)
  return async (request, { raw }) => {
    const giveBack = await turns.take(turnKey(request), (leave) => raw.once('close', leave))
    if (raw.closed) giveBack()
    else raw.once('close', giveBack)
  }
}

/** In the words of the door it came to. */
const refuseExposed = ({ routeOptions }: FastifyRequest): Error =>
  routeOptions.url?.startsWith('/api/')
    ? new Refusal('forbidden', 'come back over https')
    : new HttpRefusal(403, 'plain-http', 'come back over https')

/** Asks the access rule of every request before its door does, and keeps the caller for it. */
export const guardAccess = async (
  app: FastifyInstance,
  ctx: Context,
  peers: Peers,
): Promise<void> => {
  await app.register(cookie)
  app.decorateRequest('caller', null)
  app.decorateRequest('session', null)
  const limit = await createLimiter(app, ctx.settings.rateLimit)
  const turn = createTurner(ctx.settings.turns)
  app.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config
    refuseForeign(ctx, request)
    if (access === undefined || access === 'public') return limit(request)
    if (peers.isExposed(request)) throw refuseExposed(request)
    if (access === 'sign-in') return limit(request)
    try {
      if (access === 'metrics') requireMetricsAccess(ctx, request)
      else await admit(ctx, request)
    } finally {
      await turn(request, reply)
      await limit(request)
    }
    await requireAction(ctx, request)
  })
}
