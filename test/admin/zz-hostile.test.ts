import t from 'tap'
import { decide, reviews, rule } from '../exchange/reviewing.ts'
import { openHubPeople } from '../fixture/hub-people.ts'
import { named, openIsac, organisation } from '../fixture/isac.ts'
import { byPattern, dated, indicator, tlp } from '../fixture/isac-object.ts'

t.test('reviewer admitted by public only', async (t) => {
  const hub = await openIsac(t, (h) => {
    rule('always')(h)
    named(h.groups, 'g1').members.v = 'steward'
    named(h.organisations, 'v').people = [{ name: 'v', roles: ['curator'] }, { name: 'aide' }]
  })
  await hub.as('a').share([indicator('clear')])
  t.same(
    (await reviews(hub, 'v@v')).map(({ owner }) => owner),
    [],
    'gov',
  )
  await hub.as('a').share([indicator('clear')], { exclude: ['d'] })
  t.equal((await reviews(hub, 'd@d')).length, 1, 'excluded')
  await hub.as('a').share([indicator('clear')], { addressed: 'org(b)' })
  t.equal((await reviews(hub, 'd@d')).length, 1, 'addressed')
})

t.test('RED in a reviewed collection', async (t) => {
  const hub = await openIsac(t, rule('always'))
  const red = indicator('red')
  await hub.as('d@d').share([red], { recipients: ['b@b'] })
  t.same(await hub.as('aide@d').find(red.id), [])
  t.same((await reviews(hub, 'aide@d')).length, 0, 'own, not named')
  t.same((await reviews(hub, 'd@d')).length, 0, 'own, named')
  t.equal((await hub.as('b@b').find(red.id)).length, 1)
})

t.test('round trips', async (t) => {
  const hub = await openHubPeople(t, (h) => {
    Object.assign(named(h.collections, 'one'), { review: 'always' })
    Object.assign(named(h.groups, 'g1'), { two_person: true })
  })
  const d = hub.by('d@d')
  const g = await d('PUT', '/api/groups/g1/members/e', { level: 'consumer' })
  t.equal(g.statusCode, 200, g.body)
  t.same((await hub.query(`select two_person from trust_group where name='g1'`)).rows, [
    { two_person: true },
  ])
  const read = await d('GET', '/api/collections/g1/one')
  const { etag, can_read, can_write, ...words } = read.json()
  const w = await d('PUT', '/api/collections/g1/one', words)
  t.equal(w.statusCode, 200, w.body)
  t.same((await hub.query(`select review from collection where name='one'`)).rows, [
    { review: 'always' },
  ])
})

t.test('consent widened by a steward', async (t) => {
  const hub = await openHubPeople(t)
  const one = indicator('green')
  await hub.as('a').share([one])
  const d = hub.by('d@d')
  const { etag, level, ...words } = (await d('GET', '/api/groups/g1')).json()
  const put = await d('PUT', '/api/groups/g1', { ...words, consent: 'everyone' })
  t.equal(put.statusCode, 200, put.body)
  const seen = byPattern(await hub.as('b').poll(), one)
  t.not(seen?.created_by_ref, one.created_by_ref, 'members are not told')
  t.comment(JSON.stringify(seen))
})

t.test('steward reads the page of a member', async (t) => {
  const hub = await openHubPeople(t)
  const d = hub.by('d@d')
  t.comment((await d('GET', '/api/organisations/a')).body)
  t.comment((await d('GET', '/api/organisations')).body)
  t.comment((await d('GET', '/api/organisations/a/people')).body)
  t.comment((await d('GET', '/api/organisations/a/credentials')).body)
})

t.test('org-admin mints for who has more', async (t) => {
  const hub = await openHubPeople(t, (h) => {
    const hubOrg = h.organisations.find(({ name }) => name === 'hub')
    if (hubOrg) Object.assign(hubOrg, {})
    named(h.organisations, 'a').people = [
      { name: 'a', roles: ['org-admin'] },
      { name: 'aide', roles: ['hub-admin'] },
    ]
  })
  const a = hub.by('a@a')
  const x = await a('POST', '/api/organisations/a/credentials', {
    name: 'mint',
    kind: 'person',
    person: 'aide',
  })
  t.equal(x.statusCode, 403, x.body)
  const y = await a('POST', '/api/organisations/a/credentials/aide-key/rotate', {})
  t.equal(y.statusCode, 403, y.body)
})

t.test('covered', async (t) => {
  const hub = await openHubPeople(t)
  const one = indicator('green', { created_by_ref: undefined })
  await hub.as('b').share([one], { exclude: ['a'] })
  t.same(await hub.as('a').find(one.id), [])
  await hub.as('a').share([one])
  t.comment((await hub.by('a@a')('GET', `/api/objects/${one.id}`)).body)
})

t.test('uptake', async (t) => {
  const hub = await openHubPeople(t)
  const d = hub.by('d@d')
  const before = (await d('GET', '/api/home')).json().uptake
  await hub.as('a').share([indicator('green')], { exclude: ['d'] })
  const after = (await d('GET', '/api/home')).json().uptake
  t.same(after, before)
})
