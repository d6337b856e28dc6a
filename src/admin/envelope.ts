// Bodies that carry STIX objects: read whole, and held to the same strict edge as TAXII's. Knows
// where the objects lie, and what else the body says; nothing of STIX.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { createScanner, type Scanned } from '../core/json/scan.ts'
import { sharingOptionsModel } from '../core/sharing/options.ts'
import { Refusal } from '../exchange/refusal.ts'

export const bodyLengthMax = 16 * 1024 * 1024

const reasons = { 400: 'bad-request', 413: 'too-large', 422: 'unprocessable' } as const

/** Of the body of a bundle or an envelope, all but its objects. */
const membersModel = z.strictObject({
  group: z.string().max(100).optional(),
  collection: z.string().min(1).max(300),
  type: z.literal('bundle').optional(),
  id: z.string().optional(),
  spec_version: z.string().optional(),
  objects: z.array(z.never()),
  x_sekisho_sharing: z.unknown().optional(),
})

/** For the description alone: what is sent is read by the strict edge. */
export const envelopeModel = z
  .strictObject({
    group: z.string().optional().describe('the name of the group, where the collection needs it'),
    collection: z.string().describe('id, alias or name'),
    objects: z.array(z.record(z.string(), z.unknown())).min(1),
    x_sekisho_sharing: sharingOptionsModel.optional(),
  })
  .describe('a TAXII envelope or a STIX bundle, and where it goes')

export type Posted = {
  wanted: { group: string | null; collection: string }
  body: Buffer
  scanned: Scanned
}

/** The body without its objects. JSON.parse changes nothing of what passed the scanner. */
const readMembers = (body: Buffer, { objects }: Scanned): z.output<typeof membersModel> => {
  const [first, last] = [objects[0], objects.at(-1)]
  if (first === undefined || last === undefined) throw new Refusal('bad-request', 'no objects')
  const around = [body.subarray(0, first.start), body.subarray(last.end)]
  const parsed = membersModel.safeParse(JSON.parse(Buffer.concat(around).toString('utf8')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = issue?.path.join('.') ?? ''
  throw new Refusal('bad-request', `${at === '' ? '' : `\`${at}\`: `}${issue?.message}`)
}

/** Refuses with the scanner's words at its first fault, and names a member that is wrong. */
export const readPosted = (request: FastifyRequest): Posted => {
  const body = request.body
  if (!Buffer.isBuffer(body)) throw new Refusal('bad-request', 'send JSON with `objects`')
  const scanner = createScanner()
  const fault = scanner.push(body)
  const scanned = fault ?? scanner.end()
  if ('status' in scanned) throw new Refusal(reasons[scanned.status], scanned.message)
  const { group = null, collection } = readMembers(body, scanned)
  return { wanted: { group, collection }, body, scanned }
}

/** Makes the routes of this plugin get their bodies as bytes, whatever kind of JSON they are. */
export const takeBytes = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers()
  const options = { parseAs: 'buffer', bodyLimit: bodyLengthMax } as const
  app.addContentTypeParser(
    /^application\/([a-z0-9.-]+\+)?json\b/,
    options,
    (_request, body, done) => {
      done(null, body)
    },
  )
}
