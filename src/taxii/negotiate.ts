// The fixed order of checks before a body is read or a verb is asked: credentials (done by the
// program), Accept, then the API root and the collection, then the body's type and length. Knows
// no SQL, no STIX.
import type { FastifyRequest } from 'fastify'
import { acceptsContentType, acceptsTaxii } from '../core/taxii/media-type.ts'
import { type FeedQuery, parseQuery, type QueryEndpoint } from '../core/taxii/query.ts'
import type { Caller, Context } from '../exchange/context.ts'
import { Refusal } from '../exchange/refusal.ts'
import { type CollectionView, findCollection, findRoot, type Root } from '../exchange/roots.ts'
import { headerValues } from './authorization.ts'
import type { BodyBudget } from './body.ts'
import { HttpRefusal } from './refusal.ts'

/**
 * What the endpoints of this door are given. `baseOf` is the absolute URL before `/taxii2/`, or
 * ''.
 */
export type Door = {
  context: Context
  callerOf(request: FastifyRequest): Caller
  baseOf(request: FastifyRequest): string
  budget: BodyBudget
}

const controlCharacter = /[\u0000-\u001f\u007f]/

/**
 * A segment of the path. What cannot be the name of anything is not found, before it is looked
 * for.
 */
export const segment = (request: FastifyRequest, name: string): string => {
  const value = (request.params as Record<string, string>)[name] ?? ''
  if (value === '' || controlCharacter.test(value)) throw new Refusal('not-found', '')
  return value
}

/**
 * TAXII 2.1 §3.1: refuses with 406 unless the caller takes TAXII 2.1. Several header lines are one
 * list.
 */
export const requireAccept = (request: FastifyRequest): void => {
  const lines = headerValues(request.raw, 'accept')
  if (acceptsTaxii(lines.length === 0 ? undefined : lines.join(','))) return
  throw new HttpRefusal(406, 'not-acceptable', 'accept `application/taxii+json;version=2.1`')
}

/**
 * Accept, then the API root. An anonymous caller is not told that a root is missing, but to sign
 * in.
 */
export const enterRoot = async (
  door: Door,
  request: FastifyRequest,
): Promise<{ caller: Caller; root: Root }> => {
  requireAccept(request)
  const caller = door.callerOf(request)
  try {
    return { caller, root: await findRoot(door.context, caller, segment(request, 'root')) }
  } catch (error) {
    const hidden = error instanceof Refusal && error.reason === 'not-found'
    if (hidden && caller.kind === 'anonymous') throw new Refusal('unauthenticated', '')
    throw error
  }
}

export type Place = { caller: Caller; root: Root; collection: CollectionView }

/** Accept, the API root, the collection. */
export const enterCollection = async (door: Door, request: FastifyRequest): Promise<Place> => {
  const { caller, root } = await enterRoot(door, request)
  const name = segment(request, 'collection')
  return { caller, root, collection: await findCollection(door.context, caller, root, name) }
}

/** What the permission table of TAXII 2.1 §5 wants of a collection for each kind of access. */
export const requirePermission = (
  { can_read, can_write }: CollectionView,
  access: 'read' | 'write' | 'delete',
): void => {
  if (access === 'delete' && !can_read && !can_write) throw new Refusal('not-found', '')
  const allowed = { read: can_read, write: can_write, delete: can_read && can_write }[access]
  if (!allowed) throw new Refusal('forbidden', '')
}

/** The query of a request whose permission is settled; malformed is 400 (TAXII 2.1 §3.4). */
export const requireQuery = (request: FastifyRequest, endpoint: QueryEndpoint): FeedQuery => {
  const url = request.raw.url ?? ''
  const mark = url.indexOf('?')
  const parsed = parseQuery(mark < 0 ? '' : url.slice(mark + 1), endpoint)
  if (!parsed.ok) throw new Refusal('bad-request', parsed.message)
  return parsed.query
}

/** The length a request declares for its body, in octets; null when it declares none. */
export const declaredLength = (request: FastifyRequest): number | null => {
  const length = request.headers['content-length']
  return length === undefined ? null : Number(length)
}

/** 415, then 413 by the declared length, before one octet of the body is read (TAXII 2.1 §5.5). */
export const requireEnvelope = (request: FastifyRequest, lengthMax: number): void => {
  const types = headerValues(request.raw, 'content-type')
  if (types.length !== 1 || !acceptsContentType(types[0])) {
    throw new HttpRefusal(415, 'media-type', 'send `application/taxii+json;version=2.1`')
  }
  const codings = headerValues(request.raw, 'content-encoding')
  if (codings.some((coding) => coding.trim().toLowerCase() !== 'identity')) {
    throw new HttpRefusal(415, 'content-encoding', 'send the body without a content encoding', {
      'accept-encoding': 'identity',
    })
  }
  const declared = declaredLength(request)
  if (declared !== null && declared > lengthMax) throw tooLarge(lengthMax)
}

/** 413 for a body above the root's `max_content_length`. */
export const tooLarge = (lengthMax: number): Refusal =>
  new Refusal('too-large', `the body is larger than the ${lengthMax} octets taken here`)
