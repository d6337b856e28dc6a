// C-18 to C-25 of the worked cases: what refers to something its viewers may not see.
import t from 'tap'
import { openIsac } from '../fixture/isac.ts'
import {
  besidesIdentities,
  dated,
  idOf,
  indicator,
  observable,
  relationship,
  type Thing,
} from '../fixture/isac-object.ts'
import { expectNothing, readAll } from './expect.ts'

const isac = await openIsac(t)
const { as } = isac
const toB = { recipients: ['b@b'] }

/** What a client sees that was added by an act. */
const added = async (
  who: string,
  act: () => Promise<unknown>,
  collection = 'one',
): Promise<Thing[]> => {
  const last = (await as(who).manifest('', collection)).at(-1)?.date_added
  await act()
  return as(who).poll(last === undefined ? '' : `added_after=${last}`, collection)
}

const ofType = (objects: Thing[], type: string): Thing[] =>
  objects.filter((object) => object.type === type)

const report = (refs: string[], changes: object = {}): Thing =>
  dated('report', 'green', {
    name: 'Weekly',
    published: '2026-01-02T00:00:00Z',
    object_refs: refs,
    ...changes,
  })

t.test('C-18 a CLEAR relationship from a GREEN indicator to RED malware', async (t) => {
  const from = indicator('green')
  const to = dated('malware', 'red', { name: 'quiet loader', is_family: false })
  const between = relationship('clear', [from.id, 'indicates', to.id])
  const share = () => as('a').share([from, to, between], { ...toB, community: true })
  const shown = await added('c', share)
  t.equal(ofType(shown, 'indicator').length, 1)
  t.same(ofType(shown, 'relationship'), [])
  for (const [who, collection] of [
    ['c', 'one'],
    ['x', 'one'],
    ['e', 'shared'],
    ['nobody', 'open'],
  ] as const) {
    const all = await readAll(as(who), collection)
    t.notMatch(all, /quiet loader|relationship--/, who)
    for (const { id } of [to, between]) await expectNothing(t, as(who), id, collection)
  }
})

t.test('C-19 a RED relationship between two CLEAR objects', async (t) => {
  const from = indicator('clear')
  const to = dated('malware', 'clear', { name: 'loud loader', is_family: true })
  const between = relationship('red', [from.id, 'indicates', to.id])
  for (const [who, collection] of [
    ['c', 'one'],
    ['x', 'one'],
    ['e', 'shared'],
    ['nobody', 'open'],
  ] as const) {
    const share = () => as('a').share([from, to, between], toB)
    const shown = await (who === 'c' ? added(who, share) : as(who).poll('', collection))
    t.equal(ofType(shown, 'malware').length, 1, who)
    t.ok(ofType(shown, 'indicator').length >= 1, who)
    t.same(await as(who).poll('match[type]=relationship', collection), [])
    t.notMatch(await readAll(as(who), collection), /relationship/)
    await expectNothing(t, as(who), between.id, collection)
  }
})

t.test('C-20 a report of something visible and something hidden', async (t) => {
  const x = indicator('green')
  const y = indicator('red', { pattern: "[domain-name:value = 'quietly.evil.example']" })
  const telling = report([x.id, y.id], { description: 'it called quietly.evil.example at night' })
  const clean = report([x.id, y.id], { description: 'it called at night' })
  const shown = await added('c', () => as('a').share([x, y, telling, clean], toB))
  const [seen] = ofType(shown, 'indicator') as [Thing]
  t.equal(ofType(shown, 'indicator').length, 1)
  t.notMatch(JSON.stringify(shown), /quietly/)
  const reports = ofType(shown, 'report')
  for (const each of reports) t.same(each.object_refs, [seen.id], 'pruned')
  const texts = reports.map(({ description }) => description)
  t.same(texts, [undefined, 'it called at night'], 'what tells of it is left out')
  t.notMatch(await readAll(as('x')), /quietly/)
})

t.test('C-21 a report of nothing that is visible', async (t) => {
  const hidden = [indicator('red'), indicator('red')]
  const empty = report(hidden.map(({ id }) => id))
  const shown = await added('c', () => as('a').share([...hidden, empty], toB))
  t.same(besidesIdentities(shown), [])
  await expectNothing(t, as('c'), empty.id)
})

t.test('C-22 a note about a hidden report', async (t) => {
  const hidden = indicator('red')
  const empty = report([hidden.id])
  const about = dated('note', 'green', { content: 'see there', object_refs: [empty.id] })
  const further = dated('note', 'green', { content: 'and there', object_refs: [about.id] })
  const shown = await added('c', () => as('a').share([further, about, empty, hidden], toB))
  t.same(besidesIdentities(shown), [])
  for (const { id } of [empty, about, further]) await expectNothing(t, as('c'), id)
})

t.test('C-23 a sighting that says where', async (t) => {
  const of = indicator('green')
  const victim = dated('identity', 'green', { name: 'Victim', identity_class: 'organization' })
  const sighting = dated('sighting', 'green', {
    sighting_of_ref: of.id,
    where_sighted_refs: [victim.id],
    count: 7,
  })
  const shown = await added('c', () => as('a').share([of, victim, sighting]))
  const [seen] = ofType(shown, 'sighting') as [Thing]
  t.equal(seen.sighting_of_ref, ofType(shown, 'indicator')[0]?.id)
  t.notOk('where_sighted_refs' in seen)
  for (const who of ['c', 'x']) t.notMatch(await readAll(as(who)), /Victim/)
  await expectNothing(t, as('c'), victim.id)
  const consented = { ...sighting, id: idOf('sighting') }
  const again = await added('c', () => as('a').share([consented], { victim_consent: true }))
  t.equal(ofType(again, 'sighting').length, 1)
  t.same(await as('x').poll('match[type]=sighting'), [], 'clients see sums at most')
})

t.test('C-24 observed data of a subscriber and a C2 server', async (t) => {
  const [ours, c2] = [
    observable('ipv4-addr', 'green', { value: '198.51.100.77' }),
    observable('ipv4-addr', 'green', { value: '203.0.113.66' }),
  ]
  const traffic = observable('network-traffic', 'green', {
    src_ref: ours.id,
    dst_ref: c2.id,
    dst_port: 443,
    protocols: ['tcp'],
    src_byte_count: 5123,
    dst_packets: 17,
  })
  const observed = dated('observed-data', 'green', {
    first_observed: '2026-01-01T00:00:00Z',
    last_observed: '2026-01-01T01:00:00Z',
    number_observed: 57,
    object_refs: [ours.id, c2.id, traffic.id],
  })
  const objects = [ours, c2, traffic, observed]
  await as('a').share(objects)
  for (const who of ['c', 'x']) {
    const shown = await as(who).poll()
    const addresses = ofType(shown, 'ipv4-addr')
    t.match(addresses, [{ value: '203.0.113.66', id: c2.id }], 'the C2 server alone, intact')
    t.equal(addresses.length, 1)
    const [flow] = ofType(shown, 'network-traffic') as [Thing]
    t.match(flow, { dst_ref: c2.id, dst_port: 443, src_byte_count: 101, dst_packets: 6 })
    t.notOk('src_ref' in flow)
    const [data] = ofType(shown, 'observed-data') as [Thing]
    t.same(data.object_refs, [c2.id, flow.id])
    if (who === 'x') t.equal(data.number_observed, 21, 'counts in buckets')
    t.notMatch(await readAll(as(who)), /198\.51\.100/)
  }
})

t.test('C-25 a connection with both ends hidden', async (t) => {
  const ends = ['198.51.100.1', '198.51.100.2'].map((value) =>
    observable('ipv4-addr', 'green', { value }),
  )
  const traffic = observable('network-traffic', 'green', {
    src_ref: ends[0]?.id,
    dst_ref: ends[1]?.id,
    protocols: ['smb'],
  })
  const shown = await added('c', () => as('a').share([...ends, traffic]))
  t.same(shown, [])
  for (const { id } of [...ends, traffic]) await expectNothing(t, as('c'), id)
})
