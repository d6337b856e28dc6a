// Submissions end to end below the doors: what is kept, what is said of it, and what a retry
// changes.
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { assemble } from '../../src/assemble.ts'
import { createScanner } from '../../src/core/json/scan.ts'
import { printPosition } from '../../src/core/taxii/position.ts'
import type { Caller } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { listManifest } from '../../src/exchange/list-manifest.ts'
import { listVersions } from '../../src/exchange/list-versions.ts'
import { resumeSubmissions } from '../../src/exchange/resume.ts'
import { findStatus } from '../../src/exchange/status.ts'
import { submit } from '../../src/exchange/submit.ts'
import { withdraw } from '../../src/exchange/withdraw.ts'
import {
  asEnvelope,
  asQuery,
  makeIndicator,
  openHub,
  type TestHub,
  testSettings,
} from '../fixture/hub.ts'

const send = (hub: TestHub, caller: Caller, objects: unknown[]) => {
  const { body, scanned } = asEnvelope(objects)
  return submit(hub.ctx, caller, hub.root, hub.collection, body, scanned)
}

const refuses = async (t: Test, verb: Promise<unknown>, reason: string): Promise<void> => {
  const refusal = await verb.then(
    () => null,
    (error: unknown) => error,
  )
  t.match(refusal, { reason })
}

const poll = async (hub: TestHub, caller: Caller, search = '') => {
  const answer = await deliver(hub.ctx, caller, hub.collection, asQuery(search), null)
  return { ...answer, envelope: JSON.parse(answer.body.toString()) }
}

const manifest = async (hub: TestHub, caller: Caller, search: string) => {
  const query = asQuery(search, 'manifest')
  const answer = await listManifest(hub.ctx, caller, hub.collection, query)
  return JSON.parse(answer.body.toString()).objects ?? []
}

const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`

t.test('249 258 259 267 good objects are kept, bad ones named, counts add up', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const one = makeIndicator(1)
  const bad = { ...makeIndicator(2), pattern: undefined }
  const status = await send(hub, author, [one, bad, one, { no: 'id' }, 'text', makeIndicator(3)])
  t.match(status, { status: 'complete', total_count: 6, success_count: 3, failure_count: 3 })
  t.match(status.successes, [{ id: one.id }, { id: one.id, message: 'already present' }, {}])
  t.match(status.failures, [{ id: bad.id, version: bad.modified }, { id: '(missing)' }, {}])
  const { envelope } = await poll(hub, author)
  t.equal(envelope.objects.length, 2)
  t.same(envelope.objects[0], one)
  const again = await findStatus(hub.ctx, author, hub.root, status.id)
  t.same(again, status, 'the status stays as it was answered')
  const stranger = await hub.join('contributor')
  await refuses(t, findStatus(hub.ctx, stranger, hub.root, status.id), 'not-found')
})

t.test('options that cannot be followed to the letter refuse the whole submission', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor', 'acme')
  const consumer = await hub.join('consumer', 'bolt')
  const object = makeIndicator(1)
  for (const value of [{ exclude: ['nobody'] }, { max_tlp: 'red' }, [], null, false]) {
    await refuses(t, hub.publish(author, [object], value), 'unprocessable')
  }
  await refuses(t, hub.publish(consumer, [object], {}), 'forbidden')
  t.same((await poll(hub, author)).envelope, { more: false }, 'nothing was kept')
  t.same((await hub.query('select id from submission')).rows, [], 'not even a status')
  t.match(await hub.publish(author, [object], { exclude: ['bolt'] }), { success_count: 1 })
  t.same((await poll(hub, author)).envelope.objects, [object])
  t.same((await poll(hub, consumer)).envelope, { more: false }, 'what was asked is done')
  const reader = await hub.join('consumer')
  t.same((await poll(hub, reader)).envelope.objects, [object], 'and no more than that')
  const other = makeIndicator(2)
  t.match(await hub.publish(author, [other], {}), { success_count: 1 }, 'asking for nothing')
  t.same((await poll(hub, consumer)).envelope.objects, [other])
  const body = Buffer.from(`{"x_other":1,"objects":[${JSON.stringify(makeIndicator(3))}]}`)
  const scanner = createScanner()
  scanner.push(body)
  const scanned = scanner.end()
  if ('status' in scanned) throw new Error(scanned.message)
  const status = await submit(hub.ctx, author, hub.root, hub.collection, body, scanned)
  t.match(status, { success_count: 1 }, 'other properties say nothing')
})

t.test('221 261 262 263 271 a retry changes nothing; other content is refused', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const one = makeIndicator(1)
  await send(hub, author, [one])
  const before = await manifest(hub, author, '')
  const { id, ...rest } = one
  const retry = await send(hub, author, [
    one,
    { ...rest, id, created: '2026-01-01T00:00:00.000000Z' },
  ])
  t.match(retry, { success_count: 2, failure_count: 0 })
  const other = await send(hub, author, [{ ...one, name: 'changed' }])
  t.match(other, { success_count: 0, failure_count: 1 })
  t.match(other.failures?.[0]?.message, /different content/)
  t.same(await manifest(hub, author, ''), before)
  t.same((await poll(hub, author)).envelope.objects, [one])
})

t.test(
  '164-168 265 versions in any order of arrival give the same first, last and all',
  async (t) => {
    const hub = await openHub(t)
    const author = await hub.join('contributor')
    const base = makeIndicator(1)
    const versions = [3, 1, 2].map((n) => ({ ...base, modified: day(n) }))
    for (const version of versions) await send(hub, author, [version])
    const asked = async (search: string) =>
      (await poll(hub, author, search)).envelope.objects.map(
        (o: { modified: string }) => o.modified,
      )
    t.same(await asked(''), [day(3)])
    t.same(await asked('match[version]=first'), [day(1)])
    t.same(await asked('match[version]=all'), [day(3), day(1), day(2)])
    t.same(await asked(`match[version]=first,${day(2)},last`), [day(3), day(1), day(2)])
    const query = asQuery('', 'versions')
    const listed = await listVersions(hub.ctx, author, hub.collection, base.id, query)
    t.same(JSON.parse(listed.body.toString()).versions, [day(3), day(1), day(2)])
  },
)

t.test(
  '276 a withdrawal brings back the version below, for pollers that were past it',
  async (t) => {
    const hub = await openHub(t)
    const author = await hub.join('contributor')
    const base = makeIndicator(1)
    await send(hub, author, [{ ...base, modified: day(2) }])
    await send(hub, author, [{ ...base, modified: day(3) }])
    const first = await poll(hub, author)
    t.equal(first.envelope.objects[0].modified, day(3))
    const remove = (search: string, caller = author) =>
      withdraw(hub.ctx, caller, hub.collection, base.id, asQuery(search, 'delete'))
    const other = await hub.join('trusted')
    await refuses(t, remove('', other), 'forbidden')
    await remove(`match[version]=${day(3)}`)
    const after = `added_after=${printPosition(first.last as bigint)}`
    t.equal((await poll(hub, author, after)).envelope.objects?.[0]?.modified, day(2))
    await remove('')
    t.same((await poll(hub, author)).envelope, { more: false })
    await refuses(t, remove(''), 'not-found')
    const { rows } = await hub.query(`select (select count(*) from rendition) as renditions,
    (select count(*) from object_version) as versions,
    (select sum(entries) from feed_share) as entries,
    (select sum(current_entries) from feed_share) as current`)
    t.same(rows[0], { renditions: '0', versions: '0', entries: '0', current: '0' })
    t.match(await send(hub, author, [base]), { success_count: 1 })
  },
)

t.test(
  '115 120 a submission not published in time is kept, and carried on after a crash',
  async (t) => {
    const hub = await openHub(t, { postWaitMs: 200 })
    const author = await hub.join('contributor')
    const objects = Array.from({ length: 30 }, (_, n) => makeIndicator(n))
    const blocker = await hub.ctx.pools.publisher.connect()
    await blocker.query('begin')
    await blocker.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      hub.collection.id,
    ])
    const status = await send(hub, author, objects)
    t.match(status, { status: 'pending', total_count: 30, pending_count: 30 })
    await hub.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'sekisho sekisho_writer' and wait_event = 'advisory'`)
    await blocker.query('rollback')
    blocker.release()
    await hub.ctx.publisher.drain()
    t.match(await findStatus(hub.ctx, author, hub.root, status.id), { status: 'pending' })
    const settings = { ...testSettings, databaseUrl: hub.url }
    const second = await assemble(settings, pino({ level: 'silent' }))
    t.equal(await resumeSubmissions(second.context, -1000), 1)
    t.equal(await resumeSubmissions(hub.ctx, -1000), 0, 'nothing is left to resume')
    await second.close()
    const done = await findStatus(hub.ctx, author, hub.root, status.id)
    t.match(done, { status: 'complete', success_count: 30, pending_count: 0 })
    t.equal((await poll(hub, author)).envelope.objects.length, 30)
  },
)

t.test('272 the same object from many writers at once is kept once', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const one = makeIndicator(1)
  const all = await Promise.all(Array.from({ length: 12 }, () => send(hub, author, [one])))
  t.ok(all.every((status) => status.success_count === 1))
  t.equal((await poll(hub, author, 'match[version]=all')).envelope.objects.length, 1)
})

t.test('L12 another organisation cannot continue, revoke or replace an object', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const other = await hub.join('contributor')
  const reader = await hub.join('consumer')
  const one = makeIndicator(1)
  await send(hub, author, [one])
  const attacks = [
    { ...one, modified: day(9), revoked: true },
    { ...one, modified: day(8), name: 'harmless' },
    { ...one, name: 'harmless' },
  ]
  t.match(await send(hub, other, attacks), { success_count: 3 }, 'a lineage of its own')
  for (const viewer of [author, reader]) {
    const { objects } = (await poll(hub, viewer, 'match[version]=all')).envelope
    const same = objects.filter(({ id }: { id: string }) => id === one.id)
    t.same(same, [one], 'under its id there is what its owner shared')
    const { id } = one
    const { body } = await deliver(hub.ctx, viewer, hub.collection, asQuery('', 'object'), id)
    t.same(JSON.parse(body.toString()).objects, [one])
  }
  const relay = await hub.join('contributor')
  t.match(await send(hub, relay, [one]), { success_count: 1 }, 'relaying it unchanged is no harm')
  const { objects } = (await poll(hub, relay, 'match[version]=all')).envelope
  t.same(
    objects.filter(({ id }: { id: string }) => id === one.id),
    [one],
    'nor seen twice',
  )
  const seen = (await poll(hub, reader, 'match[version]=all')).envelope.objects
  t.equal(seen.filter(({ id }: { id: string }) => id === one.id).length, 1)
})

t.test('135 136 246 what a caller may not do or see', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const observer = await hub.join('observer')
  const consumer = await hub.join('consumer')
  await send(hub, author, [makeIndicator(1)])
  await refuses(t, send(hub, consumer, [makeIndicator(2)]), 'forbidden')
  await refuses(t, poll(hub, observer), 'forbidden')
  const outsider: Caller = {
    ...consumer,
    organisation_id: randomUUID(),
    clearance: { ...consumer.clearance, memberships: [] },
  }
  await refuses(t, poll(hub, outsider), 'not-found')
})

t.test('TLP:RED that names nobody is not kept, however it is marked', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const reader = await hub.join('steward')
  const red = [
    'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
    'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
  ]
  const amber = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'
  const marked = red.map((id) => makeIndicator(1, { object_marking_refs: [amber, id] }))
  const part = makeIndicator(2, {
    granular_markings: [{ marking_ref: red[0], selectors: ['name'] }],
  })
  const open = makeIndicator(3, { object_marking_refs: [amber] })
  const status = await send(hub, author, [...marked, part, open])
  t.match(status, { success_count: 2, failure_count: 2 })
  for (const { message } of status.failures ?? []) t.match(message, /named persons/)
  const { rows } = await hub.query('select distinct stix_id from object_version')
  t.same(rows.map((row) => row.stix_id).sort(), [part.id, open.id].sort(), 'nothing is stored')
  const seen = (await poll(hub, reader)).envelope.objects
  t.equal(seen.length, 2)
  const whole = seen.find(({ id }: { id: string }) => id === open.id)
  t.same(whole, open)
  const rest = seen.find((object: unknown) => object !== whole)
  t.equal(rest.name, undefined, 'a part that is RED is cut out')
  t.not(rest.id, part.id, 'and what is left has another id')
  t.same((await poll(hub, author)).envelope.objects, [open], 'a service is shown no RED part')
  const person = await hub.person(author)
  t.same((await poll(hub, person)).envelope.objects, [part, open], 'a person is')
})
