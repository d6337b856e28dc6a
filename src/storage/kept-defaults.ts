// What held for stored objects where nobody said anything, kept with them when it is about to be
// another: whoever looks after a group does not loosen what was shared already. Decides nothing.
import { type Kysely, sql } from 'kysely'
import { consents } from '../core/sharing/consent.ts'
import { tlpLevels } from '../core/sharing/tlp.ts'
import type { Database } from './database.ts'

/**
 * Keeps consent and level that hold by default with every version of these groups (null: of all);
 * of what is kept there already the stricter stays. In the transaction that changes the defaults,
 * before it does.
 */
export const keepDefaults = async (
  db: Kysely<Database>,
  groupIds: string[] | null,
): Promise<void> => {
  const [laxFirst, strictFirst] = [[...tlpLevels], [...consents]]
  await sql`update object_version v
    set options = jsonb_set(coalesce(v.options, '{}'), '{under}', jsonb_build_object(
      'consent', (${strictFirst}::text[])[least(
        array_position(${strictFirst}::text[], g.consent),
        array_position(${strictFirst}::text[], v.options #>> '{under,consent}'))],
      'default_tlp', (${laxFirst}::text[])[greatest(
        array_position(${laxFirst}::text[],
          coalesce(c.default_tlp, g.default_tlp, o.default_tlp, h.default_tlp, 'amber+strict')),
        array_position(${laxFirst}::text[], v.options #>> '{under,default_tlp}'))]))
    from collection c join trust_group g on g.id = c.group_id, organisation o, hub h
    where c.id = v.collection_id and o.id = v.owner_id
      and (${groupIds}::uuid[] is null or g.id = any(${groupIds}::uuid[]))`.execute(db)
}
