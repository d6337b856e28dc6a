// GET /api/objects/{id}/explain: why an organisation sees an object, or does not.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import { explain } from '../exchange/explain.ts'
import type { CallerOf } from './me.ts'
import { profile, segment } from './words.ts'

const form = z.strictObject({
  segment,
  profile,
  collection: z.string(),
  sees: z.boolean(),
  reason: z.string(),
  words: z.string().describe('the reason in words'),
  id: z.string().nullable().describe('the id it sees it under'),
  version: z.string().nullable(),
  since: z.string().nullable().describe('when it came to be seen, to the second'),
  opens: z.string().nullable(),
  closes: z.string().nullable(),
  gate: z.string().nullable(),
  persons: z.array(z.string()).describe('those of the organisation that are named'),
})

const schema = z.strictObject({
  id: z.string(),
  organisation: z.string(),
  sees: z.boolean().describe('it sees some form of some version'),
  versions: z.array(
    z.strictObject({
      collection: z.string(),
      version: z.string().nullable().describe('as you shared it; null for what is not yours'),
      revoked: z.boolean(),
      forms: z.array(form),
    }),
  ),
})

export const openExplain = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/objects/:id/explain',
    config: { access: 'credentials', action: 'explain' },
    schema: {
      summary: 'Why does an organisation see this object, or not?',
      description: 'For who shared it, for stewards of its group, and for auditors.',
      params: z.strictObject({ id: z.string().min(1).max(300) }),
      querystring: z.strictObject({
        organisation: z.string().min(1).max(100).describe('its name'),
        collection: z.string().max(300).optional().describe('id or alias of where it was shared'),
      }),
      response: { 200: schema },
    },
    handler: (request) => {
      const { organisation, collection = null } = request.query
      return explain(ctx, callerOf(request), request.params.id, organisation, collection)
    },
  })
}
