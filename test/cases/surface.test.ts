// C-54 and C-57 to C-60 of the worked cases: what filters, policies and containers could tell.
import t from 'tap'
import { summarise } from '../../src/exchange/summarise.ts'
import { collection, openIsac } from '../fixture/isac.ts'
import {
  dated,
  idOf,
  indicator,
  marking,
  relationship,
  type Thing,
} from '../fixture/isac-object.ts'
import { openSeen, readAll } from './expect.ts'

const isac = await openIsac(t)
const { as } = isac
const seen = openSeen(isac)

t.test('C-54 filters are no oracle for what is redacted', async (t) => {
  const actor = dated('threat-actor', 'green', { name: 'Quiet Heron' })
  const object = indicator('green', { modified: '2026-01-05T09:41:07.123Z' })
  await as('a').share([object, actor])
  const p2 = (await seen('x', object)) as Thing
  t.equal(p2.modified, '2026-01-05T09:00:00.000Z')
  const searches = [
    `match[id]=${object.id}`,
    `match[id]=${object.id}&match[version]=all`,
    `match[id]=${p2.id}&match[version]=${object.modified}`,
    'match[type]=threat-actor',
    `match[id]=${actor.id}`,
    `match[id]=${object.created_by_ref}`,
    'match[type]=x-redacted',
    'match[spec_version]=2.0',
  ]
  for (const search of searches) {
    t.same(await as('x').poll(search), [], search)
    t.same(await as('x').manifest(search), [], search)
  }
  t.same((await as('x').poll(`match[id]=${p2.id}`))[0], p2)
})

const iepId = 'extension-definition--762e2e97-ee51-43e5-a9ea-165fbb862c4a'
const iep = (policy: object): Thing =>
  marking({ extensions: { [iepId]: { extension_type: 'property-extension', ...policy } } })
const policy = {
  id: '8d1a3f20-0000-4000-8000-000000000001',
  name: 'Rules',
  version: '2.0',
  start_date: '2025-01-01T00:00:00.000Z',
}

t.test('C-57 an IEP that is over', async (t) => {
  const over = iep({ ...policy, tlp: 'GREEN', end_date: '2025-12-31T00:00:00.000Z' })
  const object = indicator(null, { object_marking_refs: [over.id] })
  const { json } = await as('a').post([over, object], { community: true })
  t.match(json, { success_count: 1, failures: [{ id: object.id, message: /^TLP:RED is for/ }] })
  for (const [who, place] of [
    ['b', 'one'],
    ['x', 'one'],
    ['e', 'shared'],
  ] as const) {
    t.equal(await seen(who, object, place), undefined)
  }
  const still = iep({ ...policy, tlp: 'GREEN' })
  const fresh = indicator(null, { object_marking_refs: [still.id] })
  await as('a').share([still, fresh], { community: true })
  t.ok(await seen('e', fresh, 'shared'), 'one in force is followed')
})

t.test('C-58 a source that must be named, and does not consent', async (t) => {
  const must = iep({ ...policy, tlp: 'GREEN', provider_attribution: 'must' })
  const object = indicator(null, { object_marking_refs: [must.id] })
  const { json } = await as('a').post([must, object])
  t.match(json, { failures: [{ id: object.id, message: /consent `group` or `everyone`/ }] })
  t.same(await as('a').find(object.id), [])
  await as('a').share([object], { consent: 'group' })
  t.equal((await seen('b', object))?.created_by_ref, object.created_by_ref)
})

t.test('C-59 an AMBER incident within a GREEN one', async (t) => {
  const core = 'extension-definition--ef765651-680c-498d-9894-99799f2fa126'
  const impact = idOf('impact')
  const child = dated('incident', 'amber', { name: 'the second wave' })
  const parent = dated('incident', 'green', {
    name: 'the wave',
    extensions: {
      [core]: {
        extension_type: 'property-extension',
        determination: 'confirmed',
        investigation_status: 'open',
        impact_refs: [impact],
        impacted_entity_counts: { person: 12 },
      },
    },
  })
  const link = relationship('green', [child.id, 'related-to', parent.id])
  const round = dated('grouping', 'green', {
    context: 'suspicious-activity',
    object_refs: [parent.id, child.id],
  })
  const mark = (await as('e').manifest('', 'shared')).at(-1)?.date_added
  await as('a').share([parent, child, round, link], { community: true })
  const search = mark === undefined ? '' : `added_after=${mark}`
  const shown = await as('e').poll(search, 'shared')
  const types = shown.map(({ type }) => type).filter((type) => type !== 'identity')
  t.same(types.sort(), ['grouping', 'incident'])
  const [incident] = shown.filter(({ type }) => type === 'incident') as [Thing]
  const [group] = shown.filter(({ type }) => type === 'grouping') as [Thing]
  t.same(group.object_refs, [incident.id])
  t.notMatch(JSON.stringify(shown), /wave|count|impact|relationship/)
  const added = await as('e').manifest(search, 'shared')
  const micros = added.map(({ date_added }) => Number(date_added.slice(20, 26)))
  const steps = micros.slice(1).map((each, index) => each - (micros[index] as number))
  t.ok(
    steps.every((step) => (step + 1_000_000) % 1_000_000 === 20),
    'no gap in time where it is missing',
  )
})

t.test('C-60 an exercise', async (t) => {
  const drill = await openIsac(t, (hub) => {
    hub.groups.push({
      name: 'drill',
      title: 'Exercise',
      members: { a: 'contributor', b: 'contributor', e: 'consumer' },
    })
    hub.collections.push(collection('drill', 'exercise', 'Exercise'))
  })
  const live = indicator('clear')
  await drill.as('a').share([live], { community: true })
  const places = [
    ['b', 'one'],
    ['c', 'two'],
    ['x', 'one'],
    ['e', 'shared'],
    ['nobody', 'open'],
  ] as const
  const look = async () => {
    const { collections } = await summarise(drill.ctx)
    return {
      shown: await Promise.all(places.map(([who, place]) => readAll(drill.as(who), place))),
      counts: collections.filter(({ group }) => group !== 'drill'),
      exercised: collections.filter(({ group }) => group === 'drill').map((each) => each.entries),
    }
  }
  const before = await look()
  const played = indicator('clear', { name: 'played' })
  await drill.as('a').share([played], { community: true }, 'exercise')
  t.match(await openSeen(drill)('b', played, 'exercise'), { pattern: played.pattern })
  const after = await look()
  t.same(after.shown, before.shown, 'it is nowhere else')
  t.same(after.counts, before.counts, 'and counted nowhere else')
  t.ok((after.exercised[0] as bigint) > (before.exercised[0] as bigint))
})
