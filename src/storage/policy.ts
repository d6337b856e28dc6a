// Reads what is needed to decide who may see which group and collection. Decides nothing.
import type pg from 'pg'
import type { CollectionPolicy } from '../core/sharing/access.ts'

export type GroupRow = { id: string; name: string; title: string; description: string | null }

export type CollectionRow = CollectionPolicy & {
  title: string
  description: string | null
  alias: string | null
  validation: 'strict' | 'lenient'
  media_types: string[]
}

export type PolicyRows = {
  epoch: bigint
  title: string
  description: string | null
  contact: string | null
  groups: GroupRow[]
  collections: CollectionRow[]
}

const statement = `
  select h.policy_epoch as epoch, h.title, h.description, h.contact,
    (select coalesce(json_agg(json_build_object(
       'id', g.id, 'name', g.name, 'title', g.title, 'description', g.description)
       order by g.name), '[]')
     from trust_group g) as groups,
    (select coalesce(json_agg(json_build_object(
       'id', c.id, 'group_id', c.group_id, 'group', g.name, 'title', c.title,
       'description', c.description, 'alias', c.alias, 'validation', c.validation,
       'media_types', c.media_types, 'access', c.access) order by c.id), '[]')
     from collection c join trust_group g on g.id = c.group_id) as collections
  from hub h`

/** The policy as of one moment: one statement, hence one snapshot. */
export const readPolicy = async (pool: pg.Pool | pg.PoolClient): Promise<PolicyRows> => {
  const result = await pool.query(statement)
  return result.rows[0] as PolicyRows
}

export const readEpoch = async (pool: pg.Pool): Promise<bigint> => {
  const result = await pool.query({
    name: 'epoch',
    text: 'select policy_epoch from hub',
  })
  return result.rows[0].policy_epoch
}
