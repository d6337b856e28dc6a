// What became of a version in each segment: its forms, as they are kept beside it. Knows no bytes
// and no storage.
import { createHash } from 'node:crypto'
import type { Audience } from './audience.ts'
import type { Reason } from './reason.ts'
import type { Profile, SegmentName } from './segment.ts'

/**
 * shown: entries are in the feed; waiting: for a time or for somebody's act; withheld: with its
 * reason; covered: everyone it is for has the same bytes from another lineage.
 */
export type FormState = 'shown' | 'waiting' | 'withheld' | 'covered'

/**
 * One entry of a form and the bytes behind it: a form has several where parts of its audience came
 * to it later, or are shown it under another id.
 */
export type Piece = { position: bigint; rendition_id: bigint; stix_id: string; audience: Audience }

/**
 * What viewers are told: under which id, as which version, in which bytes. `digest` is the SHA-256
 * of those, in base64; null for what has none.
 */
export type Telling = { stix_id: string; version: string; digest: string | null }

/**
 * A version in one segment. `opens` and `closes` are microseconds; `gate` names the act it waits
 * for. `rendition_id` keeps the bytes of what waits. `told` is what its viewers were told last,
 * where they are told nothing now. `first` is the position at which it was first shown, wherever it
 * is shown since; null for what never was.
 */
export type Form = Telling & {
  segment: SegmentName
  profile: Profile
  collection_id: string
  state: FormState
  reason: Reason | null
  audience: Audience
  opens: bigint | null
  closes: bigint | null
  gate: string | null
  rendition_id: bigint | null
  told: Telling | null
  first: bigint | null
  pieces: Piece[]
}

/** True for a form that its viewers are shown, by its owner or by another who shares the same. */
export const isTold = ({ state }: Pick<Form, 'state'>): boolean =>
  state === 'shown' || state === 'covered'

/** The digest of a form's bytes. */
export const digestOf = (body: Buffer): string => createHash('sha256').update(body).digest('base64')

export type ToldState = Exclude<FormState, 'covered'>

/** Whoever asks is not told that others share the same: it is as if this were the only one. */
export const tellState = ({ state }: Pick<Form, 'state'>): ToldState =>
  state === 'covered' ? 'shown' : state

/** Forms of one lineage that follow each other have these in common. */
export type Strand = Pick<Form, 'segment' | 'profile' | 'collection_id'>

/** True for two forms of one lineage that follow each other: the same viewers in the same way. */
export const isSameStrand = (a: Strand, b: Strand): boolean =>
  a.segment === b.segment && a.profile === b.profile && a.collection_id === b.collection_id

/**
 * The number of a strand: one owner's object in one segment and profile. The first 64 bits of a
 * SHA-256, signed.
 */
export const strandOf = (
  ownerId: string,
  stixId: string,
  { segment, profile }: Pick<Form, 'segment' | 'profile'>,
): bigint =>
  createHash('sha256')
    .update(`${ownerId} ${stixId} ${segment} ${profile}`)
    .digest()
    .readBigInt64BE(0)
