// Hidden and absent are one (L4, L18, L19): for every endpoint and method, what is not for the
// caller is answered as what does not exist, byte for byte; and nothing of a stranger opens
// anything.
import { randomBytes, randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { type Doors, type Member, openDoors, taxii } from './open-door.ts'

const methods = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH', 'TRACE'] as const
const envelope = JSON.stringify({ objects: [{ type: 'x' }] })

type Answer = { status: number; headers: Record<string, unknown>; body: string }

const ask = async (
  doors: Doors,
  method: string,
  url: string,
  member: Member | null,
  more: Record<string, string> = {},
): Promise<Answer> => {
  const headers = { accept: taxii, ...(member === null ? {} : member.bearer), ...more }
  const posting = method === 'POST'
  const answer = await doors.app.inject({
    method: method as 'GET',
    url,
    headers: posting ? { ...headers, 'content-type': taxii } : headers,
    ...(posting ? { payload: envelope } : {}),
  } satisfies InjectOptions)
  const { date: _, ...kept } = answer.headers
  // A caller's own submission has an id and a time of its own.
  const masked = answer.body
    .replace(/"(error_)?id":"[0-9a-f-]{36}"/g, '"id":"…"')
    .replace(/\d{4}-\d\d-\d\dT[0-9:.]+Z/g, '…')
  return { status: answer.statusCode, headers: kept, body: masked }
}

const endpointsOf = (
  root: string,
  collection: string,
  object: string,
  status: string,
): string[] => [
  `/taxii2/${root}/`,
  `/taxii2/${root}/collections/`,
  `/taxii2/${root}/collections/${collection}/`,
  `/taxii2/${root}/collections/${collection}/manifest/`,
  `/taxii2/${root}/collections/${collection}/manifest/?match[id]=${object}`,
  `/taxii2/${root}/collections/${collection}/objects/`,
  `/taxii2/${root}/collections/${collection}/objects/?limit=x`,
  `/taxii2/${root}/collections/${collection}/objects/?next=abc`,
  `/taxii2/${root}/collections/${collection}/objects/${object}/`,
  `/taxii2/${root}/collections/${collection}/objects/${object}/versions/`,
  `/taxii2/${root}/status/${status}/`,
]

/** A second group with a collection and a member of its own, and an object and a status in it. */
const addStrangers = async (doors: Doors) => {
  const group = randomUUID()
  const collection = randomUUID()
  const { hub } = doors
  await hub.query(`insert into trust_group (id, name, title) values ($1, 'sea', 'Sea')`, [group])
  await hub.query(
    `insert into collection (id, group_id, name, title, alias)
      values ($1, $2, 'secrets', 'Secrets', 'secrets')`,
    [collection, group],
  )
  const stranger = await doors.join('observer')
  await hub.query(
    `update membership set group_id = $1, level = 'contributor' where organisation_id =
      (select organisation_id from principal where id = $2)`,
    [group, stranger.principal_id],
  )
  await hub.query('update hub set policy_epoch = policy_epoch + 1')
  const url = `/taxii2/sea/collections/${collection}/objects/`
  const posted = await doors.app.inject({
    method: 'POST',
    url,
    headers: { ...stranger.bearer, accept: taxii, 'content-type': taxii },
    payload: JSON.stringify({
      objects: [1, 2, 3].map(() => ({
        type: 'x-canary',
        spec_version: '2.1',
        id: `x-canary--${randomUUID()}`,
        created: '2026-01-01T00:00:00.000Z',
        modified: '2026-01-01T00:00:00.000Z',
      })),
    }),
  })
  const { id, successes } = posted.json()
  const page = await doors.app.inject({
    url: `${url}?limit=1`,
    headers: { ...stranger.bearer, accept: taxii },
  })
  return { collection, stranger, status: id, object: successes[0].id, next: page.json().next }
}

t.test('L4 what is hidden is answered as what is absent', async (t) => {
  const doors = await openDoors(t)
  const { collection, stranger, status, object, next } = await addStrangers(doors)
  t.match(next, /^[\w-]{40,}$/, 'there is something to find')
  const own = doors.hub.collection.id
  const steward = await doors.join('steward')
  const observer = await doors.join('observer')
  const pairs: [string, Member | null, string[], string[]][] = []
  const absentObject = `x-canary--${randomUUID()}`
  const absent = endpointsOf('lake', randomUUID(), absentObject, randomUUID())
  for (const member of [steward, observer, null]) {
    pairs.push(['root', member, endpointsOf('sea', collection, object, status), absent])
    pairs.push(['alias', member, endpointsOf('sea', 'secrets', object, status), absent])
    const here = endpointsOf('rail', randomUUID(), absentObject, randomUUID())
    pairs.push(['other root', member, endpointsOf('rail', collection, object, status), here])
    pairs.push(['other alias', member, endpointsOf('rail', 'secrets', object, status), here])
  }
  const inside = endpointsOf('rail', own, absentObject, randomUUID())
  pairs.push(['object', steward, endpointsOf('rail', own, object, status), inside])
  pairs.push(['object, observer', observer, endpointsOf('rail', own, object, status), inside])
  let compared = 0
  for (const [name, member, hidden, missing] of pairs) {
    for (const [index, url] of hidden.entries()) {
      for (const method of methods) {
        const found = await ask(doors, method, url, member)
        const wanted = await ask(doors, method, missing[index] as string, member)
        compared += 1
        const same = JSON.stringify(found) === JSON.stringify(wanted)
        // The collections and the root the caller may see are not what this is about.
        if (!same && !found.body.includes(own)) t.same(found, wanted, `${name}: ${method} ${url}`)
        if (found.body.includes('Secrets')) t.fail(`${method} ${url} shows a title`)
      }
    }
  }
  t.ok(compared > 1000, `${compared} answers were compared`)
  const control = await ask(doors, 'GET', `/taxii2/sea/collections/${collection}/`, stranger)
  t.match(control, { status: 200, body: /Secrets/ }, 'positive control: it is there for its member')
})

t.test('L19 no cursor of somebody else is any good', async (t) => {
  const doors = await openDoors(t)
  const { collection, stranger, next } = await addStrangers(doors)
  const steward = await doors.join('steward')
  const forged = randomBytes(48).toString('base64url')
  const nonsense = await ask(doors, 'GET', `${doors.collection}objects/?next=${forged}`, steward)
  t.equal(nonsense.status, 400)
  const uses: [Member, string][] = [
    [steward, `${doors.collection}objects/?next=${next}`],
    [steward, `${doors.collection}manifest/?next=${next}`],
    [stranger, `/taxii2/sea/collections/${collection}/manifest/?next=${next}`],
    [stranger, `/taxii2/sea/collections/${collection}/objects/?next=${next.slice(0, -1)}`],
    [stranger, `/taxii2/sea/collections/${collection}/objects/?next=${next}AA`],
  ]
  for (const [member, url] of uses) t.same(await ask(doors, 'GET', url, member), nonsense, url)
  const own = `/taxii2/sea/collections/${collection}/objects/?next=${next}`
  t.equal((await ask(doors, 'GET', own, stranger)).status, 200, 'positive control')
  const name = `select organisation_id from principal where id = '${stranger.principal_id}'`
  await doors.hub.query(
    `insert into principal (id, organisation_id, name, kind)
      select '${randomUUID()}', (${name}), 'colleague', 'service'`,
  )
  await doors.hub.query(
    `update credential set principal_id = (select id from principal where name = 'colleague')
      where principal_id = '${stranger.principal_id}'`,
  )
  await doors.hub.query('update hub set policy_epoch = policy_epoch + 1')
  t.same(await ask(doors, 'GET', own, stranger), nonsense, 'nor that of a colleague')
})

t.test('A8 what only a proxy may say is not believed', async (t) => {
  const doors = await openDoors(t)
  const member = await doors.join('contributor')
  const plain = await ask(doors, 'GET', '/taxii2/', member)
  for (const [name, value] of [
    ['x-forwarded-for', '203.0.113.9'],
    ['x-forwarded-host', 'evil.example'],
    ['x-forwarded-proto', 'https'],
    ['forwarded', 'host=evil.example;proto=https'],
    ['x-ssl-client-cert', 'x'],
    ['x-user-id', 'secretariat'],
    ['x-original-url', '/metrics'],
    ['x-http-method-override', 'DELETE'],
    ['cookie', 'session=1'],
  ] as const) {
    t.same(await ask(doors, 'GET', '/taxii2/', member, { [name]: value }), plain, name)
    t.equal((await ask(doors, 'GET', '/taxii2/', null, { [name]: value })).status, 401, name)
  }
})
