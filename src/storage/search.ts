// Finds entries by their terms, latest first, at a cost that depends on the page: each audience is
// read from its end. Keeps the terms behind the feed.
import { type Entry, lateCondition } from './feed-window.ts'
import type { Client, Pool } from './pools.ts'
import { beginUnhurried, withTransaction } from './pools.ts'

/** `before` and `after` are positions; null for none. Every one of `terms` must be there. */
export type EntryQuest = {
  collectionId: string
  audiences: number[]
  late: { audience_id: number; since: bigint }[]
  terms: string[]
  type: string | null
  after: bigint
  before: bigint | null
  most: number
}

const columns = `f.position, f.audience_id, f.rendition_id, f.size, f.stix_id, f.spec_version,
  f.version`

const latest = '9223372036854775807'

/**
 * The latest versions that match, by falling position. Precondition: the audiences were named in
 * the snapshot `client` is in.
 */
export const seekEntries = async (client: Client, quest: EntryQuest): Promise<Entry[]> => {
  const { collectionId, audiences, late, terms, type, after, before, most } = quest
  const values: unknown[] = [collectionId, audiences, after, before ?? latest]
  const conditions = [lateCondition(late, values)]
  if (type !== null) conditions.push(` and f.stix_type = $${values.push(type)}`)
  const [first, ...others] = terms.map((term) => `$${values.push(term)}`)
  for (const term of others) {
    conditions.push(` and exists (select from sought o where o.collection_id = $1
      and o.audience_id = f.audience_id and o.term = ${term} and o.position = f.position)`)
  }
  const where = `f.position > $3 and f.position <= $4 and not f.superseded and not f.outdated
    ${conditions.join('')}`
  const source =
    first === undefined
      ? `feed f where f.collection_id = $1 and f.audience_id = a.audience_id and ${where}
        order by f.position desc`
      : `sought s join feed f on f.collection_id = $1 and f.position = s.position
          and f.audience_id = a.audience_id
        where s.collection_id = $1 and s.audience_id = a.audience_id and s.term = ${first}
          and s.position > $3 and s.position <= $4 and ${where}
        order by s.position desc`
  const result = await client.query({
    text: `select e.* from unnest($2::integer[]) a (audience_id)
      cross join lateral (select ${columns} from ${source} limit ${most}) e
      order by e.position desc limit ${most}`,
    values,
  })
  return result.rows as Entry[]
}

/** In which form each of these is shown; only what the snapshot's audiences may see. */
export const readProfiles = async (
  client: Client,
  collectionId: string,
  ids: bigint[],
): Promise<Map<bigint, string>> => {
  const result = await client.query(
    `select rendition_id, profile from rendition
      where collection_id = $1 and rendition_id = any($2::bigint[])`,
    [collectionId, ids.map(String)],
  )
  return new Map(
    result.rows.map((row: { rendition_id: bigint; profile: string }) => [
      row.rendition_id,
      row.profile,
    ]),
  )
}

type Unread = { position: bigint; audience_id: number; body: string }

const readBehind = async (
  client: Client,
  collectionId: string,
  from: bigint,
  most: number,
): Promise<Unread[]> => {
  const result = await client.query(
    `select f.position, f.audience_id, r.body from feed f
      join rendition r on r.collection_id = f.collection_id and r.rendition_id = f.rendition_id
      where f.collection_id = $1 and f.position > $2 order by f.position limit $3`,
    [collectionId, from, most],
  )
  return result.rows as Unread[]
}

/**
 * Keeps the terms of the next entries of a collection, `most` at once, and answers how many there
 * were. Positions rise as transactions commit, so that what is behind the head stays complete; what
 * a crash takes, it takes with the head.
 */
export const keepTerms = async (
  pool: Pool,
  collectionId: string,
  most: number,
  termsOf: (bodies: string[]) => Promise<string[][]>,
): Promise<number> =>
  withTransaction(pool, beginUnhurried, async (client) => {
    await client.query(
      `insert into sought_head (collection_id, position) values ($1, 0) on conflict do nothing`,
      [collectionId],
    )
    const head = await client.query(
      'select position from sought_head where collection_id = $1 for update',
      [collectionId],
    )
    const rows = await readBehind(client, collectionId, head.rows[0].position, most)
    if (rows.length === 0) return 0
    const found = await termsOf(rows.map(({ body }) => body))
    const terms = rows.flatMap(({ position, audience_id }, row) =>
      (found[row] as string[]).map((term) => ({ position, audience_id, term })),
    )
    await client.query(
      `insert into sought (collection_id, audience_id, term, position)
        select $1, t.audience_id, t.term, t.position
        from unnest($2::integer[], $3::text[], $4::bigint[]) t (audience_id, term, position)
        on conflict do nothing`,
      [
        collectionId,
        terms.map(({ audience_id }) => audience_id),
        terms.map(({ term }) => term),
        terms.map(({ position }) => String(position)),
      ],
    )
    await client.query('update sought_head set position = $2 where collection_id = $1', [
      collectionId,
      rows.at(-1)!.position,
    ])
    return rows.length
  })

/** The same collections, those that were written to last first. */
export const orderByLatest = async (pool: Pool, collectionIds: string[]): Promise<string[]> => {
  const result = await pool.query(
    `select c.id from unnest($1::uuid[]) c (id) left join feed_head h on h.collection_id = c.id
      order by h.last_position desc nulls last, c.id`,
    [collectionIds],
  )
  return result.rows.map((row: { id: string }) => row.id)
}

/** Collections whose entries are not all to be found yet. */
export const listBehind = async (pool: Pool): Promise<string[]> => {
  const result = await pool.query(
    `select h.collection_id from feed_head h
      left join sought_head s on s.collection_id = h.collection_id
      where exists (select from feed f where f.collection_id = h.collection_id
        and f.position > coalesce(s.position, 0))`,
  )
  return result.rows.map((row: { collection_id: string }) => row.collection_id)
}

/** Of objects in collections, the ids of those that an organisation submitted there itself. */
export const listOwned = async (
  pool: Pool,
  ownerId: string,
  places: { collection_id: string; stix_id: string }[],
): Promise<Set<string>> => {
  const result = await pool.query(
    `select distinct w.collection_id, w.stix_id
      from unnest($2::uuid[], $3::text[]) w (collection_id, stix_id)
      join object_version v on v.collection_id = w.collection_id and v.stix_id = w.stix_id
        and v.owner_id = $1`,
    [ownerId, places.map((one) => one.collection_id), places.map(({ stix_id }) => stix_id)],
  )
  return new Set(
    result.rows.map(
      (row: { collection_id: string; stix_id: string }) => `${row.collection_id} ${row.stix_id}`,
    ),
  )
}
