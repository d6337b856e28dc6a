// The `next` of a page: a position and the filters of the walk, sealed for one caller and one
// place. Keeps no state, so that it is repeatable, survives restarts and works on every hub
// process.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { FeedFilters, VersionMatch } from './query.ts'

/** What a cursor is good for: it grants nothing, and opens nowhere else. */
export type CursorPlace = {
  principal_id: string
  collection_id: string
  endpoint: string
  object_id: string | null
}

export type Cursor = {
  position: bigint
  /** Null when the walk's filters were too long to carry: the client must send them again. */
  filters: FeedFilters | null
  /** Digest of the filters, to notice a walk whose filters changed on the way. */
  digest: string
}

const lengthMax = 512
const nonceLength = 12
const tagLength = 16

const printFilters = (filters: FeedFilters): string =>
  JSON.stringify([
    filters.types,
    filters.ids,
    filters.specVersions,
    printVersions(filters.versions),
    filters.addedAfter === null ? null : String(filters.addedAfter),
  ])

const printVersions = (versions: VersionMatch): unknown =>
  versions.kind === 'some' ? [versions.first, versions.last, versions.orders] : versions.kind

const parseVersions = (value: unknown): VersionMatch => {
  if (value === 'last' || value === 'all') return { kind: value }
  const [first, last, orders] = value as [boolean, boolean, string[]]
  return { kind: 'some', first, last, orders }
}

const parseFilters = (text: string): FeedFilters => {
  const [types, ids, specVersions, versions, addedAfter] = JSON.parse(text)
  return {
    types,
    ids,
    specVersions,
    versions: parseVersions(versions),
    addedAfter: addedAfter === null ? null : BigInt(addedAfter),
  }
}

/** A short name for what a walk shows, wherever it started: equal filters have equal digests. */
export const digestFilters = (filters: FeedFilters): string =>
  createHmac('sha256', 'filters')
    .update(printFilters({ ...filters, addedAfter: null }))
    .digest('base64url')
    .slice(0, 16)

const authenticated = (place: CursorPlace): Buffer =>
  Buffer.from(
    JSON.stringify([place.principal_id, place.collection_id, place.endpoint, place.object_id]),
  )

const seal = (key: Buffer, plain: Buffer, place: CursorPlace): string => {
  // The nonce is derived from what it seals, so that the same page always answers the same bytes.
  const nonce = createHmac('sha256', key)
    .update(authenticated(place))
    .update(plain)
    .digest()
    .subarray(0, nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(authenticated(place))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

const open = (key: Buffer, text: string, place: CursorPlace): Buffer | null => {
  if (text.length > lengthMax || !/^[A-Za-z0-9_-]+$/.test(text)) return null
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < nonceLength + tagLength || bytes.toString('base64url') !== text) return null
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength))
  decipher.setAAD(authenticated(place))
  decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
  try {
    return Buffer.concat([
      decipher.update(bytes.subarray(nonceLength + tagLength)),
      decipher.final(),
    ])
  } catch {
    return null
  }
}

/**
 * Seals a position for `place`. The text is URL-safe and at most 512 characters (checklist 195).
 */
export const sealCursor = (
  key: Buffer,
  position: bigint,
  filters: FeedFilters,
  place: CursorPlace,
): string => {
  const head = `${position} ${digestFilters(filters)} `
  const whole = Buffer.concat([Buffer.from(head), deflateRawSync(printFilters(filters))])
  const text = seal(key, whole, place)
  return text.length <= lengthMax ? text : seal(key, Buffer.from(head), place)
}

/** Opens a cursor. Null when it is forged, damaged, or made for another caller or place. */
export const openCursor = (key: Buffer, text: string, place: CursorPlace): Cursor | null => {
  const plain = open(key, text, place)
  if (plain === null) return null
  const afterPosition = plain.indexOf(32)
  const afterDigest = plain.indexOf(32, afterPosition + 1)
  const carried = plain.subarray(afterDigest + 1)
  return {
    position: BigInt(plain.toString('latin1', 0, afterPosition)),
    digest: plain.toString('latin1', afterPosition + 1, afterDigest),
    filters: carried.length === 0 ? null : parseFilters(inflateRawSync(carried).toString()),
  }
}
