// Checklist F: discovery.
import t from 'tap'
import { type Hub, headersFor, startHub } from './bench.ts'
import { expectError, expectOk } from './expect.ts'

let hub: Hub
t.before(async () => {
  hub = await startHub(t, { env: { SEKISHO_PUBLIC_URL: 'https://hub.example' } })
})

const discovery = async (as: 'test' | 'nobody' = 'test') => (await hub.get('/taxii2/', { as })).json

t.test('93,363 M a title, and everything else of its type', async (t) => {
  expectOk(t, await hub.get('/taxii2/'))
  const json = await discovery()
  t.equal(json.title, 'Conformance hub')
  t.equal(json.contact, 'soc@hub.example')
  for (const name of ['description', 'contact', 'default']) {
    if (json[name] !== undefined) t.type(json[name], 'string', name)
  }
  for (const root of json.api_roots ?? []) t.type(root, 'string')
})

t.test('94 M default is one of the roots, character for character', async (t) => {
  const json = await discovery()
  if (json.default !== undefined) t.ok(json.api_roots?.includes(json.default))
  else t.pass('no default')
})

t.test('95 M each root is a good address that ends in a slash', async (t) => {
  const { api_roots = [] } = await discovery()
  t.ok(api_roots.length > 0)
  for (const root of api_roots) {
    t.match(root, /^(https:\/\/[^?#]+\/|\/[^/?#][^?#]*\/)$/)
    t.notMatch(root, /\.\.\//)
  }
})

t.test('96 Q roots are absolute', async (t) => {
  for (const root of (await discovery()).api_roots ?? []) t.ok(URL.canParse(root), root)
})

t.test('97 M who sees no root gets a title and no list', async (t) => {
  const json = await discovery('nobody')
  t.equal(json.title, 'Conformance hub')
  t.notOk('api_roots' in json)
  t.notOk('default' in json)
})

t.test('98 D failures stay within the known statuses', async (t) => {
  expectError(t, await hub.get('/taxii2/', { as: null }), 401)
  expectError(t, await hub.get('/taxii2/', { accept: 'text/html' }), 406)
  const headers = headersFor()
  expectError(t, await hub.ask({ method: 'PUT', path: '/taxii2/', headers }), 405)
})
