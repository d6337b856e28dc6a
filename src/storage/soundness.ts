// Which rows of objects are no longer what the hub wrote, by the digest each was written with; and
// how far the hub is in looking. Decides nothing.
import type { Client, Pool } from './pools.ts'

/** Tables whose rows have a digest, and what numbers a row in its collection. */
const keys = { rendition: 'rendition_id', feed: 'position', object_version: 'version_id' } as const
export type DigestedTable = keyof typeof keys

const columns: Record<DigestedTable, string> = {
  rendition: 'collection_id rendition_id version_id audience_id profile body',
  feed: `collection_id position audience_id rendition_id size stix_id stix_type spec_version version
    version_order superseded outdated strand owner_id`,
  object_version: `collection_id version_id owner_id stix_id spec_version version version_order
    created_order created_by_ref revoked content_hash submission_id forms options`,
}

/** SQL for the digest that a row of the table has, when it is what the hub wrote. */
export const digestOf = (table: DigestedTable, alias: string): string => {
  const given = columns[table].split(/\s+/).map((column) => `${alias}.${column}`)
  return `${table}_digest(${given.join(', ')})`
}

export const digestedTables = Object.keys(keys) as DigestedTable[]

export type Place = { collection_id: string; row_id: bigint }

/** Before every row of a table. */
export const beginning: Place = {
  collection_id: '00000000-0000-0000-0000-000000000000',
  row_id: 0n,
}

/** What was looked at; `last` is null behind the end of the table. */
export type Looked = { rows: number; last: Place | null; damaged: Place[] }

type LookedRow = Place & { damaged: boolean; n: number; rows: number }

/** Compares at most `most` rows behind `after` with their digests, in the order of their key. */
export const compareDigests = async (
  pool: Pool,
  table: DigestedTable,
  after: Place,
  most: number,
): Promise<Looked> => {
  const key = keys[table]
  const result = await pool.query({
    name: `compare ${table}`,
    text: `select * from (
        select p.*, row_number() over (order by collection_id, row_id)::integer as n,
          count(*) over ()::integer as rows
        from (select t.collection_id, t.${key} as row_id,
            t.digest <> ${digestOf(table, 't')} as damaged
          from ${table} t where (t.collection_id, t.${key}) > ($1::uuid, $2::bigint)
          order by t.collection_id, t.${key} limit $3) p) p
      where damaged or n = rows order by n`,
    values: [after.collection_id, String(after.row_id), most],
  })
  const found = result.rows as LookedRow[]
  const place = ({ collection_id, row_id }: LookedRow): Place => ({ collection_id, row_id })
  const last = found.at(-1)
  return {
    rows: last?.rows ?? 0,
    last: last === undefined ? null : place(last),
    damaged: found.filter(({ damaged }) => damaged).map(place),
  }
}

/** Of each, the number of the damaged row that an entry shows, or is. */
const shownBy: Record<DigestedTable, string> = {
  rendition: 'select f.position, f.audience_id, f.rendition_id as row_id from feed f',
  feed: 'select f.position, f.audience_id, f.position as row_id from feed f',
  object_version: `select f.position, f.audience_id, r.version_id as row_id from feed f
    join rendition r on r.collection_id = f.collection_id and r.rendition_id = f.rendition_id`,
}

/** The entries that show what these rows of a collection hold, but for those of an audience. */
export const listShowing = async (
  client: Client,
  table: DigestedTable,
  collectionId: string,
  rows: bigint[],
  but: number,
): Promise<{ position: bigint; row_id: bigint }[]> => {
  const result = await client.query(
    `select position, row_id from (${shownBy[table]} where f.collection_id = $1) s
      where row_id = any($2::bigint[]) and audience_id <> $3 order by position`,
    [collectionId, rows.map(String), but],
  )
  return result.rows
}

/** Counts the shares of a collection anew: those of damaged entries may be anybody's. */
export const recountShares = async (client: Client, collectionId: string): Promise<void> => {
  await client.query(
    `update feed_share s set entries = coalesce(c.entries, 0),
        current_entries = coalesce(c.current, 0)
      from feed_share t left join (select audience_id, count(*) as entries,
          count(*) filter (where not superseded and not outdated) as current
        from feed where collection_id = $1 group by audience_id) c using (audience_id)
      where t.collection_id = $1 and s.collection_id = $1 and s.audience_id = t.audience_id`,
    [collectionId],
  )
}

/** `part` is a digested table, or `ledger`. Counts are of the cycle it is in. */
export type Progress = Place & { part: string; rows: bigint; damaged: bigint }

/** Null before the first cycle has begun. */
export const readProgress = async (pool: Pool): Promise<Progress | null> => {
  const result = await pool.query(
    'select part, collection_id, row_id, rows, damaged from verification',
  )
  return (result.rows[0] as Progress | undefined) ?? null
}

export const saveProgress = async (pool: Pool, progress: Progress): Promise<void> => {
  const { part, collection_id, row_id, rows, damaged } = progress
  await pool.query(
    `insert into verification (part, collection_id, row_id, rows, damaged)
      values ($1, $2, $3, $4, $5)
      on conflict (only_row) do update set part = excluded.part,
        collection_id = excluded.collection_id, row_id = excluded.row_id,
        rows = excluded.rows, damaged = excluded.damaged`,
    [part, collection_id, ...[row_id, rows, damaged].map(String)],
  )
}

/** A whole cycle is over, which found this; the next begins at `first`. */
export const endCycle = async (
  pool: Pool,
  first: string,
  { rows, damaged }: Pick<Progress, 'rows' | 'damaged'>,
): Promise<void> => {
  await saveProgress(pool, { part: first, ...beginning, rows: 0n, damaged: 0n })
  await pool.query(
    'update verification set ended_at = clock_timestamp(), last_rows = $1, last_damaged = $2',
    [String(rows), String(damaged)],
  )
}

/** Of the last whole cycle and the one that runs: the more. `endedAt` is in seconds since 1970. */
export type Soundness = { damaged: number; rows: number; endedAt: number | null }

/** Null before the first cycle has begun. */
export const readSoundness = async (pool: Pool): Promise<Soundness | null> => {
  const result = await pool.query(
    `select greatest(damaged, last_damaged)::float8 as damaged, last_rows::float8 as rows,
      extract(epoch from ended_at)::float8 as "endedAt" from verification`,
  )
  return (result.rows[0] as Soundness | undefined) ?? null
}
