// GET /api/submissions: what my organisation sent, and what became of it.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { statusSchema } from '../core/taxii/resource.ts'
import type { Context } from '../exchange/context.ts'
import { listOwnSubmissions, readOwnSubmission } from '../exchange/list-submissions.ts'
import type { CallerOf } from './me.ts'
import { openKey, pageOf, pageQuery, sealKey } from './paging.ts'

const shown = statusSchema.safeExtend({
  group: z.string(),
  collection: z.string(),
  collection_id: z.string(),
  submitter: z.string().nullable().describe('who of the organisation sent it'),
})

const access = { access: 'credentials', action: 'read-submission' } as const

export const openSubmissionList = (
  app: FastifyInstance,
  ctx: Context,
  callerOf: CallerOf,
): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/submissions',
    config: access,
    schema: {
      summary: 'What my organisation submitted, latest first, as long as statuses are kept',
      querystring: z.strictObject({
        ...pageQuery,
        whose: z.enum(['mine', 'organisation']).default('organisation'),
        state: z.enum(['pending', 'complete']).optional(),
      }),
      response: { 200: pageOf(shown) },
    },
    handler: async (request) => {
      const { whose, state = null, next, limit } = request.query
      const asked = { whose, state, next: openKey(next), limit }
      const found = await listOwnSubmissions(ctx, callerOf(request), asked)
      if (found.next === null) return { entries: found.entries }
      return { entries: found.entries, next: sealKey(found.next) }
    },
  })
  typed.route({
    method: 'GET',
    url: '/api/submissions/:id',
    config: access,
    schema: {
      summary: 'One submission of my organisation',
      params: z.strictObject({ id: z.string().max(100) }),
      response: { 200: shown },
    },
    handler: (request) => readOwnSubmission(ctx, callerOf(request), request.params.id),
  })
}
