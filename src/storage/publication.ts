// Writes what the publisher decided: renditions, feed entries, shares, marks and the head, all in
// the transaction the publisher holds the collection's lock in. Decides nothing.
import { orderOf } from '../core/stix/timestamp.ts'
import { printPosition } from '../core/taxii/position.ts'
import type { Client, Pool } from './pools.ts'
import type { FeedHead } from './snapshot.ts'
import { literal } from './versions.ts'

/** Bytes that are kept. Without an entry in the feed nobody is shown them. */
export type NewRendition = {
  rendition_id: bigint
  version_id: bigint
  audience_id: number
  profile: string
  body: Buffer
}

/** One entry that becomes visible. `strand` is what it follows in (core/sharing/form.ts). */
export type NewEntry = {
  position: bigint
  rendition_id: bigint
  owner_id: string
  audience_id: number
  strand: bigint
  size: number
  stix_id: string
  stix_type: string
  spec_version: string
  version: string
  version_order: string
}

const markEvery = 256n

/** Begins the publisher's transaction and waits for its turn at the collection. */
export const lockCollection = async (
  client: Client,
  collectionId: string,
): Promise<FeedHead & { now: bigint }> => {
  await client.query({
    name: 'lock collection',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [collectionId],
  })
  const result = await client.query({
    name: 'head and clock',
    text: `select coalesce(h.last_position, 0) as last_position, coalesce(h.given, 0) as given,
        hub_clock() as now
      from (select $1::uuid as id) c left join feed_head h on h.collection_id = c.id`,
    values: [collectionId],
  })
  return result.rows[0]
}

/** One transaction at a time may write what an owner shows in several of its groups. */
export const lockOwner = async (client: Client, ownerId: string): Promise<void> => {
  await client.query({
    name: 'lock an owner',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 1))',
    values: [ownerId],
  })
}

/** The clock that positions are given by, in microseconds. */
export const readClock = async (pool: Pool): Promise<bigint> => {
  const result = await pool.query({ name: 'clock', text: 'select hub_clock() as now' })
  return result.rows[0].now
}

// One blob and lengths: far cheaper than an array of texts, which would be escaped and parsed
// again.
export const addRenditions = async (
  client: Client,
  collectionId: string,
  renditions: NewRendition[],
): Promise<void> => {
  if (renditions.length === 0) return
  const starts: number[] = []
  let start = 1
  for (const rendition of renditions) {
    starts.push(start)
    start += rendition.body.length
  }
  await client.query({
    name: 'add renditions',
    text: `insert into rendition (collection_id, rendition_id, version_id, audience_id, profile,
        body)
      select $1, rendition_id, version_id, audience_id, profile,
        convert_from(substring($2::bytea from start for length), 'UTF8')
      from unnest($3::bigint[], $4::bigint[], $5::integer[], $6::text[], $7::integer[],
        $8::integer[]) as r (rendition_id, version_id, audience_id, profile, start, length)`,
    values: [
      collectionId,
      Buffer.concat(renditions.map(({ body }) => body)),
      literal(renditions.map(({ rendition_id }) => rendition_id)),
      literal(renditions.map(({ version_id }) => version_id)),
      literal(renditions.map(({ audience_id }) => audience_id)),
      literal(renditions.map(({ profile }) => profile)),
      literal(starts),
      literal(renditions.map(({ body }) => body.length)),
    ],
  })
}

/** Forgets bytes that nothing shows. */
export const removeRenditions = async (
  client: Client,
  collectionId: string,
  renditionIds: bigint[],
): Promise<void> => {
  if (renditionIds.length === 0) return
  await client.query('delete from rendition where collection_id = $1 and rendition_id = any($2)', [
    collectionId,
    renditionIds,
  ])
}

/** Gives waiting bytes the audience of the entry that shows them now. */
export const openRenditions = async (
  client: Client,
  collectionId: string,
  opened: { rendition_id: bigint; audience_id: number }[],
): Promise<void> => {
  if (opened.length === 0) return
  await client.query(
    `update rendition r set audience_id = o.audience_id
      from unnest($2::bigint[], $3::integer[]) as o (rendition_id, audience_id)
      where r.collection_id = $1 and r.rendition_id = o.rendition_id`,
    [
      collectionId,
      literal(opened.map(({ rendition_id }) => rendition_id)),
      literal(opened.map(({ audience_id }) => audience_id)),
    ],
  )
}

const addFeed = (collectionId: string, entries: NewEntry[]) => ({
  name: 'add feed entries',
  text: `insert into feed (collection_id, position, rendition_id, audience_id, size, stix_id,
      stix_type, spec_version, version, version_order, strand, owner_id)
    select $1, position, rendition_id, audience_id, size, stix_id, stix_type, spec_version, version,
      version_order, strand, owner_id
    from unnest($2::bigint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::uuid[]) as f (position,
      audience_id, size, stix_id, stix_type, spec_version, version, version_order, rendition_id,
      strand, owner_id)`,
  values: [
    collectionId,
    literal(entries.map((entry) => entry.position)),
    literal(entries.map((entry) => entry.audience_id)),
    literal(entries.map((entry) => entry.size)),
    literal(entries.map((entry) => entry.stix_id)),
    literal(entries.map((entry) => entry.stix_type)),
    literal(entries.map((entry) => entry.spec_version)),
    literal(entries.map((entry) => entry.version)),
    literal(entries.map((entry) => entry.version_order)),
    literal(entries.map((entry) => entry.rendition_id)),
    literal(entries.map((entry) => entry.strand)),
    literal(entries.map((entry) => entry.owner_id)),
  ],
})

const addShares = (collectionId: string, entries: NewEntry[]) => {
  const shares = new Map<number, { entries: number; last: bigint }>()
  for (const entry of entries) {
    const share = shares.get(entry.audience_id)
    shares.set(entry.audience_id, { entries: (share?.entries ?? 0) + 1, last: entry.position })
  }
  return {
    name: 'add shares',
    text: `insert into feed_share (collection_id, audience_id, entries, current_entries,
        last_position)
      select $1, audience_id, entries, entries, last_position
      from unnest($2::integer[], $3::bigint[], $4::bigint[])
        as s (audience_id, entries, last_position)
      on conflict (collection_id, audience_id) do update set
        entries = feed_share.entries + excluded.entries,
        current_entries = feed_share.current_entries + excluded.current_entries,
        last_position = excluded.last_position`,
    values: [
      collectionId,
      literal([...shares.keys()]),
      literal([...shares.values()].map((share) => share.entries)),
      literal([...shares.values()].map((share) => share.last)),
    ],
  }
}

const moveHead = (collectionId: string, head: FeedHead, entries: NewEntry[]) => {
  const marks: { ordinal: bigint; position: bigint }[] = []
  entries.forEach((entry, index) => {
    const ordinal = head.given + BigInt(index) + 1n
    if (ordinal % markEvery === 0n) marks.push({ ordinal, position: entry.position })
  })
  return {
    name: 'move head',
    text: `with marks as (
        insert into feed_mark (collection_id, ordinal, position)
        select $1, ordinal, position
        from unnest($4::bigint[], $5::bigint[]) as m (ordinal, position))
      insert into feed_head (collection_id, last_position, given) values ($1, $2, $3)
      on conflict (collection_id) do update set
        last_position = excluded.last_position, given = excluded.given`,
    values: [
      collectionId,
      entries.at(-1)?.position ?? head.last_position,
      head.given + BigInt(entries.length),
      literal(marks.map((mark) => mark.ordinal)),
      literal(marks.map((mark) => mark.position)),
    ],
  }
}

/**
 * Appends entries, ascending by position, behind `head`. Precondition: the collection is locked.
 */
export const appendEntries = async (
  client: Client,
  collectionId: string,
  head: FeedHead,
  entries: NewEntry[],
): Promise<void> => {
  if (entries.length === 0) return
  await client.query(addFeed(collectionId, entries))
  await client.query(addShares(collectionId, entries))
  await client.query(moveHead(collectionId, head, entries))
}

/** The order of a version the hub had to name itself, from the position that names it. */
export const nameVersion = (position: bigint): { text: string; order: string } => {
  const text = printPosition(position)
  return { text, order: orderOf(text) }
}
