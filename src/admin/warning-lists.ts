// /api/warning-lists: lists of well-known, benign infrastructure, as MISP writes them.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { warningListModel } from '../core/review/warning-list.ts'
import type { Context } from '../exchange/context.ts'
import { dropWarningList, putWarningList, showWarningLists } from '../exchange/warning-lists.ts'
import type { CallerOf } from './me.ts'

const listed = z.strictObject({
  name: z.string(),
  description: z.string().nullable(),
  version: z.string().nullable(),
  type: z.string().nullable(),
  entries: z.number(),
  changed_at: z.string(),
})

const lengthMax = 16 * 1024 * 1024

export const openWarningLists = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'credentials', action: 'change-warning-list' } as const
  const url = '/api/warning-lists'
  typed.route({
    method: 'GET',
    url,
    config,
    schema: {
      summary: 'Which warning lists are there?',
      querystring: z.strictObject({}),
      response: { 200: z.strictObject({ entries: z.array(listed) }) },
    },
    handler: async (request) => ({ entries: await showWarningLists(ctx, callerOf(request)) }),
  })
  typed.route({
    method: 'PUT',
    url,
    config,
    bodyLimit: lengthMax,
    schema: {
      summary: 'Put a warning list in the place of the one of its name',
      description: "In MISP's format; lists of regular expressions are not taken.",
      body: warningListModel,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await putWarningList(ctx, callerOf(request), request.body)
      return reply.code(204).send(null)
    },
  })
  typed.route({
    method: 'DELETE',
    url: `${url}/:name`,
    config,
    schema: {
      summary: 'Forget a warning list',
      params: z.strictObject({ name: z.string().max(200) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await dropWarningList(ctx, callerOf(request), request.params.name)
      return reply.code(204).send(null)
    },
  })
}
