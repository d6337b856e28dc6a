// The operator's commands: what they print, how they end, and that none shows a secret.
import { join } from 'node:path'
import t from 'tap'
import { parseToken } from '../../src/core/credential/token.ts'
import { openHubContext } from '../fixture/hub-context.ts'
import { runSekisho } from '../fixture/programs.ts'

const certificate = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUNKewKiuFrdWv1fPISxqJT9ZxsgUwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMYWNtZS5leGFtcGxlMCAXDTI2MTEyMjA0MzY1OVoYDzIxMjYx
MDI5MDQzNjU5WjAXMRUwEwYDVQQDDAxhY21lLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATEBuCS4mIEdIYeX9Hvztsckq/c8wPCjbRWFVkM6xjz1Mt4
8Km7B3koBxrj3F9LR0oC3YAc3/8hrKuvpXqQcBWxo1MwUTAdBgNVHQ4EFgQU+bJ9
3/xpnZxb31NkCY44aw+Q4LUwHwYDVR0jBBgwFoAU+bJ93/xpnZxb31NkCY44aw+Q
4LUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA23JdCxVzocay
i2Y+e92PuSvkAZTOwexWIy80gnY+S+sCIDdYOcFLvvrgcI0UDDVtb4jKXG33PB8V
X9M6zlHy602B
-----END CERTIFICATE-----
`
const spki = '718e397a54ad8aa51f907f032762bc8bd8d9d0a47fcfe035efa14bedd24e7376'

const hub = `organisations:
  - name: acme
    title: アクメ
    credentials:
      - { name: feed, basic: { username: acme-feed, password_env: ACME_FEED } }
      - { name: tls, certificate: { file: acme.pem } }
  - { name: bolt, title: Bolt }
groups:
  - { name: rail, title: Rail ISAC, members: { acme: steward, bolt: consumer } }
collections:
  - { group: rail, name: indicators, title: Indicators, id: 91a7b528-80eb-42ed-a74d-c6fbd5a26116 }
`
const environment = { ACME_FEED: 'correct-horse' }
const schema = { state: 'ready' as const, applied: ['20261122T0400_hub'], known: [] }

t.test('apply and status', async (t) => {
  const { ctx, db } = await openHubContext(t)
  const folder = t.testdir({ 'hub.yaml': hub, 'acme.pem': certificate })
  const given = {
    environment,
    withContext: <T>(use: (context: typeof ctx) => Promise<T>) => use(ctx),
    schema: async () => schema,
  }
  const apply = (...words: string[]) =>
    runSekisho(['apply', join(folder, 'hub.yaml'), ...words], given)
  const planned = await apply('--dry-run')
  t.equal(planned.exitCode, 0, planned.stderr)
  t.match(planned.stdout, '+ organisation acme: company\n+ credential acme/feed: basic\n')
  t.match(planned.stdout, '8 changes to make; nothing was changed')
  const applied = await apply()
  t.equal(applied.stdout, planned.stdout.replace('to make; nothing was changed', 'made'))
  t.equal((await apply()).stdout, 'nothing to do: the hub is as the file says\n')
  const tls = await db.selectFrom('credential').select('secret').where('name', '=', 'tls').execute()
  t.equal(tls[0]?.secret, spki, 'a certificate file beside the hub file, by its key')
  t.equal(applied.stderr, '')
  const unset = await runSekisho(['apply', join(folder, 'hub.yaml')], { ...given, environment: {} })
  t.match(unset, {
    exitCode: 1,
    stderr: /acme\/feed: the environment variable ACME_FEED is not set/,
  })
  const status = await runSekisho(['status'], given)
  t.equal(
    status.stdout,
    `Sekisho: schema 20261122T0400_hub (ready), policy epoch 2, 0 pending submissions

organisation  title   kind     status  credentials
acme          アクメ  company  active            2
bolt          Bolt    company  active            0

group  title      members  collections
rail   Rail ISAC        2            1

collection       title       entries  last position  id
rail/indicators  Indicators        0  -              91a7b528-80eb-42ed-a74d-c6fbd5a26116
`,
  )
  const all = [planned, applied, unset, status].map((ran) => ran.stdout + ran.stderr).join()
  t.notOk(all.includes('correct-horse'))
})

t.test('a hub file at fault', async (t) => {
  const folder = t.testdir({
    'hub.yaml': hub.replace('steward', 'king').replace('title: Bolt', 'x: 1'),
  })
  const path = join(folder, 'hub.yaml')
  const { exitCode, stderr } = await runSekisho(['apply', path])
  t.equal(exitCode, 2)
  t.same(
    stderr.split('\n').map((line) => line.replace(path, 'hub.yaml').slice(0, 60)),
    [
      'sekisho: hub.yaml:7:5: organisations[1].title: is missing: m',
      'sekisho: hub.yaml:7:19: organisations[1].x: unknown key `x`;',
      'sekisho: hub.yaml:9:54: groups[0].members.acme: must be one ',
      '',
    ],
  )
  t.match(await runSekisho(['apply', 'no-such.yaml']), { exitCode: 2, stderr: /ENOENT/ })
})

t.test('check', async (t) => {
  const checkGround = async () => [{ name: 'fsync', ok: true, detail: 'is on' }]
  const describeSettings = () => ({
    settings: { host: '127.0.0.1', proxies: [], tls: null, pageMax: 10 },
    unknown: ['SEKISHO_PROT'],
  })
  const given = { describeSettings, checkGround, schema: async () => schema }
  const good = await runSekisho(['check'], given)
  t.equal(good.exitCode, 0)
  t.match(good.stdout, /host +127\.0\.0\.1\nproxies +-\n/)
  t.match(good.stdout, '! SEKISHO_PROT is no setting')
  t.match(good.stdout, /ok +schema +is that of this release\nok +fsync +is on/)
  const behind = { ...given, schema: async () => ({ ...schema, state: 'behind' as const }) }
  const bad = await runSekisho(['check'], behind)
  t.equal(bad.exitCode, 1)
  t.match(bad.stdout, /FAILS +schema +waits for migrations: run `sekisho migrate`/)
  t.match(bad.stderr, '1 of 1 checks fail')
})

t.test('migrate, serve and token', async (t) => {
  const migrate = async () => ({ applied: ['20261122T0400_hub'] })
  t.equal((await runSekisho(['migrate'], { migrate })).stdout, 'applied 20261122T0400_hub\n')
  const nothing = await runSekisho(['migrate'], { migrate: async () => ({ applied: [] }) })
  t.equal(nothing.stdout, 'nothing to do\n')
  const serve = () => Promise.reject(new Error('the port 6100\u001b[2J is taken'))
  const taken = await runSekisho(['serve'], { serve })
  t.same(taken, { exitCode: 1, stdout: '', stderr: 'sekisho: the port 6100 [2J is taken\n' })
  const made = await runSekisho(['token', 'push'])
  t.same(parseToken(made.stdout.trim()), { kind: 'push' })
  t.equal((await runSekisho(['token', 'NO'])).exitCode, 2)
})

t.test('the command line itself', async (t) => {
  t.match(await runSekisho(['--help']), { exitCode: 0, stdout: /Exit codes:\n {2}0 {2}done/ })
  t.match(await runSekisho(['--version']), { exitCode: 0, stdout: '0.0.0\n' })
  t.match(await runSekisho(['poll', '--help']), { exitCode: 0, stdout: /--added-after/ })
  for (const words of [[], ['fly'], ['push', 'x'], ['serve', 'now'], ['apply']]) {
    t.equal((await runSekisho(words)).exitCode, 2, words.join(' ') || 'nothing')
  }
})
