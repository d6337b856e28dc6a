// POST /api/recognise: what somebody pastes, as STIX objects to correct. Stores nothing.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../exchange/context.ts'
import { recognisePaste } from '../exchange/recognise-paste.ts'
import type { CallerOf } from './me.ts'
import { words } from './words.ts'

const lengthMax = 1_000_000

const place = {
  start: z.number().describe('in UTF-16 code units'),
  end: z.number(),
  text: z.string().describe('as it stands there; of a long stretch the beginning'),
}

const bodyModel = z.strictObject({
  text: z.string().max(lengthMax).describe('text, CSV, a STIX bundle or a MISP event in JSON'),
  group: z.string().max(100).optional(),
  collection: z.string().min(1).max(300).describe('where it would be shared: id, alias or name'),
})

const schema = z.strictObject({
  kind: z.enum(['text', 'csv', 'stix', 'misp']),
  objects: z.array(
    z.strictObject({
      object: z.record(z.string(), z.unknown()).describe('valid STIX 2.1'),
      from: z.strictObject(place),
      again: z.array(z.strictObject(place)).describe('where it stands besides'),
      notes: z.array(z.strictObject({ word: z.string(), about: z.string().nullable(), words })),
      confidence: z.number().describe('0 to 100: how sure it is that the text means this'),
    }),
  ),
  ignored: z
    .array(z.strictObject({ ...place, why: z.string(), about: z.string().nullable(), words }))
    .describe('what became no object'),
})

export const openRecognise = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/api/recognise',
    config: { access: 'credentials', action: 'preview' },
    bodyLimit: 4 * lengthMax,
    schema: {
      summary: 'Which objects are in this text?',
      description: 'Free text, defanged or not, a table, STIX or MISP. Nothing is stored.',
      body: bodyModel,
      response: { 200: schema },
    },
    handler: (request) => {
      const { text, group = null, collection } = request.body
      return recognisePaste(ctx, callerOf(request), { group, collection }, text)
    },
  })
}
