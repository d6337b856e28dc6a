// `sekisho ledger`: what it prints, and that a ledger at fault ends in words and an exit code.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { idOf, makeDisclosure } from '../core/ledger/rows.ts'
import { openTestLedger, type TestLedger } from '../fixture/ledger.ts'
import { type Ran, runSekisho } from '../fixture/programs.ts'

const collection_id = idOf('collection')

const runOn =
  ({ ctx }: TestLedger) =>
  (...words: string[]): Promise<Ran> =>
    runSekisho(['ledger', ...words], { withContext: (use) => use(ctx) })

const setScene = async (hub: TestLedger): Promise<void> => {
  await hub.query(`insert into trust_group (id, name, title) values ($1, 'rail', 'Rail')`, [
    idOf('group'),
  ])
  await hub.query(
    `insert into collection (id, group_id, name, title) values ($1, $2, 'indicators', 'I')`,
    [collection_id, idOf('group')],
  )
  await hub.query(
    `insert into organisation (id, name, title, kind) values ($1, 'bolt', 'Bolt', 'company')`,
    [idOf('bolt')],
  )
  const entry = {
    ...{
      collection_id,
      position: 10,
      audience_id: 1,
      rendition_id: 10,
      size: 1,
      strand: 1,
      owner_id: idOf('acme'),
    },
    ...{ stix_id: 'indicator--1', stix_type: 'indicator', spec_version: '2.1', version: 'v' },
    ...{ version_order: 'v', superseded: false, outdated: false, digest: '' },
  }
  await hub.query('insert into feed select * from jsonb_populate_record(null::feed, $1)', [
    JSON.stringify(entry),
  ])
}

t.test('a ledger in order', async (t) => {
  const hub = await openTestLedger(t)
  const run = runOn(hub)
  t.match(await run('head'), { exitCode: 1, stderr: 'sekisho: the ledger is empty\n' })
  t.match(await run('verify'), { exitCode: 0, stdout: /^0 rows, 0 seals: nothing was changed/ })
  await setScene(hub)
  await hub.ledger.disclose(makeDisclosure([10n, 11n], { organisation_id: idOf('bolt') }))
  await hub.ledger.disclose(
    makeDisclosure([10n], { organisation_id: null, principal_id: null, credential_id: null }),
  )
  const head = await run('head')
  t.equal(head.exitCode, 0, head.stderr)
  t.match(JSON.parse(JSON.parse(head.stdout).body), { seq: '2', key: /^MCowBQYDK2Vw/ })

  const folder = t.testdir({ 'heads.txt': `${head.stdout}\n${head.stdout}`, 'bad.txt': 'x\n' })
  const heads = join(folder, 'heads.txt')
  t.equal(
    (await run('verify', '--heads', heads)).stdout,
    '2 rows, 1 seals, 2 kept heads: nothing was changed, lost or added\n',
  )
  const bad = join(folder, 'bad.txt')
  t.same(await run('verify', '--heads', bad), {
    exitCode: 2,
    stdout: '',
    stderr: `sekisho: ${bad}:1: is no head of a ledger\n`,
  })
  t.match(await run('verify', '--heads', 'none'), { exitCode: 2, stderr: /`none` cannot be read/ })

  const who = (await run('who-received', 'indicator--1')).stdout.split('\n')
  t.match(who[0], /^organisation +kind +principal +endpoint +collection +position +first/)
  t.match(
    who[1],
    /^bolt +company +[0-9a-f-]{36} +objects +[0-9a-f-]{36} +1970-01-01T00:00:00\.000010Z/,
  )
  t.match(who[2], /^anonymous +- +- +objects/)
  t.equal((await run('who-received', 'indicator--2')).stdout, 'nobody\n')

  const got = (await run('received-by', 'bolt')).stdout.split('\n')
  t.match(got[0], / {2}objects {2}.* {2}epoch 1 {2}1970-01-01T00:00:00\.000010Z {2}indicator--1$/)
  t.match(got[1], /000011Z {2}gone$/)
  t.equal((await run('received-by', 'bolt', '--since', '2999-01-01T00:00:00Z')).stdout, '')
  t.match(await run('received-by', 'bolt', '--since', 'now'), { exitCode: 2 })
  t.match(await run('received-by', 'none'), { exitCode: 1, stderr: /no organisation `none`/ })

  writeFileSync(heads, head.stdout.replace('"seq\\":\\"2', '"seq\\":\\"1'))
  t.match(await run('verify', '--heads', heads), { exitCode: 1, stderr: /damaged or not signed/ })
})

t.test('a ledger at fault', async (t) => {
  const hub = await openTestLedger(t)
  for (const n of [1n, 2n, 3n]) await hub.ledger.disclose(makeDisclosure([n]))
  await hub.query('alter table ledger disable trigger all; delete from ledger where seq = 2')
  t.same(await runOn(hub)('verify'), {
    exitCode: 1,
    stdout: '',
    stderr: 'sekisho: row 2 is missing\n',
  })
})

t.test('the command line', async (t) => {
  const run = (...words: string[]) => runSekisho(['ledger', ...words])
  t.match(await run('--help'), { exitCode: 0, stdout: /verify.*\n.*who-received/ })
  for (const words of [[], ['burn'], ['who-received'], ['received-by'], ['head', 'x']])
    t.equal((await run(...words)).exitCode, 2, words.join(' ') || 'nothing')
})
