// The door's own rules over a real hub: the order of checks, the shape of refusals, exact headers.
// Checklist sections A, B, D, E; reliability A1, A16, B17, B20, H3, L24.
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { makeIndicator } from '../fixture/hub.ts'
import { type Doors, type Member, openDoors, taxii } from './open-door.ts'

let doors: Doors
let member: Member
let reader: Member

t.before(async () => {
  doors = await openDoors(t)
  member = await doors.join('contributor')
  reader = await doors.join('consumer')
})

type Ask = {
  method?: string
  headers?: Record<string, string | string[]>
  payload?: string | Buffer
}

const ask = (url: string, { method = 'GET', headers = {}, payload }: Ask = {}) =>
  doors.app.inject({
    method: method as 'GET',
    url,
    headers,
    payload,
  } as never) as unknown as Promise<{
    statusCode: number
    headers: Record<string, string | undefined>
    payload: string
    rawPayload: Buffer
    json(): Record<string, unknown>
  }>

const asMember = (headers: Record<string, string> = {}) => ({ ...member.bearer, ...headers })
const objects = () => `${doors.collection}objects/`
const envelope = (...things: object[]) => JSON.stringify({ objects: things })

t.test('91 every refusal is a TAXII error resource with the exact type', async (t) => {
  const cases: [number, string, Ask][] = [
    [401, '/taxii2/', {}],
    [404, '/no/such/', {}],
    [404, '/taxii2/nope/', { headers: asMember() }],
    [404, `${objects()}${'x'.repeat(321)}/`, { headers: asMember() }],
    [404, `${doors.collection}objects/%00/`, { headers: asMember() }],
    [404, '/taxii2/%2e%2e/nope/', { headers: asMember() }],
    [404, '/taxii2//', { headers: asMember() }],
    [400, '/taxii2/%E0%A4%A/', { headers: asMember() }],
    [400, `${objects()}?limit=0`, { headers: asMember() }],
    [405, '/taxii2/', { method: 'PUT' }],
    [405, objects(), { method: 'PROPFIND' }],
    [405, objects(), { method: 'TRACE' }],
    [406, '/taxii2/', { headers: asMember({ accept: 'text/html' }) }],
    [415, objects(), { method: 'POST', headers: asMember({ 'content-type': ';;' }), payload: 'x' }],
    [415, objects(), { method: 'POST', headers: asMember(), payload: 'x' }],
    [415, objects(), { method: 'POST', headers: asMember() }],
    [
      422,
      objects(),
      { method: 'POST', headers: asMember({ 'content-type': taxii }), payload: '{' },
    ],
  ]
  for (const [status, url, options] of cases) {
    const answer = await ask(url, options)
    const name = `${status} ${options.method ?? 'GET'} ${url}`.slice(0, 90)
    t.equal(answer.statusCode, status, name)
    t.equal(answer.headers['content-type'], taxii, name)
    t.equal(answer.headers['cache-control'], 'private, no-store', name)
    t.match(answer.headers.vary, /^Accept, Authorization/, name)
    t.equal(answer.headers['x-content-type-options'], 'nosniff', name)
    const error = answer.json()
    t.type(error.title, 'string', name)
    t.equal(error.http_status, String(status), name)
    t.match(error.error_id, /^[0-9a-f-]{36}$/, name)
    t.match(doors.logged(), error.error_id as string, 'the log has the id')
  }
})

t.test('78,79 every 401 is the same, and says how to sign in', async (t) => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const shown: (Record<string, string | string[]> | undefined)[] = [
    undefined,
    { authorization: '' },
    { authorization: basic(`${member.username}:wrong`) },
    { authorization: basic('nobody-at-all:wrong') },
    { authorization: 'Basic !!!' },
    { authorization: 'Digest x' },
    { authorization: 'Bearer garbage' },
    { authorization: [`Bearer ${member.token}`, `Bearer ${member.token}`] },
  ]
  const bodies = new Set<string>()
  for (const headers of shown) {
    for (const url of ['/taxii2/', doors.collection, '/taxii2/nope/collections/nope/objects/']) {
      const answer = await ask(url, { headers })
      t.equal(answer.statusCode, 401)
      t.equal(answer.headers['www-authenticate'], 'Basic realm="sekisho", charset="UTF-8"')
      bodies.add(answer.payload.replace(/"error_id":"[^"]+"/, ''))
    }
  }
  t.equal(bodies.size, 1)
})

t.test('74–77 Basic, Bearer, Token, and a token as the password', async (t) => {
  const asPassword = Buffer.from(`apikey:${member.token}`).toString('base64')
  const values = [
    member.basic.authorization,
    member.basic.authorization.replace('Basic', 'basic'),
    `Bearer ${member.token}`,
    `Token ${member.token}`,
    `Basic ${asPassword}`,
  ]
  for (const authorization of values) {
    t.equal((await ask('/taxii2/', { headers: { authorization } })).statusCode, 200)
  }
})

t.test('57 the order of checks is fixed', async (t) => {
  const post = (url: string, headers: Record<string, string>, payload = 'xx') =>
    ask(url, { method: 'POST', headers, payload }).then(({ statusCode }) => statusCode)
  const nowhere = '/taxii2/rail/collections/nope/objects/'
  const html = { accept: 'text/html' }
  const text = { 'content-type': 'text/plain' }
  t.equal(await post('/nope/', html), 404, 'the route first')
  t.equal(await post(objects(), { ...html, ...text }), 401, 'then who')
  t.equal(await post(nowhere, asMember({ ...html, ...text })), 406, 'then Accept')
  t.equal(await post(nowhere, asMember(text)), 404, 'then the place')
  t.equal(await post(nowhere, asMember({ 'content-type': 'a b c' })), 404)
  t.equal(await post(objects(), { ...reader.bearer, ...text }), 403, 'then the permission')
  t.equal(await post(objects(), asMember(text)), 415, 'then the type')
  t.equal(await post(objects(), asMember({ 'content-type': taxii })), 422, 'then the body')
  const read = await ask(`${objects()}?limit=0`, { headers: { ...reader.bearer, ...html } })
  t.equal(read.statusCode, 406)
})

t.test('1,2,18,19 slash or none, HEAD and OPTIONS', async (t) => {
  const slash = await ask(doors.collection, { headers: asMember() })
  const bare = await ask(doors.collection.slice(0, -1), { headers: asMember() })
  t.equal(bare.statusCode, 200)
  t.equal(bare.payload, slash.payload)
  const head = await ask(doors.collection, { method: 'HEAD', headers: asMember() })
  t.equal(head.statusCode, 200)
  t.equal(head.payload, '')
  t.equal(head.headers['content-length'], slash.headers['content-length'])
  t.equal(head.headers['content-type'], taxii)
  const allowed: [string, string][] = [
    ['/taxii2/', 'GET, HEAD, OPTIONS'],
    [objects(), 'GET, HEAD, OPTIONS, POST'],
    [`${objects()}x/`, 'GET, HEAD, OPTIONS, DELETE'],
  ]
  for (const [url, allow] of allowed) {
    const answer = await ask(url, { method: 'OPTIONS' })
    t.equal(answer.statusCode, 204)
    t.equal(answer.headers.allow, allow)
    const put = await ask(url, { method: 'PUT', headers: asMember() })
    t.equal(put.headers.allow, allow)
  }
})

t.test('a submission goes in, comes out, and goes away', async (t) => {
  const indicator = makeIndicator(1)
  const headers = asMember({ 'content-type': taxii })
  const posted = await ask(objects(), { method: 'POST', headers, payload: envelope(indicator) })
  t.equal(posted.statusCode, 202)
  t.equal(posted.headers['content-type'], taxii)
  t.match(posted.json(), { status: 'complete', total_count: 1, success_count: 1 })
  t.notOk(posted.headers['x-taxii-date-added-last'], '217 no date on a status')

  const page = await ask(objects(), { headers: asMember() })
  t.equal(page.headers['content-type'], taxii)
  const added = page.headers['x-taxii-date-added-last']
  t.match(added, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  t.same(page.json().objects, [indicator])
  const manifest = (await ask(`${doors.collection}manifest/`, { headers: asMember() })).json()
  t.match(manifest, { objects: [{ id: indicator.id, date_added: added }] })
  const object = `${objects()}${indicator.id}/`
  t.equal((await ask(object, { headers: asMember() })).statusCode, 200)
  const versions = (await ask(`${object}versions/`, { headers: asMember() })).json()
  t.same(versions.versions, [indicator.modified])
  const status = `/taxii2/rail/status/${posted.json().id}/`
  t.equal((await ask(status, { headers: asMember() })).statusCode, 200)
  t.equal((await ask(status, { headers: reader.bearer })).statusCode, 404)

  t.equal((await ask(object, { method: 'DELETE', headers: reader.bearer })).statusCode, 403)
  const gone = await ask(object, { method: 'DELETE', headers: asMember() })
  t.equal(gone.statusCode, 200)
  t.equal(gone.payload, '')
  t.equal(gone.headers['content-length'], '0')
  t.equal(gone.headers['content-type'], taxii)
  t.equal((await ask(object, { headers: asMember() })).statusCode, 404)
  const empty = await ask(`${objects()}?added_after=2999-01-01T00:00:00Z`, { headers: asMember() })
  t.equal(empty.statusCode, 200)
  t.equal(empty.headers['x-taxii-date-added-last'], undefined, '218 no date on an empty page')
  t.ok(empty.rawPayload.length >= 4)
})

t.test('the public root answers without credentials, and only reads', async (t) => {
  const open = '/taxii2/public/'
  t.equal((await ask(open)).statusCode, 401, '83 as long as there is none, it is like any other')
  const group = randomUUID()
  const id = randomUUID()
  await doors.hub.query(`insert into trust_group (id, name, title) values ($1, 'public', 'Open')`, [
    group,
  ])
  await doors.hub.query(
    `insert into collection (id, group_id, name, title) values ($1, $2, 'open', 'For everyone')`,
    [id, group],
  )
  await doors.hub.query('update hub set policy_epoch = policy_epoch + 1')
  t.equal((await ask(open)).statusCode, 200)
  const [listed] = (await ask(`${open}collections/`)).json().collections as object[]
  t.match(listed, { id, can_read: true, can_write: false })
  t.equal((await ask(`${open}collections/${id}/objects/`)).statusCode, 200)
  t.equal((await ask(`${open}collections/nope/`)).statusCode, 404)
  const headers = { 'content-type': taxii }
  const payload = envelope(makeIndicator(1))
  const posted = await ask(`${open}collections/${id}/objects/`, {
    method: 'POST',
    headers,
    payload,
  })
  t.equal(posted.statusCode, 403)
  t.equal((await ask(open, { headers: { authorization: 'Bearer nonsense' } })).statusCode, 401)
  t.equal((await ask('/taxii2/')).statusCode, 401, '80 discovery stays closed')
})

t.test('28 a large answer is compressed for who asks, and is the same', async (t) => {
  const many = Array.from({ length: 40 }, (_, n) => makeIndicator(n))
  const headers = asMember({ 'content-type': taxii })
  await ask(objects(), { method: 'POST', headers, payload: envelope(...many) })
  const plain = await ask(objects(), { headers: asMember() })
  const { gunzipSync } = await import('node:zlib')
  const small = await ask(objects(), { headers: asMember({ 'accept-encoding': 'gzip' }) })
  t.equal(plain.headers['content-encoding'], undefined)
  t.equal(small.headers['content-encoding'], 'gzip')
  t.equal(small.headers['content-type'], taxii)
  t.match(small.headers.vary, /Accept-Encoding/)
  t.ok(gunzipSync(small.rawPayload).equals(plain.rawPayload))
})

t.test('29 an encoded body is refused, and what is taken is said', async (t) => {
  const headers = asMember({ 'content-type': taxii, 'content-encoding': 'gzip' })
  const answer = await ask(objects(), { method: 'POST', headers, payload: 'xx' })
  t.equal(answer.statusCode, 415)
  t.equal(answer.headers['accept-encoding'], 'identity')
})

t.test('45 Accept lines are one list', async (t) => {
  const answer = await doors.app.inject({
    url: '/taxii2/',
    headers: { ...member.bearer, accept: ['text/html', taxii] } as never,
  })
  t.equal(answer.statusCode, 200)
})

t.test('A16 no secret and no name of a member reaches the log', async (t) => {
  await ask(`/taxii2/?token=${member.token}`, { headers: asMember() })
  for (const secret of [member.token, member.password, member.basic.authorization, 'beacon']) {
    t.notOk(doors.logged().includes(secret))
  }
  t.ok(doors.logged().includes('"route":"/taxii2/"'), 'the log is there')
})
