// The second factor: shown when signing in, and enrolled, replaced or taken away by its person.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import {
  confirmSecondFactor,
  describeSecondFactor,
  offerSecondFactor,
  passSecondFactor,
  removeSecondFactor,
} from '../exchange/second-factor.ts'
import { demandSession } from './account.ts'
import { nothingSchema, type SessionOf, visitorOf } from './session.ts'
import { giveCookie, takeCookie } from './session-cookie.ts'

const code = z.string().min(1).max(50)

const config = { access: 'credentials', action: 'own' } as const

const stateSchema = z.strictObject({
  enrolled: z.boolean(),
  recovery_codes: z.number().describe('how many are left'),
})

const offerSchema = z.strictObject({
  secret: z.string().describe('Base32, for an authenticator; told this once'),
  uri: z.string().describe('the same as a QR code carries it'),
})

const openPassing = (app: FastifyInstance, ctx: Context, sessionOf: SessionOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/api/session/second-factor',
    config: { access: 'session' },
    schema: {
      summary: 'Show the second factor',
      body: z.strictObject({ code: code.describe('of the authenticator, or a recovery code') }),
      response: { 204: nothingSchema },
    },
    handler: async (request, reply) => {
      const session = sessionOf(request)
      const { code } = request.body
      const { secret } = await passSecondFactor(ctx, session, code, visitorOf(request))
      giveCookie(ctx.settings, reply, secret)
      return reply.code(204).send(null)
    },
  })
}

const openEnrolling = (app: FastifyInstance, ctx: Context, sessionOf: SessionOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'POST',
    url: '/api/account/totp',
    config,
    schema: {
      summary: 'Begin with a second factor, or with another one',
      description: 'It is in force when a code of it is shown.',
      response: { 200: offerSchema },
    },
    handler: (request) => offerSecondFactor(ctx, demandSession(sessionOf, request)),
  })
  typed.route({
    method: 'PUT',
    url: '/api/account/totp',
    config,
    schema: {
      summary: 'Put the second factor into force',
      description: 'Every other session of yours ends.',
      body: z.strictObject({ code }),
      response: {
        200: z.strictObject({ recovery_codes: z.array(z.string()).describe('told this once') }),
      },
    },
    handler: async (request, reply) => {
      const session = demandSession(sessionOf, request)
      const { code } = request.body
      const { codes, signedIn } = await confirmSecondFactor(ctx, session, code, visitorOf(request))
      giveCookie(ctx.settings, reply, signedIn.secret)
      return { recovery_codes: codes }
    },
  })
}

export const openSecondFactor = (
  app: FastifyInstance,
  ctx: Context,
  sessionOf: SessionOf,
): void => {
  openPassing(app, ctx, sessionOf)
  openEnrolling(app, ctx, sessionOf)
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/account/totp',
    config,
    schema: {
      summary: 'Have I a second factor?',
      querystring: z.strictObject({}),
      response: { 200: stateSchema },
    },
    handler: (request) => describeSecondFactor(ctx, demandSession(sessionOf, request)),
  })
  typed.route({
    method: 'DELETE',
    url: '/api/account/totp',
    config,
    schema: {
      summary: 'Do without a second factor',
      description: 'All your sessions end, this one as well.',
      response: { 204: nothingSchema },
    },
    handler: async (request, reply) => {
      await removeSecondFactor(ctx, demandSession(sessionOf, request))
      takeCookie(ctx.settings, reply)
      return reply.code(204).send(null)
    },
  })
}
