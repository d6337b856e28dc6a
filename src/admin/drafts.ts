// /api/drafts: what an organisation prepares, approves and sends; and the undoing of what was sent.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { draftSteps } from '../core/draft/step.ts'
import { sharingOptionsModel } from '../core/sharing/options.ts'
import { statusSchema } from '../core/taxii/resource.ts'
import type { Context } from '../exchange/context.ts'
import {
  addDraft,
  approveDraft,
  changeDraft,
  dropDraft,
  findDrafts,
  proposeDraft,
  readDraft,
} from '../exchange/drafts.ts'
import { sendDraft, undoSecondsMax } from '../exchange/send-draft.ts'
import { undoSubmission } from '../exchange/undo-submission.ts'
import type { CallerOf } from './me.ts'

const lengthMax = 16 * 1024 * 1024
const id = z.strictObject({ id: z.uuid() })

const envelope = z
  .strictObject({
    group: z.string().max(100).optional(),
    collection: z.string().min(1).max(300).describe('id, alias or name'),
    objects: z.array(z.record(z.string(), z.unknown())).min(1).max(5_000),
    x_sekisho_sharing: sharingOptionsModel.optional(),
  })
  .describe('the body of a submission')

const bodyModel = z.strictObject({ title: z.string().min(1).max(200), envelope })

const head = {
  id: z.string(),
  title: z.string(),
  state: z.enum(['draft', 'proposed', 'approved', 'sent']),
  author: z.string(),
  approver: z.string().nullable(),
  submission: z.string().nullable().describe('what it became when it was sent'),
  changed: z.string(),
  objects: z.number(),
  steps: z.array(z.enum(draftSteps)).describe('what you may do with it now'),
}
const draft = z.strictObject({ ...head, envelope: z.record(z.string(), z.unknown()) })

const list = z.strictObject({ entries: z.array(z.strictObject(head)), next: z.string().optional() })

const openSteps = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const submits = { access: 'credentials', action: 'submit' } as const
  typed.route({
    method: 'POST',
    url: '/api/drafts/:id/propose',
    config: submits,
    schema: {
      summary: 'Ask for an approval',
      params: id,
      body: z.strictObject({}).optional(),
      response: { 200: draft },
    },
    handler: (request) => proposeDraft(ctx, callerOf(request), request.params.id),
  })
  typed.route({
    method: 'POST',
    url: '/api/drafts/:id/approve',
    config: { access: 'credentials', action: 'approve' },
    schema: {
      summary: 'Approve it as it is',
      params: id,
      body: z.strictObject({
        changed: z.string().max(40).optional().describe('what was read, by its `changed`'),
      }),
      response: { 200: draft },
    },
    handler: (request) =>
      approveDraft(ctx, callerOf(request), request.params.id, request.body.changed ?? null),
  })
  typed.route({
    method: 'POST',
    url: '/api/drafts/:id/send',
    config: submits,
    schema: {
      summary: 'Share it',
      params: id,
      body: z.strictObject({
        undo_seconds: z.int().min(0).max(undoSecondsMax).default(60),
      }),
      response: {
        202: z.strictObject({
          draft,
          status: statusSchema,
          until: z.string().nullable().describe('until then it can be undone'),
        }),
      },
    },
    handler: async (request, reply) => {
      const { undo_seconds } = request.body
      const sent = await sendDraft(ctx, callerOf(request), request.params.id, undo_seconds)
      return reply.code(202).send(sent)
    },
  })
  typed.route({
    method: 'POST',
    url: '/api/submissions/:id/undo',
    config: submits,
    schema: {
      summary: 'Take a submission back that nobody else was shown yet',
      params: id,
      body: z.strictObject({}).optional(),
      response: { 200: z.strictObject({ undone: z.number() }) },
    },
    handler: (request) => undoSubmission(ctx, callerOf(request), request.params.id),
  })
}

const openWriting = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const submits = { access: 'credentials', action: 'submit' } as const
  typed.route({
    method: 'POST',
    url: '/api/drafts',
    config: submits,
    bodyLimit: lengthMax,
    schema: { summary: 'Keep a draft', body: bodyModel, response: { 201: draft } },
    handler: async (request, reply) =>
      reply.code(201).send(await addDraft(ctx, callerOf(request), request.body)),
  })
  typed.route({
    method: 'PUT',
    url: '/api/drafts/:id',
    config: submits,
    bodyLimit: lengthMax,
    schema: {
      summary: 'Change a draft',
      description: 'It has to be approved again.',
      params: id,
      body: bodyModel,
      response: { 200: draft },
    },
    handler: (request) => changeDraft(ctx, callerOf(request), request.params.id, request.body),
  })
}

export const openDrafts = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const reads = { access: 'credentials', action: 'read-submission' } as const
  typed.route({
    method: 'GET',
    url: '/api/drafts',
    config: reads,
    schema: {
      summary: 'What does my organisation prepare?',
      querystring: z.strictObject({
        limit: z.coerce.number().int().min(1).max(200).default(50),
        next: z
          .string()
          .regex(/^\d{1,18}$/)
          .optional(),
      }),
      response: { 200: list },
    },
    handler: (request) => {
      const { limit, next = null } = request.query
      return findDrafts(ctx, callerOf(request), { limit, next })
    },
  })
  typed.route({
    method: 'GET',
    url: '/api/drafts/:id',
    config: reads,
    schema: { summary: 'A draft', params: id, response: { 200: draft } },
    handler: (request) => readDraft(ctx, callerOf(request), request.params.id),
  })
  typed.route({
    method: 'DELETE',
    url: '/api/drafts/:id',
    config: { access: 'credentials', action: 'submit' },
    schema: { summary: 'Forget a draft', params: id, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await dropDraft(ctx, callerOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  })
  openWriting(app, ctx, callerOf)
  openSteps(app, ctx, callerOf)
}
