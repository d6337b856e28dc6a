// Signing in at an OpenID provider: the browser goes there, and comes back.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import { Refusal } from '../exchange/refusal.ts'
import { beginVisit, endVisit, visitMinutes } from '../exchange/visit-provider.ts'
import { baseOf } from './invitation.ts'
import { visitorOf, visitPath } from './session.ts'
import { giveCookie, readCookie, takeCookie } from './session-cookie.ts'

const returnPath = `${visitPath}/return`
/** Where the console says that it did not work. */
const failedPath = '/?sign-in=failed'

const cookie = { name: 'sekisho-visit', sameSite: 'lax', maxAge: visitMinutes * 60 } as const

const returnTo = (ctx: Context, request: FastifyRequest): string =>
  `${baseOf(ctx, request)}${returnPath}`

const returnedTo = (ctx: Context, request: FastifyRequest): string => {
  const { search } = new URL(request.raw.url ?? '/', 'http://hub.invalid')
  return `${returnTo(ctx, request)}${search}`
}

const redirected = z.null().describe('to the provider, or to the console')

const openReturn = (app: FastifyInstance, ctx: Context): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: returnPath,
    config: { access: 'sign-in' },
    schema: {
      summary: 'Come back from the provider',
      querystring: z.looseObject({}).describe('what the provider says; it is checked whole'),
      response: { 302: redirected },
    },
    handler: async (request, reply) => {
      const { settings } = ctx
      const secret = readCookie(settings, request, cookie.name)
      const earlier = readCookie(settings, request)
      takeCookie(settings, reply, cookie.name)
      try {
        const returned = returnedTo(ctx, request)
        const visitor = visitorOf(request)
        giveCookie(
          settings,
          reply,
          (await endVisit(ctx, secret, returned, visitor, earlier)).secret,
        )
        return reply.redirect('/', 302)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        request.log.info({ reason: error.reason }, 'refused')
        return reply.redirect(failedPath, 302)
      }
    },
  })
}

export const openProviderSessions = (app: FastifyInstance, ctx: Context): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const visit = async (request: FastifyRequest, token: string | null) =>
    beginVisit(ctx, returnTo(ctx, request), token)
  typed.route({
    method: 'GET',
    url: visitPath,
    config: { access: 'sign-in' },
    schema: { summary: 'Sign in at the provider', response: { 302: redirected } },
    handler: async (request, reply) => {
      const { url, secret } = await visit(request, null)
      giveCookie(ctx.settings, reply, secret, cookie)
      return reply.redirect(url, 302)
    },
  })
  typed.route({
    method: 'POST',
    url: '/api/invitation/oidc',
    config: { access: 'sign-in' },
    schema: {
      summary: 'Accept an invitation by signing in at the provider',
      body: z.strictObject({ token: z.string().max(100) }),
      response: { 200: z.strictObject({ url: z.string().describe('where to go') }) },
    },
    handler: async (request, reply) => {
      const { url, secret } = await visit(request, request.body.token)
      giveCookie(ctx.settings, reply, secret, cookie)
      return { url }
    },
  })
  openReturn(app, ctx)
}
