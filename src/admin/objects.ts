// GET /api/objects and GET /api/objects/{id}: search over what the caller may see, and the page of
// one object.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { parsePosition } from '../core/taxii/position.ts'
import type { Context } from '../exchange/context.ts'
import { readObject } from '../exchange/read-object.ts'
import { Refusal } from '../exchange/refusal.ts'
import { searchObjects } from '../exchange/search.ts'
import { tlp } from './hub-models.ts'
import type { CallerOf } from './me.ts'
import { openKey, pageOf, pageQuery, sealKey } from './paging.ts'
import { profile, segment } from './words.ts'

const access = { access: 'credentials' } as const

const hit = z.strictObject({
  id: z.string(),
  type: z.string(),
  title: z.string().nullable().describe('name, value or pattern, as you are shown it'),
  tlp: tlp.nullable(),
  version: z.string(),
  added: z.string(),
  collection: z.string(),
  profile,
  revoked: z.boolean(),
  mine: z.boolean().describe('your organisation shared it'),
})

const viewers = z.strictObject({
  anyone: z.boolean(),
  organisations: z.array(z.string()),
  persons: z.array(z.string()),
  others: z.number().nullable().describe('at least so many more; null for fewer than five'),
})

const objectSchema = z.strictObject({
  id: z.string(),
  mine: z.boolean(),
  versions: z.array(
    z.strictObject({
      collection: z.string(),
      version: z.string(),
      added: z.string(),
      profile,
      revoked: z.boolean(),
      object: z.record(z.string(), z.unknown()).describe('as you are shown it'),
    }),
  ),
  audiences: z
    .array(
      z.strictObject({
        collection: z.string(),
        segment,
        profile,
        state: z.enum(['shown', 'waiting', 'withheld']),
        reason: z.string().nullable(),
        words: z.strictObject({ en: z.string(), ja: z.string() }).nullable(),
        id: z.string(),
        opens: z.string().nullable(),
        closes: z.string().nullable(),
        gate: z.string().nullable(),
        viewers,
      }),
    )
    .describe('of your own object: each form of its latest version, and whom it is for'),
  relations: z.strictObject({
    nodes: z.array(
      z.strictObject({
        id: z.string(),
        type: z.string(),
        title: z.string().nullable(),
        tlp: tlp.nullable(),
      }),
    ),
    edges: z.array(z.strictObject({ from: z.string(), to: z.string(), label: z.string() })),
  }),
})

const position = (text: string | undefined): bigint => {
  if (text === undefined) return 0n
  const parsed = parsePosition(text)
  if (parsed === null) throw new Refusal('bad-request', '`added_after` is not a timestamp in UTC')
  return parsed
}

export const openObjects = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/objects',
    config: { ...access, action: 'search' },
    schema: {
      summary: 'Search what you may see, latest first',
      description:
        'Latest versions only. `value` is a whole value, name or word of a name, a host or a ' +
        'parent of it; defanged or not. What was added a moment ago is found within a minute.',
      querystring: z.strictObject({
        ...pageQuery,
        value: z.string().trim().min(1).max(2_000).optional(),
        id: z.string().min(1).max(300).optional(),
        type: z.string().min(1).max(250).optional(),
        tlp: tlp.optional(),
        added_after: z.string().max(40).optional(),
        collection: z.uuid().optional(),
      }),
      response: { 200: pageOf(hit) },
    },
    handler: async (request) => {
      const { value = null, id = null, type = null, tlp: level = null } = request.query
      const { limit, collection = null } = request.query
      const found = await searchObjects(ctx, callerOf(request), {
        ...{ value, id, type, collection, limit },
        tlp: level,
        added_after: position(request.query.added_after),
        next: openKey(request.query.next),
      })
      const entries = found.entries as z.output<typeof hit>[]
      return found.next === null ? { entries } : { entries, next: sealKey(found.next) }
    },
  })
  typed.route({
    method: 'GET',
    url: '/api/objects/:id',
    config: { ...access, action: 'read-object' },
    schema: {
      summary: 'One object: its versions, its audiences if it is yours, what it hangs with',
      params: z.strictObject({ id: z.string().min(1).max(300) }),
      response: { 200: objectSchema },
    },
    handler: async (request) =>
      (await readObject(ctx, callerOf(request), request.params.id)) as z.output<
        typeof objectSchema
      >,
  })
}
