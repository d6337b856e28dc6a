// The program around the doors: access rules, rate limits, what operators look at, the admin door.
// Checklist 86, 92; reliability A1, A8, L14.
import Fastify from 'fastify'
import t from 'tap'
import { requireRules } from '../src/access.ts'
import { buildApp } from '../src/app.ts'
import { openDoors, taxii } from './taxii/open-door.ts'

t.test('A1 a route without an access rule keeps the hub from starting', async (t) => {
  const build = (config: object, url = '/x') => {
    const app = Fastify()
    requireRules(app)
    app.get(url, { config }, async () => 'x')
    return app
  }
  t.ok(await build({ access: 'public' }).ready())
  await t.rejects(async () => build({}).ready(), /no access rule on GET \/x/)
  t.ok(await build({ access: 'credentials', action: 'own' }, '/api/x').ready())
  t.ok(await build({ access: 'public' }, '/api/x').ready())
  const mute = async () => build({ access: 'credentials' }, '/api/x').ready()
  await t.rejects(mute, /no access rule on GET \/api\/x/, 'the API says what it does')
})

t.test('86 too many requests of one credential are 429, and nobody else notices', async (t) => {
  const { app, join } = await openDoors(t, { rateLimit: 5 })
  const [noisy, quiet] = [await join('consumer'), await join('consumer')]
  const statuses: number[] = []
  for (let n = 0; n < 7; n++) {
    const answer = await app.inject({ url: '/taxii2/', headers: noisy.bearer })
    statuses.push(answer.statusCode)
    if (answer.statusCode !== 429) continue
    t.equal(answer.headers['content-type'], taxii)
    t.ok(Number(answer.headers['retry-after']) >= 1)
    t.equal(answer.json().http_status, '429')
  }
  t.same(statuses, [200, 200, 200, 200, 200, 429, 429])
  t.equal((await app.inject({ url: '/taxii2/', headers: quiet.bearer })).statusCode, 200)
  const strangers: number[] = []
  for (let n = 0; n < 6; n++) {
    // A8: nobody but a named proxy may say that a request comes from elsewhere.
    const headers = { 'x-forwarded-for': `203.0.113.${n}` }
    strangers.push((await app.inject({ url: '/taxii2/', headers })).statusCode)
  }
  t.same(strangers, [401, 401, 401, 401, 401, 429], 'without credentials the address counts')
})

t.test('health, readiness and numbers', async (t) => {
  const { app, hub, join, collection } = await openDoors(t)
  const member = await join('consumer')
  t.equal((await app.inject('/healthz')).statusCode, 200)
  t.equal((await app.inject('/readyz')).statusCode, 200)
  await app.inject({ url: collection, headers: member.bearer })
  const local = await app.inject('/metrics')
  t.equal(local.statusCode, 200)
  t.match(local.payload, /route="\/taxii2\/:root\/collections\/:collection\/",status="200"/)
  for (const name of [hub.root.name, hub.collection.id, member.credential_id, 'member-1']) {
    t.notOk(local.payload.includes(name), 'L14 names of nobody and nothing')
  }
  const away = await app.inject({ url: '/metrics', remoteAddress: '10.0.0.1' })
  t.equal(away.statusCode, 403)
  const forwarded = { 'x-forwarded-for': '127.0.0.1' }
  t.equal((await app.inject({ url: '/metrics', headers: forwarded })).statusCode, 403)
})

t.test('F7 without room for submissions the hub is not ready', async (t) => {
  const { app, hub, ctx } = await openDoors(t)
  // Asked of a fresh one each time: an answer is kept for some seconds.
  const ready = async () => {
    const fresh = await buildApp(ctx)
    const { statusCode } = await fresh.inject('/readyz')
    await fresh.close()
    return statusCode
  }
  t.equal(await ready(), 200)
  await hub.query(`create function refuse_room() returns trigger language plpgsql as $$
    begin raise exception 'no space left on device' using errcode = 'disk_full'; end $$;
    create trigger full_disk before insert on readiness_room
      for each row execute function refuse_room()`)
  t.equal(await ready(), 503)
  t.equal((await app.inject('/healthz')).statusCode, 200, 'and alive')
  await hub.query('drop trigger full_disk on readiness_room')
  t.equal(await ready(), 200)
  const client = await hub.ctx.pools.publisher.connect()
  t.teardown(() => client.release(true))
  await client.query('begin; lock table readiness_room in access share mode')
  t.equal(await ready(), 200, 'a backup that holds the table is no full disk')
  const { rows } =
    await hub.query(`select pg_total_relation_size('readiness_room')::integer as size,
    (select count(*)::integer from readiness_room) as rows`)
  t.ok(rows[0].size < 65_536 && rows[0].rows === 0, 'nothing of it stays')
})

t.test('with a token, the numbers are for its bearer', async (t) => {
  const { app, join } = await openDoors(t, { metricsToken: 'a-long-metrics-token' })
  const status = async (authorization?: string) =>
    (await app.inject({ url: '/metrics', headers: authorization ? { authorization } : {} }))
      .statusCode
  t.equal(await status(), 401)
  t.equal(await status('Bearer wrong'), 401)
  t.equal(await status((await join('steward')).bearer.authorization), 401)
  t.equal(await status('Bearer a-long-metrics-token'), 200)
})

t.test('92 a database that went away is 503 and says when to come back', async (t) => {
  const { app, ctx, join } = await openDoors(t)
  const member = await join('consumer')
  t.equal((await app.inject({ url: '/taxii2/', headers: member.bearer })).statusCode, 200)
  const query = ctx.pools.gate.query
  t.teardown(() => {
    ctx.pools.gate.query = query
  })
  ctx.pools.gate.query = (async () => {
    throw Object.assign(new Error('connect ECONNREFUSED secret-host'), { code: 'ECONNREFUSED' })
  }) as never
  const answer = await app.inject({ url: '/taxii2/', headers: member.bearer })
  t.equal(answer.statusCode, 503)
  t.ok(Number(answer.headers['retry-after']) >= 1)
  t.equal(answer.headers['content-type'], taxii)
  t.notMatch(answer.payload, /secret-host|ECONN/)
})

t.test('92 what nobody foresaw is 500 and says an id only', async (t) => {
  const { app, ctx, join, logged } = await openDoors(t)
  const member = await join('consumer')
  ctx.policy.since = () => {
    throw new Error('a broken assumption')
  }
  const answer = await app.inject({ url: '/taxii2/', headers: member.bearer })
  t.equal(answer.statusCode, 500)
  t.notMatch(answer.payload, /broken|\.ts|at /)
  t.match(logged(), answer.json().error_id)
  t.match(logged(), /a broken assumption/)
})

t.test('the admin door: who am I, and problems in RFC 9457', async (t) => {
  const { app, join } = await openDoors(t)
  const member = await join('trusted')
  const me = await app.inject({ url: '/api/me', headers: member.basic })
  t.equal(me.statusCode, 200)
  t.same(me.json(), {
    organisation: 'member-1',
    status: 'active',
    kind: 'service',
    max_tlp: null,
    groups: [{ name: 'rail', level: 'trusted' }],
  })
  t.equal(me.headers['cache-control'], 'private, no-store')
  const cases: [number, string, object][] = [
    [401, '/api/me', {}],
    [400, '/api/me?unknown=1', member.bearer],
  ]
  for (const [status, url, headers] of cases) {
    const answer = await app.inject({ url, headers: headers as never })
    t.equal(answer.statusCode, status)
    t.equal(answer.headers['content-type'], 'application/problem+json')
    t.match(answer.json(), { type: 'about:blank', status })
  }
  t.ok((await app.inject({ url: '/api/me' })).headers['www-authenticate'])
  const described = (await app.inject('/api/docs/json')).json()
  const paths = [
    ...['/api/account/password', '/api/account/preferences', '/api/account/sessions'],
    ...['/api/account/sessions/{id}', '/api/account/totp'],
    ...['/api/effective-markings', '/api/gates', '/api/gates/pass', '/api/invitation/accept'],
    '/api/invitation/oidc',
    ...['/api/ledger/who-received/{id}', '/api/me', '/api/objects/{id}/explain'],
    '/api/organisations/{organisation}/people/{person}/invitation',
    ...['/api/preview', '/api/session', '/api/session/oidc', '/api/session/oidc/return'],
    ...['/api/session/second-factor', '/api/setup', '/api/submissions'],
    ...['/api/drafts', '/api/drafts/{id}', '/api/drafts/{id}/approve'],
    ...['/api/drafts/{id}/propose', '/api/drafts/{id}/send'],
    ...['/api/effective-markings', '/api/gates', '/api/gates/pass'],
    ...['/api/ledger/who-received/{id}', '/api/me', '/api/objects/{id}/explain'],
    ...['/api/preview', '/api/recognise', '/api/reviews', '/api/reviews/{id}/narrow'],
    ...['/api/reviews/{id}/refuse', '/api/reviews/{id}/release', '/api/submissions'],
    ...['/api/submissions/{id}/undo', '/api/warning-lists', '/api/warning-lists/{name}'],
  ]
  t.match(described.openapi, /^3\.1\./)
  for (const path of paths) t.ok(described.paths[path], path)
  t.equal((await app.inject('/api/docs')).statusCode, 200)
})
