// C-62 to C-65, C-67 and C-69 of the worked cases: who may change what, and what it tells.
import t from 'tap'
import { named, openIsac } from '../fixture/isac.ts'
import type { Client } from '../fixture/isac-client.ts'
import {
  dated,
  idOf,
  indicator,
  marking,
  relationship,
  type Thing,
  tlp,
} from '../fixture/isac-object.ts'
import { expectNothing, openSeen } from './expect.ts'

const isac = await openIsac(t)
const { as } = isac
const seen = openSeen(isac)

t.test('C-62 the same POST again', async (t) => {
  const objects = [indicator('green'), indicator('amber')]
  await as('a').share(objects)
  const look = async (client: Client) => [await client.poll(), await client.manifest()]
  const before = [await look(as('a')), await look(as('b')), await look(as('x'))]
  const again = await as('a').share(objects)
  t.equal(again.success_count, 2)
  t.same([await look(as('a')), await look(as('b')), await look(as('x'))], before)
})

t.test('C-63 DELETE by somebody else', async (t) => {
  const [visible, hidden] = [indicator('green'), indicator('green')]
  await as('a').share([visible])
  await as('a').share([hidden], { exclude: ['b'] })
  const shown = (await seen('b', visible)) as Thing
  t.equal((await as('b').remove(shown.id)).status, 403)
  const none = await as('b').remove(idOf('indicator'))
  t.equal(none.status, 404)
  const shape = ({ status, text, headers }: typeof none) => {
    const names = Object.keys(headers).sort()
    return [status, text.replace(/"error_id":"[^"]*"/, ''), names]
  }
  const theirs = (await seen('c', hidden)) as Thing
  for (const id of [hidden.id, theirs.id, visible.id]) {
    t.same(shape(await as('b').remove(id)), shape(none), 'as if it did not exist')
  }
  t.ok(await seen('b', visible))
  t.same(await as('a').find(hidden.id), [hidden])
})

t.test('C-64 a reference to what exists and is hidden', async (t) => {
  const hidden = indicator('green')
  await as('a').share([hidden], { exclude: ['b'] })
  const answers: unknown[] = []
  for (const target of [hidden.id, ((await seen('c', hidden)) as Thing).id, idOf('indicator')]) {
    const source = dated('malware', 'green', { name: 'loader', is_family: false })
    const link = relationship('green', [target, 'indicates', source.id])
    const answer = await as('b').post([source, link])
    const words = (text: string) =>
      [source.id, link.id, target].reduce((left, id) => left.replaceAll(id, ''), text)
    const { successes, success_count, failure_count } = answer.json
    const views: string[] = []
    for (const who of ['b', 'c', 'd', 'x']) {
      const found = [...(await as(who).find(link.id)), ...(await as(who).find(source.id))]
      views.push(words(JSON.stringify(found)))
    }
    answers.push([answer.status, success_count, failure_count, words(JSON.stringify(successes))])
    answers.push(views)
  }
  t.same(answers[0], [202, 2, 0, answers[0] && (answers[0] as unknown[])[3]])
  t.same([answers[2], answers[3]], [answers[0], answers[1]], 'by the id of another')
  t.same([answers[4], answers[5]], [answers[0], answers[1]], 'as if it did not exist')
})

t.test('C-65 rules, and the rules before', async (t) => {
  const first = (await as('b').ask('GET', as('b').at('one'))).status
  const epochs: unknown[] = []
  const epoch = async () => (await isac.query('select policy_epoch from hub')).rows[0].policy_epoch
  const object = indicator('amber')
  await as('a').share([object])
  t.ok(await seen('x', object))
  epochs.push(await epoch())
  await isac.change((hub) => {
    named(hub.groups, 'g1').clients = 'forbidden'
  })
  epochs.push(await epoch())
  t.equal((await as('x').ask('GET', as('x').at('one'))).status, 404)
  t.ok(await seen('b', object))
  await isac.change()
  epochs.push(await epoch())
  t.ok(await seen('x', object), 'the old rules again')
  t.equal((await as('b').ask('GET', as('b').at('one'))).status, first)
  await isac.ctx.ledger.settle()
  const { rows } = await isac.query(
    `select act, canonical::jsonb -> 'entry' ->> 'epoch' as epoch, canonical
      from ledger order by seq`,
  )
  for (const each of epochs) {
    const under = rows.filter(({ epoch: of }) => of === String(each))
    t.ok(
      under.some(({ act }) => act === 'disclose'),
      `what was shown under ${each}`,
    )
  }
  const acts = rows.filter(({ act }) => act === 'administer')
  t.match(JSON.stringify(acts.slice(-2)), /clients.*clients/, 'and what was changed, twice')
})

t.test('C-67 nobody but its source loosens a marking', async (t) => {
  const object = indicator('amber')
  await as('a').share([object])
  const shown = (await seen('d', object)) as Thing
  const marks = { object_marking_refs: [tlp.clear], modified: '2026-03-01T00:00:00.000Z' }
  const loose = { ...shown, ...marks }
  const before = await Promise.all(['b', 'c', 'x'].map((who) => seen(who, object)))
  const url = as('d').at('one', `objects/${shown.id}/`)
  for (const method of ['PUT', 'PATCH'] as const) {
    t.equal((await as('d').ask(method, url, loose)).status, 405, method)
  }
  t.equal((await as('d').remove(shown.id)).status, 403)
  t.same(await Promise.all(['b', 'c', 'x'].map((who) => seen(who, object))), before)
  await as('d').post([loose], { community: true })
  for (const who of ['b', 'c']) {
    t.same(await as(who).find(shown.id), [shown], `${who}: what a sends of its own is no version`)
  }
  t.same(await as('x').find((before[2] as Thing).id), [before[2]])
  t.same(await as('a').find(object.id), [object])
  t.same(await as('e').find(shown.id, 'two'), [])
})

t.test('C-69 an unknown classification', async (t) => {
  const acsId = 'extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce'
  const acs = (classification: string): Thing =>
    marking({
      extensions: {
        [acsId]: {
          extension_type: 'property-extension',
          identifier: 'isa:guide.19001.ACS3-00000000-0000-4000-8000-000000000000',
          create_date_time: '2026-01-01T00:00:00.000Z',
          responsible_entity_custodian: 'USA.DHS',
          control_set: { classification },
        },
      },
    })
  for (const [classification, taken] of [
    ['S', false],
    ['U', true],
  ] as const) {
    const definition = acs(classification)
    const object = indicator('green', { object_marking_refs: [tlp.green, definition.id] })
    const { json } = await as('a').post([definition, object], { community: true })
    const failed = (json.failures ?? []) as { id: string; message: string }[]
    t.equal(
      failed.some(({ id }) => id === object.id),
      !taken,
      classification,
    )
    t.equal((await seen('b', object)) !== undefined, taken)
    for (const who of ['x', 'e']) {
      t.equal(await seen(who, object, who === 'e' ? 'shared' : 'one'), undefined, 'members only')
    }
    if (taken) continue
    t.match(failed.find(({ id }) => id === object.id)?.message, /classif/)
    await expectNothing(t, as('a'), object.id)
  }
})
