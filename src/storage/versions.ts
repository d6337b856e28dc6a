// Versions as their owners gave them, with what became of them: the rows a lineage is decided on.
// Decides nothing. Precondition of whatever writes: the client holds the collection's lock.
import { printPosition } from '../core/taxii/position.ts'
import type { Client, Pool } from './pools.ts'
import { digestOf } from './soundness.ts'
import type { StoredForm } from './stored-form.ts'

export type KeptRow = {
  version_id: bigint
  owner_id: string
  stix_id: string
  spec_version: string
  version: string
  version_order: string
  created_order: string | null
  created_by_ref: string | null
  revoked: boolean
  content_hash: Buffer
  unversioned: boolean
  submission_id: string
  forms: StoredForm[]
  options: unknown
}

/**
 * One version to be kept. The raw bytes are the rendition whose id is `version_id`; `octets` says
 * how many they are.
 */
export type NewVersion = Omit<KeptRow, 'unversioned'> & { octets: number }

export const keptColumns = `version_id, owner_id, stix_id, spec_version, version, version_order,
  created_order, created_by_ref, revoked, content_hash, submission_id, forms, options`

/** A row of `keptColumns` as it is decided on. */
export const asKept = (row: Omit<KeptRow, 'unversioned'>): KeptRow => ({
  ...row,
  unversioned: row.version === printPosition(row.version_id),
})

/** Every version kept under these ids, of every owner, earliest first. */
export const findKept = async (
  client: Client | Pool,
  collectionId: string,
  ids: string[],
): Promise<KeptRow[]> => {
  if (ids.length === 0) return []
  const result = await client.query({
    name: 'kept versions',
    text: `select ${keptColumns} from object_version
      where collection_id = $1 and stix_id = any($2) order by version_order, version_id`,
    values: [collectionId, ids],
  })
  return result.rows.map(asKept)
}

/** One owner's versions of these ids in any of these collections. */
export const findOwnedIn = async (
  client: Client | Pool,
  collectionIds: string[],
  ownerId: string,
  ids: string[],
): Promise<KeptRow[]> => {
  const result = await client.query({
    name: 'owned versions',
    text: `select ${keptColumns} from object_version
      where collection_id = any($1) and stix_id = any($3) and owner_id = $2 order by version_id`,
    values: [collectionIds, ownerId, ids],
  })
  return result.rows.map(asKept)
}

/** The versions of these numbers. */
export const findByNumber = async (
  client: Client | Pool,
  collectionId: string,
  versionIds: bigint[],
): Promise<KeptRow[]> => {
  if (versionIds.length === 0) return []
  const result = await client.query(
    `select ${keptColumns} from object_version where collection_id = $1 and version_id = any($2)`,
    [collectionId, versionIds],
  )
  return result.rows.map(asKept)
}

/**
 * The bytes as given of these versions, by version id. Those that are not what was written, or
 * whose version is not, are left out: nothing is drawn from them.
 */
export const readRaw = async (
  client: Client | Pool,
  collectionId: string,
  versionIds: bigint[],
): Promise<Map<bigint, string>> => {
  const result = await client.query(
    `select r.rendition_id, r.body from rendition r left join object_version v
          on v.collection_id = r.collection_id and v.version_id = r.rendition_id
      where r.collection_id = $1 and r.rendition_id = any($2)
        and r.digest = ${digestOf('rendition', 'r')}
        and (v.version_id is null or v.digest = ${digestOf('object_version', 'v')})`,
    [collectionId, versionIds],
  )
  const rows = result.rows as { rendition_id: bigint; body: string }[]
  return new Map(rows.map((row) => [row.rendition_id, row.body]))
}

// The texts put into array literals are ids, types, versions and orders, whose alphabets hold no
// quote; and JSON, which JSON.stringify quotes as an array literal wants it.
export const literal = (values: (string | bigint | number | boolean | null)[]): string =>
  `{${values.map((value) => (value === null ? 'null' : `"${value}"`)).join(',')}}`

export const jsonLiteral = (values: unknown[]): string =>
  `{${values
    .map((value) => (value === null ? 'null' : JSON.stringify(JSON.stringify(value))))
    .join(',')}}`

export const addVersions = async (
  client: Client,
  collectionId: string,
  versions: NewVersion[],
): Promise<void> => {
  if (versions.length === 0) return
  await client.query({
    name: 'add versions',
    text: `with v as (select * from unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[],
        $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[], $12::uuid[], $13::text[],
        $14::text[], $15::bigint[])
        with ordinality as v (version_id, owner_id, stix_id, spec_version, version, version_order,
        created_order, created_by_ref, revoked, submission_id, forms, options, octets, n)),
      kept as (insert into object_version (collection_id, ${keptColumns})
        select $1, version_id, owner_id, stix_id, spec_version, version, version_order,
          created_order, created_by_ref, revoked, substring($11::bytea from n::integer * 32 - 31
          for 32), submission_id, forms::jsonb, options::jsonb from v)
      insert into volume as u (collection_id, owner_id, octets)
      select $1::uuid, owner_id, sum(octets) from v group by owner_id
      on conflict (collection_id, owner_id) do update set octets = u.octets + excluded.octets`,
    values: [
      collectionId,
      literal(versions.map((version) => version.version_id)),
      literal(versions.map((version) => version.owner_id)),
      literal(versions.map((version) => version.stix_id)),
      literal(versions.map((version) => version.spec_version)),
      literal(versions.map((version) => version.version)),
      literal(versions.map((version) => version.version_order)),
      literal(versions.map((version) => version.created_order)),
      literal(versions.map((version) => version.created_by_ref)),
      literal(versions.map((version) => version.revoked)),
      Buffer.concat(versions.map((version) => version.content_hash)),
      literal(versions.map((version) => version.submission_id)),
      jsonLiteral(versions.map((version) => version.forms)),
      jsonLiteral(versions.map((version) => version.options ?? null)),
      literal(versions.map((version) => version.octets)),
    ],
  })
}

/** Says anew what became of versions. */
export const saveForms = async (
  client: Client,
  collectionId: string,
  versions: { version_id: bigint; forms: StoredForm[] }[],
): Promise<void> => {
  if (versions.length === 0) return
  await client.query({
    name: 'save forms',
    text: `update object_version v set forms = f.forms::jsonb
      from unnest($2::bigint[], $3::text[]) as f (version_id, forms)
      where v.collection_id = $1 and v.version_id = f.version_id`,
    values: [
      collectionId,
      literal(versions.map(({ version_id }) => version_id)),
      jsonLiteral(versions.map(({ forms }) => forms)),
    ],
  })
}

/** Forgets versions with their raw bytes and what they refer to. */
export const removeVersions = async (
  client: Client,
  collectionId: string,
  versionIds: bigint[],
): Promise<void> => {
  if (versionIds.length === 0) return
  const values = [collectionId, versionIds]
  await client.query(
    `update volume u set octets = u.octets - gone.octets
      from (select v.owner_id, sum(octet_length(r.body)) as octets
        from object_version v join rendition r
          on r.collection_id = v.collection_id and r.rendition_id = v.version_id
        where v.collection_id = $1 and v.version_id = any($2) group by v.owner_id) as gone
      where u.collection_id = $1 and u.owner_id = gone.owner_id`,
    values,
  )
  for (const table of ['object_version', 'reference', 'rendition']) {
    const key = table === 'rendition' ? 'rendition_id' : 'version_id'
    await client.query(`delete from ${table} where collection_id = $1 and ${key} = any($2)`, values)
  }
}

/**
 * How much an organisation keeps, in octets: its versions in all collections, and its envelopes
 * that wait to be published.
 */
export const readVolume = async (pool: Pool, ownerId: string): Promise<number> => {
  const result = await pool.query({
    name: 'volume',
    text: `select coalesce((select sum(octets) from volume where owner_id = $1), 0)
      + coalesce((select sum(octet_length(envelope)) from submission
        where organisation_id = $1 and completed_at is null), 0) as octets`,
    values: [ownerId],
  })
  return Number(result.rows[0].octets)
}

const waits = `forms @? '$[*] ? (@.state == "waiting")'`

/** Versions of which something waits, earliest first; only an owner's where one is named. */
export const findWaiting = async (
  client: Client | Pool,
  collectionId: string,
  ownerId: string | null,
  most: number,
): Promise<KeptRow[]> => {
  const result = await client.query(
    `select ${keptColumns} from object_version
      where collection_id = $1 and ${waits} and ($2::uuid is null or owner_id = $2)
      order by version_id limit $3`,
    [collectionId, ownerId, most],
  )
  return result.rows.map(asKept)
}

/** Those of them in which these bytes wait. */
export const findWaitingFor = async (
  client: Client | Pool,
  collectionId: string,
  renditionIds: bigint[],
): Promise<KeptRow[]> => {
  const result = await client.query(
    `select ${keptColumns} from object_version
      where collection_id = $1 and ${waits} and exists (
        select from jsonb_array_elements(forms) f
        where f ->> 'state' = 'waiting' and f ->> 'rendition_id' = any($2::text[]))`,
    [collectionId, renditionIds.map(String)],
  )
  return result.rows.map(asKept)
}

/** Versions of this id, and those of which some form is shown under it, or will be. */
export const findCalled = async (
  client: Client | Pool,
  collectionId: string,
  stixId: string,
): Promise<KeptRow[]> => {
  const result = await client.query(
    `select ${keptColumns} from object_version where collection_id = $1 and version_id in (
        select version_id from object_version where collection_id = $1 and stix_id = $2
        union
        select r.version_id from collection c
          join feed f on f.collection_id = c.id and f.stix_id = $2
          join rendition r on r.collection_id = f.collection_id
            and r.rendition_id = f.rendition_id
        union
        select v.version_id from object_version v where v.collection_id = $1 and ${waits}
          and exists (select from jsonb_array_elements(v.forms) f where f ->> 'stix_id' = $2))
      order by version_order, version_id`,
    [collectionId, stixId],
  )
  return result.rows.map(asKept)
}

/** Says anew what a version was submitted with, and which gates it has passed. */
export const saveOptions = async (
  client: Client,
  collectionId: string,
  versionId: bigint,
  options: unknown,
): Promise<void> => {
  await client.query(
    'update object_version set options = $3 where collection_id = $1 and version_id = $2',
    [collectionId, versionId, JSON.stringify(options)],
  )
}
