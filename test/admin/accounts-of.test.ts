// Submissions, the ledger and the first page over HTTP: each organisation of its own, auditors of
// everything that was done, and nobody of more.
import t from 'tap'
import { openHubPeople } from '../fixture/hub-people.ts'
import { indicator } from '../fixture/isac-object.ts'

t.test('submissions are listed for the organisation that made them', async (t) => {
  const hub = await openHubPeople(t)
  const ids: string[] = []
  for (const who of ['a', 'a@a', 'a', 'a']) {
    ids.unshift((await hub.as(who).share([indicator('green')])).id)
  }
  const list = async (who: string, query = '') =>
    (await hub.by(who)('GET', `/api/submissions?${query}`)).json()
  const idsOf = ({ entries }: { entries: { id: string }[] }) => entries.map(({ id }) => id)
  t.same(idsOf(await list('aide@a')), ids)
  t.same(idsOf(await list('a@a', 'whose=mine')), [ids[2]])
  t.same(idsOf(await list('a', 'state=pending')), [])
  t.same(idsOf(await list('b')), [])
  const first = await list('a', 'limit=3')
  const second = await list('a', `limit=3&next=${first.next}`)
  t.same([...idsOf(first), ...idsOf(second)], ids)
  t.equal(second.next, undefined)
  t.match(first.entries[0], { group: 'g1', collection: 'one', submitter: 'feed', success_count: 1 })
  const cases: [string, string, number][] = [
    ['a', ids[0]!, 200],
    ['aide@a', ids[0]!, 200],
    ['b', ids[0]!, 404],
    ['a', 'nothing', 404],
    ['hub@hub', ids[0]!, 403],
    ['nobody', ids[0]!, 401],
  ]
  for (const [who, id, expected] of cases) {
    t.equal((await hub.by(who)('GET', `/api/submissions/${id}`)).statusCode, expected, who)
  }
  t.equal((await hub.by('a')('GET', '/api/submissions?next=AA')).statusCode, 400)
})

t.test('the ledger is for auditors', async (t) => {
  const hub = await openHubPeople(t)
  await hub.as('a').share([indicator('green')])
  await hub.as('b').poll()
  await hub.as('b').poll()
  const taken = indicator('green')
  await hub.as('a').share([taken])
  t.equal((await hub.as('a').remove(taken.id)).status, 200)
  const audit = hub.by('aide@hub')
  for (const who of ['a', 'a@a', 'd@d', 'hub@hub']) {
    for (const url of ['', '/received-by/b', '/export']) {
      t.equal((await hub.by(who)('GET', `/api/ledger${url}`)).statusCode, 403, `${who} ${url}`)
    }
    t.equal((await hub.by(who)('POST', '/api/ledger/verify')).statusCode, 403, who)
  }
  const list = async (query: string) => (await audit('GET', `/api/ledger?${query}`)).json()
  const acts = async (query: string) =>
    (await list(query)).entries.map(({ act }: { act: string }) => act)
  t.same(await acts('act=disclose'), ['disclose', 'disclose'])
  t.same(await acts('organisation=b'), ['disclose', 'disclose'])
  t.same(await acts('organisation=e'), [])
  t.same(await acts(`object=${taken.id}`), ['withdraw'])
  t.same(await acts(`object=${indicator('green').id}`), [])
  t.same(await acts('from=2100-01-01T00:00:00Z'), [])
  t.same(await acts('to=2000-01-01T00:00:00Z'), [])
  t.match((await list('act=disclose')).entries[0], {
    organisation: 'b',
    principal: 'feed',
    endpoint: 'objects',
  })
  const all: string[] = []
  let next = ''
  for (let page = 0; page < 100; page++) {
    const answer = await list(`limit=20${next}`)
    all.push(...answer.entries.map(({ seq }: { seq: string }) => seq))
    if (answer.next === undefined) break
    next = `&next=${answer.next}`
  }
  t.same(
    all,
    all.toSorted((a, b) => Number(b) - Number(a)),
  )
  t.equal(new Set(all).size, all.length)
  const received = (await audit('GET', '/api/ledger/received-by/b?limit=1')).json()
  t.equal(received.entries.length, 1)
  t.equal(received.entries[0].objects.length, 2)
  const rest = await audit('GET', `/api/ledger/received-by/b?next=${received.next}`)
  t.equal(rest.json().entries.length, 1)
  t.equal((await audit('GET', '/api/ledger/received-by/nowhere')).statusCode, 404)
  const report = (await audit('POST', '/api/ledger/verify')).json()
  t.match(report, { whole: true, fault: null, rows: all[0] })
  const text = await audit('GET', '/api/ledger/export')
  t.equal(text.headers['content-type'], 'application/x-ndjson')
  const lines = text.body.trim().split('\n')
  t.equal(lines.length, all.length)
  t.match(JSON.parse(lines[0]!), { prev: '0'.repeat(64) })
})

t.test('the first page: of what one may know, and no more', async (t) => {
  const hub = await openHubPeople(t)
  await hub.as('a').share([indicator('green'), indicator('green')])
  await hub.as('a').share([indicator('green')], { exclude: ['b'] })
  const home = async (who: string) => {
    const answer = await hub.by(who)('GET', '/api/home')
    t.equal(answer.statusCode, 200, answer.body.slice(0, 200))
    return answer.json()
  }
  const arrived = async (who: string) =>
    (await home(who)).arrived.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
  t.equal(await arrived('c'), 4, 'three and the pseudonym of their source')
  t.equal(await arrived('b'), 3)
  t.equal(await arrived('e'), 0)
  t.match((await home('a')).freshness, { shared: 2, fetched: 0, p50: null })
  await hub.as('b').poll()
  t.match((await home('a')).freshness, { shared: 2, fetched: 1 })
  t.match((await home('b')).freshness, { shared: 0, fetched: 0 })
  const members = (await home('d@d')).uptake as { organisation: string; share: number }[]
  const shareOf = (who: string) =>
    members.filter(({ organisation }) => organisation === who).map(({ share }) => share)
  t.ok(shareOf('b').includes(1), JSON.stringify(members))
  t.ok(shareOf('c').includes(0))
  t.same((await home('b')).uptake, [])
  t.equal((await home('b')).health, null)
  t.match((await home('hub@hub')).health, { held_collections: 0 })
  t.same((await home('hub@hub')).arrived, [])
  t.equal((await home('hub@hub')).freshness, null)
  const soon = new Date(Date.now() + 86_400_000).toISOString()
  const wish = { name: 'soon', expires: soon }
  t.equal((await hub.by('a@a')('POST', '/api/organisations/a/credentials', wish)).statusCode, 201)
  t.match((await home('a@a')).waits.expiring_credentials, [{ organisation: 'a', name: 'soon' }])
  t.same((await home('aide@a')).waits.expiring_credentials, [])
  t.same((await home('b@b')).waits.expiring_credentials, [])
})
