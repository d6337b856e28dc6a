// What operators look at: liveness, readiness, numbers, and one log line for each answer. Ids and
// reasons only; nothing of any organisation's content, no URL, no header.
import promClient from '@platformatic/prom-client'
import type { FastifyInstance } from 'fastify'
import type { Context } from './exchange/context.ts'
import { probe, probeRoom } from './exchange/probe.ts'
import { lookAtSoundness } from './exchange/verify-objects.ts'

const probeKeptMs = 1_000
const roomKeptMs = 5_000
const durationBuckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]

type Probe = (ctx: Context) => Promise<void>

/**
 * One probe at a time, its answer kept for so long: anyone may ask, the database must not feel it.
 */
const keepProbe = (ctx: Context, run: Probe, keptMs: number) => {
  let last: { at: number; ready: Promise<boolean> } | null = null
  return (): Promise<boolean> => {
    const now = performance.now()
    if (last === null || now - last.at > keptMs) {
      const ready = run(ctx).then(
        () => true,
        (error: unknown) => {
          ctx.log.warn({ err: error }, 'the write probe failed')
          return false
        },
      )
      last = { at: now, ready }
    }
    return last.ready
  }
}

const createReadiness = (ctx: Context) => {
  const writes = keepProbe(ctx, probe, probeKeptMs)
  const hasRoom = keepProbe(ctx, probeRoom, roomKeptMs)
  return async (): Promise<boolean> => (await writes()) && (await hasRoom())
}

const plainHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

type Registry = InstanceType<typeof promClient.Registry>

/** By host and port; a replica that does not answer has no lag. */
const countReplicas = (register: Registry, { replicas }: Context): void => {
  const shape = { labelNames: ['replica'], registers: [register] }
  const used = new promClient.Gauge({
    ...shape,
    name: 'sekisho_replica_used',
    help: '1 while polls are read from the replica, 0 while it is left out',
  })
  new promClient.Gauge({
    ...shape,
    name: 'sekisho_replica_lag_bytes',
    help: 'how much of the log of the primary the replica has not replayed yet',
    collect() {
      this.reset()
      for (const { name: replica, used: serves, lagBytes } of replicas.states()) {
        used.set({ replica }, serves ? 1 : 0)
        if (lagBytes !== null) this.set({ replica }, lagBytes)
      }
    },
  })
}

/** What comparing the objects with their digests has found; nothing before the first look. */
const countDamage = (register: Registry, ctx: Context): void => {
  const ended = new promClient.Gauge({
    name: 'sekisho_verified_timestamp_seconds',
    help: 'when all objects and the ledger were last compared with their digests',
    registers: [register],
  })
  new promClient.Gauge({
    name: 'sekisho_damaged_rows',
    help: 'rows that are not what the hub wrote, in the last whole comparison or in this one',
    registers: [register],
    async collect() {
      const found = await lookAtSoundness(ctx)
      this.set(found?.damaged ?? 0)
      ended.set(found?.endedAt ?? 0)
    },
  })
}

const countBulk = (register: Registry, { ledger }: Context): void => {
  new promClient.Gauge({
    registers: [register],
    labelNames: ['organisation_id'],
    name: 'sekisho_bulk_reading_alarms',
    help: 'how often an organisation was shown ten times what is usual within a minute',
    collect() {
      for (const [organisation_id, count] of ledger.bulkAlarms) this.set({ organisation_id }, count)
    },
  })
}

/** /healthz, /readyz and /metrics, and the log line. */
export const openWatch = async (app: FastifyInstance, ctx: Context): Promise<void> => {
  const register = new promClient.Registry()
  promClient.collectDefaultMetrics({ register })
  countReplicas(register, ctx)
  countDamage(register, ctx)
  countBulk(register, ctx)
  const duration = new promClient.Histogram({
    name: 'http_request_duration_seconds',
    help: 'from the request line to the end of the answer, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers: [register],
  })
  const isReady = createReadiness(ctx)
  app.get('/healthz', { config: { access: 'public' } }, async (_request, reply) =>
    reply.headers(plainHeaders).send({ status: 'alive' }),
  )
  app.get('/readyz', { config: { access: 'public' } }, async (_request, reply) => {
    const ready = ctx.hold.current() === null && (await isReady())
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
    const { method } = request
    const route = request.routeOptions.url ?? 'none'
    const status = reply.statusCode
    duration.observe({ method, route, status }, reply.elapsedTime / 1000)
    request.log.info(
      {
        method,
        route,
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        organisation: request.caller?.organisation ?? null,
        credential: request.caller?.credential_id ?? null,
      },
      'answered',
    )
  })
}
