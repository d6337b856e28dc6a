// Search and the page of an object over HTTP: each finds what it is shown, by what it is shown, and
// by nothing else; and what is shown is in the ledger first.
import type pg from 'pg'
import t from 'tap'
import { authenticate } from '../../src/exchange/authenticate.ts'
import type { Context } from '../../src/exchange/context.ts'
import { Leak } from '../../src/exchange/guard.ts'
import { searchObjects } from '../../src/exchange/search.ts'
import { openHubPeople } from '../fixture/hub-people.ts'
import { tokenOf } from '../fixture/isac.ts'
import { dated, indicator, relationship, type Thing } from '../fixture/isac-object.ts'

type Hit = Record<'id' | 'title' | 'tlp' | 'profile' | 'added', string> & { mine: boolean }

t.test('by value, id, type and level: what each is shown, under the id it is shown', async (t) => {
  const hub = await openHubPeople(t)
  const host = indicator('green', {
    name: 'Loader of Cobalt Panda',
    pattern: "[url:value = 'https://cdn.evil-host.example/x']",
  })
  const strict = indicator('strict', { name: 'seen at ACME' })
  const malware = dated('malware', 'green', { name: 'Cobalt Panda', is_family: true })
  const link = relationship('green', [host.id, 'indicates', malware.id])
  await hub.as('a').share([host, strict, malware, link])
  const find = async (who: string, query: string): Promise<Hit[]> => {
    const answer = await hub.by(who)('GET', `/api/objects?${query}`)
    t.equal(answer.statusCode, 200, `${who} ${query} ${answer.body.slice(0, 200)}`)
    return answer.json().entries
  }
  const count = async (who: string, query: string) => (await find(who, query)).length
  const e = encodeURIComponent
  const cases: [string, string, number][] = [
    ['a', `value=${e('https://cdn.evil-host.example/x')}`, 1],
    ['b', `value=${e('hxxps://cdn[.]evil-host[.]example/x')}`, 1],
    ['b', 'value=cdn.evil-host.example', 1],
    ['b', 'value=EVIL-HOST.example', 1],
    ['b', 'value=host.example', 0],
    ['b', 'value=panda', 2],
    ['b', `value=${e('cobalt panda')}`, 1],
    ['b', 'value=panda&type=malware', 1],
    ['b', 'value=panda&tlp=green', 2],
    ['b', 'value=panda&tlp=amber', 0],
    ['b', 'tlp=amber%2Bstrict', 1],
    ['a', 'value=ACME', 1],
    ['b', 'value=ACME', 0],
    ['e', 'value=panda', 0],
    ['x', 'tlp=amber%2Bstrict', 0],
    ['b', `id=${malware.id}`, 1],
    ['e', `id=${malware.id}`, 0],
    ['b', 'type=relationship', 1],
    ['b', 'added_after=2100-01-01T00:00:00Z', 0],
  ]
  for (const [who, query, expected] of cases) {
    t.equal(await count(who, query), expected, `${who} ${query}`)
  }
  const [own] = await find('a', 'value=cdn.evil-host.example')
  t.match(own, { id: host.id, mine: true, profile: 'P0', tlp: 'green' })
  const [shared] = await find('b', 'value=cdn.evil-host.example')
  t.match(shared, { mine: false, profile: 'P1' })
  t.not(shared?.id, host.id, 'a derived id, as in the feed')
  const narrowed = { ...host, modified: '2026-02-01T00:00:00.000Z', name: 'Loader' }
  await hub.as('a').share([narrowed])
  t.equal(await count('b', 'value=cobalt&type=indicator'), 0, 'not by what an old version said')
  t.equal(await count('b', 'value=cdn.evil-host.example'), 1)
  t.equal((await hub.as('a').remove(host.id)).status, 200)
  t.equal(await count('b', 'value=cdn.evil-host.example'), 0)
})

t.test('who may ask at all', async (t) => {
  const hub = await openHubPeople(t)
  const object = indicator('green')
  await hub.as('a').share([object])
  const cases: [string, number, number][] = [
    ['nobody', 401, 401],
    ['hub@hub', 403, 403],
    ['aide@hub', 403, 403],
    ['a', 200, 200],
    ['aide@a', 200, 200],
    ['e', 200, 404],
  ]
  for (const [who, search, page] of cases) {
    t.equal((await hub.by(who)('GET', '/api/objects')).statusCode, search, who)
    t.equal((await hub.by(who)('GET', `/api/objects/${object.id}`)).statusCode, page, who)
  }
  const there = await hub.by('e')('GET', `/api/objects/${object.id}`)
  const none = await hub.by('e')('GET', '/api/objects/indicator--nothing')
  const bare = ({ body }: { body: string }) => body.replace(/urn:uuid:[0-9a-f-]+/, '')
  t.equal(bare(there), bare(none), 'one answer for what is hidden and what is not there')
  for (const query of ['next=AA', 'limit=0', 'colour=red', 'added_after=now', 'tlp=white']) {
    t.equal((await hub.by('a')('GET', `/api/objects?${query}`)).statusCode, 400, query)
  }
})

t.test(
  'pages go on where the last ended, over collections, missing and repeating none',
  async (t) => {
    const hub = await openHubPeople(t)
    const one = Array.from({ length: 7 }, () => indicator('green'))
    const two = Array.from({ length: 6 }, () => indicator('green'))
    const hidden = Array.from({ length: 6 }, () => indicator('green'))
    // In turns, so that a page has some of both.
    for (let at = 0; at < 7; at += 3) {
      await hub.as('c').share(one.slice(at, at + 3))
      if (at < 6) await hub.as('c').share(two.slice(at, at + 3), undefined, 'two')
    }
    await hub.as('a').share(hidden, { exclude: ['c'] })
    for (const query of ['type=indicator', 'value=beacon&type=indicator']) {
      const seen: string[] = []
      const added: string[] = []
      let next = ''
      for (let page = 0; page < 20; page++) {
        const answer = (await hub.by('c')('GET', `/api/objects?${query}&limit=4${next}`)).json()
        seen.push(...answer.entries.map(({ id }: Hit) => id))
        added.push(...answer.entries.map((hit: Hit) => hit.added))
        if (answer.next === undefined) break
        t.equal(answer.entries.length, 4, 'no page is short before the last')
        next = `&next=${answer.next}`
      }
      t.same(seen.toSorted(), [...one, ...two].map(({ id }) => id).toSorted(), query)
      t.same(added, added.toSorted().reverse(), 'the latest first')
    }
  },
)

t.test('the page of an object', async (t) => {
  const hub = await openHubPeople(t)
  const malware = dated('malware', 'green', { name: 'Panda', is_family: true })
  const object = indicator('green', { name: 'beacon of ACME' })
  const link = relationship('green', [object.id, 'indicates', malware.id])
  await hub.as('a').share([malware, object, link])
  await hub.as('a').share([{ ...object, modified: '2026-02-01T00:00:00.000Z' }])
  const page = (await hub.by('a@a')('GET', `/api/objects/${object.id}`)).json()
  t.equal(page.mine, true)
  t.equal(page.versions.length, 2)
  t.match(page.versions[0], { version: '2026-02-01T00:00:00.000Z', profile: 'P0' })
  const members = page.audiences.find(({ segment }: Thing) => segment === 'members')
  t.match(members, { state: 'shown', profile: 'P1' })
  t.same(members.viewers.organisations.toSorted(), ['b', 'c', 'd', 'm'])
  const labels = page.relations.edges.map(({ label }: Thing) => label)
  t.ok(labels.includes('indicates'), JSON.stringify(page.relations))
  const titles = page.relations.nodes.map(({ title }: Thing) => title)
  t.ok(titles.includes('Panda'))
  const shown = (await hub.as('b').poll()).find(({ pattern }) => pattern === object.pattern)
  const others = (await hub.by('b')('GET', `/api/objects/${shown?.id}`)).json()
  t.match(others, { mine: false, audiences: [] })
  t.notMatch(JSON.stringify(others), /ACME/)
  t.notMatch(JSON.stringify(others), object.id, 'nor the id its owner knows it by')
})

t.test('TLP:RED is on the page of its own for who is named, and in no list', async (t) => {
  const hub = await openHubPeople(t)
  const red = indicator('red', { name: 'eyes only' })
  await hub.as('a@a').share([red], { recipients: ['b@b'] })
  for (const who of ['a@a', 'b@b', 'aide@b', 'b']) {
    t.same((await hub.by(who)('GET', '/api/objects?value=eyes')).json().entries, [], who)
  }
  t.equal((await hub.by('a@a')('GET', `/api/objects/${red.id}`)).statusCode, 200)
  t.equal((await hub.by('aide@a')('GET', `/api/objects/${red.id}`)).statusCode, 404)
})

t.test('what is shown is in the ledger, and nothing is shown without', async (t) => {
  const hub = await openHubPeople(t)
  const object = indicator('green')
  await hub.as('a').share([object])
  await hub.by('b')('GET', '/api/objects?value=beacon')
  const told = (await hub.by('a@a')('GET', `/api/ledger/who-received/${object.id}`)).json()
  t.same(told.others, [{ kind: 'company', organisations: null }])
  const { rows } = await hub.query(`select canonical from ledger where act = 'disclose'`)
  t.equal(rows.length, 1)
  t.match(rows[0].canonical, /"endpoint":"search"/)
  t.notMatch(rows[0].canonical, /beacon/, 'what was asked for is not kept')
  const { disclose } = hub.ctx.ledger
  t.teardown(() => Object.assign(hub.ctx.ledger, { disclose }))
  Object.assign(hub.ctx.ledger, { disclose: () => Promise.reject(new Error('away')) })
  for (const url of ['/api/objects?value=beacon', `/api/objects/${object.id}`]) {
    const answer = await hub.by('a')('GET', url)
    t.equal(answer.statusCode, 500)
    t.notMatch(answer.body, /beacon/)
  }
})

type Wall = 'predicate' | 'rls' | 'guard'
const walls: Wall[] = ['predicate', 'rls', 'guard']

/** A pool whose statements do not ask for the caller's audiences. */
const withoutPredicate = (pool: pg.Pool): pg.Pool => {
  const everything = `(select distinct audience_id from feed where collection_id = $1
    and $2::integer[] is not null) a (audience_id)`
  const rewrite = (asked: unknown): unknown => {
    const { text } = asked as { text?: string }
    if (text?.includes('cross join lateral') !== true) return asked
    const changed = text.replace('unnest($2::integer[]) a (audience_id)', everything)
    return { ...(asked as object), text: changed }
  }
  const open = (client: pg.PoolClient): pg.PoolClient =>
    new Proxy(client, {
      get(target, name) {
        if (name === 'query') {
          return (asked: unknown, values?: unknown[]) =>
            (target.query as (a: unknown, b?: unknown) => unknown)(rewrite(asked), values)
        }
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  return { connect: async () => open(await pool.connect()) } as unknown as pg.Pool
}

t.test('three walls: with any one of them nothing hidden is found', async (t) => {
  const hub = await openHubPeople(t)
  await hub.as('a').share([indicator('green', { name: 'canary in sight' })])
  await hub.as('a').share([indicator('green', { name: 'canary hidden' })], { exclude: ['c'] })
  const caller = await authenticate(hub.ctx, { kind: 'token', token: tokenOf('c') }, '127.0.0.1')
  const setRls = async (act: string): Promise<void> => {
    for (const table of ['feed', 'rendition', 'sought']) {
      await hub.query(`alter table ${table} ${act} row level security`)
    }
  }
  const none = { id: null, type: null, tlp: null, collection: null, next: null, added_after: 0n }
  const titles = async (ctx: Context): Promise<string[] | 'dropped'> => {
    try {
      const asked = { ...none, value: 'canary', limit: 50 }
      return (await searchObjects(ctx, caller, asked)).entries.map(({ title }) => title as string)
    } catch (error) {
      if (error instanceof Leak) return 'dropped'
      throw error
    }
  }
  const look = async (broken: Wall[]): Promise<string[] | 'dropped'> => {
    const ctx = { ...hub.ctx }
    if (broken.includes('predicate')) {
      ctx.pools = { ...ctx.pools, reader: withoutPredicate(ctx.pools.reader) }
    }
    if (broken.includes('guard')) ctx.audiences = { ...ctx.audiences, admitsNow: () => true }
    if (broken.includes('rls')) await setRls('disable')
    const found = await titles(ctx)
    await setRls('enable')
    return found
  }
  t.same(await look([]), ['canary in sight'])
  for (const one of walls) {
    t.same(await look([one]), ['canary in sight'], `without ${one}`)
    const left = walls.filter((wall) => wall !== one)
    const found = await look(left)
    t.notMatch(JSON.stringify(found), /hidden/, `only ${one} is left`)
    if (one === 'guard') t.equal(found, 'dropped', 'the guard alone has work to do')
  }
  t.match(JSON.stringify(await look(walls)), /hidden/, 'positive control: without all it leaks')
})
