// C-46 to C-51 of the worked cases: who is left out, who must agree first, and what a pseudonym
// says.
import t from 'tap'
import { pseudonymOf } from '../../src/core/anonymity/pseudonym.ts'
import { type Isac, named, openIsac } from '../fixture/isac.ts'
import { dated, identityOfA, indicator, type Thing } from '../fixture/isac-object.ts'
import { expectNothing, openSeen, openSeenBy, readAll } from './expect.ts'

/** Everything one organisation can ask about a collection and its group, but for the moments. */
const transcript = async (isac: Isac, who: string): Promise<string[]> => {
  const client = isac.as(who)
  const answers: string[] = []
  for (const url of [
    '/taxii2/',
    '/taxii2/g1/',
    '/taxii2/g1/collections/',
    client.at('one', ''),
    `${client.at('one')}?match[version]=all`,
    `${client.at('one')}?limit=2`,
    client.at('one', 'manifest/'),
  ]) {
    const { status, text } = await client.ask('GET', url)
    const still = text.replace(/"date_added":"[^"]*"/g, '').replace(/"next":"[^"]*"/g, '"next":""')
    answers.push(`${status} ${still}`)
  }
  return answers
}

t.test('C-46 a group except one of its members', async (t) => {
  const isac = await openIsac(t)
  const { as } = isac
  const seenBy = openSeenBy(isac)
  await as('a').share([indicator('green'), indicator('green'), indicator('green')])
  const before = await transcript(isac, 'b')
  const object = indicator('amber')
  await as('a').share([object], { exclude: ['b'] })
  const shown = (await seenBy(t, ['c', 'd', 'm'], object)) as Thing
  t.ok(shown)
  t.same(await transcript(isac, 'b'), before, 'nothing has changed for whom it is not for')
  for (const id of [object.id, shown.id]) {
    for (const who of ['b', 'b@b']) await expectNothing(t, as(who), id)
  }
  const reached = await as('a').post([indicator('amber')])
  t.notMatch(JSON.stringify(reached.json), /member|reach|viewer/)
})

t.test('C-47 an agency without the consent of the source', async (t) => {
  const isac = await openIsac(t)
  const { as } = isac
  const seen = openSeen(isac)
  const before = await transcript(isac, 'v')
  const plain = indicator('green')
  await as('a').share([plain])
  t.ok(await seen('b', plain))
  t.equal(await seen('v', plain), undefined)
  t.same(await transcript(isac, 'v'), before, 'nor is it counted')
  const shown = (await seen('b', plain)) as Thing
  for (const id of [plain.id, shown.id]) await expectNothing(t, as('v'), id)
  const [allowed, told] = [indicator('green'), indicator('green')]
  await as('a').share([allowed], { authorities: ['government'] })
  await as('a').share([told], { consent: 'government' })
  t.match(await seen('v', allowed), { pattern: allowed.pattern })
  t.not((await seen('v', allowed))?.created_by_ref, identityOfA, 'under a pseudonym')
  t.equal((await seen('v', told))?.created_by_ref, identityOfA, 'and by name')
  t.not((await seen('b', told))?.created_by_ref, identityOfA)
})

t.test('C-49 an MSSP submits on behalf of a client', async (t) => {
  const isac = await openIsac(t)
  const { as } = isac
  const seen = openSeen(isac)
  const own = indicator('green', { description: 'seen at ours' })
  const other = indicator('green', { description: 'seen at Xylo' })
  await as('m').share([own], { community: true })
  await as('m').share([other], { community: true, on_behalf_of: 'x' })
  const [first, second] = [(await seen('b', own)) as Thing, (await seen('b', other)) as Thing]
  t.equal(Object.keys(second).join(), Object.keys(first).join(), 'nothing tells them apart')
  t.equal(second.created_by_ref, first.created_by_ref, 'the MSSP’s pseudonym')
  for (const [who, collection] of [
    ['b', 'one'],
    ['d', 'one'],
    ['y', 'one'],
    ['e', 'shared'],
  ] as const) {
    t.notMatch(await readAll(as(who), collection), /xylo|behalf/i, who)
  }
  const { rows } = await isac.query('select id from organisation where name = $1', ['x'])
  for (const who of ['b', 'x', 'y', 'd']) {
    t.notOk((await readAll(as(who))).includes(rows[0].id))
  }
  t.same(await as('m').find(other.id), [other])
})

t.test('C-50 the pseudonym of a member', async (t) => {
  const isac = await openIsac(t, (hub) => {
    named(hub.groups, 'g2').members.a = 'contributor'
  })
  const { as } = isac
  const seen = openSeen(isac)
  const [one, two, elsewhere] = [indicator('green'), indicator('green'), indicator('green')]
  await as('a').share([one])
  await as('a').share([two])
  await as('a').share([elsewhere], {}, 'two')
  const creators = [
    (await seen('c', one))?.created_by_ref,
    (await seen('c', two))?.created_by_ref,
    (await seen('c', elsewhere, 'two'))?.created_by_ref,
  ]
  t.match(creators, [/^identity--/, /^identity--/, /^identity--/])
  t.equal(creators[0], creators[1], 'one in a group')
  t.not(creators[0], creators[2], 'another in another')
  const names = await Promise.all(
    [
      [creators[0], 'one'],
      [creators[2], 'two'],
    ].map(
      async ([id, collection]) => (await as('c').find(id as string, collection as string))[0]?.name,
    ),
  )
  t.match(names, [/^Member-[A-Z2-7]{4}$/, /^Member-[A-Z2-7]{4}$/])
  t.not(names[0], names[1])
  const { rows } = await isac.query(
    `select o.id as owner, g.id as "group" from organisation o, trust_group g
      where o.name = 'a' and g.name = 'g1'`,
  )
  const [{ owner, group }] = rows
  const key = isac.ctx.keys.pseudonym
  t.equal(pseudonymOf(key, '1', group, owner).id, creators[0])
  t.not(pseudonymOf(key, '2', group, owner).id, creators[0], 'another in another epoch')
})

t.test('C-51 the only railway company of a group', async (t) => {
  const isac = await openIsac(t)
  const { as } = isac
  const seen = openSeen(isac)
  const about = dated('identity', 'green', {
    id: identityOfA,
    name: 'ACME K.K.',
    identity_class: 'organization',
    sectors: ['railway'],
  })
  const object = indicator('green')
  await as('a').share([about, object], { community: true })
  for (const [who, collection] of [
    ['b', 'one'],
    ['x', 'one'],
    ['e', 'shared'],
  ] as const) {
    const shown = (await seen(who, object, collection)) as Thing
    const [creator] = await as(who).find(shown.created_by_ref as string, collection)
    t.notOk('sectors' in (creator as Thing), who)
    t.notMatch(await readAll(as(who), collection), /railway|sectors/)
  }
})

type Gate = {
  rendition_id: string
  digest: string
  acts: string[]
  segment: string
  source_id: string
  object: Thing
}

const gatesOf = async (isac: Isac, who: string): Promise<Gate[]> => {
  const { status, json, text } = await isac.as(who).ask('GET', '/api/gates')
  if (status !== 200) throw new Error(`${status} ${text}`)
  return (json as unknown as { gates: Gate[] }).gates
}

const pass = (isac: Isac, who: string, gates: Gate[]) => {
  const forms = gates.map(({ rendition_id, digest }) => ({ rendition_id, digest }))
  const body = { group: 'g1', collection: 'one', act: 'approval', forms }
  return isac.as(who).ask('POST', '/api/gates/pass', body)
}

t.test('C-48 nothing before its provider approves what others will see', async (t) => {
  const isac = await openIsac(t, (hub) => {
    named(hub.groups, 'g1').provider_approval = true
  })
  const { as } = isac
  const seen = openSeen(isac)
  const object = indicator('green', { description: 'seen at ACME, at night' })
  await as('a').share([object])
  t.same(await as('a').find(object.id), [object])
  const expectWaiting = async (name: string) => {
    for (const who of ['b', 'd', 'x'])
      t.equal(await seen(who, object), undefined, `${name}, ${who}`)
  }
  await expectWaiting('not approved')
  const gates = await gatesOf(isac, 'a@a')
  t.same(gates.map(({ segment }) => segment).sort(), ['clients', 'members'])
  for (const who of ['b@b', 'd@d']) t.same(await gatesOf(isac, who), [], 'nobody else’s to see')
  t.equal((await pass(isac, 'a', gates)).status, 403, 'a service approves nothing')
  t.equal((await pass(isac, 'd@d', gates)).status, 404, 'nor does a steward')
  const stale = gates.map((gate) => ({ ...gate, digest: 'A'.repeat(43) }))
  t.equal((await pass(isac, 'a@a', stale)).status, 422, 'only what was read')
  await expectWaiting('refused')
  const members = gates.find(({ segment }) => segment === 'members') as Gate
  const clients = gates.find(({ segment }) => segment === 'clients') as Gate
  t.equal((await pass(isac, 'a@a', [members])).status, 200)
  t.same(await seen('b', object), members.object, 'the exact text')
  t.equal(await seen('x', object), undefined, 'for whom it was approved')
  t.equal((await pass(isac, 'a@a', [clients])).status, 200)
  t.same(await seen('x', object), clients.object)
  const edited = { ...object, modified: '2026-02-01T09:00:00.000Z', description: 'at noon' }
  await as('a').share([edited])
  const held = await as('b').find(members.object.id)
  t.notMatch(JSON.stringify(held), /noon/, 'an edit needs approval of its own')
  const again = await gatesOf(isac, 'a@a')
  t.same(again.map(({ segment }) => segment).sort(), ['clients', 'members'])
  t.equal((await pass(isac, 'a@a', gates)).status, 404, 'the former approval is spent')
  t.equal((await pass(isac, 'a@a', again)).status, 200)
  t.match(await seen('b', edited), { description: 'at noon' })
})
