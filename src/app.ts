// The hub as one Fastify instance: the guards in their order, the doors behind them, and one shape
// for every refusal. Listens to nothing: the server does.
import { randomUUID } from 'node:crypto'
import type { ServerOptions } from 'node:https'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RouteOptions,
} from 'fastify'
import { callerOf, guardAccess, requireRules, sessionOf } from './access.ts'
import { adminDoor } from './admin/door.ts'
import { answerProblem } from './admin/problem.ts'
import { closeWhileHeld } from './closed.ts'
import { createClientErrorAnswer, mindConnections } from './connection.ts'
import { consoleDoor } from './console/door.ts'
import type { Context } from './exchange/context.ts'
import { Refusal } from './exchange/refusal.ts'
import { createPeers } from './peers.ts'
import { shedLoad } from './pressure.ts'
import { boundAnswers } from './sending.ts'
import { createBodyBudget } from './taxii/body.ts'
import { taxiiDoor } from './taxii/door.ts'
import { faultOf } from './taxii/refusal.ts'
import { sendFault } from './taxii/reply.ts'
import { openWatch } from './watch.ts'

// One thousand ids in `match[id]` fit, so that one more is refused by name and not by size.
const headerBytesMax = 65_536
const headersTimeoutMs = 9_000
const connectionTimeoutMs = 120_000
const keepAliveTimeoutMs = 65_000
const handlerTimeoutMs = 120_000
const checkingIntervalMs = 1_000
const eventLoopDelayMaxMs = 3_000
const idLengthMax = 320
const bodiesInFlight = 4
/** Of the largest pages, together; half of them for one organisation. */
const pagesInFlight = 16

/**
 * Answers any error in the words of the door it came to, those of TAXII where it came to none; the
 * log carries the error_id, and the cause where it is ours.
 */
const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
  if (request.url.startsWith('/api/')) return answerProblem(error, request, reply)
  const fault = faultOf(error)
  const entry = { error_id: request.id, status: fault.status, reason: fault.code }
  if (fault.status < 500) request.log.info(entry, 'refused')
  else request.log.error({ ...entry, cause: error }, 'failed')
  return sendFault(reply, fault, request.id)
}

const optionsOf = (ctx: Context, https: ServerOptions | null) => {
  const { settings } = ctx
  const listener = {
    maxHeaderSize: headerBytesMax,
    // Node swaps the two when the headers have more time than the whole request.
    headersTimeout: Math.min(headersTimeoutMs, settings.requestTimeoutMs),
    connectionsCheckingInterval: checkingIntervalMs,
    // A missing Host is refused in TAXII's words, not Node's.
    requireHostHeader: false,
    insecureHTTPParser: false,
  }
  return {
    loggerInstance: ctx.log,
    // The one line of an answer is written by the watch.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: settings.proxies.length > 0 ? settings.proxies : false,
    bodyLimit: settings.maxContentLength,
    requestTimeout: settings.requestTimeoutMs,
    connectionTimeout: connectionTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    handlerTimeout: handlerTimeoutMs,
    return503OnClosing: false,
    // The router would take `*` for the root.
    rewriteUrl: ({ url = '' }: { url?: string }) => (url.startsWith('*') ? `/${url}` : url),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: true,
      maxParamLength: idLengthMax,
    },
    frameworkErrors: answerError,
    clientErrorHandler: createClientErrorAnswer(ctx.log),
    ...(https === null ? { http: listener } : { https: { ...listener, ...https } }),
  } as const
}

/**
 * The app; `drain`: from then on every answer asks the client to leave; `routes`: all of them, with
 * their rules.
 */
export type App = FastifyInstance & { drain(): void; routes: readonly RouteOptions[] }

/**
 * Builds the hub. Its hooks run in the order written here: the connection, the load, the numbers,
 * the access rule; then the doors. Not ready before `app.ready()`, which fails when a route has no
 * rule.
 */
export const buildApp = async (ctx: Context, https: ServerOptions | null = null): Promise<App> => {
  const app = Fastify(optionsOf(ctx, https) as never) as unknown as FastifyInstance
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) =>
    answerError(new Refusal('not-found', ''), request, reply),
  )
  const routes = requireRules(app)
  const { drain } = mindConnections(app)
  boundAnswers(app, pagesInFlight * ctx.settings.pageBytesMax)
  shedLoad(app, eventLoopDelayMaxMs)
  await openWatch(app, ctx)
  closeWhileHeld(app, ctx)
  const peers = createPeers(ctx.settings)
  await guardAccess(app, ctx, peers)
  await app.register(taxiiDoor, {
    door: {
      context: ctx,
      callerOf,
      baseOf: peers.baseOf,
      budget: createBodyBudget(bodiesInFlight * ctx.settings.maxContentLength),
    },
  })
  await app.register(adminDoor, { ctx, callerOf, sessionOf })
  await app.register(consoleDoor, {})
  return Object.assign(app, { drain, routes })
}
