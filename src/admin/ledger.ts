// /api/ledger: what was done and what was shown, for auditors; whether it is whole; all of it as
// text.
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actNames } from '../core/ledger/entry.ts'
import { parsePosition } from '../core/taxii/position.ts'
import type { Context } from '../exchange/context.ts'
import { exportLedger, listReceivedFor, searchLedger, verifyFor } from '../exchange/read-ledger.ts'
import { Refusal } from '../exchange/refusal.ts'
import { name } from './hub-models.ts'
import type { CallerOf } from './me.ts'
import { openKey, pageOf, pageQuery, sealKey } from './paging.ts'

const access = { access: 'credentials' } as const

const entry = z.strictObject({
  seq: z.string(),
  at: z.string(),
  act: z.string(),
  organisation: z.string().nullable(),
  principal: z.string().nullable(),
  collection: z.string().nullable(),
  object_id: z.string().nullable(),
  endpoint: z.string().nullable(),
  count: z.number().nullable(),
  facts: z.record(z.string(), z.unknown()).nullable(),
  hash: z.string(),
})

const received = z.strictObject({
  seq: z.string(),
  at: z.string(),
  endpoint: z.string(),
  collection: z.string(),
  count: z.number(),
  objects: z.array(z.string()).describe('ids of those that are still there'),
})

const report = z.strictObject({
  rows: z.string(),
  seals: z.number(),
  whole: z.boolean(),
  fault: z.strictObject({ seq: z.string().nullable(), message: z.string() }).nullable(),
})

const moment = z.string().max(40)

const positionOf = (text: string | undefined, key: string): bigint | null => {
  if (text === undefined) return null
  const parsed = parsePosition(text)
  if (parsed === null) throw new Refusal('bad-request', `\`${key}\` is not a timestamp in UTC`)
  return parsed
}

const sealed = <T>({ entries, next }: { entries: T[]; next: string | null }) =>
  next === null ? { entries } : { entries, next: sealKey(next) }

const openReading = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/ledger',
    config: { ...access, action: 'verify-ledger' },
    schema: {
      summary: 'What was done and what was shown, latest first',
      description: 'For auditors. Ids and counts, never what anybody shared.',
      querystring: z.strictObject({
        ...pageQuery,
        act: z.enum(actNames).optional(),
        organisation: name.optional(),
        collection: z.uuid().optional(),
        object: z.string().min(1).max(300).optional(),
        from: moment.optional(),
        to: moment.optional(),
      }),
      response: { 200: pageOf(entry) },
    },
    handler: async (request) => {
      const { act = null, organisation = null, collection = null } = request.query
      const { object = null, limit, from, to, next } = request.query
      const asked = { act, organisation, collection, object, limit, next: openKey(next) }
      const span = { from: positionOf(from, 'from'), to: positionOf(to, 'to') }
      return sealed(await searchLedger(ctx, callerOf(request), { ...asked, ...span }))
    },
  })
  typed.route({
    method: 'GET',
    url: '/api/ledger/received-by/:organisation',
    config: { ...access, action: 'verify-ledger' },
    schema: {
      summary: 'What was an organisation shown?',
      params: z.strictObject({ organisation: name }),
      querystring: z.strictObject({ ...pageQuery, since: moment.optional() }),
      response: { 200: pageOf(received) },
    },
    handler: async (request) => {
      const { since, next, limit } = request.query
      const asked = { since: positionOf(since, 'since') ?? 0n, next: openKey(next), limit }
      const { organisation } = request.params
      return sealed(await listReceivedFor(ctx, callerOf(request), organisation, asked))
    },
  })
}

export const openLedgerReading = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  openReading(app, ctx, callerOf)
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'POST',
    url: '/api/ledger/verify',
    config: { ...access, action: 'verify-ledger' },
    schema: { summary: 'Is the ledger whole and unchanged?', response: { 200: report } },
    handler: async (request) => {
      const { rows, seals, fault } = await verifyFor(ctx, callerOf(request))
      const told =
        fault === null ? null : { seq: fault.seq?.toString() ?? null, message: fault.message }
      return { rows: String(rows), seals, whole: fault === null, fault: told }
    },
  })
  app.route({
    method: 'GET',
    url: '/api/ledger/export',
    config: { ...access, action: 'verify-ledger' },
    schema: {
      summary: 'The whole ledger, a row a line: `canonical`, `prev` and `hash`',
      response: { 200: { content: { 'application/x-ndjson': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const rows = exportLedger(ctx, callerOf(request))
      return reply
        .headers({
          'content-type': 'application/x-ndjson',
          'content-disposition': 'attachment; filename="ledger.ndjson"',
        })
        .send(Readable.from(rows))
    },
  })
}
