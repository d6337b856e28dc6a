// The ledger as it is read: row by row to be verified, or by what was disclosed, and to whom.
// Decides nothing.
import type { Head, Row } from '../core/ledger/chain.ts'
import type { Seal } from '../core/ledger/seal.ts'
import type { Client, Pool } from './pools.ts'

type Asked = Pool | Client

export type Ends = {
  head: Head
  /** The number of the last row there is; 0 without one. */
  last: bigint
  /** The number of the last seal there is; 0 without one. */
  sealed: bigint
  /** Acts that wait to be moved into the chain, and since when, in milliseconds. */
  waiting: number
  waitingMs: number
}

/** Where the ledger ends, by each of its tables, at one moment. Null when the head is gone. */
export const readEnds = async (asked: Asked): Promise<Ends | null> => {
  const result = await asked.query(`
    select h.seq, h.at, h.hash, coalesce((select max(seq) from ledger), 0) as last,
      coalesce((select max(seq) from ledger_seal), 0) as sealed,
      (select count(*)::integer from ledger_outbox) as waiting,
      (select coalesce(greatest(0, extract(epoch from clock_timestamp()) * 1000
        - min(noted_at) / 1000), 0)::float8 from ledger_outbox) as "waitingMs"
    from ledger_head h`)
  const row = result.rows[0]
  if (row === undefined) return null
  const { seq, at, hash, ...rest } = row
  return { head: { seq, at, hash }, ...rest }
}

const rowColumns = `seq, at, act, collection_id, organisation_id, object_id, first_position,
  last_position, canonical, prev, hash`

/** At most `most` rows behind `after`, up to and including `upTo`, in order. */
export const listRows = async (
  asked: Asked,
  after: bigint,
  upTo: bigint,
  most: number,
): Promise<Row[]> => {
  const result = await asked.query({
    name: 'ledger rows',
    text: `select ${rowColumns} from ledger where seq > $1 and seq <= $2 order by seq limit $3`,
    values: [after, upTo, most],
  })
  return result.rows
}

export type KeptSeal = Seal & { seq: bigint; at: bigint }

/** The seals of the rows behind `after`, up to and including `upTo`, in order. */
export const listSeals = async (asked: Asked, after: bigint, upTo: bigint): Promise<KeptSeal[]> => {
  const result = await asked.query({
    name: 'ledger seals',
    text: `select seq, at, body, signature from ledger_seal where seq > $1 and seq <= $2
      order by seq`,
    values: [after, upTo],
  })
  return result.rows
}

/** The latest seal; null without one. */
export const readSeal = async (asked: Asked): Promise<KeptSeal | null> => {
  const result = await asked.query(
    'select seq, at, body, signature from ledger_seal order by seq desc limit 1',
  )
  return result.rows[0] ?? null
}

export type DisclosureRow = { seq: bigint; at: bigint; canonical: string }

/**
 * Disclosures behind row `after` whose span holds at least one of the positions, in order: those
 * that may have shown one of them.
 */
export const listSpanning = async (
  asked: Asked,
  collectionId: string,
  positions: bigint[],
  after: bigint,
  most: number,
): Promise<DisclosureRow[]> => {
  const result = await asked.query({
    name: 'ledger spanning',
    text: `select seq, at, canonical from ledger l
      where act = 'disclose' and collection_id = $1 and seq > $3
        and first_position <= (select max(p) from unnest($2::bigint[]) p)
        and last_position >= (select min(p) from unnest($2::bigint[]) p)
        and exists (select from unnest($2::bigint[]) p
          where p between l.first_position and l.last_position)
      order by seq limit $4`,
    values: [collectionId, positions.map(String), after, most],
  })
  return result.rows
}

/** Disclosures to an organisation behind row `after`, since a time in microseconds, in order. */
export const listReceived = async (
  asked: Asked,
  organisationId: string,
  since: bigint,
  after: bigint,
  most: number,
): Promise<DisclosureRow[]> => {
  const result = await asked.query({
    name: 'ledger received',
    text: `select seq, at, canonical from ledger
      where act = 'disclose' and organisation_id = $1 and at >= $2 and seq > $3
      order by seq limit $4`,
    values: [organisationId, since, after, most],
  })
  return result.rows
}

/** Acts about an object, in order: each may name positions its entries had. */
export const listActs = async (
  asked: Asked,
  objectId: string,
  organisationId: string | null,
): Promise<{ collection_id: string; canonical: string }[]> => {
  const result = await asked.query(
    `select collection_id, canonical from ledger
      where act <> 'disclose' and object_id = $1 and collection_id is not null
        and ($2::uuid is null or organisation_id = $2) order by seq`,
    [objectId, organisationId],
  )
  return result.rows
}

export type Place = { collection_id: string; position: bigint }

/**
 * Where an object's entries are now, under the id it was submitted with or the one it is shown
 * with. With an owner, only those of versions that organisation submitted.
 */
export const findPlaces = async (
  asked: Asked,
  objectId: string,
  ownerId: string | null,
): Promise<Place[]> => {
  const result = await asked.query(
    `select f.collection_id, f.position
      from collection c join feed f on f.collection_id = c.id and f.stix_id = $1
      where $2::uuid is null or exists (select from object_version v
        join rendition r on r.collection_id = v.collection_id and r.version_id = v.version_id
        where v.owner_id = $2 and r.collection_id = f.collection_id
          and r.rendition_id = f.rendition_id)
      union
      select (m ->> 'collection_id')::uuid, (p ->> 'position')::bigint
      from collection c join object_version v on v.collection_id = c.id and v.stix_id = $1,
        jsonb_array_elements(coalesce(to_jsonb(v) -> 'forms', '[]')) m,
        jsonb_array_elements(m -> 'pieces') p
      where $2::uuid is null or v.owner_id = $2`,
    [objectId, ownerId],
  )
  return result.rows
}

export type ReceiverRow = { id: string; name: string; kind: string }

/** Names and kinds of organisations that still are there. */
export const readReceivers = async (asked: Asked, ids: string[]): Promise<ReceiverRow[]> => {
  const result = await asked.query(
    'select id, name, kind from organisation where id = any($1::uuid[])',
    [ids],
  )
  return result.rows
}

/** The id of an organisation by its name; null when there is none. */
export const findOrganisation = async (asked: Asked, name: string): Promise<string | null> => {
  const result = await asked.query('select id from organisation where name = $1', [name])
  return result.rows[0]?.id ?? null
}

/** Names of the objects that stand at positions of a collection now. */
export const nameObjects = async (
  asked: Asked,
  collectionId: string,
  positions: bigint[],
): Promise<Map<bigint, string>> => {
  const result = await asked.query(
    `select position, stix_id from feed where collection_id = $1 and position = any($2::bigint[])`,
    [collectionId, positions.map(String)],
  )
  return new Map(
    result.rows.map((row: { position: bigint; stix_id: string }) => [row.position, row.stix_id]),
  )
}
