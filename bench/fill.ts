// Fills feeds with as many entries as a measurement wants, straight into the tables.
import type pg from 'pg'
import { nobody, only, printAudience, unite } from '../src/core/sharing/audience.ts'
import type { Level } from '../src/core/sharing/clearance.ts'

/** Bodies of about 970 bytes, as the objects of feeds are. */
const body = `'{"type":"indicator","spec_version":"2.1","id":"' || stix_id
  || '","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Beacon '
  || n || '","description":"' || repeat('Seen beaconing from several hosts. ', 18)
  || '","pattern":"[ipv4-addr:value = ''198.51.100.' || n % 256 || ''']","pattern_type":"stix"'
  || ',"valid_from":"2026-01-01T00:00:00Z"}'`

const intern = async (client: pg.Client, groupId: string): Promise<Map<string, number[]>> => {
  const ids = new Map<string, number[]>()
  const add = async (level: Level, count: number): Promise<void> => {
    const predicates = Array.from({ length: count }, (_, n) => {
      const organisation = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
      const members = only({ is: 'member', group: groupId, level })
      const owner = n === 0 ? nobody : only({ is: 'organisation', id: organisation })
      return printAudience(unite(members, owner))
    })
    const added = await client.query(
      `insert into audience (predicate) select unnest($1::text[]) on conflict (predicate)
        do update set predicate = excluded.predicate returning id`,
      [predicates],
    )
    const list: number[] = added.rows.map(({ id }) => id)
    ids.set(level, list)
  }
  await add('consumer', 4)
  await add('contributor', 400)
  await add('trusted', 20)
  return ids
}

/**
 * Appends `count` entries to an empty collection: 0.1 % for consumers, 10 % for contributors, all
 * for stewards.
 */
export const fillFeed = async (
  client: pg.Client,
  collectionId: string,
  count: number,
): Promise<void> => {
  const group = await client.query('select group_id from collection where id = $1', [collectionId])
  const audiences = await intern(client, group.rows[0].group_id)
  const choose = (level: string): string => {
    const list = audiences.get(level) as number[]
    return `(array[${list.join(',')}])[1 + (n / 10) % ${list.length}]`
  }
  await client.query(`create temporary table fill as
    select n, 1767225600000000 + n::bigint * 20 as position, case
        when n % 1000 = 7 then ${choose('consumer')} when n % 10 = 7 then ${choose('contributor')}
        else ${choose('trusted')} end as audience_id, 'indicator--' || gen_random_uuid() as stix_id
    from generate_series(1, ${count}) n`)
  // As the hub writes: rows that others write have no digest that fits.
  await client.query('grant select on fill to sekisho_writer')
  await client.query('set role sekisho_writer')
  await client.query(`insert into rendition
    select '${collectionId}', position, position, audience_id, 'P0', ${body} from fill order by n`)
  await client.query(`insert into feed (collection_id, position, audience_id, rendition_id, size,
      stix_id, stix_type, spec_version, version, version_order, strand, owner_id)
    select '${collectionId}', position, audience_id, position, 970, stix_id,
      'indicator', '2.1', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00', position,
      '00000000-0000-0000-0000-000000000000'
    from fill order by n`)
  await client.query(`insert into feed_share
    select '${collectionId}', audience_id, count(*), count(*), max(position) from fill
    group by audience_id`)
  await client.query(`insert into feed_mark select '${collectionId}', n, position from fill
    where n % 256 = 0`)
  await client.query(
    `insert into feed_head (collection_id, last_position, given)
      select '${collectionId}', max(position), count(*) from fill`,
  )
  await client.query('reset role')
  await client.query('drop table fill')
  await client.query('vacuum analyze feed')
  await client.query('vacuum analyze rendition')
  await client.query('analyze feed_mark, feed_share')
}
