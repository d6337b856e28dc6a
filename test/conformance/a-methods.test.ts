// Checklist A, second half: methods, headers, transfer and what a path or a query may hold.
import { gunzipSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { at, type Hub, headersFor, noObject, root1, startHub } from './bench.ts'
import { expectError, expectOk, submit } from './expect.ts'
import { type Answer, taxii } from './request.ts'
import { idOf, indicator, malware, many } from './stix.ts'

const object = indicator()
const publicUrl = 'https://hub.example'
let hub: Hub

t.before(async () => {
  hub = await startHub(t, { env: { SEKISHO_PUBLIC_URL: publicUrl } })
  await submit(t, hub, 'RW', [object, malware(), ...many(200, () => indicator())])
})

const readable = () => [
  '/taxii2/',
  root1,
  `${root1}collections/`,
  at('RW'),
  at('RW', 'manifest/'),
  at('RW', 'objects/'),
  at('RW', `objects/${object.id}/`),
  at('RW', `objects/${object.id}/versions/`),
]

t.test('18 D HEAD says what GET would say, without the body', async (t) => {
  for (const path of readable()) {
    const got = await hub.get(path)
    const head = await hub.ask({ method: 'HEAD', path, headers: headersFor() })
    t.equal(head.status, 200, path)
    t.equal(head.body.length, 0, 'no body')
    t.equal(head.headers['content-type'], taxii)
    t.equal(head.headers['content-length'], String(got.body.length), `length of ${path}`)
  }
})

t.test('19 D OPTIONS names the methods and opens nothing to other origins', async (t) => {
  const cases: [string, string[]][] = [
    [`${root1}collections/`, ['GET', 'HEAD', 'OPTIONS']],
    [at('RW', 'objects/'), ['GET', 'HEAD', 'OPTIONS', 'POST']],
    [at('RW', `objects/${object.id}/`), ['DELETE', 'GET', 'HEAD', 'OPTIONS']],
  ]
  for (const [path, methods] of cases) {
    const answer = await hub.ask({ method: 'OPTIONS', path, headers: headersFor() })
    t.ok([200, 204].includes(answer.status), path)
    const allowed = String(answer.headers.allow).split(/\s*,\s*/)
    t.strictSame(allowed.sort(), methods, path)
    t.notOk(answer.headers['access-control-allow-origin'])
  }
})

t.test('20 D a method the path does not know is 405 with Allow', async (t) => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
    const answer = await hub.ask({ method, path: `${root1}collections/`, headers: headersFor() })
    expectError(t, answer, 405)
    t.match(answer.headers.allow, /GET/, method)
  }
})

t.test('21 D an unknown path is 404', async (t) => {
  for (const path of ['/no/such/', `${root1}nope/`, `${at('RW')}nope/`, '/taxii2/api1/status/']) {
    expectError(t, await hub.get(path), 404)
  }
})

t.test('22 S a request without User-Agent is served', async (t) => {
  expectOk(t, await hub.get(root1))
})

t.test('23 Q a Content-Type on GET or DELETE is ignored', async (t) => {
  for (const contentType of ['application/json', 'text/plain', 'nonsense', taxii]) {
    expectOk(t, await hub.get(`${root1}collections/`, { contentType }))
  }
  const gone = indicator()
  await submit(t, hub, 'RW', [gone])
  const removed = await hub.remove(at('RW', `objects/${gone.id}/`), {
    contentType: 'application/json',
  })
  t.equal(removed.status, 200)
})

t.test('24 Q DELETE with an empty body and no Content-Type works', async (t) => {
  const gone = indicator()
  await submit(t, hub, 'RW', [gone])
  const answer = await hub.remove(at('RW', `objects/${gone.id}/`), {
    headers: [['Content-Length', '0']],
  })
  t.equal(answer.status, 200)
})

t.test('25 D GET with a body is served as if there were none', async (t) => {
  const answer = await hub.ask({ path: root1, headers: headersFor(), body: '{}' })
  expectOk(t, answer)
})

t.test('26 S every answer has a Date close to now', async (t) => {
  for (const answer of [await hub.get(root1), await hub.get('/no/such/')]) {
    const date = Date.parse(String(answer.headers.date))
    t.ok(Math.abs(Date.now() - date) < 60_000, String(answer.headers.date))
  }
})

t.test('27 D answers vary by Accept and Authorization and are not stored', async (t) => {
  for (const path of readable()) {
    const { headers } = await hub.get(path)
    t.match(headers.vary, /accept/i, path)
    t.match(headers.vary, /authorization/i, path)
    t.match(headers['cache-control'], /no-store|private/)
  }
})

t.test('28 D a compressed answer is the same answer', async (t) => {
  const path = at('RW', 'objects/')
  const plain = await hub.get(path)
  const squeezed = await hub.get(path, { headers: [['Accept-Encoding', 'gzip']] })
  t.equal(squeezed.headers['content-type'], taxii)
  const body =
    squeezed.headers['content-encoding'] === 'gzip' ? gunzipSync(squeezed.body) : squeezed.body
  t.ok(body.equals(plain.body))
})

t.test('29 D a compressed body is taken or refused, and never breaks anything', async (t) => {
  const body = gzipSync(JSON.stringify({ objects: [indicator()] }))
  const answer = await hub.post(at('RW', 'objects/'), body, {
    headers: [['Content-Encoding', 'gzip']],
  })
  if (answer.status !== 202) expectError(t, answer, 415)
})

t.test('30 Q a chunked POST without a length works', async (t) => {
  const posted = indicator()
  const bytes = Buffer.from(JSON.stringify({ objects: [posted] }))
  const answer = await hub.ask({
    method: 'POST',
    path: at('RW', 'objects/'),
    headers: headersFor({ contentType: taxii }),
    chunks: [bytes.subarray(0, 7), bytes.subarray(7, 8), bytes.subarray(8)],
  })
  expectOk(t, answer, 202)
  t.equal((await hub.get(at('RW', `objects/${posted.id}/`))).status, 200)
})

t.test('31 Q Expect: 100-continue ends in 202', async (t) => {
  const answer = await hub.post(at('RW', 'objects/'), [indicator()], {
    headers: [['Expect', '100-continue']],
  })
  expectOk(t, answer, 202)
})

t.test('32 Q an id of 288 characters is found', async (t) => {
  const type = `x-${'a'.repeat(248)}`
  const long = indicator({ type, id: idOf(type) })
  t.equal(long.id.length, 288)
  await submit(t, hub, 'RW', [long])
  for (const rest of ['', 'versions/']) {
    expectOk(t, await hub.get(at('RW', `objects/${long.id}/${rest}`)))
  }
})

t.test('33 Q a query of 200 ids is served', async (t) => {
  const objects = many(200, () => indicator())
  await submit(t, hub, 'RW', objects)
  const ids = objects.map(({ id }) => id).join(',')
  const answer = await hub.get(at('RW', `objects/?match[id]=${ids}`))
  expectOk(t, answer)
  t.equal(answer.json.objects?.length, 200)
})

t.test('34 Q brackets and commas may be encoded or raw', async (t) => {
  const answers: Answer[] = []
  for (const query of [
    'match[type]=indicator,malware&limit=20',
    'match%5Btype%5D=indicator%2Cmalware&limit=20',
    'match%5btype]=indicator%2cmalware&limit=20',
    'match[type]=%69ndicator,malware&limit=20',
  ]) {
    answers.push(await hub.get(at('RW', `manifest/?${query}`)))
  }
  for (const answer of answers) {
    t.equal(answer.status, 200)
    t.strictSame(answer.json.objects, answers[0]?.json.objects)
  }
  const time = '2020-01-01T00:00:00.000000Z'
  const raw = await hub.get(at('RW', `manifest/?added_after=${time}&limit=3`))
  const encoded = time.replaceAll(':', '%3A')
  const coded = await hub.get(at('RW', `manifest/?added_after=${encoded}&limit=3`))
  t.strictSame(coded.json.objects, raw.json.objects, 'colons too')
})

t.test('35 X absolute addresses come from the configuration, never from the request', async (t) => {
  const headers: [string, string][] = [
    ['Host', 'evil.example'],
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Proto', 'http'],
    ['Forwarded', 'host=evil.example'],
  ]
  const answer = await hub.get('/taxii2/', { headers })
  t.equal(answer.status, 200)
  t.notMatch(answer.text, /evil/)
  for (const root of answer.json.api_roots ?? []) t.match(root, /^https:\/\/hub\.example\//)
})

t.test('245 D the misprinted path /object/ of the standard is not served', async (t) => {
  expectError(t, await hub.get(at('RW', `object/${object.id}/`)), 404)
})

t.test('32,234 D a path that could name an object but does not is 404', async (t) => {
  for (const id of [
    noObject,
    'foo',
    `x-${'a'.repeat(248)}--00000000-0000-4000-8000-000000000000`,
  ]) {
    expectError(t, await hub.get(at('RW', `objects/${id}/`)), 404)
  }
})
