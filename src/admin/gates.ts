// GET /api/gates and POST /api/gates/pass: what waits for an act, and the act.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import { listGates } from '../exchange/list-gates.ts'
import { formsMax, passGates } from '../exchange/pass-gate.ts'
import type { CallerOf } from './me.ts'
import { profile, segment } from './words.ts'

const gate = z.strictObject({
  collection: z.string(),
  rendition_id: z.string(),
  digest: z.string().describe('SHA-256 of the text, in base64'),
  gate: z.string().describe('the acts it waits for, joined with `+`'),
  acts: z.array(z.string()).describe('those of them that you may do'),
  segment,
  profile,
  id: z.string().describe('the id its viewers will be shown'),
  version: z.string().nullable(),
  source_id: z.string().nullable().describe('the id of your object; null for what is not yours'),
  opens: z.string().nullable().describe('not before this, whenever the gate is passed'),
  closes: z.string().nullable(),
  object: z.record(z.string(), z.unknown()).describe('the very text that others will see'),
})

const listSchema = z.strictObject({
  gates: z.array(gate),
  more: z.boolean().describe('there is more than is listed'),
})

const passModel = z.strictObject({
  group: z.string().max(100).optional(),
  collection: z.string().min(1).max(300).describe('id, alias or name'),
  act: z
    .string()
    .max(100)
    .optional()
    .describe('`approval`, `review` or an event; may be left out where only one is yours'),
  forms: z
    .array(
      z.strictObject({ rendition_id: z.string().regex(/^\d{1,18}$/), digest: z.string().max(64) }),
    )
    .min(1)
    .max(formsMax)
    .describe('what you have read, by its digest; all of it is passed, or none'),
})

const passedSchema = z.strictObject({
  opened: z.number().describe('forms that are open now'),
  waiting: z.number().describe('forms that wait for something else still'),
})

export const openGates = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/gates',
    config: { access: 'credentials', action: 'read-submission' },
    schema: {
      summary: 'What waits for an act of mine?',
      description: 'Your objects that wait; for stewards also what is to be public.',
      querystring: z.strictObject({}),
      response: { 200: listSchema },
    },
    handler: (request) => listGates(ctx, callerOf(request)),
  })
  typed.route({
    method: 'POST',
    url: '/api/gates/pass',
    config: { access: 'credentials', action: ['approve', 'review', 'submit'] },
    schema: {
      summary: 'Approve a text, review it, or say that an event has come',
      description:
        'Opens exactly the bytes that are named; when they change, the act is due again.',
      body: passModel,
      response: { 200: passedSchema },
    },
    handler: (request) => {
      const { group = null, collection, act = null, forms } = request.body
      return passGates(ctx, callerOf(request), { group, collection }, act, forms)
    },
  })
}
