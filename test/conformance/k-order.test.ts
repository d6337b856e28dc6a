// Checklist K: the order of the feed, date_added and the two date headers.

import pg from 'pg'
import t from 'tap'
import { at, type CollectionName, collectionIds, type Hub, root1, startHub } from './bench.ts'
import { expectOk, flat, positionForm, submit, walkByHeader, walkByNext } from './expect.ts'
import { indicator, malware, many, type Thing, versionsOf } from './stix.ts'

const base = indicator({ created: '2019-01-01T00:00:00.000Z' })
const versions = versionsOf(
  base,
  ['3', '1', '2'].map((day) => `2020-01-0${day}T00:00:00.000Z`),
)
let hub: Hub

t.before(async () => {
  hub = await startHub(t)
  for (const version of versions) await submit(t, hub, 'RW', [version])
  await submit(
    t,
    hub,
    'RW',
    many(30, (n) => (n % 2 ? indicator() : malware())),
  )
})

const records = async (collection: CollectionName, query = '') =>
  (await hub.get(at(collection, `manifest/?${query}`))).json.objects ?? []
const dateOf = async (collection: CollectionName, id: string): Promise<string> =>
  String((await records(collection, `match[id]=${id}`))[0]?.date_added)

t.test('214 M objects and manifest rise by date_added', async (t) => {
  const dates = (await records('RW', 'match[version]=all')).map(({ date_added }) =>
    String(date_added),
  )
  t.equal(dates.length, 33)
  t.strictSame(dates, dates.toSorted())
  const ids = (await records('RW', 'match[version]=all')).map(
    ({ id, version }) => `${id} ${version}`,
  )
  t.strictSame(
    flat(await walkByNext(hub, at('RW', 'objects/'), { 'match[version]': 'all' }, [4])),
    ids,
  )
})

t.test('215 D versions are in the order of arrival', async (t) => {
  const { json } = await hub.get(at('RW', `objects/${base.id}/versions/`))
  t.strictSame(
    json.versions,
    versions.map(({ modified }) => modified),
  )
})

t.test('216,219 M the headers are the dates of the first and the last entry', async (t) => {
  for (const query of [
    '',
    'limit=5',
    'match[type]=malware&limit=3',
    'match[version]=all&limit=2',
  ]) {
    const dates = (await records('RW', query)).map(({ date_added }) => date_added)
    for (const rest of ['manifest/', 'objects/']) {
      const { headers } = await hub.get(at('RW', `${rest}?${query}`))
      t.equal(headers['x-taxii-date-added-first'], dates[0], `${rest}?${query}`)
      t.equal(headers['x-taxii-date-added-last'], dates.at(-1), `${rest}?${query}`)
    }
  }
  const all = await records('RW', `match[id]=${base.id}&match[version]=all`)
  for (const rest of ['?match[version]=all', 'versions/']) {
    const { headers } = await hub.get(at('RW', `objects/${base.id}/${rest}`))
    t.equal(headers['x-taxii-date-added-first'], all[0]?.date_added, rest)
    t.equal(headers['x-taxii-date-added-last'], all[2]?.date_added, rest)
  }
})

t.test('217 D nothing else has these headers', async (t) => {
  const status = await submit(t, hub, 'RW', [indicator()])
  const paths = [
    '/taxii2/',
    root1,
    `${root1}collections/`,
    at('RW'),
    `${root1}status/${status.id}/`,
  ]
  for (const path of [...paths, `${root1}nope/`]) {
    const { headers } = await hub.get(path)
    t.notOk(
      Object.keys(headers).some((name) => name.startsWith('x-taxii')),
      path,
    )
  }
})

t.test('218 D an empty answer has neither', async (t) => {
  const future = 'added_after=2999-01-01T00:00:00Z'
  const paths = [at('EM', 'objects/'), at('EM', 'manifest/'), at('RW', `objects/?${future}`)]
  const single = [`objects/${base.id}/?${future}`, `objects/${base.id}/versions/?${future}`]
  for (const path of [...paths, ...single.map((rest) => at('RW', rest))]) {
    const answer = await hub.get(path)
    expectOk(t, answer)
    const names = Object.keys(answer.headers)
    t.notOk(
      names.some((name) => name.startsWith('x-taxii')),
      path,
    )
  }
})

t.test('219 Q a header is a date of six digits', async (t) => {
  const { headers } = await hub.get(at('RW', 'objects/'))
  t.match(headers['x-taxii-date-added-first'], positionForm)
  t.match(headers['x-taxii-date-added-last'], positionForm)
})

t.test('220 M every collection has its own date for the same object', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  await submit(t, hub, 'OTHER', [object])
  const [here, there] = [await dateOf('RW', object.id), await dateOf('OTHER', object.id)]
  t.match(here, positionForm)
  t.match(there, positionForm)
  t.ok(there > here, 'the later one is later')
})

t.test('221 D a duplicate does not move', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  const before = await dateOf('RW', object.id)
  await submit(t, hub, 'RW', [object])
  t.equal(await dateOf('RW', object.id), before)
})

t.test('222,285 D what is deleted and posted again is later', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  const before = await dateOf('RW', object.id)
  t.equal((await hub.remove(at('RW', `objects/${object.id}/`))).status, 200)
  await submit(t, hub, 'RW', [object])
  t.ok((await dateOf('RW', object.id)) > before)
})

t.test('223 D no poller misses what eight writers add', async (t) => {
  const eachWriter = 25
  const posted: string[] = []
  let writing = true
  const writer = async () => {
    for (let count = 0; count < eachWriter; count++) {
      const objects: Thing[] = many(2, () => indicator())
      const answer = await hub.post(at('BIG', 'objects/'), objects)
      if (answer.json.success_count === 2) posted.push(...objects.map(({ id }) => id))
    }
  }
  const seen: string[] = []
  const poll = async () => {
    let after: string | null = null
    for (let quiet = 0; quiet < 2; ) {
      const last = !writing
      const query: string = after ? `&added_after=${after}` : ''
      const answer = await hub.get(at('BIG', `objects/?limit=20${query}`))
      seen.push(...(answer.json.objects ?? []).map(({ id }) => id))
      after = String(answer.headers['x-taxii-date-added-last'] ?? after ?? '') || null
      if (last && !answer.json.more) quiet++
    }
  }
  const polling = poll()
  await Promise.all(Array.from({ length: 8 }, writer))
  writing = false
  await polling
  t.equal(posted.length, 8 * eachWriter * 2)
  t.strictSame(seen.toSorted(), posted.toSorted(), 'nothing missed, nothing twice')
})

t.test('224 D no two entries have one date', async (t) => {
  await submit(
    t,
    hub,
    'BIG',
    many(500, () => indicator()),
  )
  const all = flat(await walkByHeader(hub, at('BIG', 'objects/'), { 'match[version]': 'all' }, 50))
  t.equal(new Set(all).size, all.length)
  const dates = (await records('BIG', 'limit=900')).map(({ date_added }) => date_added)
  t.equal(new Set(dates).size, dates.length)
})

t.test('226 D dates are never far ahead of the clock', async (t) => {
  await submit(
    t,
    hub,
    'OTHER',
    many(2000, () => indicator()),
  )
  const dates = (await records('OTHER', 'limit=9000')).map(({ date_added }) => String(date_added))
  const last = Date.parse(dates.at(-1) ?? '')
  t.ok(last <= Date.now() + 2_000, `${dates.at(-1)} is not ahead`)
})

t.test('225 D a clock that steps back does not turn the order round', async (t) => {
  await submit(t, hub, 'HID', [indicator()])
  const client = new pg.Client({ connectionString: hub.databaseUrl })
  await client.connect()
  const ahead = BigInt(Date.now() + 3_600_000) * 1000n
  await client.query('update feed_head set last_position = $1 where collection_id = $2', [
    String(ahead),
    collectionIds.HID,
  ])
  await client.end()
  const object = indicator()
  await submit(t, hub, 'HID', [object])
  const date = await dateOf('HID', object.id)
  t.ok(Date.parse(date) >= Number(ahead / 1000n), `${date} is later than the last`)
})
