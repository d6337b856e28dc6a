// A first start: what a hub nobody described shows, once, and what it prints.
import { pino } from 'pino'
import t from 'tap'
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
  const started = { url: 'http://127.0.0.1:6100', folder: '/var/x', demo: null, described: true }
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
