// GET /api/home: what waits for me, what arrived, and how fresh it is.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import { readHome } from '../exchange/home.ts'
import type { CallerOf } from './me.ts'

const schema = z
  .strictObject({
    waits: z.strictObject({
      gates: z.number().describe('texts that wait for an act of yours'),
      agreements: z.array(z.string()).describe('groups whose agreement is not accepted'),
      expiring_credentials: z.array(
        z.strictObject({ organisation: z.string(), name: z.string(), expires: z.string() }),
      ),
    }),
    arrived: z
      .array(
        z.strictObject({ collection: z.string(), count: z.number(), last: z.string().nullable() }),
      )
      .describe('of the last 24 hours, as far as you may see it; at most 10000 each'),
    freshness: z
      .strictObject({
        shared: z.number(),
        fetched: z.number(),
        p50: z.number().nullable(),
        p95: z.number().nullable(),
      })
      .nullable()
      .describe('seconds until somebody else fetched what your organisation shared last'),
    uptake: z
      .array(
        z.strictObject({
          organisation: z.string(),
          title: z.string(),
          collection: z.string(),
          share: z.number().min(0).max(1).nullable(),
        }),
      )
      .describe('for stewards: how much of the latest entries each member has fetched'),
    health: z
      .strictObject({
        pending_submissions: z.number(),
        held_collections: z.number(),
        ledger_waiting: z.number(),
      })
      .nullable()
      .describe('for who runs or audits the hub'),
  })
  .meta({
    examples: [
      {
        waits: { gates: 1, agreements: [], expiring_credentials: [] },
        arrived: [{ collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116', count: 3, last: null }],
        freshness: { shared: 4, fetched: 4, p50: 61.5, p95: 300.2 },
        uptake: [],
        health: null,
      },
    ],
  })

export const openHome = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/home',
    config: { access: 'credentials', action: 'read-home' },
    schema: { summary: 'What waits, what arrived, how fresh it is', response: { 200: schema } },
    handler: (request) => readHome(ctx, callerOf(request)),
  })
}
