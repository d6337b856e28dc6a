// What the versions of one owner's object are to each other in the feed: superseded, outdated, and
// kept from the same eyes. Precondition of every function: the client's transaction holds the
// collection's lock.
import type { Client } from './pools.ts'

/**
 * Says anew which entries of these ids are superseded (a later version of the same specification
 * is in the feed) or outdated (a newer specification is), and corrects the shares by what changed.
 * Only versions of one owner count: nobody's version takes the place of another organisation's.
 */
export const settleVersions = async (
  client: Client,
  collectionId: string,
  ids: string[],
): Promise<void> => {
  if (ids.length === 0) return
  await client.query({
    name: 'settle versions',
    text: `with seen as (
        select f.position, f.audience_id, f.superseded, f.outdated,
          f.version_order < max(f.version_order)
            over (partition by v.owner_id, f.stix_id, f.spec_version) as late,
          f.spec_version < max(f.spec_version) over (partition by v.owner_id, f.stix_id) as old
        from feed f join object_version v
          on v.collection_id = f.collection_id and v.version_id = f.rendition_id
        where f.collection_id = $1 and f.stix_id = any($2)),
      changed as (
        update feed f set superseded = seen.late, outdated = seen.old from seen
        where f.collection_id = $1 and f.position = seen.position
          and (seen.superseded, seen.outdated) is distinct from (seen.late, seen.old)
        returning seen.audience_id,
          (not seen.late and not seen.old)::integer
            - (not seen.superseded and not seen.outdated)::integer
            as gain)
      update feed_share s set current_entries = s.current_entries + g.gain
      from (select audience_id, sum(gain) as gain from changed group by audience_id) g
      where s.collection_id = $1 and s.audience_id = g.audience_id`,
    values: [collectionId, ids],
  })
}

export type Narrowed = { version_id: bigint; stix_id: string; audience_id: number }

/** Gives versions another audience, with their renditions and entries, and moves the shares. */
export const narrowVersions = async (
  client: Client,
  collectionId: string,
  narrowed: Narrowed[],
): Promise<void> => {
  if (narrowed.length === 0) return
  await client.query({
    name: 'narrow versions',
    text: `with held as (
        select f.position, f.rendition_id, f.audience_id as before, w.audience_id as after,
          (not f.superseded and not f.outdated)::integer as current
        from unnest($2::bigint[], $3::text[], $4::integer[])
            as w (version_id, stix_id, audience_id)
          join feed f on f.collection_id = $1 and f.stix_id = w.stix_id
            and f.rendition_id = w.version_id and f.audience_id <> w.audience_id),
      entry as (
        update feed f set audience_id = held.after from held
        where f.collection_id = $1 and f.position = held.position),
      body as (
        update rendition r set audience_id = held.after from held
        where r.collection_id = $1 and r.rendition_id = held.rendition_id),
      change as (
        select before as audience_id, -count(*) as entries, -sum(current) as current, 0 as last
        from held group by before
        union all
        select after, count(*), sum(current), max(position) from held group by after)
      insert into feed_share as s
        (collection_id, audience_id, entries, current_entries, last_position)
      select $1, audience_id, sum(entries), sum(current), max(last) from change group by audience_id
      on conflict (collection_id, audience_id) do update set
        entries = s.entries + excluded.entries,
        current_entries = s.current_entries + excluded.current_entries,
        last_position = greatest(s.last_position, excluded.last_position)`,
    values: [
      collectionId,
      narrowed.map(({ version_id }) => String(version_id)),
      narrowed.map(({ stix_id }) => stix_id),
      narrowed.map(({ audience_id }) => audience_id),
    ],
  })
}
