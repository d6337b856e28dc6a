// Checklist M, first part: which envelopes are taken.
import t from 'tap'
import { at, type Hub, root1, startHub } from './bench.ts'
import { expectError, expectOk, idsOf, settled, verdictOn } from './expect.ts'
import { address, idOf, indicator, indicator20, malware, many, relationship } from './stix.ts'

let hub: Hub
t.before(async () => {
  hub = await startHub(t)
})
const post = (body: Parameters<Hub['post']>[1]) => hub.post(at('RW', 'objects/'), body)

t.test('249,366 M an envelope of good objects is 202 with its status', async (t) => {
  const objects = many(4, () => indicator())
  const answer = await post(objects)
  expectOk(t, answer, 202)
  const status = await settled(hub, answer.json)
  t.equal(status.status, 'complete')
  t.equal(status.total_count, 4)
  t.equal(status.success_count, 4)
})

t.test('250 M never 200 or 201, never without a body', async (t) => {
  const object = indicator()
  for (const body of [[object], [object], [address()]]) {
    const answer = await post(body)
    t.equal(answer.status, 202)
    t.type(answer.json.id, 'string')
  }
})

// [name, members beside objects]
const beside: [string, Record<string, unknown>][] = [
  ['251,344 Q a bundle', { type: 'bundle', id: idOf('bundle'), spec_version: '2.1' }],
  ['252,370 I a custom property', { x_example_com_foo: { deep: [1, 'two', null] } }],
  ['253 D more and next', { more: true, next: 'abc' }],
]
for (const [name, members] of beside) {
  t.test(name, async (t) => {
    for (const order of ['before', 'after']) {
      const objects = [indicator(), malware()]
      const body = order === 'before' ? { ...members, objects } : { objects, ...members }
      const answer = await post(JSON.stringify(body))
      expectOk(t, answer, 202)
      const status = await settled(hub, answer.json)
      t.equal(status.success_count, 2, order)
    }
  })
}

// [name, body, statuses]
const refused: [string, string, number[]][] = [
  ['254 M cut off', '{"objects":[', [422]],
  ['254 M cut off in an object', '{"objects":[{"type":"ind', [422]],
  ['254 M no JSON', 'hello', [422]],
  ['254 M something after the end', '{"objects":[{"type":"x","id":"y"}]} x', [422]],
  ['254 M a comma too many', '{"objects":[{"type":"x","id":"y"},]}', [422]],
  ['254 M quotes of the wrong kind', "{'objects':[]}", [422]],
  ['255 M an array', '[]', [422]],
  ['255 M an array of objects', `[${JSON.stringify(indicator())}]`, [422]],
  ['255 M a string', '"objects"', [422]],
  ['255 M null', 'null', [422]],
  ['255 M a number', '5', [422]],
  ['255 M a bare STIX object', JSON.stringify(indicator()), [422]],
  ['255 M objects is an object', '{"objects":{}}', [422]],
  ['255 M objects is null', '{"objects":null}', [422]],
  ['255 M objects is a string', '{"objects":"x"}', [422]],
  ['255 M no objects', '{}', [422]],
  ['255 M an empty list', '{"objects":[]}', [422]],
  ['256 D nothing at all', '', [422, 400]],
  ['256 D only blanks', '  \n ', [422, 400]],
]
for (const [name, body, statuses] of refused) {
  t.test(name, async (t) => {
    const answer = await post(body)
    expectError(t, answer, ...statuses)
    t.equal(answer.json.http_status, String(answer.status))
  })
}

t.test('258 D one bad object does not sink the good ones', async (t) => {
  const good = many(3, () => indicator())
  const bad = { ...indicator(), pattern: '[not a pattern' }
  const answer = await post([...good.slice(0, 2), bad, ...good.slice(2)])
  expectOk(t, answer, 202)
  const status = await settled(hub, answer.json)
  t.equal(status.success_count, 3)
  t.equal(status.failure_count, 1)
  t.equal(status.failures?.[0]?.id, bad.id)
  const ids = good.map(({ id }) => id).join(',')
  const there = await hub.get(at('RW', `objects/?match[id]=${ids},${bad.id}`))
  t.strictSame(
    idsOf(there.json),
    good.map(({ id }) => id),
  )
})

t.test('259 D all bad is still 202', async (t) => {
  const answer = await post(many(3, () => ({ ...indicator(), modified: 'yesterday' })))
  expectOk(t, answer, 202)
  const status = await settled(hub, answer.json)
  t.equal(status.failure_count, 3)
  t.equal(status.success_count, 0)
})

t.test('260 D STIX 2.0 in a collection of 2.1 is a failure', async (t) => {
  const verdict = await verdictOn(hub, 'RW', indicator20())
  if (verdict.status === 202) t.type(verdict.failure, 'string')
  else t.equal(verdict.status, 422)
  const welcome = await verdictOn(hub, 'TWENTY', indicator20())
  t.equal(welcome.failure, null, 'and welcome where the collection takes it')
})

t.test('269 D a reference to what is not here is fine', async (t) => {
  const dangling = relationship({ created_by_ref: idOf('identity') })
  t.equal((await verdictOn(hub, 'RW', dangling)).failure, null)
})

t.test('268 D the objects of an envelope keep their order', async (t) => {
  const objects = many(40, (n) => (n % 3 ? indicator() : malware()))
  const answer = await hub.post(at('OTHER', 'objects/'), objects)
  t.equal((await settled(hub, answer.json)).success_count, 40)
  const manifest = await hub.get(at('OTHER', 'manifest/'))
  t.strictSame(
    idsOf(manifest.json),
    objects.map(({ id }) => id),
  )
})

t.test('270 D an answer nobody waits for does not undo the work', async (t) => {
  const objects = many(300, () => indicator())
  const controller = new AbortController()
  const url = `${hub.base}${at('BIG', 'objects/')}`
  const body = JSON.stringify({ objects })
  const headers = {
    Authorization: `Basic ${Buffer.from('test:Passw0rd!').toString('base64')}`,
    'Content-Type': 'application/taxii+json;version=2.1',
  }
  const answer = await fetch(url, { method: 'POST', body, headers, signal: controller.signal })
  controller.abort()
  t.equal(answer.status, 202)
  let count = 0
  for (let tries = 0; count < 300 && tries < 100; tries++) {
    count = idsOf((await hub.get(at('BIG', 'objects/?limit=1000'))).json).length
    if (count < 300) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  t.equal(count, 300)
  expectOk(t, await hub.get(root1))
})
