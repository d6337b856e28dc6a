// Checklist J, second part: what a cursor survives, and what it does not open.
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { expectError, expectOk, flat, idsOf, submit, walkByNext } from './expect.ts'
import { indicator, malware, many, versionsOf } from './stix.ts'

const objects = many(60, (index) => (index % 3 === 0 ? malware() : indicator()))
const order = objects.map(({ id }) => id)
let hub: Hub

t.before(async () => {
  hub = await startHub(t)
  await submit(t, hub, 'BIG', objects)
  await submit(t, hub, 'RW', objects.slice(0, 10))
  await submit(t, hub, 'RO', objects.slice(0, 10), { as: 'other' })
})

const big = (query: string, rest = 'objects/') => hub.get(at('BIG', `${rest}?${query}`))
const cursor = async (query: string, rest = 'objects/') => (await big(query, rest)).json.next ?? ''

t.test('200,383 Q a cursor gives the same page again, also after a restart', async (t) => {
  const next = await cursor('limit=5')
  const page = await big(`limit=5&next=${next}`)
  expectOk(t, page)
  t.equal((await big(`limit=5&next=${next}`)).text, page.text, 'again')
  await hub.stop()
  await hub.start()
  t.equal((await big(`limit=5&next=${next}`)).text, page.text, 'after a restart')
})

t.test('201 Q the limit may change from page to page', async (t) => {
  const pages = await walkByNext(hub, at('BIG', 'objects/'), {}, [5, 3, 11, null])
  t.strictSame(
    flat(pages).map((entry) => entry.split(' ')[0]),
    order,
  )
})

t.test('202 Q the filters live in the cursor', async (t) => {
  const next = await cursor('match[type]=malware&limit=4')
  const malwares = objects.filter(({ type }) => type === 'malware').map(({ id }) => id)
  for (const query of [`next=${next}&limit=4`, `match[type]=malware&next=${next}&limit=4`]) {
    t.strictSame(idsOf((await big(query)).json), malwares.slice(4, 8), query)
  }
  const later = await cursor('added_after=2020-01-01T00:00:00Z&limit=4')
  t.strictSame(idsOf((await big(`next=${later}&limit=4`)).json), order.slice(4, 8))
})

t.test('203 Q next with an added_after that moved leaves nothing out', async (t) => {
  const page = await big('limit=5')
  const last = String(page.headers['x-taxii-date-added-last'])
  const after = await big(`limit=5&added_after=${last}&next=${page.json.next}`)
  expectOk(t, after)
  t.strictSame(idsOf(after.json), order.slice(5, 10))
  const ms = `${last.slice(0, -4)}Z`
  const cut = await big(`limit=5&added_after=${ms}&next=${page.json.next}`)
  expectOk(t, cut)
  t.strictSame(idsOf(cut.json), order.slice(5, 10), 'cut to milliseconds')
})

t.test('204 D a cursor with other filters is 400', async (t) => {
  const all = await cursor('match[version]=all&limit=5')
  expectError(t, await big(`match[version]=first&next=${all}`), 400)
  const typed = await cursor('match[type]=malware&limit=5')
  expectError(t, await big(`match[type]=indicator&next=${typed}`), 400)
  expectError(t, await big(`match[id]=${order[0]}&next=${typed}`), 400)
})

t.test('205 X a cursor of another place, or changed, is 400', async (t) => {
  const next = await cursor('limit=5')
  expectError(t, await hub.get(at('RO', `objects/?limit=5&next=${next}`)), 400)
  expectError(t, await hub.get(at('RW', `objects/?limit=5&next=${next}`)), 400)
  expectError(t, await big(`limit=5&next=${next}`, 'manifest/'), 400)
  expectError(t, await hub.get(at('BIG', `objects/${order[0]}/?next=${next}`)), 400)
  expectError(t, await hub.get(at('BIG', `objects/${order[0]}/versions/?next=${next}`)), 400)
  for (let index = 0; index < next.length; index++) {
    const other = next[index] === 'A' ? 'B' : 'A'
    const changed = next.slice(0, index) + other + next.slice(index + 1)
    const answer = await big(`limit=5&next=${changed}`)
    // The last character holds spare bits: another spelling of the same bytes is still that cursor.
    if (answer.status !== 400) t.equal(index, next.length - 1, 'only spare bits may differ')
  }
  expectError(t, await big(`limit=5&next=${next.slice(0, -4)}`), 400)
  expectError(t, await big(`limit=5&next=${next}${next}`), 400)
})

t.test('206 X a cursor grants nothing', async (t) => {
  const next = await cursor('limit=5')
  expectError(t, await hub.get(at('BIG', `objects/?next=${next}`), { as: null }), 401)
  const other = await hub.get(at('BIG', `objects/?next=${next}`), { as: 'other' })
  expectError(t, other, 400)
  const watcher = await hub.get(at('BIG', `objects/?next=${next}`), { as: 'watcher' })
  expectError(t, watcher, 400, 403)
  expectError(t, await hub.get(at('BIG', `objects/?next=${next}`), { as: 'nobody' }), 404)
})

t.test('207 D an empty next is none', async (t) => {
  const answer = await big('next=&limit=1')
  expectOk(t, answer)
  t.strictSame(idsOf(answer.json), order.slice(0, 1))
})

t.test('208 M next twice is 400', async (t) => {
  const next = await cursor('limit=5')
  expectError(t, await big(`next=${next}&next=${next}`), 400)
  expectError(t, await big('next=a&next=b'), 400)
})

t.test('209 M a next that is nonsense is 400', async (t) => {
  const nonsense = [
    '%27;--',
    'a',
    '0',
    '-1',
    'null',
    'eyJhIjoxfQ',
    '%00',
    '%F0%9F%98%80',
    '..',
    'A'.repeat(4000),
  ]
  for (const next of nonsense) {
    for (const rest of ['objects/', 'manifest/'])
      expectError(t, await big(`next=${next}`, rest), 400)
  }
})

t.test('210 D what arrives during a walk comes at its end', async (t) => {
  const added = many(5, () => indicator())
  const pages = await walkByNext(hub, at('BIG', 'objects/'), {}, [20], async (page) => {
    if (page === 1) await submit(t, hub, 'BIG', added)
  })
  const ids = flat(pages).map((entry) => entry.split(' ')[0])
  t.strictSame(ids, [...order, ...added.map(({ id }) => id)])
})

const dated = many(8, () => indicator())
const newer = '2022-01-01T00:00:00.000Z'

t.test('211 D a new version of what was given already is given later', async (t) => {
  await submit(t, hub, 'OTHER', dated)
  const [again] = versionsOf(dated[0] ?? indicator(), [newer])
  const pages = await walkByNext(hub, at('OTHER', 'objects/'), {}, [3], async (page) => {
    if (page === 1) await submit(t, hub, 'OTHER', [again ?? indicator()])
  })
  t.equal(flat(pages).at(-1), `${dated[0]?.id} ${newer}`)
  t.equal(flat(pages).length, 9)
})

t.test('212 D what is superseded before its page is skipped, and the walk ends', async (t) => {
  const [again] = versionsOf(dated[5] ?? indicator(), [newer])
  const pages = await walkByNext(hub, at('OTHER', 'objects/'), {}, [2], async (page) => {
    if (page === 1) await submit(t, hub, 'OTHER', [again ?? indicator()])
  })
  const entries = flat(pages)
  t.notOk(entries.includes(`${dated[5]?.id} ${dated[5]?.modified}`))
  t.equal(entries.at(-1), `${dated[5]?.id} ${newer}`)
  t.equal(new Set(entries).size, 8)
})
