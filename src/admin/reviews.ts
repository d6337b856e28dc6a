// GET /api/reviews, and what a reviewer decides: release, narrow, refuse.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { tlpWords } from '../core/hub-file/vocabulary.ts'
import type { Context } from '../exchange/context.ts'
import { narrowReview, refuseReview, releaseReview } from '../exchange/decide-review.ts'
import { listReviews, pageMax } from '../exchange/list-reviews.ts'
import type { CallerOf } from './me.ts'
import { change, profile, segment, words } from './words.ts'

const stixObject = z.record(z.string(), z.unknown())

const rendition = z.strictObject({
  segment,
  profile,
  collection: z.string(),
  state: z.string().describe('`waiting`, or what became of it'),
  reason: z.string().nullable(),
  words: z.string().nullable(),
  object: stixObject.nullable().describe('the very text that would be shown'),
  diff: z.array(change),
})

const entry = z.strictObject({
  id: z.string().describe('another as soon as another text would open'),
  collection: z.string(),
  group: z.string(),
  submission: z.string(),
  owner: z.string().describe('the organisation that shared it'),
  object: stixObject.describe('as it was sent; with TLP:RED in it, what of it would open'),
  renditions: z.array(rendition),
  findings: z.array(
    z.strictObject({
      check: z.string(),
      words,
      path: z.string().describe('RFC 6901, into the object'),
      text: z.string(),
    }),
  ),
  since: z.string(),
  due: z.string().describe('when others are asked as well'),
  escalated: z.boolean(),
  needs: z.union([z.literal(1), z.literal(2)]).describe('how many persons must have read it'),
  approvals: z.array(
    z.strictObject({ person: z.string(), organisation: z.string(), at: z.string() }),
  ),
})

const pageSchema = z.strictObject({ entries: z.array(entry), next: z.string().optional() })

const decidedSchema = z.strictObject({
  state: z.enum(['open', 'released', 'refused']),
  needs: z.number().describe('how many persons more must read it'),
})

const reason = z.string().max(2_000)
const named = z.strictObject({ id: z.string().max(120) })

const narrowModel = z
  .strictObject({
    reason: reason.min(1),
    tlp: z.enum(tlpWords).exclude(['red', 'clear']).optional().describe('a stricter level'),
    profile: z.enum(['P2', 'P3']).optional().describe('nobody else sees more than this form'),
    exclude: z.array(z.string().max(100)).max(256).optional().describe('organisations, by name'),
    community: z.literal(false).optional(),
    public: z.literal(false).optional(),
  })
  .refine(
    ({ reason: _, ...narrowing }) => Object.keys(narrowing).length > 0,
    'must narrow something',
  )

const openDecisions = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'POST',
    url: '/api/reviews/:id/release',
    config: { access: 'credentials', action: 'review' },
    schema: {
      summary: 'Open what I have read',
      params: named,
      body: z.strictObject({ reason: reason.default('') }),
      response: { 200: decidedSchema },
    },
    handler: (request) =>
      releaseReview(ctx, callerOf(request), request.params.id, request.body.reason),
  })
  typed.route({
    method: 'POST',
    url: '/api/reviews/:id/refuse',
    config: { access: 'credentials', action: 'review' },
    schema: {
      summary: 'Leave it with its owner, who is told why',
      params: named,
      body: z.strictObject({ reason: reason.min(1).describe('its owner reads this') }),
      response: { 200: decidedSchema },
    },
    handler: (request) =>
      refuseReview(ctx, callerOf(request), request.params.id, request.body.reason),
  })
  typed.route({
    method: 'POST',
    url: '/api/reviews/:id/narrow',
    config: { access: 'credentials', action: 'narrow' },
    schema: {
      summary: 'Share it with fewer, or less of it',
      description: 'It is drawn anew and waits on: read it once more, then release it.',
      params: named,
      body: narrowModel,
      response: { 200: decidedSchema },
    },
    handler: (request) => {
      const { reason: why, ...wish } = request.body
      const narrowing = {
        tlp: wish.tlp ?? null,
        profile: wish.profile ?? null,
        exclude: wish.exclude ?? [],
        community: wish.community ?? null,
        public: wish.public ?? null,
      }
      return narrowReview(ctx, callerOf(request), request.params.id, why, narrowing)
    },
  })
}

export const openReviews = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/reviews',
    config: { access: 'credentials', action: 'review' },
    schema: {
      summary: 'What waits for my review?',
      description: 'The oldest first, with the original and what each audience would be shown.',
      querystring: z.strictObject({
        collection: z.string().max(300).optional().describe('id, alias or name'),
        limit: z.coerce.number().int().min(1).max(pageMax).default(50),
        next: z.string().max(40).optional(),
      }),
      response: { 200: pageSchema },
    },
    handler: (request) => {
      const { collection = null, limit, next = null } = request.query
      return listReviews(ctx, callerOf(request), { collection, limit, next })
    },
  })
  openDecisions(app, ctx, callerOf)
}
