// The hub, its groups, members, agreements and collections over HTTP, in the words of the hub file.
import t from 'tap'
import { collectionModel, groupModel } from '../../src/core/hub-file/model.ts'
import { openHubPeople } from '../fixture/hub-people.ts'
import { type Edit, named } from '../fixture/isac.ts'
import { indicator } from '../fixture/isac-object.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const group = { title: 'Third ISAC' }
const collection = { title: 'More indicators' }

t.test('who may do what', async (t) => {
  const hub = await openHubPeople(t)
  const member = '/api/groups/g1/members'
  const cases: [string, Method, string, object | undefined, number][] = [
    ['nobody', 'GET', '/api/hub', undefined, 401],
    ['b', 'GET', '/api/hub', undefined, 200],
    ['b@b', 'PUT', '/api/hub', { title: 'Mine' }, 403],
    ['d@d', 'PUT', '/api/hub', { title: 'Mine' }, 403],
    ['hub@hub', 'PUT', '/api/hub', { title: 'Ours', phrases: { secret: 'red' } }, 200],
    ['hub@hub', 'PUT', '/api/hub', { title: 'Ours', motto: 'x' }, 400],
    ['b', 'GET', '/api/groups/g1', undefined, 200],
    ['b', 'GET', '/api/groups/g2', undefined, 404],
    ['b', 'GET', '/api/groups/nowhere', undefined, 404],
    ['hub@hub', 'GET', '/api/groups/g2', undefined, 200],
    ['aide@hub', 'GET', '/api/groups/g2', undefined, 200],
    ['b@b', 'PUT', '/api/groups/g1', group, 403],
    ['d@d', 'PUT', '/api/groups/g2', group, 404],
    ['d@d', 'PUT', '/api/groups/g3', group, 403],
    ['aide@d', 'PUT', '/api/groups/g1', group, 403],
    ['hub@hub', 'PUT', '/api/groups/g3', group, 201],
    ['hub@hub', 'PUT', '/api/groups/status', group, 422],
    ['hub@hub', 'PUT', '/api/groups/g3', { ...group, members: { nowhere: 'consumer' } }, 422],
    ['b@b', 'PUT', `${member}/e`, { level: 'consumer' }, 403],
    ['d@d', 'PUT', `${member}/e`, { level: 'consumer' }, 200],
    ['d@d', 'PUT', `${member}/e`, { level: 'owner' }, 400],
    ['d@d', 'PUT', `${member}/nowhere`, { level: 'consumer' }, 422],
    ['d@d', 'PUT', '/api/groups/g2/members/a', { level: 'consumer' }, 404],
    ['d@d', 'DELETE', `${member}/e`, undefined, 200],
    ['d@d', 'DELETE', `${member}/e`, undefined, 404],
    ['b', 'GET', '/api/collections/g1/one', undefined, 200],
    ['b', 'GET', '/api/collections/g2/two', undefined, 404],
    ['b', 'GET', '/api/collections/g1/two', undefined, 404],
    ['hub@hub', 'GET', '/api/collections/g2/two', undefined, 200],
    ['b@b', 'PUT', '/api/collections/g1/more', collection, 403],
    ['d@d', 'PUT', '/api/collections/g1/more', collection, 201],
    ['d@d', 'PUT', '/api/collections/g2/more', collection, 404],
    ['d@d', 'PUT', '/api/collections/public/more', collection, 403],
    ['d@d', 'PUT', '/api/collections/g1/more', { ...collection, group: 'g2' }, 422],
    ['d@d', 'PUT', '/api/collections/g1/x', { title: 'Indicators of the first' }, 422],
    ['hub@hub', 'PUT', '/api/collections/g1/more', { ...collection, publish_gate: 'review' }, 422],
    ['hub@hub', 'PUT', '/api/collections/public/more', collection, 201],
  ]
  for (const [who, method, url, body, expected] of cases) {
    const answer = await hub.by(who)(method, url, body)
    t.equal(answer.statusCode, expected, `${who} ${method} ${url} ${answer.body.slice(0, 200)}`)
  }
})

/** Says of a group and a collection everything that a hub file can. */
const sayAll: Edit = ({ groups, collections }) => {
  Object.assign(named(groups, 'g1'), {
    description: 'Railways',
    ...{ max_tlp: 'amber', default_tlp: 'amber', clients: 'allowed', consent: 'group' },
    ...{ history: 'P90D', attribution: 'members', agreement: { name: 'charter', version: 1 } },
    ...{ provider_approval: true, recall: true, two_person: true },
  })
  Object.assign(named(collections, 'one'), {
    description: 'Indicators',
    ...{ validation: 'lenient', default_tlp: 'green', access: { b: 'read' } },
    ...{ review: 'always', review_within: 'PT4H' },
  })
}

t.test('what is read and sent back changes nothing', async (t) => {
  const hub = await openHubPeople(t, sayAll)
  const ask = hub.by('hub@hub')
  const epoch = (await hub.query('select policy_epoch from hub')).rows[0]
  const urls = ['/api/hub', '/api/groups/g1', '/api/groups/community', '/api/collections/g1/one']
  for (const url of [...urls, '/api/collections/public/open']) {
    const { etag, level, can_read, can_write, ...words } = (await ask('GET', url)).json()
    const model = { g1: groupModel, one: collectionModel }[url.split('/').at(-1) as string]
    for (const word of Object.keys(model?.shape ?? {})) {
      // `publish_gate` is of the public group alone.
      if (word !== 'publish_gate') t.hasProp(words, word, `${url} shows \`${word}\``)
    }
    const written = await ask('PUT', url, words, { 'if-match': etag })
    t.equal(written.statusCode, 200, `${url} ${written.body}`)
    t.equal(written.json().etag, etag)
    const late = await ask('PUT', url, words, { 'if-match': '"other"' })
    t.equal(late.statusCode, 412)
  }
  t.same((await hub.query('select policy_epoch from hub')).rows[0], epoch)
})

t.test('only members and those who look after a group are shown its members', async (t) => {
  const hub = await openHubPeople(t, (text) => {
    text.collections[0]!.access = { v: 'none' }
  })
  const members = async (who: string, name = 'g1') =>
    Object.keys((await hub.by(who)('GET', `/api/groups/${name}`)).json().members)
  t.same(await members('b'), ['a', 'b', 'c', 'd', 'm', 'v'])
  t.same(await members('hub@hub'), ['a', 'b', 'c', 'd', 'm', 'v'])
  t.same(await members('x'), [], 'a client of a member')
  const limits = async (who: string) =>
    (await hub.by(who)('GET', '/api/collections/g1/one')).json().access
  t.same(await limits('b'), {})
  t.same(await limits('d@d'), { v: 'none' })
  const names = async (who: string) =>
    (await hub.by(who)('GET', '/api/groups'))
      .json()
      .entries.map((one: { name: string }) => one.name)
  t.same(await names('b'), ['community', 'g1', 'public'])
  t.same(await names('hub@hub'), ['community', 'g1', 'g2', 'public'])
  const list = await hub.by('b')('GET', '/api/collections?limit=2')
  t.same(
    list.json().entries.map((one: { name: string }) => one.name),
    ['shared', 'greens'],
  )
  const more = await hub.by('b')('GET', `/api/collections?limit=2&next=${list.json().next}`)
  t.same(
    more.json().entries.map((one: { name: string }) => one.name),
    ['one', 'open'],
  )
  t.equal(more.json().next, undefined)
})

t.test('a member that goes reads no more; one that comes does', async (t) => {
  const hub = await openHubPeople(t)
  await hub.as('a').share([indicator('green')])
  const poll = (who: string) => hub.as(who).ask('GET', hub.as(who).at('one'))
  t.equal((await poll('b')).json.objects?.length, 2)
  t.equal((await hub.by('d@d')('DELETE', '/api/groups/g1/members/b')).statusCode, 200)
  t.equal((await poll('b')).status, 404)
  t.equal((await poll('e')).status, 404)
  const joined = await hub.by('d@d')('PUT', '/api/groups/g1/members/e', { level: 'consumer' })
  t.equal(joined.json().members.e, 'consumer')
  t.equal((await poll('e')).json.objects?.length, 2)
})

t.test('an agreement is accepted by who speaks for its organisation', async (t) => {
  const hub = await openHubPeople(t, (text) => {
    text.groups[0]!.agreement = [
      { name: 'rules', version: 1 },
      { name: 'rules', version: 2, from: '2026-01-01T00:00:00Z' },
    ]
  })
  const url = '/api/groups/g1/agreement/accept'
  const read = () => hub.as('a').ask('GET', hub.as('a').at('one'))
  t.equal((await read()).status, 403)
  t.equal((await hub.by('aide@a')('POST', url)).statusCode, 403)
  t.equal((await hub.by('a')('POST', url)).statusCode, 403)
  t.equal((await hub.by('a@a')('POST', '/api/groups/g2/agreement/accept')).statusCode, 404)
  const accepted = await hub.by('a@a')('POST', url)
  t.match(accepted.json(), { name: 'rules', version: 2 })
  t.equal((await read()).status, 200)
  t.same((await hub.by('a@a')('POST', url)).json(), accepted.json(), 'twice is once')
})

t.test('what a change makes wrong is drawn anew before it is shown', async (t) => {
  const hub = await openHubPeople(t)
  const object = indicator('green')
  await hub.as('a').share([object])
  const named = async () =>
    (await hub.as('b').poll()).some(({ name }) => name === 'ACME K.K.' || name === object.name)
  t.ok(await named())
  const assets = { terms: [object.name] }
  const changed = await hub.by('hub@hub')('PUT', '/api/organisations/a', {
    title: 'ACME K.K.',
    identities: object.created_by_ref === undefined ? [] : [object.created_by_ref],
    assets,
  })
  t.equal(changed.statusCode, 200, changed.body)
  t.notOk(await named(), 'the name is one of what must never leave')
})
