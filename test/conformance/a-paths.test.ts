// Checklist A, first half: paths, bodies, text and timestamps as they cross the wire.
import t from 'tap'
import { at, type Hub, root1, startHub } from './bench.ts'
import { expectError, expectOk, positionForm, rawValues, settled, submit } from './expect.ts'
import { taxii } from './request.ts'
import { idOf, indicator, malware, type Thing } from './stix.ts'

const object = indicator()
let hub: Hub
let statusPath = ''

t.before(async () => {
  hub = await startHub(t)
  const status = await submit(t, hub, 'RW', [object, malware()])
  statusPath = `${root1}status/${status.id}/`
})

const readable = (): string[] => [
  '/taxii2/',
  root1,
  statusPath,
  `${root1}collections/`,
  at('RW'),
  at('RW', 'manifest/'),
  at('RW', 'objects/'),
  at('RW', `objects/${object.id}/`),
  at('RW', `objects/${object.id}/versions/`),
]

t.test('1 M every path with its slash answers directly', async (t) => {
  for (const path of readable()) {
    const answer = await hub.get(path)
    expectOk(t, answer)
    t.notOk(answer.headers.location, `${path} redirects nowhere`)
  }
})

t.test('2 Q the same paths answer without the slash', async (t) => {
  for (const path of readable()) {
    const [slash, bare] = [await hub.get(path), await hub.get(path.slice(0, -1))]
    t.equal(bare.status, 200, path)
    t.equal(bare.text, slash.text, `${path} gives the same body`)
  }
  const posted = await hub.post(at('RW', 'objects'), [indicator()])
  expectOk(t, posted, 202)
  const filtered = await hub.get(`${at('RW', 'objects')}?match[id]=${object.id}`)
  t.equal(filtered.json.objects?.length, 1, 'a query follows the path without its slash')
})

t.test('3 M discovery lives at /taxii2/', async (t) => {
  expectOk(t, await hub.get('/taxii2/'))
})

t.test('4 M every advertised root answers and is named once', async (t) => {
  const roots = (await hub.get('/taxii2/')).json.api_roots ?? []
  t.ok(roots.length >= 1, 'at least one root')
  t.equal(new Set(roots).size, roots.length, 'no root twice')
  for (const root of roots) expectOk(t, await hub.get(new URL(root, hub.base).pathname))
})

t.test('5 M every answer, good or bad, has the one media type', async (t) => {
  const answers: [number, Promise<{ status: number; rawHeaders: string[] }>][] = [
    [200, hub.get('/taxii2/')],
    [202, hub.post(at('RW', 'objects/'), [indicator()])],
    [400, hub.get(at('RW', 'objects/?limit=0'))],
    [401, hub.get(root1, { as: null })],
    [403, hub.get(at('WO', 'objects/'))],
    [404, hub.get(`${root1}nope/`)],
    [405, hub.ask({ method: 'PUT', path: `${root1}collections/` })],
    [406, hub.get(root1, { accept: 'text/html' })],
    [415, hub.post(at('RW', 'objects/'), [indicator()], { contentType: 'text/plain' })],
    [422, hub.post(at('RW', 'objects/'), '{}')],
  ]
  for (const [status, pending] of answers) {
    const answer = await pending
    const types = rawValues(answer as Parameters<typeof rawValues>[0], 'content-type')
    t.strictSame(types, [taxii], `${status}`)
    if (status !== 405) t.equal(answer.status, status)
  }
})

t.test('6 Q the media type of a success is byte for byte as it should be', async (t) => {
  for (const path of readable()) {
    t.strictSame(rawValues(await hub.get(path), 'content-type'), [taxii], path)
  }
})

t.test('7 M a success has the body its endpoint defines', async (t) => {
  for (const path of readable()) {
    const { text } = await hub.get(path)
    const body: unknown = JSON.parse(text)
    t.ok(typeof body === 'object' && body !== null && !Array.isArray(body), path)
  }
})

t.test('8 M bodies are I-JSON', async (t) => {
  for (const path of readable()) {
    const { body } = await hub.get(path)
    t.equal(body[0], 0x7b, `${path} begins with a brace, not a byte order mark`)
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const again = JSON.stringify(JSON.parse(text))
    t.equal(text.replaceAll(/\s/g, ''), again.replaceAll(/\s/g, ''), `${path} has no key twice`)
    t.ok(text.isWellFormed(), `${path} has no lone surrogate`)
  }
})

t.test('9 M text beyond ASCII comes back unchanged', async (t) => {
  const name = 'Ж漢字 😀 e\u0301 \u00e9 \u2028 \u202e ﬁ 𝒳'
  const unusual = indicator({ name, description: '"\\/\b\f\n\r\t\u0001' })
  await submit(t, hub, 'RW', [unusual])
  const { json } = await hub.get(at('RW', `objects/${unusual.id}/`))
  t.strictSame(json.objects, [unusual])
})

t.test('10 D a body is UTF-8, whether it says so or not', async (t) => {
  const post = (contentType: string) =>
    hub.post(at('RW', 'objects/'), [indicator()], { contentType })
  expectOk(t, await post(`${taxii};charset=utf-8`), 202)
  expectError(t, await post(`${taxii};charset=utf-16`), 415)
})

t.test('11 D a byte order mark before a body is refused', async (t) => {
  const body = `\ufeff${JSON.stringify({ objects: [indicator()] })}`
  expectError(t, await hub.post(at('RW', 'objects/'), body), 400)
})

t.test('12 D a body that is not UTF-8 is refused', async (t) => {
  const body = Buffer.from('{"objects":[{"type":"x"}]}')
  body[body.indexOf('x')] = 0xff
  expectError(t, await hub.post(at('RW', 'objects/'), body), 400)
})

t.test('13 M property names are exactly the standard ones', async (t) => {
  const names = async (path: string) => Object.keys((await hub.get(path)).json).sort()
  const allowed: [string, string[]][] = [
    ['/taxii2/', ['api_roots', 'contact', 'default', 'description', 'title']],
    [root1, ['description', 'max_content_length', 'title', 'versions']],
    [`${root1}collections/`, ['collections']],
    [at('RW'), ['alias', 'can_read', 'can_write', 'description', 'id', 'media_types', 'title']],
    [at('RW', 'manifest/'), ['more', 'next', 'objects']],
    [at('RW', 'objects/'), ['more', 'next', 'objects']],
    [at('RW', `objects/${object.id}/versions/`), ['more', 'next', 'versions']],
  ]
  for (const [path, known] of allowed) {
    const extra = (await names(path)).filter((name) => !known.includes(name))
    t.strictSame(extra, [], path)
  }
  t.ok((await names('/taxii2/')).includes('api_roots'))
  t.ok((await names(at('RW'))).includes('can_read'))
})

const emptyPlaces = (value: unknown, place: string): string[] => {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [place]
  if (typeof value !== 'object') return []
  return Object.entries(value as object).flatMap(([key, inner]) =>
    emptyPlaces(inner, `${place}.${key}`),
  )
}

t.test('14 M nothing is null and no list is empty', async (t) => {
  const nothing = ['objects/', 'manifest/'].map((rest) => at('EM', rest))
  for (const path of [...readable(), ...nothing, '/taxii2/bare/collections/']) {
    const answer = await hub.get(path)
    expectOk(t, answer)
    t.strictSame(emptyPlaces(answer.json, path), [])
  }
  t.notOk('objects' in (await hub.get(at('EM', 'objects/'))).json, 'objects is left out')
})

t.test('15 M integers and booleans are literal', async (t) => {
  const root = (await hub.get(root1)).json
  t.ok(Number.isSafeInteger(root.max_content_length))
  const collection = (await hub.get(at('RW'))).json
  t.type(collection.can_read, 'boolean')
  t.type(collection.can_write, 'boolean')
  t.type((await hub.get(at('RW', 'objects/?limit=1'))).json.more, 'boolean')
})

t.test('16 M every TAXII timestamp has exactly six digits', async (t) => {
  const manifest = await hub.get(at('RW', 'manifest/'))
  for (const entry of manifest.json.objects ?? []) t.match(entry.date_added, positionForm)
  for (const path of readable().slice(5)) {
    const { headers } = await hub.get(path)
    t.match(headers['x-taxii-date-added-first'], positionForm, path)
    t.match(headers['x-taxii-date-added-last'], positionForm, path)
  }
  t.match((await hub.get(statusPath)).json.request_timestamp, positionForm)
})

t.test('17 M no digit of a STIX timestamp is lost', async (t) => {
  const fine: Thing[] = ['123456', '123456789', '100', '000', '1239999999999'].map((fraction) =>
    indicator({
      created: `2020-01-01T00:00:00.${fraction}Z`,
      modified: `2020-01-01T00:00:00.${fraction}Z`,
      valid_from: '2020-01-01T00:00:00.1Z',
    }),
  )
  await submit(t, hub, 'RW', fine)
  for (const object of fine) {
    const { json } = await hub.get(at('RW', `objects/${object.id}/`))
    t.strictSame(json.objects, [object])
    const versions = await hub.get(at('RW', `objects/${object.id}/versions/`))
    t.strictSame(versions.json.versions, [object.modified])
  }
})

t.test('384 D what a status calls done is readable at once', async (t) => {
  for (let round = 0; round < 5; round++) {
    const posted = indicator({ id: idOf('indicator') })
    const answer = await hub.post(at('RW', 'objects/'), [posted])
    const status = await settled(hub, answer.json)
    t.equal(status.success_count, 1)
    t.equal((await hub.get(at('RW', `objects/${posted.id}/`))).status, 200)
  }
})
