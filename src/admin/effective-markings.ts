// GET /api/effective-markings: which markings reach the caller in each collection, and which it may
// give away there.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { consentWords, tlpWords } from '../core/hub-file/vocabulary.ts'
import { levels } from '../core/sharing/clearance.ts'
import type { Context } from '../exchange/context.ts'
import { listEffectiveMarkings } from '../exchange/list-effective-markings.ts'
import type { CallerOf } from './me.ts'

const tlp = z.enum(tlpWords)

const readable = z.strictObject({
  tlp,
  segment: z
    .enum(['owner', 'named', 'members', 'authorities', 'clients', 'peers', 'community', 'public'])
    .describe('as what the caller gets it'),
  profile: z
    .enum(['P0', 'P1', 'P2', 'P3'])
    .describe('P1 pseudonymous source, P2 de-identified, P3 indicators only'),
  source_named: z.boolean().describe('whether the source is named'),
  gate: z.string().nullable().describe('the act it waits for: `review`, `approval`'),
  condition: z
    .enum(['consented', 'addressed'])
    .nullable()
    .describe('only when its provider consents to authorities, or addresses the community'),
})

const agreement = z.strictObject({
  accepted: z.boolean().describe('the version in force now, or a later one'),
  versions: z.array(
    z.strictObject({ name: z.string(), version: z.number(), from: z.string().nullable() }),
  ),
})

const collection = z.strictObject({
  id: z.string(),
  group: z.string(),
  title: z.string(),
  alias: z.string().nullable(),
  can_read: z.boolean(),
  can_write: z.boolean(),
  level: z.enum(levels).nullable(),
  agreement: agreement.nullable(),
  hidden_until: z.string().nullable().describe('what was added until then is not shown'),
  default_tlp: tlp.nullable().describe('what an unmarked object of the caller is here'),
  consent: z.enum(consentWords).nullable().describe('who may learn the source, if nothing says'),
  read: z.array(readable).describe("others' objects that reach the caller, by level"),
  attribution: z.boolean().describe('also objects that attribute an attack'),
  write: z.array(tlp).describe('the levels the caller may post here'),
})

const schema = z
  .strictObject({
    organisation: z.string().nullable(),
    max_tlp: tlp.nullable().describe('the cap of the credential or of the peer'),
    clearances: z.array(z.string()),
    red: z.boolean().describe('TLP:RED can reach the caller, where it is named'),
    collections: z.array(collection),
  })
  .describe('What the caller may read and write by marking; its own objects it has as they are')

export const openEffectiveMarkings = (
  app: FastifyInstance,
  ctx: Context,
  callerOf: CallerOf,
): void => {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/api/effective-markings',
    config: { access: 'credentials', action: 'own' },
    schema: {
      summary: 'Which markings may I read and write, where, and in which form?',
      querystring: z.strictObject({}),
      response: { 200: schema },
    },
    handler: (request) => listEffectiveMarkings(ctx, callerOf(request)),
  })
}
