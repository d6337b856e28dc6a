// Checklist B: which Accept headers are satisfied, and which are not.
import t from 'tap'
import { at, type Hub, headersFor, root1, startHub } from './bench.ts'
import { expectError, expectOk, submit } from './expect.ts'
import { basic, taxii } from './request.ts'
import { indicator } from './stix.ts'

const object = indicator()
let hub: Hub
let paths: string[] = []

t.before(async () => {
  hub = await startHub(t)
  const status = await submit(t, hub, 'RW', [object])
  paths = [
    '/taxii2/',
    root1,
    `${root1}status/${status.id}/`,
    `${root1}collections/`,
    at('RW'),
    at('RW', 'manifest/'),
    at('RW', 'objects/'),
    at('RW', `objects/${object.id}/`),
    at('RW', `objects/${object.id}/versions/`),
  ]
})

const stix = 'application/stix+json;version=2.1'
const old = 'application/vnd.oasis.taxii+json'

// [name of the test, one Accept value or several header lines, status]
const cases: [string, string | string[] | null, 200 | 406][] = [
  ['37 M the media type with its version', taxii, 200],
  ['38 Q a space before the version', 'application/taxii+json; version=2.1', 200],
  ['39 S the media type without a version', 'application/taxii+json', 200],
  ['40 D a quoted version', 'application/taxii+json;version="2.1"', 200],
  ['41 D case does not matter', 'Application/TAXII+JSON;Version=2.1', 200],
  ['42 D further parameters', 'application/taxii+json;charset=utf-8;version=2.1', 200],
  ['43 M the two types of the manifest', `${taxii},${stix}`, 200],
  ['43 M the two types, a space, other order', `${stix}, ${taxii}`, 200],
  ['44 D 2.0 first in a list', `${old}; version=2.0, application/taxii+json; version=2.1`, 200],
  ['45 D two header lines are one list', ['text/html', taxii], 200],
  ['46 D a small weight', `text/html, ${taxii};q=0.1`, 200],
  ['47 D weight 0 excludes, wildcard or not', `${taxii};q=0, */*`, 406],
  ['48 D any type', '*/*', 200],
  ['48 D any application type', 'application/*;q=0.8', 200],
  ['49 D no Accept at all', null, 200],
  ['50 D only text/html', 'text/html', 406],
  ['50 D only application/xml', 'application/xml', 406],
  ['51 D only application/json', 'application/json', 406],
  ['52 D version 2.2', 'application/taxii+json;version=2.2', 406],
  ['52 D version 9.9', 'application/taxii+json;version=9.9', 406],
  ['53,377 Q the probe for TAXII 2.0', `${old}; version=2.0`, 406],
  ['53 Q the probe for TAXII 2.0 without a version', old, 406],
  ['55 D a STIX type alone', stix, 406],
]

for (const [name, accept, status] of cases) {
  t.test(name, async (t) => {
    const lines = Array.isArray(accept) ? accept : accept === null ? [] : [accept]
    const headers = lines.map((line): [string, string] => ['Accept', line])
    for (const path of paths) {
      const answer = await hub.get(path, { accept: null, headers })
      if (status === 200) expectOk(t, answer)
      else expectError(t, answer, 406)
    }
  })
}

t.test('54 D the old alias with version 2.1 gives 2.1 or 406', async (t) => {
  const answer = await hub.get(root1, { accept: `${old};version=2.1` })
  if (answer.status === 200) expectOk(t, answer)
  else expectError(t, answer, 406)
})

t.test('56 D a broken Accept is never the fault of the hub', async (t) => {
  const broken = [';;;', 'application/', '/', ',', '', '*', 'a/b/c', '"', `${'x,'.repeat(4096)}`]
  for (const accept of [...broken, `${taxii};q=x`, `${taxii};version`, 'a'.repeat(8000)]) {
    const answer = await hub.get(root1, { accept })
    t.ok([200, 400, 406].includes(answer.status), `${accept.slice(0, 20)} gives ${answer.status}`)
  }
})

t.test('57 D who is asked before what is accepted, and that before what exists', async (t) => {
  const html = 'text/html'
  expectError(t, await hub.get(`${root1}collections/`, { as: null, accept: null }), 401)
  expectError(t, await hub.get(`${root1}collections/`, { as: null, accept: html }), 401)
  expectError(t, await hub.get('/taxii2/api3/', { accept: html }), 406)
  expectError(t, await hub.get(at('WO', 'objects/'), { accept: html }), 406)
  const text = { contentType: 'text/plain' }
  expectError(t, await hub.post(at('RO', 'objects/'), 'x', text), 403)
  expectError(t, await hub.post(at('RO', 'objects/'), 'x'), 403)
  expectError(t, await hub.post(at('RW', 'objects/'), 'x', text), 415)
  expectError(t, await hub.post(at('RW', 'objects/'), 'x'), 422)
})

t.test('58 D 406 comes with an error in TAXII JSON', async (t) => {
  const answer = await hub.get(root1, { accept: 'text/html' })
  expectError(t, answer, 406)
  t.equal(answer.json.http_status, '406')
})

t.test('68 D Accept is negotiated on POST, and nothing is kept when it fails', async (t) => {
  const posted = indicator()
  const path = at('RW', 'objects/')
  const answer = await hub.post(path, [posted], { accept: 'text/html' })
  expectError(t, answer, 406)
  expectError(t, await hub.get(at('RW', `objects/${posted.id}/`)), 404)
})

t.test('286 D Accept is negotiated on DELETE, and nothing goes when it fails', async (t) => {
  const kept = indicator()
  await submit(t, hub, 'RW', [kept])
  const path = at('RW', `objects/${kept.id}/`)
  expectError(t, await hub.remove(path, { accept: 'text/html' }), 406)
  expectOk(t, await hub.get(path))
  const answer = await hub.ask({
    method: 'DELETE',
    path,
    headers: [['Authorization', basic('test', 'Passw0rd!')]],
  })
  t.equal(answer.status, 200, 'no Accept is any Accept')
  t.equal((await hub.ask({ path, headers: headersFor() })).status, 404)
})
