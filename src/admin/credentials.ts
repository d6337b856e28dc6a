// /api/organisations/{name}/credentials: given out, given anew, taken back. A secret is answered
// once.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import {
  issueCredential,
  listCredentials,
  overlapHoursMax,
  revokeNamed,
  rotateCredential,
} from '../exchange/credentials.ts'
import { credentialView, name, tlp } from './hub-models.ts'
import type { CallerOf } from './me.ts'

const access = { access: 'credentials' } as const

const issued = z.strictObject({
  name: z.string(),
  how: z.enum(['token', 'basic']),
  username: z.string().nullable(),
  secret: z.string().describe('the token or the password; it is never shown again'),
  old_secret_until: z.string().nullable(),
})

const wish = z
  .strictObject({
    name,
    kind: z.enum(['service', 'person']).default('service'),
    person: name.optional(),
    how: z.enum(['token', 'basic']).default('token'),
    username: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[^:\p{Cc}]*$/u)
      .optional()
      .describe('of a password; else made of the names'),
    expires: z.iso.datetime().optional(),
    max_tlp: tlp.optional(),
  })
  .refine(({ kind, person }) => (kind === 'person') === (person !== undefined), {
    message: 'a credential of kind `person` names its `person`, and no other does',
    path: ['kind'],
  })
  .refine(({ how, username }) => how === 'basic' || username === undefined, {
    message: 'a token has no username',
    path: ['username'],
  })

const openList = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const url = '/api/organisations/:name/credentials'
  const params = z.strictObject({ name })
  typed.route({
    method: 'GET',
    url,
    config: { ...access, action: 'read-organisation' },
    schema: {
      summary: 'The credentials of an organisation, revoked ones too',
      params,
      response: { 200: z.strictObject({ entries: z.array(credentialView) }) },
    },
    handler: async (request) => {
      const entries = await listCredentials(ctx, callerOf(request), request.params.name)
      return { entries: entries as z.output<typeof credentialView>[] }
    },
  })
  typed.route({
    method: 'POST',
    url,
    config: { ...access, action: 'issue-credential' },
    schema: {
      summary: 'Issue a credential; its secret is in this answer alone',
      description:
        'One of a person is issued after a second factor alone; of a person with a role or a ' +
        'clearance that only the hub grants, by an administrator of the hub alone.',
      params,
      body: wish,
      response: { 201: issued },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request)
      const made = await issueCredential(ctx, caller, request.params.name, request.body)
      return reply.code(201).send(made)
    },
  })
}

export const openCredentials = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  openList(app, ctx, callerOf)
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const url = '/api/organisations/:name/credentials/:credential'
  const params = z.strictObject({ name, credential: name })
  typed.route({
    method: 'POST',
    url: `${url}/rotate`,
    config: { ...access, action: 'issue-credential' },
    schema: {
      summary: 'Give a credential a new secret; it is in this answer alone',
      params,
      body: z.strictObject({
        overlap_hours: z
          .number()
          .int()
          .min(0)
          .max(overlapHoursMax)
          .default(0)
          .describe('for how long the old secret signs in as well'),
      }),
      response: { 200: issued },
    },
    handler: (request) => {
      const { name: organisation, credential } = request.params
      const { overlap_hours } = request.body
      return rotateCredential(ctx, callerOf(request), organisation, credential, overlap_hours)
    },
  })
  typed.route({
    method: 'DELETE',
    url,
    config: { ...access, action: 'issue-credential' },
    schema: {
      summary: 'Revoke a credential: it holds from the next request on',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { name: organisation, credential } = request.params
      await revokeNamed(ctx, callerOf(request), organisation, credential)
      return reply.code(204).send(null)
    },
  })
}
