// What operators look at: liveness, readiness, numbers, and one log line for each answer. Ids and reasons
// only; nothing of any organisation's content, no URL, no header.
import promClient from '@platformatic/prom-client'
import type { FastifyInstance } from 'fastify'
import metrics from 'fastify-metrics'
import type { Context } from './exchange/context.ts'
import { probe } from './exchange/probe.ts'

const probeKeptMs = 1_000

/** One write probe at a time, its answer kept for a second: anyone may ask, the database must not feel it. */
const createReadiness = (ctx: Context) => {
  let last: { at: number; ready: Promise<boolean> } | null = null
  return (): Promise<boolean> => {
    const now = performance.now()
    if (last === null || now - last.at > probeKeptMs) {
      const ready = probe(ctx).then(
        () => true,
        (error: Error & { code?: string }) => {
          ctx.log.warn({ type: error.name, code: error.code }, 'the write probe failed')
          return false
        },
      )
      last = { at: now, ready }
    }
    return last.ready
  }
}

const plainHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** /healthz, /readyz and /metrics, and the log line. */
export const openWatch = async (app: FastifyInstance, ctx: Context): Promise<void> => {
  const register = new promClient.Registry()
  await app.register(metrics, {
    endpoint: null,
    defaultMetrics: { enabled: true, register: register as never },
    routeMetrics: {
      enabled: { histogram: true, summary: false },
      overrides: {
        histogram: { registers: [register as never] },
        summary: { registers: [register as never] },
      },
    },
  })
  const isReady = createReadiness(ctx)
  app.get('/healthz', { config: { access: 'public' } }, async (_request, reply) =>
    reply.headers(plainHeaders).send({ status: 'alive' }),
  )
  app.get('/readyz', { config: { access: 'public' } }, async (_request, reply) => {
    const ready = await isReady()
    reply.headers(plainHeaders).code(ready ? 200 : 503)
    return reply.send({ status: ready ? 'ready' : 'not ready' })
  })
  app.get('/metrics', { config: { access: 'metrics' } }, async (_request, reply) =>
    reply
      .headers(plainHeaders)
      .type(register.contentType)
      .send(await register.metrics()),
  )
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        organisation: request.caller?.organisation ?? null,
        credential: request.caller?.credential_id ?? null,
      },
      'answered',
    )
  })
}
