// Counts for the operator: what there is in the hub, never what is in it.
import type pg from 'pg'

export type CollectionCount = {
  group: string
  name: string
  title: string
  id: string
  entries: bigint
  /** Microseconds since 1970; null where nothing was published. */
  last_position: bigint | null
}

export type Summary = {
  title: string
  policy_epoch: bigint
  organisations: {
    name: string
    title: string
    kind: string
    status: string
    credentials: number
  }[]
  groups: { name: string; title: string; members: number; collections: number }[]
  collections: CollectionCount[]
  pending_submissions: number
}

const organisations = `
  select o.name, o.title, o.kind, o.status, (
    select count(*)::integer from credential c join principal p on p.id = c.principal_id
    where p.organisation_id = o.id and c.revoked_at is null
      and (c.expires_at is null or c.expires_at > clock_timestamp())) as credentials
  from organisation o order by o.name`

const groups = `
  select g.name, g.title,
    (select count(*)::integer from membership m where m.group_id = g.id) as members,
    (select count(*)::integer from collection c where c.group_id = g.id) as collections
  from trust_group g order by g.name`

const collections = `
  select g.name as group, c.name, c.title, c.id, h.last_position,
    coalesce((select sum(s.entries) from feed_share s where s.collection_id = c.id), 0)::bigint
      as entries
  from collection c join trust_group g on g.id = c.group_id
  left join feed_head h on h.collection_id = c.id
  order by g.name, c.name`

const pending = 'select count(*)::integer as count from submission where completed_at is null'

/** Each part is read by itself: good for eyes, not for decisions. */
export const readSummary = async (pool: pg.Pool): Promise<Summary> => {
  const hub = await pool.query('select title, policy_epoch from hub')
  return {
    ...(hub.rows[0] as Pick<Summary, 'title' | 'policy_epoch'>),
    organisations: (await pool.query(organisations)).rows,
    groups: (await pool.query(groups)).rows,
    collections: (await pool.query(collections)).rows,
    pending_submissions: (await pool.query(pending)).rows[0].count,
  }
}
