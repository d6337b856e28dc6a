// GET /api/matrix: organisations × collections, and in each cell what one can read of the other, in
// which form, and why.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import { readMatrix } from '../exchange/matrix.ts'
import { name } from './hub-models.ts'
import type { CallerOf } from './me.ts'
import { closeList, openKey, pageQuery } from './paging.ts'
import { profile, segment } from './words.ts'

const cell = z.strictObject({
  can_read: z.boolean(),
  can_write: z.boolean(),
  profile: profile.nullable().describe('the form in which others’ objects come; null: none do'),
  segment: segment.nullable(),
  condition: z
    .enum(['consented', 'addressed'])
    .nullable()
    .describe('only when a provider consents to authorities, or addresses the community'),
  reason: z.string(),
  words: z.strictObject({ en: z.string(), ja: z.string() }).describe('the reason in words'),
})

const schema = z.strictObject({
  collections: z.array(
    z.strictObject({ id: z.string(), group: z.string(), name: z.string(), title: z.string() }),
  ),
  entries: z.array(
    z.strictObject({
      organisation: z.strictObject({
        name: z.string(),
        title: z.string(),
        kind: z.string(),
        status: z.string(),
      }),
      cells: z
        .array(cell.nullable())
        .describe('in the order of `collections`; null: not yours to know'),
    }),
  ),
  next: z.string().optional(),
})

export const openMatrix = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/matrix',
    config: { access: 'credentials', action: 'read-matrix' },
    schema: {
      summary: 'Which organisation reads which collection, in which form, and why?',
      description: 'Your own organisation; for stewards the members of their groups; else all.',
      querystring: z.strictObject({
        ...pageQuery,
        group: name.optional(),
        search: z.string().max(200).optional().describe('in the organisation’s name or title'),
      }),
      response: { 200: schema },
    },
    handler: async (request) => {
      const { limit, next, group = null, search = null } = request.query
      const asked = { group, search, after: openKey(next), limit }
      const { collections, ...rows } = await readMatrix(ctx, callerOf(request), asked)
      return { collections, ...closeList(rows, ({ organisation }) => organisation.name) }
    },
  })
}
