// Checklist J, first part: limit, more and next.
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { expectError, expectOk, flat, idsOf, submit, walkByHeader, walkByNext } from './expect.ts'
import { indicator, many, versionsOf } from './stix.ts'

const pageMost = 250
const total = 600
const objects = many(total, () => indicator())
const order = objects.map(({ id }) => id)
let hub: Hub

t.before(async () => {
  hub = await startHub(t, {
    env: { SEKISHO_PAGE_DEFAULT: '100', SEKISHO_PAGE_MAX: String(pageMost) },
  })
  for (let from = 0; from < total; from += 200) {
    await submit(t, hub, 'BIG', objects.slice(from, from + 200))
  }
  await submit(t, hub, 'RW', objects.slice(0, 20))
})

const big = (query: string, rest = 'objects/') => hub.get(at('BIG', `${rest}?${query}`))

t.test('186 M never more than limit', async (t) => {
  for (const limit of [1, 7, 100]) {
    for (const rest of ['objects/', 'manifest/']) {
      const answer = await big(`limit=${limit}`, rest)
      expectOk(t, answer)
      t.strictSame(idsOf(answer.json), order.slice(0, limit))
    }
  }
})

t.test('187 M a limit that is no positive integer is 400', async (t) => {
  const wrong = ['0', '-1', '1.5', 'abc', '', '1e3', '0x10', '%2B5', '%205', '5%20', '00']
  for (const limit of [...wrong, '9007199254740993', '1'.repeat(400), '%D9%A1%D9%A2', 'NaN']) {
    for (const rest of ['objects/', 'manifest/', `objects/${order[0]}/`]) {
      expectError(t, await big(`limit=${limit}`, rest), 400)
    }
  }
  expectError(t, await big('limit=1&limit=1'), 400)
})

t.test('188,378 M a limit beyond the page is served with a page', async (t) => {
  for (const limit of [pageMost, pageMost + 1, 100_000, 9007199254740991]) {
    const answer = await big(`limit=${limit}`)
    expectOk(t, answer)
    t.strictSame(idsOf(answer.json), order.slice(0, pageMost))
    t.equal(answer.json.more, true)
  }
  t.equal(idsOf((await big('')).json).length, 100, 'the page without a limit')
})

t.test('189 M what fits comes whole', async (t) => {
  for (const limit of [20, 21, 1000]) {
    const { json } = await hub.get(at('RW', `objects/?limit=${limit}`))
    t.equal(json.objects?.length, 20)
    t.equal(json.more ?? false, false)
  }
})

t.test('190 M exactly limit left: there is no more', async (t) => {
  const pages = await walkByNext(hub, at('RW', 'objects/'), {}, [10])
  t.strictSame(
    pages.map(({ entries }) => entries.length),
    [10, 10],
  )
  t.equal(pages[1]?.answer.json.more ?? false, false)
})

t.test('191 M more is true while there is more', async (t) => {
  for (const rest of ['objects/', 'manifest/']) {
    t.equal((await big('limit=1', rest)).json.more, true)
    t.equal((await big('limit=99', rest)).json.more, true)
  }
})

const versioned = versionsOf(
  indicator({ created: '2019-01-01T00:00:00.000Z' }),
  ['1', '2', '3', '4', '5'].map((day) => `2021-01-0${day}T00:00:00.000Z`),
)
const versionsPath = at('RW', `objects/${versioned[0]?.id}/versions/`)
const allPath = at('RW', `objects/${versioned[0]?.id}/`)

t.test('192,191,236 Q next always comes with more', async (t) => {
  await submit(t, hub, 'OTHER', [indicator()])
  await submit(t, hub, 'RW', versioned)
  const paths = [`${versionsPath}?limit=1`, `${allPath}?match[version]=all&limit=2`]
  for (const path of [...paths, at('BIG', 'objects/?limit=1'), at('BIG', 'manifest/?limit=1')]) {
    const { json } = await hub.get(path)
    t.equal(json.more, true, path)
    t.type(json.next, 'string')
  }
})

t.test('193 Q without more there is no next', async (t) => {
  for (const path of [at('RW', 'objects/'), at('EM', 'objects/'), versionsPath, allPath]) {
    const { json } = await hub.get(path)
    t.equal(json.more ?? false, false)
    t.notOk('next' in json, path)
  }
})

t.test('194 Q there is never more after nothing', async (t) => {
  const tail = many(6, () => indicator())
  await submit(t, hub, 'LENIENT', tail)
  const page = await hub.get(at('LENIENT', 'objects/?limit=3'))
  t.equal(page.json.more, true)
  for (const { id } of tail.slice(3)) await hub.remove(at('LENIENT', `objects/${id}/`))
  const after = await hub.get(at('LENIENT', `objects/?limit=3&next=${page.json.next}`))
  expectOk(t, after)
  t.strictSame(after.json, { more: false })
})

t.test('195,196 Q next is a string that needs no encoding', async (t) => {
  for (const path of [
    at('BIG', 'objects/?limit=1'),
    at('BIG', 'manifest/?limit=1&match[type]=indicator'),
  ]) {
    const { next } = (await hub.get(path)).json
    t.type(next, 'string')
    t.match(next, /^[A-Za-z0-9_-]{1,512}$/)
  }
  const ids = order.slice(0, 50).join(',')
  t.match((await big(`match[id]=${ids}&limit=1`)).json.next, /^[A-Za-z0-9_-]+$/)
})

t.test('196 M next is a string', async (t) => {
  t.type((await big('limit=1')).json.next, 'string')
  t.type((await hub.get(`${versionsPath}?limit=1`)).json.next, 'string')
})

t.test('197 M a walk by next gives everything once and in order', async (t) => {
  for (const limit of [1, 7, 100, null]) {
    const pages = await walkByNext(hub, at('BIG', 'objects/'), {}, [limit])
    const ids = flat(pages).map((entry) => entry.split(' ')[0])
    t.strictSame(ids, order, `limit ${limit}`)
  }
  const manifest = await walkByNext(hub, at('BIG', 'manifest/'), {}, [100])
  t.strictSame(
    flat(manifest).map((entry) => entry.split(' ')[0]),
    order,
    'manifest',
  )
})

t.test('198 M a walk by the date header gives the same', async (t) => {
  for (const limit of [7, 100]) {
    const pages = await walkByHeader(hub, at('BIG', 'objects/'), {}, limit)
    t.strictSame(
      flat(pages).map((entry) => entry.split(' ')[0]),
      order,
      `limit ${limit}`,
    )
  }
})

t.test('369,198 I versions are walked by the date header too', async (t) => {
  const pages = await walkByHeader(hub, versionsPath, {}, 1)
  t.strictSame(
    flat(pages),
    versioned.map(({ modified }) => modified),
  )
})

t.test('197,236 M versions and one object are walked by next', async (t) => {
  const times = versioned.map(({ modified }) => String(modified))
  t.strictSame(flat(await walkByNext(hub, versionsPath, {}, [2])), times)
  const whole = await walkByNext(hub, allPath, { 'match[version]': 'all' }, [2])
  t.strictSame(
    flat(whole).map((entry) => entry.split(' ')[1]),
    times,
  )
})

t.test('199 M both walks agree after a thousand objects in one envelope', async (t) => {
  const thousand = many(1000, () => indicator())
  await submit(t, hub, '/taxii2/api2/collections/cf8d7a6b-ac9e-4fb0-91e2-5d6e7f8a9bac/', thousand)
  const path = '/taxii2/api2/collections/cf8d7a6b-ac9e-4fb0-91e2-5d6e7f8a9bac/objects/'
  const ids = thousand.map(({ id }) => id)
  const byHeader = flat(await walkByHeader(hub, path, { 'match[version]': 'all' }, 10))
  const byNext = flat(await walkByNext(hub, path, { 'match[version]': 'all' }, [30]))
  t.strictSame(
    byHeader.map((entry) => entry.split(' ')[0]),
    ids,
  )
  t.strictSame(byNext, byHeader)
})
