// What happens to entries that are in a feed already: superseded, narrowed, removed, announced
// again. Decides nothing. Precondition of every function: the client's transaction holds the
// collection's lock.
import type { Client } from './pools.ts'
import { literal } from './versions.ts'

/**
 * Says anew which of these entries are superseded (a later version of the same strand and
 * specification is among them) or outdated (a newer specification is), and corrects the shares by
 * what changed.
 */
export const settleEntries = async (
  client: Client,
  collectionId: string,
  positions: bigint[],
): Promise<void> => {
  if (positions.length === 0) return
  await client.query({
    name: 'settle entries',
    text: `with seen as (
        select position, audience_id, superseded, outdated,
          version_order < max(version_order) over (partition by strand, spec_version) as late,
          spec_version < max(spec_version) over (partition by strand) as old
        from feed where collection_id = $1 and position = any($2)),
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
    values: [collectionId, literal(positions)],
  })
}

export type NarrowedEntry = { position: bigint; audience_id: number }

/**
 * Gives entries and their renditions another audience, and moves the shares. What is for `nobody`
 * already was withheld, and stays so.
 */
export const narrowEntries = async (
  client: Client,
  collectionId: string,
  narrowed: NarrowedEntry[],
  nobody: number,
): Promise<void> => {
  if (narrowed.length === 0) return
  await client.query({
    name: 'narrow entries',
    text: `with held as (
        select f.position, f.rendition_id, f.audience_id as before, w.audience_id as after,
          (not f.superseded and not f.outdated)::integer as current
        from unnest($2::bigint[], $3::integer[]) as w (position, audience_id)
          join feed f on f.collection_id = $1 and f.position = w.position
            and f.audience_id <> w.audience_id and f.audience_id <> $4),
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
      literal(narrowed.map(({ position }) => position)),
      literal(narrowed.map(({ audience_id }) => audience_id)),
      nobody,
    ],
  })
}

/**
 * Takes entries out of the feed with their renditions, and off the shares. The bytes a version was
 * given as stay with it, for the audience `nobody`.
 */
export const removeEntries = async (
  client: Client,
  collectionId: string,
  positions: bigint[],
  nobody: number,
): Promise<void> => {
  if (positions.length === 0) return
  await client.query({
    name: 'remove entries',
    text: `with gone as (
        delete from feed where collection_id = $1 and position = any($2)
        returning audience_id, rendition_id, (not superseded and not outdated)::integer as current),
      body as (
        delete from rendition r using gone
        where r.collection_id = $1 and r.rendition_id = gone.rendition_id
          and r.rendition_id <> r.version_id),
      raw as (
        update rendition r set audience_id = $3 from gone
        where r.collection_id = $1 and r.rendition_id = gone.rendition_id
          and r.rendition_id = r.version_id),
      share as (
        select audience_id, count(*) as entries, sum(current) as current
        from gone group by audience_id)
      update feed_share s set entries = s.entries - g.entries,
        current_entries = s.current_entries - g.current
      from share g where s.collection_id = $1 and s.audience_id = g.audience_id`,
    values: [collectionId, literal(positions), nobody],
  })
}

/** Those of these entries that are superseded or outdated: a removal may bring them back. */
export const listHidden = async (
  client: Client,
  collectionId: string,
  positions: bigint[],
): Promise<bigint[]> => {
  const result = await client.query(
    `select position from feed where collection_id = $1 and position = any($2)
      and (superseded or outdated) order by position`,
    [collectionId, positions],
  )
  return result.rows.map((row: { position: bigint }) => row.position)
}

/**
 * Moves those of `positions` that are the latest now to the end of the feed: a poller that was past
 * them while they were superseded has never seen them, and would miss them. Answers where each went
 * to, by where it was.
 */
export const announceAgain = async (
  client: Client,
  collectionId: string,
  positions: bigint[],
  from: bigint,
  step: bigint,
): Promise<Map<bigint, bigint>> => {
  if (positions.length === 0) return new Map()
  const moved = await client.query(
    `with back as (
        select position, $3 + (row_number() over (order by position) - 1) * $4::bigint as later
        from feed where collection_id = $1 and position = any($2)
          and not superseded and not outdated),
      moved as (
        update feed f set position = back.later from back
        where f.collection_id = $1 and f.position = back.position
        returning f.audience_id, f.position, back.position as before),
      share as (
        update feed_share s set last_position = m.position
        from (select audience_id, max(position) as position from moved group by audience_id) m
        where s.collection_id = $1 and s.audience_id = m.audience_id),
      head as (
        update feed_head set last_position = greatest(last_position, m.last)
        from (select max(position) as last from moved) m
        where collection_id = $1 and m.last is not null)
      select before, position from moved`,
    [collectionId, positions, from, step],
  )
  const rows = moved.rows as { before: bigint; position: bigint }[]
  return new Map(rows.map(({ before, position }) => [before, position]))
}

/** Moves the feed's end where something in it changed without a new entry: caches hang on it. */
export const touchHead = async (client: Client, collectionId: string): Promise<void> => {
  await client.query(
    `update feed_head set last_position = last_position + 1 where collection_id = $1`,
    [collectionId],
  )
}

export type MetRow = {
  position: bigint
  stix_id: string
  owner_id: string
  audience_id: number
  version_order: string
  digest: string
}

/**
 * The entries of a feed under ids that somebody is about to use, of every other owner, with the
 * SHA-256 of their bytes in base64.
 */
export const findMet = async (
  client: Client,
  collectionId: string,
  wanted: { stix_id: string; owner_id: string }[],
): Promise<MetRow[]> => {
  if (wanted.length === 0) return []
  const result = await client.query({
    name: 'met entries',
    text: `select f.position, f.stix_id, f.owner_id, f.audience_id, f.version_order,
        encode(sha256(convert_to(r.body, 'UTF8')), 'base64') as digest
      from unnest($2::text[], $3::uuid[]) as w (stix_id, owner_id)
        join feed f on f.collection_id = $1 and f.stix_id = w.stix_id
          and f.owner_id <> w.owner_id
        join rendition r on r.collection_id = $1 and r.rendition_id = f.rendition_id`,
    values: [
      collectionId,
      literal(wanted.map(({ stix_id }) => stix_id)),
      literal(wanted.map(({ owner_id }) => owner_id)),
    ],
  })
  return result.rows
}
