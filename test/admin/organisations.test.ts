// Organisations, people and credentials over HTTP, in the words of the hub file: who may read and
// change which, what a change leaves alone, and that it holds at once.
import t from 'tap'
import { openHubPeople } from '../fixture/hub-people.ts'
import { tokenOf } from '../fixture/isac.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const entry = { title: 'New Rail', kind: 'company', country: 'JP' }
const status = { status: 'suspended', reason: 'a token was found in the open' }

t.test('who may do what', async (t) => {
  const hub = await openHubPeople(t)
  const one = '/api/organisations'
  const cases: [string, Method, string, object | undefined, number][] = [
    ['nobody', 'GET', `${one}/a`, undefined, 401],
    ['a', 'GET', `${one}/a`, undefined, 200],
    ['a', 'GET', `${one}/b`, undefined, 404],
    ['a@a', 'GET', `${one}/nowhere`, undefined, 404],
    ['a@a', 'GET', `${one}/b`, undefined, 404],
    ['d@d', 'GET', `${one}/b`, undefined, 200],
    ['d@d', 'GET', `${one}/e`, undefined, 404],
    ['aide@d', 'GET', `${one}/b`, undefined, 404],
    ['hub@hub', 'GET', `${one}/e`, undefined, 200],
    ['aide@hub', 'GET', `${one}/e`, undefined, 200],
    ['a', 'PUT', `${one}/new`, entry, 403],
    ['d@d', 'PUT', `${one}/new`, entry, 404],
    ['aide@hub', 'PUT', `${one}/a`, entry, 403],
    ['d@d', 'PUT', `${one}/b`, entry, 403],
    ['a@a', 'PUT', `${one}/a`, entry, 403],
    ['hub@hub', 'PUT', `${one}/new`, entry, 201],
    ['hub@hub', 'PUT', `${one}/new`, { ...entry, colour: 'red' }, 400],
    ['hub@hub', 'PUT', `${one}/new`, { ...entry, name: 'other' }, 422],
    ['hub@hub', 'PUT', `${one}/new`, { ...entry, client_of: ['nowhere'] }, 422],
    ['hub@hub', 'PUT', `${one}/new`, { ...entry, credentials: [{ name: 'feed' }] }, 422],
    ['hub@hub', 'PUT', `${one}/Not-A-Name`, entry, 400],
    ['a@a', 'POST', `${one}/b/status`, status, 403],
    ['aide@d', 'POST', `${one}/b/status`, status, 403],
    ['d@d', 'POST', `${one}/e/status`, status, 404],
    ['d@d', 'POST', `${one}/b/status`, { ...status, status: 'terminated' }, 403],
    ['d@d', 'POST', `${one}/b/status`, { status: 'suspended' }, 400],
    ['a@a', 'PUT', `${one}/a/people/new`, { roles: ['analyst'] }, 201],
    ['a@a', 'PUT', `${one}/a/people/new`, { roles: ['hub-admin'] }, 403],
    ['a@a', 'PUT', `${one}/a/people/new`, { roles: ['auditor'] }, 403],
    ['a@a', 'PUT', `${one}/a/people/new`, { clearances: [{ name: 'attribution' }] }, 403],
    ['aide@a', 'PUT', `${one}/a/people/new`, {}, 403],
    ['a@a', 'PUT', `${one}/b/people/new`, {}, 404],
    ['a@a', 'DELETE', `${one}/a/people/new`, undefined, 204],
    ['a@a', 'DELETE', `${one}/a/people/new`, undefined, 404],
    ['hub@hub', 'PUT', `${one}/a/people/new`, { roles: ['auditor'] }, 201],
    ['aide@a', 'POST', `${one}/a/credentials`, { name: 'x' }, 403],
    ['d@d', 'POST', `${one}/a/credentials`, { name: 'x' }, 403],
    ['a@a', 'POST', `${one}/b/credentials`, { name: 'x' }, 404],
    ['a@a', 'POST', `${one}/a/credentials`, { name: 'x', kind: 'person' }, 400],
    ['a@a', 'POST', `${one}/a/credentials`, { name: 'x', kind: 'person', person: 'zoe' }, 422],
    ['a@a', 'POST', `${one}/a/credentials`, { name: 'feed' }, 422],
    ['a@a', 'DELETE', `${one}/a/credentials/nothing`, undefined, 404],
  ]
  for (const [who, method, url, body, expected] of cases) {
    const answer = await hub.by(who)(method, url, body)
    t.equal(answer.statusCode, expected, `${who} ${method} ${url} ${answer.body.slice(0, 200)}`)
    if (expected >= 400) t.equal(answer.headers['content-type'], 'application/problem+json')
  }
})

t.test('what is read and sent back changes nothing, secrets least of all', async (t) => {
  const hub = await openHubPeople(t)
  const ask = hub.by('hub@hub')
  const names = ['a', 'b', 'm', 'v', 'x', 'h2', 'hub']
  const before = await hub.query('select name, secret, revoked_at from credential order by id')
  const epoch = (await hub.query('select policy_epoch from hub')).rows[0]
  for (const name of names) {
    const url = `/api/organisations/${name}`
    const read = await ask('GET', url)
    const { etag, last_seen, ...words } = read.json()
    t.notMatch(read.body, tokenOf(name), 'no secret is told')
    t.equal(read.headers.etag, etag)
    const written = await ask('PUT', url, words, { 'if-match': etag })
    t.equal(written.statusCode, 200, written.body)
    t.equal(written.json().etag, etag)
  }
  const after = await hub.query('select name, secret, revoked_at from credential order by id')
  t.same(after.rows, before.rows)
  t.same((await hub.query('select policy_epoch from hub')).rows[0], epoch)
})

t.test('people and credentials that are not given stay; those not listed go', async (t) => {
  const hub = await openHubPeople(t)
  const ask = hub.by('hub@hub')
  const titled = await ask('PUT', '/api/organisations/b', { title: 'Bolt' })
  t.equal(titled.statusCode, 200)
  t.equal(titled.json().people.length, 2)
  t.equal(titled.json().credentials.length, 3)
  t.equal((await hub.by('b')('GET', '/api/me')).statusCode, 200)
  const fewer = await ask('PUT', '/api/organisations/b', {
    title: 'Bolt',
    credentials: [{ name: 'feed', max_tlp: 'green' }],
  })
  t.equal(fewer.statusCode, 200, fewer.body)
  t.same(fewer.json().credentials, [{ name: 'feed', kind: 'service', max_tlp: 'green' }])
  t.equal((await hub.by('b')('GET', '/api/me')).json().max_tlp, 'green')
  t.equal((await hub.by('b@b')('GET', '/api/me')).statusCode, 401)
})

t.test('an organisation changes its own words, and no others', async (t) => {
  const hub = await openHubPeople(t)
  const ask = hub.by('a@a')
  const { etag, last_seen, ...words } = (await ask('GET', '/api/organisations/a')).json()
  const cases: [object, number][] = [
    [{ title: 'ACME', assets: { terms: ['ACME'] }, default_tlp: 'green' }, 200],
    [{ kind: 'cert' }, 403],
    [{ status: 'restricted' }, 403],
    [{ sectors: ['energy'] }, 403],
    [{ country: undefined }, 403],
    [{ vouches: ['x'] }, 403],
    [{ identities: [] }, 403],
    [{ clearances: [{ name: 'attribution' }] }, 403],
    [{ agreements: [{ name: 'nda', version: 1 }] }, 403],
    [{ people: [{ name: 'a', roles: ['hub-admin'] }] }, 403],
    [{ people: [{ name: 'a', roles: ['org-admin'] }], credentials: [{ name: 'feed' }] }, 200],
  ]
  for (const [change, expected] of cases) {
    const answer = await ask('PUT', '/api/organisations/a', { ...words, ...change })
    // A person without a credential signs in no more, so the last case ends it.
    t.equal(answer.statusCode, expected, JSON.stringify(change))
  }
})

t.test('If-Match: what somebody changed meanwhile is not written over', async (t) => {
  const hub = await openHubPeople(t)
  const ask = hub.by('hub@hub')
  const { etag } = (await ask('GET', '/api/organisations/c')).json()
  const url = '/api/organisations/c'
  t.equal((await ask('PUT', url, entry, { 'if-match': etag })).statusCode, 200)
  const late = await ask('PUT', url, { title: 'Late' }, { 'if-match': etag })
  t.equal(late.statusCode, 412)
  t.match(late.json().detail, /changed it meanwhile/)
  t.equal((await ask('PUT', url, entry, { 'if-none-match': '*' })).statusCode, 412)
  const fresh = '/api/organisations/fresh'
  t.equal((await ask('PUT', fresh, entry, { 'if-match': etag })).statusCode, 412)
  t.equal((await ask('PUT', fresh, entry, { 'if-none-match': '*' })).statusCode, 201)
})

t.test('suspending holds from the next request on, and is in the ledger', async (t) => {
  const hub = await openHubPeople(t)
  const poll = () => hub.as('b').ask('GET', hub.as('b').at('one'))
  t.equal((await poll()).status, 200)
  const done = await hub.by('d@d')('POST', '/api/organisations/b/status', status)
  t.equal(done.json().status, 'suspended', done.body)
  t.equal((await poll()).status, 401)
  const again = { status: 'active', reason: 'the token was replaced' }
  const back = await hub.by('d@d')('POST', '/api/organisations/b/status', again)
  t.equal(back.statusCode, 200, 'b is in no other group')
  t.equal((await poll()).status, 200)
  const ofTwo = '/api/organisations/c/status'
  t.equal((await hub.by('d@d')('POST', ofTwo, status)).statusCode, 200)
  t.equal((await hub.by('d@d')('POST', ofTwo, again)).statusCode, 403, 'c is in another too')
  t.equal((await hub.by('hub@hub')('POST', ofTwo, again)).statusCode, 200)
  await hub.ctx.ledger.settle()
  const { rows } = await hub.query(`select canonical from ledger where act = 'administer'
    and canonical like '%found in the open%' order by seq`)
  t.equal(rows.length, 2)
  t.match(rows[0].canonical, /"what":"organisation"/)
  t.match(rows[0].canonical, /"principal_id":"[0-9a-f-]{36}"/)
})

t.test('a list by pages, searched and filtered', async (t) => {
  const hub = await openHubPeople(t)
  const ask = hub.by('hub@hub')
  const names: string[] = []
  let next = ''
  for (let page = 0; page < 10; page++) {
    const { entries, next: more } = (await ask('GET', `/api/organisations?limit=4${next}`)).json()
    names.push(...entries.map(({ name }: { name: string }) => name))
    if (more === undefined) break
    next = `&next=${more}`
  }
  t.same(names, ['a', 'b', 'c', 'd', 'e', 'f', 'h2', 'hub', 'm', 'v', 'x', 'y', 'z'])
  const found = async (query: string, who = 'hub@hub') =>
    (await hub.by(who)('GET', `/api/organisations?${query}`))
      .json()
      .entries.map(({ name }: { name: string }) => name)
  t.same(await found('search=SHOP'), ['x', 'y', 'z'])
  t.same(await found('status=suspended'), [])
  t.same(await found('', 'd@d'), ['a', 'b', 'c', 'd', 'm', 'v'])
  t.same(await found('', 'e'), ['e'])
  t.equal((await ask('GET', '/api/organisations?next=%00')).statusCode, 400)
  t.equal((await ask('GET', '/api/organisations?limit=201')).statusCode, 400)
  const { entries } = (await ask('GET', '/api/organisations?search=ACME')).json()
  t.match(entries[0], { groups: [{ name: 'g1', level: 'contributor' }] })
})

t.test('a credential is issued, rotated with an overlap, and revoked', async (t) => {
  const hub = await openHubPeople(t)
  const url = '/api/organisations/a/credentials'
  const ask = hub.by('a@a')
  const signIn = async (authorization: string) =>
    (await hub.app.inject({ url: '/api/me', headers: { authorization } })).statusCode
  const basic = (user: string, password: string) =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const wishes = [
    { name: 'one', how: 'token', max_tlp: 'amber' },
    { name: 'two', how: 'basic', username: 'two-of-a' },
    { name: 'three', kind: 'person', person: 'aide' },
  ]
  for (const wish of wishes) {
    const issued = await ask('POST', url, wish)
    t.equal(issued.statusCode, 201, issued.body)
    const show = ({ secret, username }: { secret: string; username: string | null }) =>
      username === null ? `Bearer ${secret}` : basic(username, secret)
    const first = show(issued.json())
    t.equal(await signIn(first), 200, wish.name)
    const list = await ask('GET', url)
    t.notMatch(list.body, issued.json().secret, 'the secret is told once')
    const rotated = await ask('POST', `${url}/${wish.name}/rotate`, { overlap_hours: 1 })
    t.equal(rotated.statusCode, 200, rotated.body)
    t.ok(rotated.json().old_secret_until)
    const second = show(rotated.json())
    t.equal(await signIn(second), 200)
    t.equal(await signIn(first), 200, 'the old one still does')
    await hub.query(`update credential set previous_until = clock_timestamp()
      where name = '${wish.name}'`)
    t.equal(await signIn(first), 401, 'until its time is over')
    t.equal(await signIn(second), 200)
    const third = show((await ask('POST', `${url}/${wish.name}/rotate`, {})).json())
    t.equal(await signIn(second), 401, 'without an overlap the old one ends at once')
    t.equal(await signIn(third), 200)
    t.equal((await ask('DELETE', `${url}/${wish.name}`)).statusCode, 204)
    t.equal(await signIn(third), 401)
  }
  t.equal((await ask('POST', `${url}/feed/rotate`, { overlap_hours: 169 })).statusCode, 400)
  const { entries } = (await ask('GET', url)).json()
  const two = entries.find(({ name }: { name: string }) => name === 'two')
  t.ok(two.revoked)
  await hub.ctx.ledger.settle()
  const { rows } = await hub.query(`select count(*)::integer as count from ledger
    where act = 'administer' and canonical like '%"what":"credential"%'
      and canonical like '%new secret%'`)
  t.equal(rows[0].count, 6)
})

t.test('when a credential was used last', async (t) => {
  const hub = await openHubPeople(t)
  await hub.by('b')('GET', '/api/me')
  const read = async () => {
    const { entries } = (await hub.by('hub@hub')('GET', '/api/organisations?search=bolt')).json()
    return entries[0].last_seen
  }
  let seen: string | null = null
  for (let n = 0; n < 200 && seen === null; n++) seen = await read()
  t.match(seen, /^\d{4}-/)
  const url = '/api/organisations/b/credentials'
  const { entries } = (await hub.by('hub@hub')('GET', url)).json()
  t.match(
    entries.map(({ name, last_used }: Record<string, unknown>) => [name, last_used !== null]),
    [
      ['aide-key', false],
      ['feed', true],
      ['self-key', false],
    ],
  )
})
