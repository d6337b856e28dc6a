// POST /api/submissions: the same as a POST of TAXII, answered with the same status.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { statusSchema } from '../core/taxii/resource.ts'
import type { Context } from '../exchange/context.ts'
import { findWritable } from '../exchange/find-writable.ts'
import { submit } from '../exchange/submit.ts'
import { unread } from './edge.ts'
import { bodyLengthMax, envelopeModel, readPosted } from './envelope.ts'
import type { CallerOf } from './me.ts'

export const openSubmissions = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/api/submissions',
    config: { access: 'credentials', action: 'submit' },
    bodyLimit: bodyLengthMax,
    schema: {
      summary: 'Share objects',
      description: 'As TAXII does (§5.5), with the options beside the objects.',
      body: envelopeModel,
      response: { 202: statusSchema },
    },
    validatorCompiler: unread,
    handler: async (request, reply) => {
      const caller = callerOf(request)
      const { wanted, body, scanned } = readPosted(request)
      const { author, root, view } = await findWritable(ctx, caller, wanted)
      return reply.code(202).send(await submit(ctx, author, root, view, body, scanned))
    },
  })
}
