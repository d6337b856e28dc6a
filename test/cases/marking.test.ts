// C-01 to C-13 of the worked cases: what a marking says becomes who sees it.
import t from 'tap'
import { named, openIsac } from '../fixture/isac.ts'
import {
  besidesIdentities,
  byPattern,
  identityOfA,
  indicator,
  type Thing,
  tlp,
} from '../fixture/isac-object.ts'
import { expectNothing, openSeen, openSeenBy } from './expect.ts'

const isac = await openIsac(t)
const { as } = isac
const members = ['b', 'c', 'd', 'm']
const clients = ['x', 'y']
const outsiders = ['e', 'f', 'h2', 'z']

const seen = openSeen(isac)
const seenBy = openSeenBy(isac)

t.test('C-01 AMBER to a group', async (t) => {
  const object = indicator('amber', { description: 'found at ACME' })
  await as('a').share([object])
  t.same(await seen('a', object), object, 'its owner sees it raw')
  const p1 = (await seenBy(t, members, object)) as Thing
  t.not(p1.id, object.id)
  t.not(p1.created_by_ref, identityOfA)
  t.notMatch(JSON.stringify(p1), /acme/i)
  t.equal(p1.valid_from, object.valid_from)
  const p2 = (await seenBy(t, clients, object)) as Thing
  t.not(p2.id, p1.id)
  t.not(p2.created_by_ref, p1.created_by_ref)
  t.equal(p2.modified, '2026-01-01T09:00:00.000Z')
  t.notMatch(JSON.stringify(p2), /acme|beacon/i)
  for (const id of [object.id, p1.id, p2.id]) {
    t.same(await as('v').find(id), [], 'no consent to the government')
    for (const who of outsiders) {
      await expectNothing(t, as(who), id)
      if (who === 'e' || who === 'f') await expectNothing(t, as(who), id, 'two')
      if (who !== 'h2') await expectNothing(t, as(who), id, 'shared')
    }
    await expectNothing(t, as('nobody'), id, 'open')
    const stranger = await as('nobody').ask('GET', as('nobody').at('one', `objects/${id}/`))
    t.equal(stranger.status, 401)
  }
  await isac.change((hub) => {
    named(hub.organisations, 'm').vouches = ['x']
  })
  t.same(await seen('x', object), p2)
  await expectNothing(t, as('y'), p2.id)
  await isac.change()
  t.same(await seen('y', object), p2, 'vouched for again')
})

t.test('C-02 AMBER+STRICT never reaches clients', async (t) => {
  const object = indicator('strict')
  await as('a').share([object])
  const p1 = (await seenBy(t, members, object)) as Thing
  t.ok(p1)
  for (const who of clients) {
    t.equal(await seen(who, object), undefined)
    for (const id of [object.id, p1.id]) await expectNothing(t, as(who), id)
  }
})

t.test('C-03 GREEN that is addressed to the community', async (t) => {
  const object = indicator('green')
  await as('a').share([object], { community: true })
  const p1 = (await seenBy(t, members, object)) as Thing
  const p2 = (await seenBy(t, ['e', 'f', 'z'], object, 'shared')) as Thing
  t.not(p2.id, p1.id)
  const hub = await as('e').find(p2.created_by_ref as string, 'shared')
  t.match(hub, [{ type: 'identity', name: 'Information sharing hub' }], 'the hub is its creator')
  t.equal(await seen('c', object, 'shared'), undefined, 'not both copies')
  t.same(await as('c').find(p2.id, 'shared'), [])
  t.equal(await seen('c', object, 'two'), undefined)
  await expectNothing(t, as('nobody'), p2.id, 'open')
})

t.test('C-04 one object addressed to two groups', async (t) => {
  await isac.change((hub) => {
    const { members } = named(hub.groups, 'g2')
    members.a = 'contributor'
  })
  const object = indicator('amber')
  await as('a').share([object])
  await as('a').share([object], undefined, 'two')
  const first = (await seenBy(t, ['b', 'c'], object)) as Thing
  t.equal(await seen('c', object, 'two'), undefined, 'who is in both is shown it once')
  const second = (await seenBy(t, ['e', 'f'], object, 'two')) as Thing
  t.not(second.id, first.id)
  t.not(second.created_by_ref, first.created_by_ref)
  const held = [...(await as('c').poll()), ...(await as('c').poll('', 'two'))]
  t.notOk(held.some(({ id }) => id === second.id || id === second.created_by_ref))
  await isac.change()
})

t.test('C-05 RED for one named person', async (t) => {
  const object = indicator('red')
  await as('a@a').share([object], { recipients: ['b@b'] })
  const shown = await as('b@b').find(object.id)
  const ids = [object.id, ...shown.map(({ id }) => id)]
  const named = (await as('b@b').ask('GET', as('b@b').at('one', 'objects/'))).json.objects ?? []
  t.notOk(byPattern(named, object), 'not in a page')
  const { rows } = await isac.query(
    `select distinct stix_id from feed where stix_id like 'indicator--%'
      order by stix_id`,
  )
  const found: string[] = []
  for (const { stix_id } of rows) {
    if (byPattern(await as('b@b').find(stix_id), object)) found.push(stix_id)
  }
  t.equal(found.length, 1, 'by its id')
  t.same(await as('a@a').find(object.id), [object], 'who shared it sees it raw')
  for (const who of ['b', 'aide@b', 'a', 'aide@a', 'd', 'd@d', 'c', 'm', 'v']) {
    for (const id of [...ids, ...found]) await expectNothing(t, as(who), id)
    t.equal(await seen(who, object), undefined)
  }
})

t.test('C-06 RED in a bundle for a group', async (t) => {
  const [amber, red] = [indicator('amber'), indicator('red')]
  const { status, json } = await as('a').post([amber, red])
  t.equal(status, 202)
  t.match(json, { success_count: 1, failure_count: 1, failures: [{ id: red.id }] })
  const [failure] = json.failures as { message: string }[]
  t.match(failure?.message, /^TLP:RED is for named persons/)
  t.notMatch(failure?.message, /beacon|203\.0/)
  t.ok(await seen('b', amber))
  for (const who of ['a', 'a@a', 'b']) t.same(await as(who).find(red.id), [])
  const { rows } = await isac.query(
    'select count(*)::integer as kept from object_version where stix_id = $1',
    [red.id],
  )
  t.same(rows, [{ kept: 0 }])
})

t.test('C-07 an unmarked object', async (t) => {
  const [plain, green] = [indicator(null), indicator(null)]
  await as('a').share([plain])
  await as('a').share([green], { community: true }, 'greens')
  t.ok(await seen('b', plain))
  t.equal(await seen('x', plain), undefined, 'AMBER+STRICT where nobody says')
  t.ok(await seen('b', green, 'greens'))
  t.ok(await seen('x', green, 'greens'))
  t.ok(await seen('e', green, 'shared'), 'GREEN where the collection says so')
  for (const [collection, level] of [
    ['one', 'amber+strict'],
    ['greens', 'green'],
  ]) {
    const { status, json } = await as('a').ask('POST', '/api/preview', {
      group: 'g1',
      collection,
      objects: [indicator(null)],
    })
    t.equal(status, 200, 'a preview')
    t.match(json, { objects: [{ tlp: level }] })
  }
})

t.test('C-08 TLP 1.0 AMBER beside TLP 2.0 CLEAR', async (t) => {
  const object = indicator(null, { object_marking_refs: [tlp.amber1, tlp.clear] })
  const status = await as('a').share([object])
  t.match(status.successes, [{ message: /contradict.*TLP:AMBER/ }])
  t.ok(await seen('b', object))
  t.ok(await seen('x', object))
  t.equal(await seen('e', object, 'shared'), undefined)
  t.equal(await seen('nobody', object, 'open'), undefined)
})

t.test('C-09 a RED description on a GREEN object', async (t) => {
  const object = indicator('green', {
    description: 'eyes only',
    granular_markings: [{ marking_ref: tlp.red, selectors: ['description'] }],
  })
  await as('a').share([object])
  const shown = (await seenBy(t, members, object)) as Thing
  t.not(shown.id, object.id)
  t.notOk('description' in shown)
  t.notOk('granular_markings' in shown)
  t.equal(shown.pattern, object.pattern)
})

t.test('C-10 a RED pattern on a GREEN indicator', async (t) => {
  const object = indicator('green', {
    granular_markings: [{ marking_ref: tlp.red, selectors: ['pattern'] }],
  })
  await as('a').share([object])
  for (const who of [...members, ...clients]) {
    const all = JSON.stringify(await as(who).poll())
    t.notMatch(all, object.name as string, 'hidden as a whole')
    await expectNothing(t, as(who), object.id)
  }
  t.same(await as('a@a').find(object.id), [object])
})

t.test('C-11 a GREEN pattern on an AMBER object', async (t) => {
  const granular = [{ marking_ref: tlp.green, selectors: ['pattern'] }]
  for (const tearline of [false, true]) {
    const object = indicator('amber', { granular_markings: granular, description: 'at night' })
    await as('a').share([object], { community: true, tearline })
    t.match(await seenBy(t, members, object), { name: object.name, description: 'at night' })
    const torn = (await seenBy(t, ['e', 'f'], object, 'shared')) as Thing | undefined
    t.equal(torn !== undefined, tearline)
    if (torn === undefined) continue
    const released = ['pattern', 'pattern_type', 'type', 'valid_from']
    const scaffold = ['created', 'id', 'modified', 'object_marking_refs']
    t.same(
      Object.keys(torn).sort(),
      [...released, ...scaffold, 'spec_version'].sort(),
      'what is released, and what holds it',
    )
    t.same(torn.object_marking_refs, [tlp.green])
  }
})

t.test('C-12 a marking on one member of a list', async (t) => {
  const object = indicator('green', {
    labels: ['one', 'two', 'three'],
    granular_markings: [
      { marking_ref: tlp.red, selectors: ['labels.[1]'] },
      { marking_ref: tlp.amber, selectors: ['labels.[2]'] },
    ],
  })
  await as('a').share([object])
  const shown = (await seenBy(t, members, object)) as Thing
  t.same(shown.labels, ['one', 'three'])
  t.same(shown.granular_markings, [{ marking_ref: tlp.amber, selectors: ['labels.[1]'] }])
})

t.test('C-13 a selector to what is not there', async (t) => {
  const object = indicator('green', {
    granular_markings: [{ marking_ref: tlp.red, selectors: ['description'] }],
  })
  const { json } = await as('a').post([object, indicator('green')])
  t.match(json, { success_count: 1, failure_count: 1, failures: [{ id: object.id }] })
  t.same(await as('a@a').find(object.id), [])
})

t.test('nothing the hub keeps is shown to somebody twice', async (t) => {
  for (const who of [...members, ...clients]) {
    const ids = besidesIdentities(await as(who).poll()).map(({ id }) => id)
    t.equal(new Set(ids).size, ids.length)
  }
})
