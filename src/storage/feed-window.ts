// Finds the next entries of a feed for some audiences, at a cost that depends on the page and not
// on how much the collection holds or how little of it the viewer may see.
import type { Client } from './pools.ts'
import type { FeedHead, Share } from './snapshot.ts'

export type Entry = {
  position: bigint
  audience_id: number
  rendition_id: bigint
  size: number
  /** Only where `named` was asked for. */
  stix_id: string
  spec_version: string
  version: string
}

/** Filters of TAXII 2.1 §3.4 as storage needs them; null means not asked for. */
export type EntryFilter = {
  types: string[] | null
  ids: string[] | null
  specVersions: string[] | null
  first: boolean
  last: boolean
  all: boolean
  orders: string[]
}

export type EntrySearch = {
  collectionId: string
  audiences: number[]
  shares: Share[]
  head: FeedHead
  after: bigint
  most: number
  filter: EntryFilter
  /** Of these audiences only what came after `since`. */
  late: { audience_id: number; since: bigint }[]
  /** Ids and versions as well: a manifest shows them, a page of objects does not read them. */
  named: boolean
}

const markEvery = 256n
/** From this share on it is cheaper to read the feed in order and skip what is not the viewer's. */
const denseShare = 0.25
const overflow = 4

const columns = ({ named }: EntrySearch): string => {
  const names = named ? ', f.stix_id, f.spec_version, f.version' : ''
  return `f.position, f.audience_id, f.rendition_id, f.size${names}`
}

type Row = Entry & { matched?: bigint }
type Packed = { positions: string; audiences: string; renditions: string; sizes: string }

/** Numbers of a page in four texts instead of a thousand rows: reading rows is what costs. */
const pack = ({ text, values }: Bound): Bound => ({
  text: `select array_to_string(array_agg(position), ',') as positions,
      array_to_string(array_agg(audience_id), ',') as audiences,
      array_to_string(array_agg(rendition_id), ',') as renditions,
      array_to_string(array_agg(size), ',') as sizes, max(matched) as matched
    from (${text}) page`,
  values,
})

const unpack = (packed: Packed & { matched: bigint }): Row[] => {
  if (packed.positions === null) return []
  const audiences = packed.audiences.split(',')
  const renditions = packed.renditions.split(',')
  const sizes = packed.sizes.split(',')
  return packed.positions.split(',').map((position, n) => ({
    position: BigInt(position),
    audience_id: Number(audiences[n]),
    rendition_id: BigInt(renditions[n] as string),
    size: Number(sizes[n]),
    stix_id: '',
    spec_version: '',
    version: '',
    matched: packed.matched,
  }))
}

const readEntries = async (client: Client, search: EntrySearch, bound: Bound): Promise<Row[]> =>
  search.named
    ? (await client.query(bound)).rows
    : unpack((await client.query(pack(bound))).rows[0] as Packed & { matched: bigint })

type Bound = { text: string; values: unknown[] }

const versionCondition = ({ filter, late }: EntrySearch, values: unknown[]): string => {
  if (filter.all) return ''
  const ways: string[] = []
  if (filter.last) ways.push('not f.superseded')
  if (filter.first) {
    // Parameter 2 is the audiences, here as in every search: what is hidden is nobody's first.
    ways.push(`not exists (select from feed e where e.collection_id = f.collection_id
      and (e.audience_id + 0) = any($2::integer[]) and e.stix_id = f.stix_id
      and e.spec_version = f.spec_version and e.version_order < f.version_order
      ${lateCondition(late, values, 'e')})`)
  }
  if (filter.orders.length > 0)
    ways.push(`f.version_order = any($${values.push(filter.orders)}::text[])`)
  return ` and (${ways.join(' or ')})`
}

/** What came before a viewer did is not there for it. `f` or `e` is the entry in question. */
export const lateCondition = (
  late: { audience_id: number; since: bigint }[],
  values: unknown[],
  entry: 'f' | 'e' = 'f',
): string => {
  if (late.length === 0) return ''
  const ids = values.push(late.map(({ audience_id }) => audience_id))
  const sinces = values.push(late.map(({ since }) => String(since)))
  return ` and not exists (select from unnest($${ids}::integer[], $${sinces}::bigint[])
    as l (audience_id, since) where l.audience_id = ${entry}.audience_id
      and ${entry}.position <= l.since)`
}

const conditions = (search: EntrySearch, values: unknown[]): string => {
  const { filter, late } = search
  let text = versionCondition(search, values) + lateCondition(late, values)
  if (filter.specVersions === null) text += ' and not f.outdated'
  else text += ` and f.spec_version = any($${values.push(filter.specVersions)}::text[])`
  if (filter.types !== null) text += ` and f.stix_type = any($${values.push(filter.types)}::text[])`
  if (filter.ids !== null) text += ` and f.stix_id = any($${values.push(filter.ids)}::text[])`
  return text
}

/** Named entries through their ids: few, so no window is needed. */
const byIds = (search: EntrySearch): Bound => {
  const values: unknown[] = [search.collectionId, search.audiences, search.after]
  const where = conditions(search, values)
  return {
    text: `select ${columns(search)}, 0::bigint as matched from feed f
      where f.collection_id = $1 and (f.audience_id + 0) = any($2::integer[])
        and (f.position + 0) > $3${where}
      order by f.position limit ${search.most}`,
    values,
  }
}

/** In the feed's order, the audience kept from the planner; stops at the page's end. */
const inOrder = (search: EntrySearch, lo: bigint, hi: bigint, most: number): Bound => {
  const values: unknown[] = [search.collectionId, search.audiences, lo, hi]
  const where = conditions(search, values)
  return {
    text: `select ${columns(search)}, 0::bigint as matched from feed f
      where f.collection_id = $1 and (f.audience_id + 0) = any($2::integer[])
        and f.position > $3 and f.position <= $4${where}
      order by f.position limit ${most}`,
    values,
  }
}

/** By audience within a window; `matched` tells when the window held far more than was wanted. */
const byAudience = (search: EntrySearch, lo: bigint, hi: bigint, most: number): Bound => {
  const values: unknown[] = [search.collectionId, search.audiences, lo, hi]
  const where = conditions(search, values)
  const some = most * overflow + 1
  return {
    text: `select *, count(*) over () as matched from (
        select ${columns(search)} from feed f where f.collection_id = $1
        and f.audience_id = any($2::integer[]) and f.position > $3 and f.position <= $4
        ${where} limit ${some}) f order by f.position limit ${most}`,
    values,
  }
}

/** The position some entries further on; the end of the feed when there is no such mark. */
const markAfter = async (
  client: Client,
  search: EntrySearch,
  lo: bigint,
  width: bigint,
): Promise<bigint> => {
  const result = await client.query({
    name: 'feed mark',
    text: `select m.position from feed_mark m where m.collection_id = $1 and m.ordinal >= $3 +
        coalesce((select ordinal from feed_mark where collection_id = $1 and position <= $2
          order by position desc limit 1), 0)
      order by m.ordinal limit 1`,
    values: [search.collectionId, lo, width + markEvery],
  })
  return result.rows[0]?.position ?? search.head.last_position
}

const shareOf = (search: EntrySearch): number => {
  const given = Number(search.head.given)
  if (given === 0) return 1
  const admitted = new Set(search.audiences)
  const latest = search.filter.last && !search.filter.first && search.filter.orders.length === 0
  let held = 0
  for (const share of search.shares) {
    if (admitted.has(share.audience_id)) held += latest ? share.current_entries : share.entries
  }
  return Math.min(1, Math.max(held, 1) / given)
}

/**
 * At most `most` entries after `after`, ascending by position, of the named audiences only.
 * Precondition: the same audiences were named in the snapshot `client` is in.
 */
export const findEntries = async (client: Client, search: EntrySearch): Promise<Entry[]> => {
  if (search.filter.ids !== null) return readEntries(client, search, byIds(search))
  const share = shareOf(search)
  const found: Entry[] = []
  let dense = share >= denseShare && search.filter.types === null
  let width = BigInt(Math.ceil((search.most / share) * 1.25))
  let lo = search.after
  const end = search.head.last_position
  while (found.length < search.most && lo < end) {
    const most = search.most - found.length
    const hi = await markAfter(client, search, lo, width)
    const bound = (dense ? inOrder : byAudience)(search, lo, hi, most)
    const rows = await readEntries(client, search, bound)
    if (!dense && Number(rows[0]?.matched ?? 0) > most * overflow && width > 1n) {
      width = width / 8n + 1n
      if (width > markEvery) continue
      rows.splice(
        0,
        rows.length,
        ...(await readEntries(client, search, inOrder(search, lo, hi, most))),
      )
    }
    found.push(...rows)
    lo = hi
    if (rows.length < most / 4) dense = false
    width *= 4n
  }
  return found
}
