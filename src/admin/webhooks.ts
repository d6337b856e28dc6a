// /api/organisations/{name}/webhooks: addresses that are called when something arrives.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import {
  addOrganisationWebhook,
  listOrganisationWebhooks,
  removeOrganisationWebhook,
} from '../exchange/webhooks.ts'
import { name } from './hub-models.ts'
import type { CallerOf } from './me.ts'

const access = { access: 'credentials', action: 'change-webhook' } as const

const webhook = z.strictObject({
  id: z.string(),
  url: z.string(),
  created: z.string(),
  last_called: z.string().nullable(),
  last_status: z.number().nullable().describe('null: nobody answered'),
  failures: z.number().describe('in a row, up to now'),
})

const made = z.strictObject({
  id: z.string(),
  url: z.string(),
  secret: z.string().describe('signs every call (Standard Webhooks); it is never shown again'),
})

export const openWebhooks = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const url = '/api/organisations/:name/webhooks'
  const params = z.strictObject({ name })
  typed.route({
    method: 'GET',
    url,
    config: access,
    schema: {
      summary: 'The webhooks of an organisation',
      params,
      response: { 200: z.strictObject({ entries: z.array(webhook) }) },
    },
    handler: async (request) => ({
      entries: await listOrganisationWebhooks(ctx, callerOf(request), request.params.name),
    }),
  })
  typed.route({
    method: 'POST',
    url,
    config: access,
    schema: {
      summary: 'Have an address called when something arrives for the organisation',
      description: 'Each call names collections and a time to ask from, and nothing of what came.',
      params,
      body: z.strictObject({ url: z.string().min(1).max(2_000) }),
      response: { 201: made },
    },
    handler: async (request, reply) => {
      const { name: organisation } = request.params
      const caller = callerOf(request)
      const added = await addOrganisationWebhook(ctx, caller, organisation, request.body.url)
      return reply.code(201).send(added)
    },
  })
  typed.route({
    method: 'DELETE',
    url: `${url}/:webhook`,
    config: access,
    schema: {
      summary: 'Have it called no more',
      params: z.strictObject({ name, webhook: z.string().max(100) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { name: organisation, webhook: id } = request.params
      await removeOrganisationWebhook(ctx, callerOf(request), organisation, id)
      return reply.code(204).send(null)
    },
  })
}
