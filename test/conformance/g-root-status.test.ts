// Checklist G: API roots and the status resource.
import t, { type Test } from 'tap'
import { at, type Hub, nowhereId, root1, startHub } from './bench.ts'
import { expectError, expectOk, positionForm, settled, submit, uuid4Form } from './expect.ts'
import { type Resource, taxii } from './request.ts'
import { indicator, malware, many } from './stix.ts'

let hub: Hub
let good: Resource
let mixed: Resource
const bad = indicator({ pattern: 'no pattern at all' })

t.before(async () => {
  hub = await startHub(t)
  good = await submit(
    t,
    hub,
    'RW',
    many(4, () => indicator()),
  )
  const answer = await hub.post(at('RW', 'objects/'), [indicator(), bad, malware()])
  mixed = await settled(hub, answer.json)
})

const statusOf = (status: Resource) => hub.get(`${root1}status/${status.id}/`)

t.test('99,363 M a root has its required properties', async (t) => {
  const answer = await hub.get(root1)
  expectOk(t, answer)
  t.equal(answer.json.title, 'First root')
  t.type(answer.json.description ?? '', 'string')
  t.ok('versions' in answer.json && 'max_content_length' in answer.json)
})

t.test('100 M versions names 2.1 by its media type', async (t) => {
  const { versions = [] } = (await hub.get(root1)).json
  t.ok(versions.includes(taxii))
})

t.test('101 M max_content_length is a positive integer', async (t) => {
  const length = (await hub.get(root1)).json.max_content_length ?? 0
  t.ok(Number.isSafeInteger(length) && length > 0)
})

t.test('104,363 M an unknown root is 404', async (t) => {
  expectError(t, await hub.get('/taxii2/api3/'), 404)
  expectError(t, await hub.get('/taxii2/api3/collections/'), 404)
})

t.test('105,367 M the submitter reads its status', async (t) => {
  const answer = await statusOf(good)
  expectOk(t, answer)
  t.equal(answer.json.id, good.id)
})

t.test('106 M id is a UUIDv4 and status one of two words', async (t) => {
  for (const status of [good, mixed]) {
    t.match(status.id, uuid4Form)
    t.ok(['complete', 'pending'].includes(String(status.status)))
  }
})

t.test('107 M all four counts are there', async (t) => {
  for (const { json } of [await statusOf(good), await statusOf(mixed)]) {
    for (const name of ['total_count', 'success_count', 'failure_count', 'pending_count']) {
      t.ok(Number.isSafeInteger(json[name]) && Number(json[name]) >= 0, name)
    }
  }
})

t.test('108 M total_count is the number of objects posted', async (t) => {
  t.equal(good.total_count, 4)
  t.equal(mixed.total_count, 3)
})

const addsUp = (t: Test, status: Resource) => {
  const { success_count = 0, failure_count = 0, pending_count = 0, total_count } = status
  t.equal(success_count + failure_count + pending_count, total_count, 'counts add up')
  t.ok(status.successes === undefined || status.successes.length === success_count, 'successes')
  t.ok(status.failures === undefined || status.failures.length === failure_count, 'failures')
  t.ok(status.pendings === undefined || status.pendings.length === pending_count, 'pendings')
}

t.test('109 Q counts add up, and each list has as many entries as its count', async (t) => {
  for (const status of [good, mixed]) {
    addsUp(t, status)
    addsUp(t, (await statusOf(status)).json)
  }
  t.equal(mixed.success_count, 2)
  t.equal(mixed.failure_count, 1)
})

t.test('110 M empty lists are left out', async (t) => {
  for (const status of [good, (await statusOf(good)).json]) {
    t.notOk('failures' in status)
    t.notOk('pendings' in status)
  }
})

t.test('111 M every entry has id and version, and a failure says why', async (t) => {
  const details = [...(good.successes ?? []), ...(mixed.successes ?? []), ...(mixed.failures ?? [])]
  t.ok((mixed.failures ?? []).length === 1, 'the failure is listed')
  for (const { id, version } of details) {
    t.ok(typeof id === 'string' && id.length > 0)
    t.ok(typeof version === 'string' && version.length > 0)
  }
  t.equal(mixed.failures?.[0]?.id, bad.id)
  t.equal(mixed.failures?.[0]?.version, bad.modified)
  t.ok((mixed.failures?.[0]?.message ?? '').length > 10, 'a helpful message')
})

t.test('112 D an object without id or version still has an entry of strings', async (t) => {
  const odd = [{}, { type: 'indicator' }, 5, 'x', { id: 7, type: 'indicator', modified: 3 }]
  const answer = await hub.post(at('RW', 'objects/'), JSON.stringify({ objects: odd }))
  expectOk(t, answer, 202)
  const status = await settled(hub, answer.json)
  t.equal(status.failure_count, odd.length)
  for (const { id, version } of status.failures ?? []) {
    t.ok(typeof id === 'string' && id.length > 0)
    t.ok(typeof version === 'string' && version.length > 0)
  }
})

t.test('113 M request_timestamp has six digits', async (t) => {
  for (const status of [good, mixed]) t.match(status.request_timestamp, positionForm)
})

t.test('114 M once complete, a status never changes', async (t) => {
  for (const status of [good, mixed]) {
    const first = await statusOf(status)
    t.equal(first.json.status, 'complete')
    await submit(t, hub, 'RW', [indicator()])
    t.equal((await statusOf(status)).text, first.text)
  }
})

t.test('115,109,114 m a large submission may be pending, and only ever advances', async (t) => {
  const objects = many(3000, () => indicator())
  const answer = await hub.post(at('RW', 'objects/'), objects)
  expectOk(t, answer, 202)
  let before = answer.json
  addsUp(t, before)
  for (let tries = 0; before.status === 'pending' && tries < 600; tries++) {
    const { json } = await hub.get(`${root1}status/${before.id}/`)
    addsUp(t, json)
    t.ok((json.pending_count ?? 0) <= (before.pending_count ?? 0), 'pending only falls')
    t.ok((json.success_count ?? 0) >= (before.success_count ?? 0), 'success only rises')
    before = json
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  t.equal(before.status, 'complete')
  t.equal(before.success_count, 3000)
  for (const { id } of [objects[0], objects[1499], objects[2999]].filter((one) => !!one)) {
    t.equal((await hub.get(at('RW', `objects/${id}/`))).status, 200)
  }
})

t.test('117 M an unknown status is 404', async (t) => {
  expectError(t, await hub.get(`${root1}status/${nowhereId}/`), 404)
})

t.test('118 D a status id that is no UUID is 404', async (t) => {
  for (const id of ['xyz', '1', '%00', 'a'.repeat(300)]) {
    const answer = await hub.get(`${root1}status/${id}/`)
    expectError(t, answer, ...(id === '%00' ? [400, 404] : [404]))
  }
})

t.test('119 X nobody else reads a status, nor at another root', async (t) => {
  expectError(t, await hub.get(`${root1}status/${good.id}/`, { as: 'other' }), 404)
  expectError(t, await hub.get(`${root1}status/${good.id}/`, { as: 'nobody' }), 404)
  expectError(t, await hub.get(`/taxii2/api2/status/${good.id}/`), 404)
})

t.test('366,249 I a small submission is complete in the first answer', async (t) => {
  const answer = await hub.post(at('RW', 'objects/'), [indicator()])
  expectOk(t, answer, 202)
  t.equal(answer.json.status, 'complete')
  t.equal(answer.json.success_count, 1)
  t.equal(answer.json.failure_count, 0)
  t.equal(answer.json.pending_count, 0)
})

t.test('116 S a status outlives a restart', async (t) => {
  const before = await statusOf(mixed)
  await hub.stop()
  await hub.start()
  t.equal((await statusOf(mixed)).text, before.text)
})

t.test('120 S a hub killed in the middle finishes what it promised', async (t) => {
  const objects = many(8000, () => indicator())
  const answer = await hub.post(at('BIG', 'objects/'), objects)
  expectOk(t, answer, 202)
  await hub.stop('SIGKILL')
  await hub.start()
  const status = await settled(hub, (await statusOf(answer.json)).json)
  t.equal(status.status, 'complete')
  t.equal(status.success_count, 8000)
  addsUp(t, status)
  const tail = objects.at(-1)?.id
  const versions = await hub.get(at('BIG', `objects/${tail}/versions/`))
  t.strictSame(versions.json.versions?.length, 1, 'nothing is stored twice')
})
