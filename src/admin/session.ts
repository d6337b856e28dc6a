// /api/session: who is signed in, signing in by password, and signing out.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { crossSiteToken } from '../core/credential/secret.ts'
import { levels } from '../core/sharing/clearance.ts'
import type { Context } from '../exchange/context.ts'
import { describePerson } from '../exchange/describe-session.ts'
import { closeSession, type HeldSession, type SignedIn, type Visitor } from '../exchange/session.ts'
import { isSetUpNeeded } from '../exchange/set-up.ts'
import { signIn } from '../exchange/sign-in.ts'
import { giveCookie, readCookie, takeCookie } from './session-cookie.ts'

/** Where a page sends the browser to sign in at the provider. */
export const visitPath = '/api/session/oidc'

export type SessionOf = (request: FastifyRequest) => HeldSession | null

export const visitorOf = (request: FastifyRequest): Visitor => ({
  address: request.ip,
  agent: request.headers['user-agent'] ?? '',
})

export const secondFactor = z
  .enum(['none', 'needed', 'done'])
  .describe('`none`: not TLP:RED; `needed`: nothing before it is shown')

const sessionSchema = z.strictObject({
  signed_in: z.boolean(),
  csrf: z.string().nullable().describe('to be sent as X-Sekisho-CSRF with every change'),
  methods: z.strictObject({
    local: z.boolean(),
    oidc: z.strictObject({ name: z.string(), url: z.string() }).nullable(),
  }),
  setup_needed: z.boolean().describe('nobody rules this hub yet; see where it was started'),
  person: z
    .strictObject({
      organisation: z.string(),
      organisation_title: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      roles: z.array(z.string()),
      groups: z.array(
        z.strictObject({ name: z.string(), title: z.string(), level: z.enum(levels) }),
      ),
      second_factor: secondFactor,
      language: z.enum(['ja', 'en']).nullable(),
    })
    .nullable(),
})

export const neededSchema = z.strictObject({ second_factor: z.literal('needed') })
export const nothingSchema = z.null().describe('done')

/** Answers whoever has just signed in, with the cookie of the new session. */
export const welcome = (ctx: Context, reply: FastifyReply, signedIn: SignedIn) => {
  giveCookie(ctx.settings, reply, signedIn.secret)
  if (signedIn.second_factor !== 'needed') return reply.code(204).send(null)
  return reply.code(200).send({ second_factor: 'needed' as const })
}

const name = z.string().min(1).max(255)
export const password = z.string().min(1).max(1024)

const oidcOf = ({ provider }: Context) =>
  provider === null ? null : { name: provider.name, url: visitPath }

const addSignIn = (app: FastifyInstance, ctx: Context): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/api/session',
    config: { access: 'sign-in' },
    schema: {
      summary: 'Sign in with a password',
      body: z.strictObject({
        organisation: name,
        person: name.describe('a name, or the address of mail'),
        password,
      }),
      response: { 200: neededSchema, 204: nothingSchema },
    },
    handler: async (request, reply) => {
      const earlier = readCookie(ctx.settings, request)
      return welcome(ctx, reply, await signIn(ctx, request.body, visitorOf(request), earlier))
    },
  })
}

export const openSessions = (app: FastifyInstance, ctx: Context, sessionOf: SessionOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/session',
    config: { access: 'session' },
    schema: {
      summary: 'Who is signed in, and how may one sign in?',
      querystring: z.strictObject({}),
      response: { 200: sessionSchema },
    },
    handler: async (request) => {
      const held = sessionOf(request)
      return {
        signed_in: held?.caller != null,
        csrf: held === null ? null : crossSiteToken(held.secret),
        methods: { local: true, oidc: oidcOf(ctx) },
        setup_needed: held === null && (await isSetUpNeeded(ctx)),
        person: held === null ? null : await describePerson(ctx, held),
      }
    },
  })
  addSignIn(app, ctx)
  typed.route({
    method: 'DELETE',
    url: '/api/session',
    config: { access: 'session' },
    schema: { summary: 'Sign out', response: { 204: nothingSchema } },
    handler: async (request, reply) => {
      await closeSession(ctx, sessionOf(request)?.secret ?? null)
      takeCookie(ctx.settings, reply)
      return reply.code(204).send(null)
    },
  })
}
