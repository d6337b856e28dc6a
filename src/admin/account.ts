// /api/account: what a person does with its own account. For sessions alone: a credential has no
// account.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { changePassword } from '../exchange/change-password.ts'
import type { Context } from '../exchange/context.ts'
import {
  endOwnSession,
  listOwnSessions,
  readOwnPreferences,
  saveOwnPreferences,
} from '../exchange/own-account.ts'
import { Refusal } from '../exchange/refusal.ts'
import type { HeldSession } from '../exchange/session.ts'
import { nothingSchema, password, type SessionOf, visitorOf } from './session.ts'
import { giveCookie } from './session-cookie.ts'

/** The session of a person that is signed in. Refuses with not-found who came by a credential. */
export const demandSession = (sessionOf: SessionOf, request: FastifyRequest): HeldSession => {
  const session = sessionOf(request)
  if (session === null) throw new Refusal('not-found', 'a credential has no account')
  return session
}

const done = (reply: FastifyReply) => reply.code(204).send(null)

const config = { access: 'credentials', action: 'own' } as const

const preferences = z.strictObject({
  language: z.enum(['ja', 'en']).nullable(),
  digest: z.enum(['none', 'daily']).describe('of what waits, by mail'),
})

const openPreferences = (app: FastifyInstance, ctx: Context, sessionOf: SessionOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/account/preferences',
    config,
    schema: {
      summary: 'What do I prefer?',
      querystring: z.strictObject({}),
      response: { 200: preferences },
    },
    handler: (request) => readOwnPreferences(ctx, demandSession(sessionOf, request)),
  })
  typed.route({
    method: 'PUT',
    url: '/api/account/preferences',
    config,
    schema: {
      summary: 'Prefer something else',
      description: 'What is left out stays as it is.',
      body: preferences.partial(),
      response: { 200: preferences },
    },
    handler: (request) => saveOwnPreferences(ctx, demandSession(sessionOf, request), request.body),
  })
}

const sessionsSchema = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: z.string(),
      agent: z.string().describe('what the browser says of itself'),
      since: z.string(),
      seen: z.string(),
      current: z.boolean(),
    }),
  ),
})

const openOwnSessions = (app: FastifyInstance, ctx: Context, sessionOf: SessionOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/account/sessions',
    config,
    schema: {
      summary: 'Where am I signed in?',
      querystring: z.strictObject({}),
      response: { 200: sessionsSchema },
    },
    handler: async (request) => ({
      entries: await listOwnSessions(ctx, demandSession(sessionOf, request)),
    }),
  })
  typed.route({
    method: 'DELETE',
    url: '/api/account/sessions',
    config,
    schema: { summary: 'Sign out everywhere else', response: { 204: nothingSchema } },
    handler: async (request, reply) => {
      await endOwnSession(ctx, demandSession(sessionOf, request), null)
      return done(reply)
    },
  })
  typed.route({
    method: 'DELETE',
    url: '/api/account/sessions/:id',
    config,
    schema: {
      summary: 'Sign out there',
      params: z.strictObject({ id: z.uuid() }),
      response: { 204: nothingSchema },
    },
    handler: async (request, reply) => {
      await endOwnSession(ctx, demandSession(sessionOf, request), request.params.id)
      return done(reply)
    },
  })
}

export const openAccount = (app: FastifyInstance, ctx: Context, sessionOf: SessionOf): void => {
  openPreferences(app, ctx, sessionOf)
  openOwnSessions(app, ctx, sessionOf)
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'PUT',
    url: '/api/account/password',
    config,
    schema: {
      summary: 'Choose another password',
      description: 'Every other session of yours ends.',
      body: z.strictObject({ old: password, new: password }),
      response: { 204: nothingSchema },
    },
    handler: async (request, reply) => {
      const session = demandSession(sessionOf, request)
      const { secret } = await changePassword(ctx, session, request.body, visitorOf(request))
      giveCookie(ctx.settings, reply, secret)
      return done(reply)
    },
  })
}
