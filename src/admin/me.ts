// GET /api/me: what the hub knows of the caller.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { levels } from '../core/sharing/clearance.ts'
import type { Caller } from '../exchange/context.ts'

const groupSchema = z.strictObject({ name: z.string(), level: z.enum(levels) })

const meSchema = z
  .strictObject({
    organisation: z.string().nullable(),
    status: z.string(),
    kind: z.enum(['service', 'person', 'anonymous']),
    max_tlp: z.string().nullable(),
    groups: z.array(groupSchema),
  })
  .describe('The organisation, the trust groups and the levels of the credential in use')

export type CallerOf = (request: FastifyRequest) => Caller

export const openMe = (app: FastifyInstance, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/me',
    config: { access: 'credentials', action: 'own' },
    schema: {
      summary: 'Who am I here?',
      querystring: z.strictObject({}),
      response: { 200: meSchema },
    },
    handler: async (request) => {
      const { organisation, kind, clearance } = callerOf(request)
      const groups = clearance.memberships.map(({ group, level }) => ({ name: group, level }))
      return { organisation, status: clearance.status, kind, max_tlp: clearance.max_tlp, groups }
    },
  })
}
