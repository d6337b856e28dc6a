// Gates over HTTP: who may open what, and that nothing else opens (C-48, C-67, E1, E6).
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import type { Gate } from '../../src/exchange/list-gates.ts'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { digest } from './preview-compare.ts'
import { home, hubText, open, rootOf, tokenOf } from './preview-hub.ts'

const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'
const clear = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487'

const makeIndicator = (changes: Record<string, unknown> = {}) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${randomUUID()}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  created_by_ref: 'identity--0a0b0c0d-0000-4000-8000-000000000001',
  name: 'seen at Acme',
  pattern: "[ipv4-addr:value = '203.0.113.9']",
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  object_marking_refs: [green],
  ...changes,
})

const share = async (
  t: Test,
  hub: AppliedHub,
  objects: unknown[],
  options?: object,
  by = 'acme',
) => {
  const sharing = options === undefined ? {} : { x_sekisho_sharing: options }
  const posted = { collection: home, objects, ...sharing }
  const answer = await hub.ask('POST', '/api/submissions', tokenOf(by), posted)
  t.match(answer.json, { success_count: objects.length }, JSON.stringify(answer.json))
}

const poll = async (hub: AppliedHub, by: string | null, collection = home) => {
  const path = `/taxii2/${rootOf[collection]}/collections/${collection}/objects/`
  const token = by === null ? null : tokenOf(by)
  const answer = await hub.ask('GET', `${path}?match[version]=all`, token)
  const objects: { id: string; type: string; name?: string; modified?: string }[] =
    answer.json.objects ?? []
  return objects.filter(({ type }) => type !== 'identity')
}

const gatesOf = async (hub: AppliedHub, by: string): Promise<Gate[]> =>
  (await hub.ask('GET', '/api/gates', tokenOf(by))).json.gates

const pass = async (
  hub: AppliedHub,
  by: string,
  gates: Pick<Gate, 'rendition_id' | 'digest'>[],
  act?: string,
) => {
  const forms = gates.map(({ rendition_id, digest }) => ({ rendition_id, digest }))
  const body = { collection: home, forms, ...(act === undefined ? {} : { act }) }
  return hub.ask('POST', '/api/gates/pass', tokenOf(by), body)
}

const others = ['bolt', 'jiro', 'cargo', 'cert', 'goro', 'agency', 'shop', 'outsider', 'stranger']

const without = ['jiro', 'goro']

type Approved = { object: ReturnType<typeof makeIndicator>; members: Gate }

const approveEdit = async (t: Test, hub: AppliedHub, { object, members }: Approved) => {
  const edited = { ...object, modified: '2026-01-02T00:00:00.000Z', name: 'seen twice' }
  await share(t, hub, [edited])
  t.same(await poll(hub, 'bolt'), [members.object])
  const [next] = (await gatesOf(hub, 'taro')).filter(
    ({ segment, version }) => segment === 'members' && version !== members.version,
  )
  t.equal((await pass(hub, 'taro', [next as Gate])).status, 200)
  t.same(
    (await poll(hub, 'bolt')).map(({ name }) => name),
    [members.object.name, 'seen twice'],
  )
}

const drawAnew = async (t: Test, hub: AppliedHub, { members }: Approved) => {
  const before = await poll(hub, 'bolt')
  await hub.query(
    `insert into redraw (home_id, owner_id, stix_id)
      select collection_id, owner_id, stix_id from object_version on conflict do nothing`,
  )
  await redrawAsked(hub.ctx)
  t.same(await poll(hub, 'bolt'), before)
  const text = hubText({ rail: 'provider_approval: true' }).replace(
    'terms: [Acme, アクメ]',
    'terms: [Acme, アクメ, twice]',
  )
  await hub.apply(text)
  await redrawAsked(hub.ctx)
  const now = (await poll(hub, 'bolt')).map(({ name }) => name)
  t.notOk(now.includes('seen twice'))
  t.notOk(now.some((name) => name?.startsWith('seen [') && name !== members.object.name))
  const waiting = await gatesOf(hub, 'taro')
  t.ok(waiting.some(({ segment, object }) => segment === 'members' && /\[/.test(`${object.name}`)))
}

t.test('C-48 nothing is visible until the provider approves the very text', async (t) => {
  const hub = await openAppliedHub(t, hubText({ rail: 'provider_approval: true' }))
  const object = makeIndicator()
  await share(t, hub, [object])
  t.same(await poll(hub, 'bolt'), [])
  const gates = await gatesOf(hub, 'taro')
  t.match(gates[0], { segment: 'members', gate: 'approval', acts: ['approval'] })
  const members = gates.find(({ segment }) => segment === 'members') as Gate
  t.equal(members.source_id, object.id)
  t.not(members.object.id, object.id)
  for (const by of others) {
    // Who only audits, and who has no say in anything, is told so whatever there may be.
    const status = without.includes(by) ? 403 : 404
    if (by !== 'goro') t.same(await gatesOf(hub, by), [], `${by} finds nothing that waits`)
    t.equal((await pass(hub, by, [members])).status, status, `${by} may not approve`)
    t.equal((await pass(hub, by, [members], 'approval')).status, status)
  }
  t.equal(
    (await pass(hub, 'acme', [members], 'approval')).status,
    403,
    'a service approves nothing',
  )
  t.equal((await pass(hub, 'taro', [members], 'review')).status, 404)
  const wrong = { ...members, digest: digest(Buffer.from('x')) }
  t.equal((await pass(hub, 'taro', [wrong])).status, 422)
  t.equal((await pass(hub, 'taro', [members, wrong])).status, 422, 'all or none')
  t.equal((await pass(hub, 'taro', [{ ...members, rendition_id: '1' }])).status, 404)
  t.same(await poll(hub, 'bolt'), [])

  t.match((await pass(hub, 'taro', [members])).json, { opened: 1, waiting: 0 })
  t.same(await poll(hub, 'bolt'), [members.object], 'exactly what was approved')
  t.same(await poll(hub, 'shop'), [], 'and for nobody else')
  t.equal((await pass(hub, 'taro', [members])).status, 404, 'nothing waits there any more')
  await hub.ctx.ledger.settle()
  const acts = await hub.query(`select canonical from ledger where act = 'decide'`)
  t.match(acts.rows[0]?.canonical, /"acts":\["approval"\]/)
  t.equal(acts.rows.length, 1)

  await t.test('an edit needs another approval', (t) => approveEdit(t, hub, { object, members }))
  await t.test('drawn anew it stays open, unless its text is another', (t) =>
    drawAnew(t, hub, { object, members }),
  )
})

t.test('what refers to something that waits opens together with it', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const indicator = makeIndicator()
  const malware = {
    ...makeIndicator(),
    type: 'malware',
    id: `malware--${randomUUID()}`,
    is_family: false,
  }
  for (const name of ['pattern', 'pattern_type', 'valid_from'])
    Reflect.deleteProperty(malware, name)
  const relationship = {
    type: 'relationship',
    spec_version: '2.1',
    id: `relationship--${randomUUID()}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    relationship_type: 'indicates',
    source_ref: indicator.id,
    target_ref: malware.id,
    object_marking_refs: [green],
  }
  await share(t, hub, [indicator, malware, relationship], { approval: true })
  const gates = (await gatesOf(hub, 'taro')).filter(({ segment }) => segment === 'members')
  const only = gates.filter(({ source_id }) => source_id === relationship.id)
  const refused = await pass(hub, 'taro', only)
  t.match(refused, { status: 422, json: { detail: /pass both together/ } })
  t.match((await pass(hub, 'taro', gates)).json, { opened: 3 })
  t.equal((await poll(hub, 'bolt')).length, 3)
})

t.test('stewards review what is to be public, and only that', async (t) => {
  const hub = await openAppliedHub(t, hubText({ gate: 'review' }))
  const object = makeIndicator({ object_marking_refs: [clear] })
  await share(t, hub, [object])
  t.same(await poll(hub, null, open), [])
  const [gate, ...rest] = await gatesOf(hub, 'kaede')
  t.same(rest, [])
  t.match(gate, { segment: 'public', profile: 'P3', acts: ['review'], source_id: null })
  t.notOk(JSON.stringify(gate).includes('Acme'))
  t.match(await gatesOf(hub, 'acme'), [{ segment: 'public', acts: [], source_id: object.id }])
  for (const by of ['acme', 'taro', ...others]) {
    const { status } = await pass(hub, by, [gate as Gate], 'review')
    t.equal(status, without.includes(by) ? 403 : 404, `${by} does not review`)
  }
  t.match((await pass(hub, 'kaede', [gate as Gate])).json, { opened: 1 })
  t.same(await poll(hub, null, open), [gate?.object])

  await t.test('nobody reviews what its owner has not approved, or before its time', async (t) => {
    await share(t, hub, [makeIndicator({ object_marking_refs: [clear] })], { approval: true })
    const later = new Date(Date.now() + 3_600_000).toISOString()
    await share(t, hub, [makeIndicator({ object_marking_refs: [clear] })], { not_before: later })
    t.same(await gatesOf(hub, 'kaede'), [])
    const [approval] = (await gatesOf(hub, 'taro')).filter(({ gate }) => gate === 'approval+review')
    t.match((await pass(hub, 'taro', [approval as Gate])).json, { opened: 0, waiting: 1 })
    t.equal((await gatesOf(hub, 'kaede')).length, 1)
  })
})

t.test('an event is passed by the owner, its time notwithstanding', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const stages = [{ to: 'members', on: 'patch-available' }]
  const [now, late] = [makeIndicator(), makeIndicator({ name: 'later' })]
  await share(t, hub, [now], { stages })
  const later = new Date(Date.now() + 1_200_000).toISOString()
  await share(t, hub, [late], { stages, not_before: later })
  const gates = await gatesOf(hub, 'acme')
  t.same(
    gates.map(({ gate, acts }) => [gate, acts]),
    [
      ['patch-available', ['patch-available']],
      ['patch-available', ['patch-available']],
    ],
  )
  for (const by of others) {
    const { status } = await pass(hub, by, gates, 'patch-available')
    t.equal(status, without.includes(by) ? 403 : 404, by)
  }
  t.match((await pass(hub, 'acme', gates)).json, { opened: 1, waiting: 1 })
  t.equal((await poll(hub, 'bolt')).length, 1)
  await hub.query(`create or replace function hub_clock() returns bigint language sql stable as
    $$ select (extract(epoch from clock_timestamp() + interval '30 minutes') * 1000000)::bigint $$`)
  t.equal((await poll(hub, 'bolt')).length, 2, 'it opens when its time has come')
})

t.test('who does not sign in, and what is malformed', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  t.equal((await hub.ask('GET', '/api/gates', null)).status, 401)
  const send = (body: unknown) => hub.ask('POST', '/api/gates/pass', tokenOf('taro'), body)
  for (const body of [
    {},
    { collection: home, forms: [] },
    { collection: home, forms: [{ digest: 'x' }] },
  ])
    t.equal((await send(body)).status, 400, JSON.stringify(body))
  const nothing = { collection: 'nowhere', forms: [{ rendition_id: '1', digest: 'x' }] }
  t.equal((await send(nothing)).status, 404)
})
