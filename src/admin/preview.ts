// POST /api/preview: what would become of a submission, for each audience. Stores nothing.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { tlpWords } from '../core/hub-file/vocabulary.ts'
import type { Context } from '../exchange/context.ts'
import { preview } from '../exchange/preview.ts'
import { unread } from './edge.ts'
import { bodyLengthMax, envelopeModel, readPosted } from './envelope.ts'
import type { CallerOf } from './me.ts'
import { change, profile, segment } from './words.ts'

const viewers = z
  .strictObject({
    anyone: z.boolean().describe('also who does not sign in'),
    organisations: z.array(z.string()).describe('those you may know of, by name'),
    persons: z.array(z.string()),
    others: z.number().nullable().describe('at least so many more; null for fewer than five'),
  })
  .describe('whom it would reach now')

const stixObject = z.record(z.string(), z.unknown())

const form = z.strictObject({
  segment,
  profile,
  collection: z.string(),
  fate: z.enum(['as-is', 'derived', 'withheld', 'later']),
  reason: z.string().nullable().describe('why it is withheld, or what it waits for'),
  words: z.string().nullable().describe('the reason in words'),
  opens: z.string().nullable(),
  closes: z.string().nullable(),
  gate: z.string().nullable().describe('the acts it waits for, joined with `+`'),
  id: z.string().nullable().describe('the id its viewers are shown'),
  version: z.string().nullable().describe('null: named when it is published'),
  digest: z.string().nullable().describe('SHA-256 of the bytes, in base64'),
  object: stixObject.nullable().describe('as shown; null for what is shown as you sent it'),
  changes: z.array(change),
  notes: z.array(z.string()).describe('what was done to it'),
  risks: z.array(z.string()).describe('what may still point at you'),
  viewers: viewers.nullable().describe("null: the segment's"),
})

const object = z.strictObject({
  id: z.string().nullable(),
  version: z.string().nullable(),
  verdict: z.enum(['new', 'present', 'refused']),
  message: z.string().nullable(),
  tlp: z.enum(tlpWords).nullable(),
  warnings: z.array(z.string()),
  narrows: z
    .array(z.strictObject({ version: z.string(), segments: z.array(z.string()) }))
    .describe('earlier versions that lose viewers'),
  forms: z.array(form),
})

const schema = z.strictObject({
  collection: z.strictObject({ id: z.string(), group: z.string(), title: z.string() }),
  at: z.string(),
  segments: z.array(
    z.strictObject({
      segment,
      profile,
      collection: z.string(),
      words: z.string(),
      source: z.string().nullable().describe('as whom you are known there'),
      companions: z.array(stixObject).describe('what the hub publishes along with it'),
      risks: z.array(z.string()),
      viewers,
    }),
  ),
  objects: z.array(object),
})

export const openPreview = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/api/preview',
    config: { access: 'credentials', action: 'preview' },
    bodyLimit: bodyLengthMax,
    schema: {
      summary: 'Who would get what of this, in which form?',
      description: 'What is told is what would be delivered under the same rules.',
      body: envelopeModel,
      response: { 200: schema },
    },
    validatorCompiler: unread,
    handler: async (request) => {
      const { wanted, body, scanned } = readPosted(request)
      return preview(ctx, callerOf(request), wanted, body, scanned)
    },
  })
}
