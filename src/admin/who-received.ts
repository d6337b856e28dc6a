// GET /api/ledger/who-received/{id}: who was shown an object, as far as the caller may be told.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { printPosition } from '../core/taxii/position.ts'
import type { Context } from '../exchange/context.ts'
import { type Recipient, whoReceivedOwn } from '../exchange/who-received.ts'
import type { CallerOf } from './me.ts'

const recipient = z.strictObject({
  organisation: z.string().nullable().describe('null: who did not sign in, or is gone'),
  kind: z.string().nullable(),
  principal_id: z.string().nullable(),
  endpoint: z.string(),
  collection: z.string(),
  position: z.string(),
  first: z.string(),
  last: z.string(),
  times: z.number(),
})

const schema = z.strictObject({
  named: z
    .array(z.strictObject({ name: z.string(), kind: z.string() }))
    .describe('authorities are always named'),
  others: z
    .array(z.strictObject({ kind: z.string(), organisations: z.number().nullable() }))
    .describe('how many of each kind; null for fewer than five'),
  anonymous: z.boolean().describe('somebody who did not sign in was shown it'),
  all: z.array(recipient).nullable().describe('for auditors: everybody; null for others'),
})

const describe = (received: Recipient): z.output<typeof recipient> => ({
  organisation: received.organisation,
  kind: received.kind,
  principal_id: received.principal_id,
  endpoint: received.endpoint,
  collection: received.collection_id,
  position: printPosition(received.position),
  first: printPosition(received.at),
  last: printPosition(received.last_at),
  times: received.times,
})

const nothing = { named: [], others: [], anonymous: false }

export const openWhoReceived = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/ledger/who-received/:id',
    config: { access: 'credentials', action: 'read-ledger' },
    schema: {
      summary: 'Who was shown my object?',
      params: z.strictObject({ id: z.string().min(1).max(300) }),
      querystring: z.strictObject({}),
      response: { 200: schema },
    },
    handler: async (request) => {
      const received = await whoReceivedOwn(ctx, callerOf(request), request.params.id)
      return 'told' in received
        ? { ...received.told, all: null }
        : { ...nothing, all: received.all.map(describe) }
    },
  })
}
