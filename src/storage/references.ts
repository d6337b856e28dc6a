// Which versions refer to an id, and which objects wait to be drawn anew because of it. Knows no
// reason why.
import type { Client, Pool } from './pools.ts'
import { literal } from './versions.ts'

export type NewReference = { target: string; version_id: bigint }

export const addReferences = async (
  client: Client,
  collectionId: string,
  references: NewReference[],
): Promise<void> => {
  if (references.length === 0) return
  await client.query({
    name: 'add references',
    text: `insert into reference (collection_id, target, version_id)
      select $1, target, version_id from unnest($2::text[], $3::bigint[]) as r (target, version_id)
      on conflict do nothing`,
    values: [
      collectionId,
      literal(references.map(({ target }) => target)),
      literal(references.map(({ version_id }) => version_id)),
    ],
  })
}

/** The versions of these owners that refer to any of `targets`, once for each. */
export const findReferrers = async (
  client: Client | Pool,
  collectionId: string,
  ownerIds: string[],
  targets: string[],
): Promise<NewReference[]> => {
  if (targets.length === 0) return []
  const result = await client.query({
    name: 'referrers',
    // The references first: a lineage of thousands must not be asked for each of thousands.
    text: `with met as materialized (
        select target, version_id from reference
        where collection_id = $1 and target = any($3))
      select met.target, met.version_id from met join object_version v
        on v.collection_id = $1 and v.version_id = met.version_id
      where v.owner_id = any($2)`,
    values: [collectionId, ownerIds, targets],
  })
  return result.rows
}

export type Redraw = { home_id: string; owner_id: string; stix_id: string }

/** Asks for objects to be drawn anew; asking twice is asking once. */
export const askRedraw = async (client: Client | Pool, redraws: Redraw[]): Promise<void> => {
  if (redraws.length === 0) return
  await client.query(
    `insert into redraw (home_id, owner_id, stix_id)
      select * from unnest($1::uuid[], $2::uuid[], $3::text[]) on conflict do nothing`,
    [
      redraws.map(({ home_id }) => home_id),
      redraws.map(({ owner_id }) => owner_id),
      redraws.map(({ stix_id }) => stix_id),
    ],
  )
}

/** Objects of one owner in one collection that wait to be drawn anew; at most `most`. */
export const listRedraws = async (pool: Pool, most: number): Promise<Redraw[]> => {
  const result = await pool.query(
    `select home_id, owner_id, stix_id from redraw
      where (home_id, owner_id) = (select home_id, owner_id from redraw limit 1)
      order by stix_id limit $1`,
    [most],
  )
  return result.rows
}

export const endRedraws = async (client: Client, redraws: Redraw[]): Promise<void> => {
  await client.query(
    `delete from redraw r using unnest($1::uuid[], $2::uuid[], $3::text[])
        as d (home_id, owner_id, stix_id)
      where r.home_id = d.home_id and r.owner_id = d.owner_id and r.stix_id = d.stix_id`,
    [
      redraws.map(({ home_id }) => home_id),
      redraws.map(({ owner_id }) => owner_id),
      redraws.map(({ stix_id }) => stix_id),
    ],
  )
}
