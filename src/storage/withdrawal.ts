// Takes versions out of a collection's feed, and announces again what became the latest by it.
// Precondition of every function: the collection is locked by the client's transaction.
import type { Client } from './pools.ts'

export type HeldVersion = {
  version_id: bigint
  owner_id: string
  audience_id: number
  spec_version: string
  version_order: string
}

/** Every version the collection holds of an object, earliest first. */
export const listHeld = async (
  client: Client,
  collectionId: string,
  stixId: string,
): Promise<HeldVersion[]> => {
  const result = await client.query(
    `select v.version_id, v.owner_id, r.audience_id, v.spec_version, v.version_order
      from object_version v
        join rendition r on r.collection_id = v.collection_id and r.rendition_id = v.version_id
      where v.collection_id = $1 and v.stix_id = $2 order by v.spec_version, v.version_order`,
    [collectionId, stixId],
  )
  return result.rows
}

/**
 * Removes versions of one object with their renditions and entries, and takes them off the
 * shares.
 */
export const removeVersions = async (
  client: Client,
  collectionId: string,
  stixId: string,
  versionIds: bigint[],
): Promise<void> => {
  await client.query(
    `with held as (
        select f.position, f.rendition_id from feed f join rendition r
          on r.collection_id = f.collection_id and r.rendition_id = f.rendition_id
        where f.collection_id = $1 and f.stix_id = $2 and r.version_id = any($3)),
      body as (
        delete from rendition r using held
        where r.collection_id = $1 and r.rendition_id = held.rendition_id),
      gone as (
        delete from feed f using held where f.collection_id = $1 and f.position = held.position
        returning f.audience_id, (not f.superseded and not f.outdated)::integer as current)
      update feed_share s set entries = s.entries - g.entries,
        current_entries = s.current_entries - g.current
      from (select audience_id, count(*) as entries, sum(current) as current
        from gone group by audience_id) g
      where s.collection_id = $1 and s.audience_id = g.audience_id`,
    [collectionId, stixId, versionIds],
  )
  await client.query(
    'delete from object_version where collection_id = $1 and version_id = any($2)',
    [collectionId, versionIds],
  )
}

/** The superseded or outdated entries of an object: those a removal may bring back. */
export const listHidden = async (
  client: Client,
  collectionId: string,
  stixId: string,
): Promise<bigint[]> => {
  const result = await client.query(
    `select position from feed where collection_id = $1 and stix_id = $2
      and (superseded or outdated) order by position`,
    [collectionId, stixId],
  )
  return result.rows.map((row: { position: bigint }) => row.position)
}

/**
 * Moves those of `positions` that are the latest now to the end of the feed: a poller that was past
 * them while they were superseded has never seen them, and would miss them.
 */
export const announceAgain = async (
  client: Client,
  collectionId: string,
  positions: bigint[],
  from: bigint,
  step: bigint,
): Promise<number> => {
  const moved = await client.query(
    `with back as (
        select position, $3 + (row_number() over (order by position) - 1) * $4::bigint as later
        from feed where collection_id = $1 and position = any($2)
          and not superseded and not outdated),
      moved as (
        update feed f set position = back.later from back
        where f.collection_id = $1 and f.position = back.position
        returning f.audience_id, f.position),
      share as (
        update feed_share s set last_position = m.position
        from (select audience_id, max(position) as position from moved group by audience_id) m
        where s.collection_id = $1 and s.audience_id = m.audience_id)
      select count(*)::integer as moved, max(position) as last from moved`,
    [collectionId, positions, from, step],
  )
  const { moved: count, last } = moved.rows[0] as { moved: number; last: bigint | null }
  if (last !== null) {
    await client.query('update feed_head set last_position = $2 where collection_id = $1', [
      collectionId,
      last,
    ])
  }
  return count
}
