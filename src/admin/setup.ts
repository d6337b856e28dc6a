// POST /api/setup: the first person of a hub comes in by the link that its start printed.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import { setUp } from '../exchange/set-up.ts'
import { neededSchema, nothingSchema, password, visitorOf, welcome } from './session.ts'

const body = z.strictObject({
  token: z.string().max(100).describe('what the link carries after `#`'),
  organisation: z.strictObject({ name: z.string().max(255), title: z.string().max(255) }),
  person: z.strictObject({ name: z.string().max(255), email: z.string().max(320).optional() }),
  password,
})

export const openSetUp = (app: FastifyInstance, ctx: Context): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/api/setup',
    config: { access: 'sign-in' },
    schema: {
      summary: 'Be the first person of this hub',
      description: 'Makes the holder of the link the one who rules the hub, and signs it in.',
      body,
      response: { 200: neededSchema, 204: nothingSchema },
    },
    handler: async (request, reply) =>
      welcome(ctx, reply, await setUp(ctx, request.body, visitorOf(request).agent)),
  })
}
