// Writes what the publisher decided: versions, renditions, feed entries, shares, marks and the
// head, all in the transaction the publisher holds the collection's lock in. Decides nothing.
import type pg from 'pg'
import type { Kept } from '../core/lineage.ts'
import { isOwnerOnly, parseAudience } from '../core/sharing/audience.ts'
import { orderOf } from '../core/stix/timestamp.ts'
import { printPosition } from '../core/taxii/position.ts'
import type { FeedHead } from './snapshot.ts'

/** One version that becomes visible: its raw bytes are its P0 rendition. */
export type NewEntry = {
  position: bigint
  owner_id: string
  submission_id: string
  stix_id: string
  stix_type: string
  spec_version: string
  version: string
  version_order: string
  created_order: string | null
  created_by_ref: string | null
  revoked: boolean
  content_hash: Buffer
  audience_id: number
  body: Buffer
}

const markEvery = 256n

/** Begins the publisher's transaction and waits for its turn at the collection. */
export const lockCollection = async (
  client: pg.PoolClient,
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
        (extract(epoch from clock_timestamp()) * 1000000)::bigint as now
      from (select $1::uuid as id) c left join feed_head h on h.collection_id = c.id`,
    values: [collectionId],
  })
  return result.rows[0]
}

type KeptRow = Omit<Kept, 'unversioned' | 'owner_only'> & { predicate: string }

const isKeptForOwner = ({ predicate, owner_id }: KeptRow): boolean => {
  const audience = parseAudience(predicate)
  return audience === null || isOwnerOnly(audience, owner_id)
}

/** Every version kept under these ids, of every owner. */
export const findKept = async (
  client: pg.PoolClient,
  collectionId: string,
  ids: string[],
): Promise<Kept[]> => {
  const result = await client.query({
    name: 'kept versions',
    text: `select v.version_id, v.owner_id, v.stix_id, v.spec_version, v.version, v.version_order,
        v.created_order, v.created_by_ref, v.revoked, v.content_hash, r.audience_id, a.predicate
      from object_version v
        join rendition r on r.collection_id = v.collection_id and r.rendition_id = v.version_id
        join audience a on a.id = r.audience_id
      where v.collection_id = $1 and v.stix_id = any($2)`,
    values: [collectionId, ids],
  })
  return result.rows.map((row: KeptRow) => ({
    ...row,
    owner_only: isKeptForOwner(row),
    unversioned: row.version === printPosition(row.version_id),
  }))
}

/** The bytes as given of these versions, by version id. */
export const readRaw = async (
  client: pg.PoolClient,
  collectionId: string,
  versionIds: bigint[],
): Promise<Map<bigint, string>> => {
  const result = await client.query(
    `select version_id, body from rendition
      where collection_id = $1 and rendition_id = any($2) and profile = 'P0'`,
    [collectionId, versionIds],
  )
  return new Map(
    result.rows.map((row: { version_id: bigint; body: string }) => [row.version_id, row.body]),
  )
}

// The texts put into array literals are ids, types, versions and orders: their alphabets hold no
// quote.
const literal = (values: (string | bigint | number | boolean | null)[]): string =>
  `{${values.map((value) => (value === null ? 'null' : `"${value}"`)).join(',')}}`

const addVersions = (collectionId: string, entries: NewEntry[]) => ({
  name: 'add versions',
  text: `insert into object_version (collection_id, version_id, owner_id, submission_id, stix_id,
      spec_version, version, version_order, created_order, created_by_ref, revoked, content_hash)
    select $1, version_id, owner_id, submission_id, stix_id, spec_version, version, version_order,
      created_order, created_by_ref, revoked, substring($11::bytea from n::integer * 32 - 31 for 32)
    from unnest($2::bigint[], $3::uuid[], $12::uuid[], $4::text[], $5::text[], $6::text[],
      $7::text[], $8::text[], $9::text[], $10::boolean[]) with ordinality as v (version_id,
      owner_id, submission_id, stix_id, spec_version, version, version_order, created_order,
      created_by_ref, revoked, n)`,
  values: [
    collectionId,
    literal(entries.map((entry) => entry.position)),
    literal(entries.map((entry) => entry.owner_id)),
    literal(entries.map((entry) => entry.stix_id)),
    literal(entries.map((entry) => entry.spec_version)),
    literal(entries.map((entry) => entry.version)),
    literal(entries.map((entry) => entry.version_order)),
    literal(entries.map((entry) => entry.created_order)),
    literal(entries.map((entry) => entry.created_by_ref)),
    literal(entries.map((entry) => entry.revoked)),
    Buffer.concat(entries.map((entry) => entry.content_hash)),
    literal(entries.map((entry) => entry.submission_id)),
  ],
})

// One blob and lengths: far cheaper than an array of texts, which would be escaped and parsed
// again.
const addRenditions = (collectionId: string, entries: NewEntry[]) => {
  const starts: number[] = []
  let start = 1
  for (const entry of entries) {
    starts.push(start)
    start += entry.body.length
  }
  return {
    name: 'add renditions',
    text: `insert into rendition (collection_id, rendition_id, version_id, audience_id, profile,
        body)
      select $1, position, position, audience_id, 'P0',
        convert_from(substring($2::bytea from start for length), 'UTF8')
      from unnest($3::bigint[], $4::integer[], $5::integer[], $6::integer[])
        as r (position, audience_id, start, length)`,
    values: [
      collectionId,
      Buffer.concat(entries.map((entry) => entry.body)),
      literal(entries.map((entry) => entry.position)),
      literal(entries.map((entry) => entry.audience_id)),
      literal(starts),
      literal(entries.map((entry) => entry.body.length)),
    ],
  }
}

const addFeed = (collectionId: string, entries: NewEntry[]) => ({
  name: 'add feed entries',
  text: `insert into feed (collection_id, position, rendition_id, audience_id, size, stix_id,
      stix_type, spec_version, version, version_order)
    select $1, position, position, audience_id, size, stix_id, stix_type, spec_version, version,
      version_order
    from unnest($2::bigint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[]) as f (position, audience_id, size, stix_id, stix_type, spec_version,
      version, version_order)`,
  values: [
    collectionId,
    literal(entries.map((entry) => entry.position)),
    literal(entries.map((entry) => entry.audience_id)),
    literal(entries.map((entry) => entry.body.length)),
    literal(entries.map((entry) => entry.stix_id)),
    literal(entries.map((entry) => entry.stix_type)),
    literal(entries.map((entry) => entry.spec_version)),
    literal(entries.map((entry) => entry.version)),
    literal(entries.map((entry) => entry.version_order)),
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
  client: pg.PoolClient,
  collectionId: string,
  head: FeedHead,
  entries: NewEntry[],
): Promise<void> => {
  if (entries.length === 0) return
  await client.query(addVersions(collectionId, entries))
  await client.query(addRenditions(collectionId, entries))
  await client.query(addFeed(collectionId, entries))
  await client.query(addShares(collectionId, entries))
  await client.query(moveHead(collectionId, head, entries))
}

/** The order of a version the hub had to name itself, from the position that names it. */
export const nameVersion = (position: bigint): { text: string; order: string } => {
  const text = printPosition(position)
  return { text, order: orderOf(text) }
}
