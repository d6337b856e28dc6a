// One reader's look at the hub: policy epoch, shares and entries of the same moment.
// INVARIANT: nothing of the feed is visible in it before the audiences are named.
import { type Client, type Patience, type Pool, withReading } from './pools.ts'

export type Share = {
  audience_id: number
  entries: number
  current_entries: number
  last_position: bigint
}

export type FeedHead = { last_position: bigint; given: bigint }

/** What a snapshot shows of a collection before any audience is named. Shown to nobody as it is. */
export type Outline = {
  epoch: bigint
  head: FeedHead
  /** Something opens or closes by now: the feed is not yet what it should be. */
  due: boolean
  /** What it holds was drawn under other rules. */
  held: boolean
  /** The server follows another one. */
  standby: boolean
}

type OutlineRow = FeedHead & Omit<Outline, 'head'>

const outlineOf = ({ last_position, given, ...outline }: OutlineRow): Outline => ({
  ...outline,
  head: { last_position, given },
})

const outlineColumns = `h.policy_epoch as epoch, coalesce(f.last_position, 0) as last_position,
  coalesce(f.given, 0) as given, coalesce(f.due <= hub_clock(), false) as due,
  coalesce(f.held, false) as held, pg_is_in_recovery() as standby`

/**
 * What each audience of the collection holds. Counts guide the search; they are shown to nobody.
 */
export const readShares = async (client: Client, collectionId: string): Promise<Share[]> => {
  const result = await client.query({
    name: 'shares',
    text: `select audience_id, entries::float8 as entries, last_position,
        current_entries::float8 as current_entries
      from feed_share where collection_id = $1`,
    values: [collectionId],
  })
  return result.rows as Share[]
}

/**
 * Runs `use` on one read-only snapshot of a collection's feed. Policy epoch and the feed's end come
 * with its beginning, in one round trip.
 */
export const withSnapshot = async <T>(
  pool: Pool,
  collectionId: string,
  use: (client: Client, outline: Outline) => Promise<T>,
  patience?: Patience,
): Promise<T> => {
  if (!/^[0-9a-f-]{36}$/.test(collectionId)) throw new Error('a collection id is a UUID')
  const opening = `begin isolation level repeatable read read only;
    select ${outlineColumns}
    from hub h left join feed_head f on f.collection_id = '${collectionId}'`
  const begin = (client: Client, rows: unknown[]): Promise<T> =>
    use(client, outlineOf(rows[0] as OutlineRow))
  return withReading(pool, opening, begin, patience)
}

/**
 * The outlines of several collections by their ids, of one moment: one small query. Most often it
 * is one collection, for which PostgreSQL keeps a plan; with a list it plans each time.
 */
export const readOutlines = async (
  pool: Pool,
  collectionIds: string[],
): Promise<Map<string, Outline>> => {
  const [only] = collectionIds
  const [name, ids, value] =
    collectionIds.length === 1
      ? ['outline', '(select $1::uuid as id)', only]
      : ['outlines', 'unnest($1::uuid[])', collectionIds]
  const result = await pool.query({
    name,
    text: `select c.id, ${outlineColumns} from hub h cross join ${ids} as c (id)
      left join feed_head f on f.collection_id = c.id`,
    values: [value],
  })
  const rows = result.rows as (OutlineRow & { id: string })[]
  return new Map(rows.map(({ id, ...row }) => [id, outlineOf(row)]))
}

/** Names the audiences whose rows may be seen until the transaction ends (the second wall). */
export const nameAudiences = async (client: Client, ids: number[]): Promise<void> => {
  await client.query({
    name: 'name audiences',
    text: `select set_config('sekisho.audiences', $1, true)`,
    values: [`{${ids.join(',')}}`],
  })
}
