// Invitations: a link for a person of an organisation, and the person who follows it.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { acceptInvitation } from '../exchange/accept-invitation.ts'
import type { Context } from '../exchange/context.ts'
import { invite } from '../exchange/invite.ts'
import { Refusal } from '../exchange/refusal.ts'
import type { CallerOf } from './me.ts'
import { neededSchema, nothingSchema, password, visitorOf, welcome } from './session.ts'

/** The address under which the person's browser reaches the hub, as far as is known. */
export const baseOf = ({ settings }: Context, request: FastifyRequest): string => {
  if (settings.publicUrl !== null) return settings.publicUrl
  const own = URL.parse(`${request.protocol}://${request.host}`)
  if (own === null) throw new Refusal('bad-request', 'the Host header names no host')
  return own.origin
}

const invitationSchema = z.strictObject({
  url: z.string().describe('told this once; whoever has it becomes the person'),
  expires: z.string(),
})

export const openInvitations = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'POST',
    url: '/api/organisations/:organisation/people/:person/invitation',
    config: {
      access: 'credentials',
      action: 'invite-person',
      target: { organisation: 'organisation' },
    },
    schema: {
      summary: 'Invite a person to sign in',
      description:
        'Also who has forgotten the password. A second factor stays: whoever has lost that is ' +
        'removed, and added as somebody new.',
      params: z.strictObject({ organisation: z.string().max(255), person: z.string().max(255) }),
      response: { 200: invitationSchema },
    },
    handler: async (request) => {
      const { organisation, person } = request.params
      const { secret, expires } = await invite(ctx, callerOf(request), organisation, person)
      return { url: `${baseOf(ctx, request)}/invitation#${secret}`, expires }
    },
  })
  typed.route({
    method: 'POST',
    url: '/api/invitation/accept',
    config: { access: 'sign-in' },
    schema: {
      summary: 'Accept an invitation',
      body: z.strictObject({ token: z.string().max(100), password }),
      response: { 200: neededSchema, 204: nothingSchema },
    },
    handler: async (request, reply) => {
      const { token, password } = request.body
      const { agent } = visitorOf(request)
      return welcome(ctx, reply, await acceptInvitation(ctx, token, password, agent))
    },
  })
}
