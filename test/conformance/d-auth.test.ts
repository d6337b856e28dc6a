// Checklist D: who is let in, and how the hub says no.
import t, { type Test } from 'tap'
import {
  at,
  collectionIds,
  type Hub,
  headersFor,
  hubFileText,
  nowhereId,
  root1,
  secretId,
  startHub,
  token,
} from './bench.ts'
import { expectError, expectOk, submit } from './expect.ts'
import { basic, taxii } from './request.ts'
import { indicator, many } from './stix.ts'

const leaver =
  '- { name: leaver, kind: service, basic: { username: leaver, password: leaver-password } }'
const seeded = many(5, () => indicator())
let hub: Hub

t.before(async () => {
  hub = await startHub(t, { marks: { LEAVER: leaver } })
  await submit(t, hub, 'BIG', seeded)
})

const asking = (path: string, authorization: string | null) =>
  hub.ask({
    path,
    headers: [
      ['Accept', taxii],
      ...(authorization === null ? [] : [['Authorization', authorization] as [string, string]]),
    ],
  })

const expectUnknown = (t: Test, answer: Awaited<ReturnType<typeof asking>>) => {
  expectError(t, answer, 401)
  t.match(answer.headers['www-authenticate'], /Basic realm="[^"]*", charset="UTF-8"/)
}

const right = basic('test', 'Passw0rd!')
const accepted: [string, () => string][] = [
  ['74,362 S Basic', () => right],
  ['74 S a user name beyond ASCII and a password with colons', () => basic('ü', 'p:a:ss:word')],
  ['75 Q the scheme in lower case', () => right.replace('Basic', 'basic')],
  ['75 Q the scheme in upper case', () => right.replace('Basic', 'BASIC')],
  ['76 Q a bearer token', () => `Bearer ${token}`],
  ['76 Q a token', () => `Token ${token}`],
  ['76 Q a token, its scheme in lower case', () => `token ${token}`],
  ['77 Q a token as the password of Basic', () => basic('apikey', token)],
]
for (const [name, authorization] of accepted) {
  t.test(name, async (t) => {
    expectOk(t, await asking(root1, authorization()))
  })
}

t.test('78,362 M nobody in particular is asked who they are', async (t) => {
  for (const path of [`${root1}collections/`, root1, at('RW', 'objects/')]) {
    expectUnknown(t, await asking(path, null))
  }
})

t.test('79,362 M every wrong credential gets the same answer', async (t) => {
  const wrong = [
    basic('test', 'bad'),
    basic('no-such-user', 'Passw0rd!'),
    'Basic !!!not-base64!!!',
    'Basic',
    `Basic ${Buffer.from('nocolon').toString('base64')}`,
    '',
    'Bearer nonsense',
    `Bearer ${token}x`,
    'Negotiate abc',
  ]
  const bodies = new Set<string>()
  for (const authorization of wrong) {
    const answer = await asking(`${root1}collections/`, authorization)
    expectUnknown(t, answer)
    bodies.add(JSON.stringify({ ...answer.json, error_id: undefined }))
  }
  t.equal(bodies.size, 1, 'one body for all')
  expectOk(t, await asking(root1, right))
})

t.test('80 D discovery is protected', async (t) => {
  expectUnknown(t, await asking('/taxii2/', null))
})

t.test('81 m a root is hidden from who is no member of it', async (t) => {
  const roots = (await hub.get('/taxii2/', { as: 'other' })).json.api_roots ?? []
  t.ok(roots.length > 0)
  t.notOk(roots.some((root) => root.includes('secretroot')))
  const hidden = await hub.get('/taxii2/secretroot/', { as: 'other' })
  expectError(t, hidden, 404)
  const absent = await hub.get('/taxii2/nosuchroot/', { as: 'other' })
  const plain = ({ json }: typeof absent) => ({ ...json, error_id: undefined })
  t.strictSame(plain(hidden), plain(absent), 'as if it were not there')
  expectError(t, await hub.get(`/taxii2/secretroot/collections/${secretId}/`, { as: 'other' }), 404)
  expectOk(t, await hub.get('/taxii2/secretroot/'))
})

t.test('82 M 401, 403 and 404 each have their meaning', async (t) => {
  expectError(t, await asking(at('WO', 'objects/'), null), 401)
  expectError(t, await hub.get(at('WO', 'objects/')), 403)
  expectError(t, await hub.get(at('HID', 'objects/'), { as: 'other' }), 404)
  expectError(t, await hub.get(at('RW', 'objects/'), { as: 'nobody' }), 404)
})

t.test('83 S without credentials nothing tells what exists', async (t) => {
  const pairs = [
    [`${root1}collections/${collectionIds.RW}/`, `${root1}collections/${nowhereId}/`],
    [root1, '/taxii2/nosuchroot/'],
    [at('RW', 'objects/'), `/taxii2/nosuchroot/collections/${nowhereId}/objects/`],
  ]
  for (const [existing = '', absent = ''] of pairs) {
    const [one, two] = [await asking(existing, null), await asking(absent, null)]
    t.equal(one.status, 401)
    t.equal(two.status, 401)
    t.strictSame({ ...one.json, error_id: 0 }, { ...two.json, error_id: 0 })
  }
})

t.test('85 D what is taken away is gone at the next request', async (t) => {
  const path = at('BIG', 'objects/')
  const pages: string[] = []
  for (const who of [basic('leaver', 'leaver-password'), basic('other', 'other-password')]) {
    const page = await asking(`${path}?limit=2`, who)
    t.equal(page.status, 200)
    pages.push(`${path}?limit=2&next=${page.json.next}`)
    t.equal((await asking(pages.at(-1) ?? '', who)).status, 200)
  }
  const expired = leaver.replace(' }', ' }, expires: "2020-01-01T00:00:00Z"')
  const text = (await hubFileText({ LEAVER: expired })).replace(
    'title: Big\n',
    'title: Big\n    access: { other: hidden }\n',
  )
  const applied = await hub.command(['apply', '@hub-file@'], text)
  t.equal(applied.code, 0, applied.output)
  expectUnknown(t, await asking(pages[0] ?? '', basic('leaver', 'leaver-password')))
  expectError(t, await asking(pages[1] ?? '', basic('other', 'other-password')), 404)
  expectOk(t, await hub.get(`${path}?limit=2`))
})

t.test('86 D too many requests are 429, and say when to come again', async (t) => {
  const limited = await startHub(t, {
    databaseUrl: hub.databaseUrl,
    env: { SEKISHO_RATE_LIMIT: '10' },
  })
  const statuses = new Set<number>()
  for (let count = 0; count < 30; count++) {
    const answer = await limited.ask({ path: root1, headers: headersFor() })
    statuses.add(answer.status)
    if (answer.status !== 429) continue
    expectError(t, answer, 429)
    t.match(answer.headers['retry-after'], /^\d+$/)
  }
  t.strictSame([...statuses].sort(), [200, 429])
})
