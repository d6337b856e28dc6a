// The window finds what a plain search finds, whatever the audiences, filters, limit and start.
import fc from 'fast-check'
import pg from 'pg'
import t from 'tap'
import { type EntryFilter, type EntrySearch, findEntries } from '../../src/storage/feed-window.ts'
import { withTransaction } from '../../src/storage/pools.ts'
import { nameAudiences, readShares, withSnapshot } from '../../src/storage/snapshot.ts'
import { openHub } from '../fixture/hub.ts'

const collectionId = '00000000-0000-4000-8000-000000000001'
const entries = 6000
const step = 20n

// Clumps, gaps of an hour, a rare audience, two specifications, versions and a few types.
const fill = `
  insert into feed (collection_id, position, audience_id, rendition_id, size, stix_id, stix_type,
    spec_version, version, version_order, superseded, outdated, strand, owner_id)
  select '${collectionId}', n * ${step} + (n / 1000) * 3600000000, case
      when n between 2000 and 2600 then 1 when n % 997 = 0 then 9 when n % 3 = 0 then 2
      when n % 5 = 0 then 3 + n % 4 else 7 end,
    n, 100, 'indicator--' || n % 1500, case when n % 11 = 0 then 'malware' else 'indicator' end,
    case when n % 17 = 0 then '2.0' else '2.1' end, 'v' || n, lpad((n / 1500)::text, 3, '0'),
    n <= ${entries} - 1500, n % 17 = 0, n % 1500, '${collectionId}'
  from generate_series(1, ${entries}) n;
  insert into feed_share select collection_id, audience_id, count(*),
    count(*) filter (where not superseded and not outdated), max(position)
    from feed group by 1, 2;
  insert into feed_head select collection_id, max(position), count(*) from feed group by 1;
  insert into feed_mark select collection_id, row_number, position from (select collection_id,
    position, row_number() over (order by position) from feed) f where row_number % 256 = 0;`

const filters: fc.Arbitrary<EntryFilter> = fc.record({
  types: fc.option(fc.subarray(['indicator', 'malware', 'tool'], { minLength: 1 })),
  ids: fc.option(fc.constant(['indicator--1', 'indicator--700', 'indicator--x'])),
  specVersions: fc.option(fc.subarray(['2.0', '2.1'], { minLength: 1 })),
  all: fc.boolean(),
  first: fc.boolean(),
  last: fc.boolean(),
  orders: fc.subarray(['000', '002', '003']),
})

const audienceIds = [1, 2, 3, 4, 5, 6, 7, 9]

const lateOnes = fc.uniqueArray(
  fc.record({
    audience_id: fc.constantFrom(...audienceIds),
    since: fc.integer({ min: 1, max: entries }),
  }),
  { maxLength: 4, selector: ({ audience_id }) => audience_id },
)

const searches = fc.record({
  audiences: fc.subarray(audienceIds, { minLength: 1 }),
  late: lateOnes,
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: entries })),
  most: fc.constantFrom(1, 7, 100, 1001),
  named: fc.boolean(),
  filter: filters.filter((f) => f.all || f.first || f.last || f.orders.length > 0),
})

// Of an audience with a `since`, nothing is there that came by then.
const plain = (search: EntrySearch): { text: string; values: unknown[] } => {
  const { filter, late } = search
  const earlier = `exists (select from seen e where e.stix_id = f.stix_id
    and e.spec_version = f.spec_version and e.version_order < f.version_order)`
  const since = Object.fromEntries(late.map((one) => [one.audience_id, String(one.since)]))
  return {
    text: `with seen as (select * from feed where audience_id = any($1)
        and position > coalesce(($11::jsonb ->> audience_id::text)::bigint, 0))
      select position from seen f where position > $2
      and ($3::text[] is null or stix_type = any($3)) and ($4::text[] is null or stix_id = any($4))
      and case when $5::text[] is null then not outdated else spec_version = any($5) end
      and ($6 or ($7 and not superseded) or ($8 and not ${earlier}) or version_order = any($9))
      order by position limit $10`,
    values: [
      search.audiences,
      search.after,
      filter.types,
      filter.ids,
      filter.specVersions,
      filter.all,
      filter.last,
      filter.first,
      filter.orders,
      search.most,
      JSON.stringify(since),
    ],
  }
}

/** Where the n-th entry is. */
const positionOf = (n: number): bigint =>
  BigInt(n) * step + BigInt(Math.floor(n / 1000)) * 3_600_000_000n

type Given = Omit<EntrySearch, 'collectionId' | 'shares' | 'head' | 'after' | 'late'> & {
  after: number
  late: { audience_id: number; since: number }[]
}

type Cheat = (search: EntrySearch) => EntrySearch

t.test('213 the window search equals the plain search', async (t) => {
  const hub = await openHub(t)
  await hub.query(fill)
  const owner = new pg.Client({ connectionString: hub.url })
  await owner.connect()
  t.teardown(() => owner.end())
  const differs = async (given: Given, cheat: Cheat = (search) => search) =>
    withSnapshot(hub.ctx.pools.reader, collectionId, async (client, { head }) => {
      const shares = await readShares(client, collectionId)
      const search: EntrySearch = {
        ...given,
        after: positionOf(given.after),
        late: given.late.map((one) => ({ ...one, since: positionOf(one.since) })),
        collectionId,
        head,
        shares,
      }
      await nameAudiences(client, search.audiences)
      const found = await findEntries(client, search)
      const wanted = await owner.query(plain(cheat(search)))
      const positions = found.map((entry) => String(entry.position)).join()
      return positions !== wanted.rows.map((row) => row.position).join()
    })
  await fc.assert(
    fc.asyncProperty(searches, async (given) => !(await differs(given))),
    { numRuns: 400, verbose: 1 },
  )
  const every = { types: null, ids: null, specVersions: null, orders: [] }
  const all = { ...every, all: true, first: false, last: false }
  const spoilt = { audiences: [2], after: 2, most: 100, named: false, filter: all, late: [] }
  const oneOff: Cheat = (search) => ({ ...search, after: search.after + step })
  t.equal(await differs(spoilt, oneOff), true, 'positive control: a search one entry off is seen')
  const late = [{ audience_id: 2, since: 1600 }]
  const early: Cheat = (search) => ({ ...search, late: [] })
  t.equal(await differs({ ...spoilt, late }), false, 'what came by then is not there')
  t.equal(
    await differs({ ...spoilt, late }, early),
    true,
    'positive control: it is there for others',
  )
  const first = { ...spoilt, filter: { ...all, all: false, first: true }, late }
  t.equal(await differs(first), false, 'and is nobody s first')
  t.equal(await differs(first, early), true)
})

t.test('a snapshot that names no audience sees nothing, whatever is asked', async (t) => {
  const hub = await openHub(t)
  await hub.query(fill)
  const seen = await withTransaction(hub.ctx.pools.reader, 'begin', async (client) => {
    const result = await client.query('select count(*)::integer as n from feed')
    return result.rows[0].n
  })
  t.equal(seen, 0)
  const { rows } = await hub.query('select count(*)::integer as n from feed')
  t.equal(rows[0].n, entries, 'positive control: the owner of the tables sees them all')
})
