// Counts for the first page: what arrived, who has fetched how far, what is about to end. Decides
// nothing.
import { lateCondition } from './feed-window.ts'
import type { Client, Pool } from './pools.ts'

export const arrivedMax = 10_000

/**
 * How many latest versions came since a position, at most `arrivedMax`, and when the last one did.
 * Precondition: the audiences were named in the snapshot `client` is in.
 */
export const countArrived = async (
  client: Client,
  collectionId: string,
  audiences: number[],
  late: { audience_id: number; since: bigint }[],
  since: bigint,
): Promise<{ count: number; last: bigint | null }> => {
  const values: unknown[] = [collectionId, audiences, since]
  const result = await client.query({
    text: `select count(*)::integer as count, max(position) as last from (
        select e.position from unnest($2::integer[]) a (audience_id)
        cross join lateral (select f.position from feed f where f.collection_id = $1
          and f.audience_id = a.audience_id and f.position > $3 and not f.superseded
          and not f.outdated ${lateCondition(late, values)}
          order by f.position desc limit ${arrivedMax}) e
        order by e.position desc limit ${arrivedMax}) found`,
    values,
  })
  return result.rows[0] as { count: number; last: bigint | null }
}

export type OpenEntry = { audience_id: number; position: bigint }

/** The latest versions of a collection for some audiences, latest first. As `countArrived`. */
export const listOpen = async (
  client: Client,
  collectionId: string,
  audiences: number[],
  late: { audience_id: number; since: bigint }[],
  most: number,
): Promise<OpenEntry[]> => {
  const values: unknown[] = [collectionId, audiences, most]
  const result = await client.query({
    text: `select e.audience_id, e.position from unnest($2::integer[]) a (audience_id)
        cross join lateral (select f.audience_id, f.position from feed f
          where f.collection_id = $1 and f.audience_id = a.audience_id and not f.superseded
          and not f.outdated ${lateCondition(late, values)}
          order by f.position desc limit $3) e
        order by e.position desc limit $3`,
    values,
  })
  return result.rows as OpenEntry[]
}

/**
 * The audience that each of these entries was meant for, before what hangs together with it split
 * it further. Entries that no version stands behind are left out.
 */
export const listMeant = async (
  pool: Pool,
  collectionId: string,
  positions: bigint[],
): Promise<OpenEntry[]> => {
  const result = await pool.query(
    `select f.position, (m ->> 'audience_id')::integer as audience_id
      from feed f
      join rendition r on r.collection_id = f.collection_id and r.rendition_id = f.rendition_id
      cross join collection c
      join object_version v on v.collection_id = c.id and v.version_id = r.version_id
      cross join jsonb_array_elements(v.forms) m
      where f.collection_id = $1 and f.position = any($2::bigint[])
        and (m ->> 'collection_id')::uuid = f.collection_id
        and exists (select from jsonb_array_elements(m -> 'pieces') p
          where (p ->> 'position')::bigint = f.position)`,
    [collectionId, positions],
  )
  return result.rows as OpenEntry[]
}

const lastShown = 50

/** How far each of these organisations has read each collection, of its last disclosures. */
export const listReadUpTo = async (
  pool: Pool,
  organisationIds: string[],
): Promise<Map<string, bigint>> => {
  const result = await pool.query(
    `select o.id, l.collection_id, max(l.last_position) as last
      from unnest($1::uuid[]) o (id) cross join lateral (
        select collection_id, last_position from ledger
        where act = 'disclose' and organisation_id = o.id order by seq desc limit ${lastShown}) l
      group by o.id, l.collection_id`,
    [organisationIds],
  )
  return new Map(
    result.rows.map((row: { id: string; collection_id: string; last: bigint }) => [
      `${row.id} ${row.collection_id}`,
      row.last,
    ]),
  )
}

export type LateDisclosure = {
  seq: bigint
  at: bigint
  canonical: string
  collection_id: string
  first_position: bigint
  last_position: bigint
}

/** The last disclosures to others than an organisation, of what came since a position. */
export const listLateDisclosures = async (
  pool: Pool,
  organisationId: string,
  collectionIds: string[],
  since: bigint,
  most: number,
): Promise<LateDisclosure[]> => {
  const result = await pool.query(
    `select seq, at, canonical, collection_id, first_position, last_position from ledger
      where act = 'disclose' and collection_id = any($2::uuid[]) and last_position >= $3
        and organisation_id is not null and organisation_id <> $1
      order by seq desc limit $4`,
    [organisationId, collectionIds, since, most],
  )
  return result.rows as LateDisclosure[]
}

export type Expiring = {
  organisation_id: string
  organisation: string
  name: string
  expires: string
}

/** Credentials that sign in now and will not in so many days; only one organisation's if named. */
export const listExpiring = async (
  pool: Pool,
  organisationId: string | null,
  days: number,
): Promise<Expiring[]> => {
  const result = await pool.query(
    `select o.id as organisation_id, o.name as organisation, c.name,
      to_char(c.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as expires
      from credential c join principal p on p.id = c.principal_id
        join organisation o on o.id = p.organisation_id
      where c.revoked_at is null and c.expires_at > clock_timestamp()
        and c.expires_at < clock_timestamp() + make_interval(days => $2)
        and ($1::uuid is null or o.id = $1)
      order by c.expires_at limit 50`,
    [organisationId, days],
  )
  return result.rows as Expiring[]
}

export type Health = {
  pending_submissions: number
  held_collections: number
  ledger_waiting: number
}

export const readHealth = async (pool: Pool): Promise<Health> => {
  const result = await pool.query(
    `select (select count(*)::integer from submission where completed_at is null)
        as pending_submissions,
      (select count(*)::integer from feed_head where held) as held_collections,
      (select count(*)::integer from ledger_outbox) as ledger_waiting`,
  )
  return result.rows[0] as Health
}
