// A first start: what a hub nobody described shows, once, and what it prints.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import { buildApp } from '../src/app.ts'
import { assemble } from '../src/assemble.ts'
import { printBanner } from '../src/banner.ts'
import { parseToken } from '../src/core/credential/token.ts'
import { applyDemo, inventSecrets } from '../src/demo.ts'
import { authenticate } from '../src/exchange/authenticate.ts'
import { cloneDatabase } from './fixture/database.ts'
import { testSettings } from './fixture/hub.ts'

t.test('a blank hub gets the demo once, and its credentials are good', async (t) => {
  const databaseUrl = await cloneDatabase(t)
  const log = pino({ level: 'silent' })
  const { context, close } = await assemble({ ...testSettings, databaseUrl }, log)
  t.teardown(close)
  const demo = (await applyDemo(context)) ?? []
  t.equal(demo.length, 2)
  for (const credential of demo) {
    const caller = await authenticate(
      context,
      'token' in credential ? { kind: 'token', ...credential } : { kind: 'basic', ...credential },
      '127.0.0.1',
    )
    t.equal(caller.organisation, credential.organisation)
  }
  t.equal(await applyDemo(context), null, 'a hub that is described is left alone')
})

t.test('what the README shares tells its people to nobody else', async (t) => {
  const databaseUrl = await cloneDatabase(t)
  const log = pino({ level: 'silent' })
  const { context, close } = await assemble({ ...testSettings, databaseUrl }, log)
  t.teardown(close)
  const [acme, bolt] = (await applyDemo(context)) ?? []
  const app = await buildApp(context)
  t.teardown(() => app.close())
  const { username, password } = acme as { username: string; password: string }
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const bearer = `Bearer ${(bolt as { token: string }).token}`
  const media = 'application/taxii+json;version=2.1'
  const sent = readFileSync(join(import.meta.dirname, '..', 'examples', 'phishing.json'), 'utf8')
  const posted = await app.inject({
    method: 'POST',
    url: '/taxii2/demo/collections/indicators/objects/',
    headers: { authorization: basic, accept: media, 'content-type': media },
    payload: sent,
  })
  t.match(posted.json(), { status: 'complete', success_count: 1 })
  const read = async (path: string, authorization?: string) => {
    const headers = { accept: media, ...(authorization === undefined ? {} : { authorization }) }
    return (await app.inject({ url: `/taxii2/${path}/objects/`, headers })).payload
  }
  const own = /acme|taro|tanaka|198\.51\.100|6f0c3d2a|8d1c2f60/i
  t.match(await read('demo/collections/indicators', basic), own, 'its owner has all of it')
  const shown = [
    await read('demo/collections/indicators', bearer),
    await read('community/collections/shared', bearer),
    await read('public/collections/open'),
  ]
  t.match(shown[0], /"name":"Phishing of \[VICTIM-1\] staff".*"name":"Member-/s)
  t.match(shown[2], /"name":"Indicator: malicious-activity"/)
  for (const text of shown) t.notMatch(text, own)
  for (const text of [shown[0], shown[2]]) t.match(text, 'login', 'the attack is there')
})

t.test('secrets are made up for every credential, each time anew', async (t) => {
  const basic = { username: 'a', password_env: 'A' }
  const credentials = [
    { name: 'a', kind: 'service', basic },
    { name: 'b', kind: 'service', token_env: 'B' },
  ]
  const hub = { organisations: [{ name: 'acme', credentials }] } as never
  const [first, second] = [inventSecrets(hub), inventSecrets(hub)]
  t.same([...first.variables.keys()], ['A', 'B'])
  t.ok((first.variables.get('A') ?? '').length >= 16)
  t.same(parseToken(first.variables.get('B') ?? ''), { kind: 'demo' })
  for (const name of ['A', 'B']) t.not(first.variables.get(name), second.variables.get(name))
})

t.test('the banner says where the hub is and how to try it', async (t) => {
  const started = {
    url: 'http://127.0.0.1:6100',
    folder: '/var/x',
    demo: null,
    described: true,
    setUp: null,
  }
  t.match(printBanner(started), 'http://127.0.0.1:6100/taxii2/')
  t.notMatch(printBanner(started), /curl|password/)
  t.match(printBanner({ ...started, folder: null, described: false }), /DATABASE_URL[\s\S]*apply/)
  const demo = [
    { organisation: 'acme', username: 'acme', password: 'p-w' },
    { organisation: 'bolt', token: 'sekisho_demo_x' },
  ]
  const shown = printBanner({ ...started, demo })
  t.match(shown, `curl -u 'acme:p-w' -H 'Accept: application/taxii+json;version=2.1' `)
  t.match(shown, 'Bearer sekisho_demo_x')
  t.match(printBanner({ ...started, demo: demo.slice(1) }), `curl -H 'Authorization: Bearer `)
})
