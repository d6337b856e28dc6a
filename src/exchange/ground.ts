// What one transaction does to feeds, gathered before it is written: positions given, entries and
// bytes added, narrowed and taken away, in every collection it holds the lock of.
import type { Audience } from '../core/sharing/audience.ts'
import type { Strand } from '../core/sharing/form.ts'
import { type Form, type Piece, strandOf } from '../core/sharing/form.ts'
import type { Histories } from '../core/sharing/past.ts'
import type { StixObject } from '../core/stix/object.ts'
import type { Client } from '../storage/pools.ts'
import { lockCollection } from '../storage/publication.ts'
import type { NewReference, Redraw } from '../storage/references.ts'
import type { RemovedRow } from '../storage/removed.ts'
import type { FeedHead } from '../storage/snapshot.ts'
import type { Waiting } from '../storage/waiting.ts'
import type { Context } from './context.ts'
import type { KeptVersion } from './forms.ts'
import { historiesOf } from './histories.ts'
import { openPlaces, type Places, positionStep, type Row } from './rows.ts'

const millisecond = 1_000n

export type GroundEntry = {
  position: bigint
  rendition_id: bigint
  owner_id: string
  audience: Audience
  strand: bigint
  size: number
  stix_id: string
  stix_type: string
  spec_version: string
  version: string
  version_order: string
}

export type GroundRendition = {
  rendition_id: bigint
  version_id: bigint
  audience: Audience
  profile: string
  body: Buffer
}

/** An entry of the feed that bears an id somebody is about to use. */
export type MetEntry = {
  position: bigint
  owner_id: string
  audience: Audience
  version_order: string
  digest: string
}

/** One collection's feed in this transaction. */
export type Feed = {
  collection_id: string
  head: FeedHead & { now: bigint }
  places: Places
  entries: Map<bigint, GroundEntry>
  renditions: Map<bigint, GroundRendition>
  /** What is in the feed already under ids that are about to be used, by id. */
  met: Map<string, MetEntry[]>
  /** Bytes that waited and are shown now. */
  opened: { rendition_id: bigint; audience: Audience }[]
  narrowed: Map<bigint, Audience>
  removed: Set<bigint>
  /** Places from the moment on that something due was to open at; the last that was given. */
  released: { opens: bigint; places: Places | null; last: bigint }
  /** Kept bytes that nothing will show any more. */
  forgotten: Set<bigint>
  /** Entries of lineages that gained or lost one: their order is said anew. */
  settle: Set<bigint>
  /** Entries whose removed successors may have hidden them. */
  uncovered: Set<bigint>
  /** Identities that must be found by these audiences. */
  personas: Map<string, { object: StixObject; audiences: Set<Audience> }>
}

/** A piece whose viewers, or some of them, lost it; `remaining` are shown the object still. */
export type Lost = Strand & {
  /** The object's id, and the one it was drawn under. */
  stix_id: string
  drawn_as: string
  piece: Piece
  owner_id: string
  version_id: bigint
  spec_version: string
  remaining: Audience
  row: Row
}

export type Ground = {
  ctx: Context
  client: Client
  home: string
  /** Who came later than what; null before anything is locked. */
  histories: Histories | null
  feeds: Map<string, Feed>
  added: Set<KeptVersion>
  changed: Map<bigint, KeptVersion>
  removed: KeptVersion[]
  /** What owners take back, with all that was told of it. */
  buried: RemovedRow[]
  /** Kept versions whose entries are settled: a removal may announce them at other positions. */
  settled: Set<KeptVersion>
  references: NewReference[]
  waiting: Waiting[]
  ended: Waiting[]
  redraws: Redraw[]
  /** Whether past recipients are told of what they lost, and what that is. */
  recalls: boolean
  lost: Lost[]
}

export const openGround = (ctx: Context, client: Client, home: string): Ground => ({
  ctx,
  client,
  home,
  histories: null,
  feeds: new Map(),
  added: new Set(),
  changed: new Map(),
  removed: [],
  buried: [],
  settled: new Set(),
  references: [],
  waiting: [],
  ended: [],
  redraws: [],
  recalls: false,
  lost: [],
})

/**
 * Ahead of the clock it begins with a new millisecond: how much came before it in the last one, of
 * which a reader may see little, does not show in where it lies.
 */
const firstFree = ({ now, last_position }: FeedHead & { now: bigint }): bigint => {
  const least = last_position + positionStep
  if (now > least) return now
  const rest = least % millisecond
  return rest === 0n ? least : least - rest + millisecond
}

/**
 * Locks a collection's feed for this transaction and reads its end. `shown` bounds how many entries
 * of a row come before those that only owners see.
 * Precondition: home first, then the others in the order of their ids.
 */
export const lockFeed = async (
  ground: Ground,
  collectionId: string,
  shown: number,
): Promise<Feed> => {
  const known = ground.feeds.get(collectionId)
  if (known !== undefined) return known
  const head = await lockCollection(ground.client, collectionId)
  const first = firstFree(head)
  const feed: Feed = {
    collection_id: collectionId,
    head,
    places: openPlaces(first, shown),
    entries: new Map(),
    renditions: new Map(),
    met: new Map(),
    opened: [],
    narrowed: new Map(),
    removed: new Set(),
    released: { opens: -1n, places: null, last: 0n },
    forgotten: new Set(),
    settle: new Set(),
    uncovered: new Set(),
    personas: new Map(),
  }
  ground.feeds.set(collectionId, feed)
  return feed
}

/** Locks the home and every other collection that is named, in the one order. */
export const lockFeeds = async (
  ground: Ground,
  collectionIds: Iterable<string>,
  shown: number,
): Promise<void> => {
  const { head } = await lockFeed(ground, ground.home, shown)
  // Whoever joins after this is kept from what is of before by not being known here.
  ground.histories ??= historiesOf(await ground.ctx.policy.current(), head.now)
  const others = [...new Set(collectionIds)].filter((id) => id !== ground.home).sort()
  for (const id of others) await lockFeed(ground, id, shown)
}

export const feedOf = (ground: Ground, collectionId: string): Feed => {
  const feed = ground.feeds.get(collectionId)
  if (feed === undefined) throw new Error('a feed is changed under its lock only')
  return feed
}

export const historiesIn = ({ histories }: Ground): Histories => {
  if (histories === null) throw new Error('who came later is known under the lock only')
  return histories
}

/** What an entry says of its object besides what the form does. */
export type Subject = {
  version_id: bigint
  owner_id: string
  stix_id: string
  stix_type: string
  spec_version: string
}

/** Puts a piece of a form into its feed; the bytes as well, unless they are kept already. */
export const addPiece = (
  feed: Feed,
  subject: Subject,
  form: Form,
  piece: Piece,
  order: string,
  bytes: { body: Buffer | null; size: number },
): void => {
  const strand = strandOf(subject.owner_id, subject.stix_id, form)
  const { position, rendition_id, stix_id, audience } = piece
  feed.entries.set(position, {
    position,
    rendition_id,
    owner_id: subject.owner_id,
    audience,
    strand,
    size: bytes.size,
    stix_id,
    stix_type: subject.stix_type,
    spec_version: subject.spec_version,
    version: form.version,
    version_order: order,
  })
  feed.settle.add(position)
  if (bytes.body === null) {
    feed.opened.push({ rendition_id, audience })
    return
  }
  const { version_id } = subject
  const { profile } = form
  const { body } = bytes
  feed.renditions.set(rendition_id, { rendition_id, version_id, audience, profile, body })
}

/** Sees to it that an audience finds what the objects it is shown name. */
export const needCompanions = (feed: Feed, companions: StixObject[], audience: Audience): void => {
  for (const object of companions) {
    const needed = feed.personas.get(object.id)
    if (needed === undefined)
      feed.personas.set(object.id, { object, audiences: new Set([audience]) })
    else needed.audiences.add(audience)
  }
}
