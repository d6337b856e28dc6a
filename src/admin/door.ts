// The admin door: what operators and members ask about the hub itself, described by OpenAPI at
// /api/docs.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Context } from '../exchange/context.ts'
import { openAccount } from './account.ts'
import { description } from './description.ts'
import { openPages } from './docs.ts'
import { openDrafts } from './drafts.ts'
import { guardEdge } from './edge.ts'
import { openEffectiveMarkings } from './effective-markings.ts'
import { takeBytes } from './envelope.ts'
import { openExplain } from './explain.ts'
import { openGates } from './gates.ts'
import { openHubApi } from './hub-api.ts'
import { openInvitations } from './invitation.ts'
import { type CallerOf, openMe } from './me.ts'
import { openPreview } from './preview.ts'
import { answerProblem } from './problem.ts'
import { openRecognise } from './recognise.ts'
import { openReviews } from './reviews.ts'
import { openSecondFactor } from './second-factor.ts'
import { openSessions, type SessionOf } from './session.ts'
import { openProviderSessions } from './session-oidc.ts'
import { openSetUp } from './setup.ts'
import { openSubmissions } from './submissions.ts'
import { openWarningLists } from './warning-lists.ts'
import { openWhoReceived } from './who-received.ts'

const privateHeaders = {
  'cache-control': 'private, no-store',
  vary: 'Authorization, Cookie',
  'x-content-type-options': 'nosniff',
}

/** The pages that show the description: no organisation's matters in them. */
const openDocs = async (app: FastifyInstance): Promise<void> => {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: 'public' }
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
}

/** A Fastify plugin. Its schemas and serialisers stay inside it. */
export const adminDoor = async (
  app: FastifyInstance,
  { ctx, callerOf, sessionOf }: { ctx: Context; callerOf: CallerOf; sessionOf: SessionOf },
): Promise<void> => {
  app.setErrorHandler(answerProblem)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(privateHeaders)
  })
  await app.register(swagger, description as never)
  await app.register(openDocs)
  await app.register(openPages)
  guardEdge(app)
  openSessions(app, ctx, sessionOf)
  openProviderSessions(app, ctx)
  openSecondFactor(app, ctx, sessionOf)
  openAccount(app, ctx, sessionOf)
  openSetUp(app, ctx)
  openInvitations(app, ctx, callerOf)
  openMe(app, callerOf)
  openEffectiveMarkings(app, ctx, callerOf)
  openExplain(app, ctx, callerOf)
  openGates(app, ctx, callerOf)
  openRecognise(app, ctx, callerOf)
  openDrafts(app, ctx, callerOf)
  openReviews(app, ctx, callerOf)
  openWarningLists(app, ctx, callerOf)
  openWhoReceived(app, ctx, callerOf)
  openHubApi(app, ctx, callerOf)
  await app.register(async (posting) => {
    takeBytes(posting)
    openPreview(posting, ctx, callerOf)
    openSubmissions(posting, ctx, callerOf)
  })
}
