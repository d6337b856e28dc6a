// A backup is equal to what was backed up, or every difference is named; and a hub on a restored
// database shows nothing and calls nobody before somebody confirms.
import { appendFileSync, cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { assemble, migrationsFolder } from '../../src/assemble.ts'
import { parseManifest } from '../../src/core/backup/manifest.ts'
import { printToken } from '../../src/core/credential/token.ts'
import { printSeal } from '../../src/core/ledger/seal.ts'
import type { Context } from '../../src/exchange/context.ts'
import { exportHead, keepHead } from '../../src/exchange/export-head.ts'
import { openHeads } from '../../src/heads.ts'
import { type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { cloneDatabase } from '../fixture/database.ts'
import { testSettings } from '../fixture/hub.ts'
import { indicator } from '../fixture/isac-object.ts'
import { runSekisho } from '../fixture/programs.ts'
import { execute } from '../fixture/template.ts'

const tokens = {
  acme: printToken('test', Buffer.alloc(20, 1)),
  bolt: printToken('test', Buffer.alloc(20, 2)),
}
const id = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'
const path = `/taxii2/rail/collections/${id}/objects/`
const text = `organisations:
  - { name: acme, title: Acme, credentials: [{ name: feed, token: ${tokens.acme} }] }
  - { name: bolt, title: "Bolt \\\\ back", credentials: [{ name: feed, token: ${tokens.bolt} }] }
groups: [{ name: rail, title: Rail, members: { acme: contributor, bolt: contributor } }]
collections: [{ group: rail, name: indicators, title: Indicators, id: ${id} }]
`

const objectsMax = 30

/** Objects sent and read, so that feed and ledger hold something. */
const use = async (hub: AppliedHub): Promise<void> => {
  const objects = Array.from({ length: objectsMax }, (_, n) =>
    indicator('green', { description: `line\n${n}\ttab \\ back 関所` }),
  )
  await hub.ask('POST', path, tokens.acme, { objects })
  await hub.ask('GET', path, tokens.bolt)
  await hub.ctx.ledger.settle()
  await exportHead(hub.ctx)
}

const at = (url: string, headsFile: string | null = null) => ({
  schema: async () => ({ state: 'ready' as const, applied: [], known: [] }),
  withDatabase: <T>(give: (database: never) => Promise<T>) =>
    give({
      url,
      migrations: migrationsFolder,
      heads: headsFile === null ? null : openHeads(headsFile),
    } as never),
})

const openRestored = async (t: Test, url: string, headsFile: string | null): Promise<Context> => {
  const settings = { ...testSettings, headsFile, databaseUrl: url }
  const assembly = await assemble(settings, pino({ level: 'silent' }))
  t.teardown(assembly.close)
  return assembly.context
}

const backedUp = async (t: Test) => {
  const hub = await openAppliedHub(t, text)
  await use(hub)
  const folder = join(t.testdir({}), 'backup')
  const ran = await runSekisho(['backup', folder], at(hub.url))
  t.equal(ran.exitCode, 0, ran.stderr)
  return { hub, folder, ran }
}

t.test('equal, and into an empty database only', async (t) => {
  const { folder, ran, hub } = await backedUp(t)
  t.match(ran.stdout, /tables, .* rows, .*\nthe ledger ends at row \d+/)
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal(statSync(join(folder, 'hub_key.copy')).mode & 0o777, 0o600, 'nobody else reads the keys')
  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  t.equal(manifest?.tables.find(({ name }) => name === 'object_version')?.rows, `${objectsMax}`)
  t.match(manifest?.walls.security, ['feed enabled forced'])
  t.match(await runSekisho(['backup', folder], at(hub.url)), { exitCode: 2, stderr: /not empty/ })
  const url = await cloneDatabase(t)
  const restored = await runSekisho(['restore', folder], at(url))
  t.match(restored, { exitCode: 0, stdout: /equal: \d+ tables/ })
  t.match(await runSekisho(['restore', folder], at(url)), { exitCode: 1, stderr: /not empty/ })
  t.match(await runSekisho(['restore', folder, '--verify'], at(url)), { exitCode: 0 })
  t.match(await runSekisho(['restore', join(folder, 'x')], at(url)), { exitCode: 2 })
})

const ownLedger =
  'alter table ledger disable trigger all; alter table ledger_seal disable trigger all'
const kept =
  'alter table ledger enable always trigger ledger_kept; ' +
  'alter table ledger_seal enable always trigger ledger_seal_kept'
const cutShort = `delete from ledger where seq > 2; delete from ledger_seal where seq > 2;
  update ledger_head h set seq = l.seq, at = l.at, hash = l.hash from ledger l where l.seq = 2`

/** What is done to the restored database, and how it is named; the last ones to its ledger. */
const tampered: [string, string, RegExp][] = [
  [
    'a row',
    `update rendition set body = replace(body, 'tab', 'tub') where rendition_id =
    (select min(rendition_id) from rendition)`,
    /! rendition: the row of collection_id 91a7b528-\S+, rendition_id \d+ was changed/,
  ],
  [
    'a row deleted',
    `delete from feed where position = (select max(position) from feed)`,
    /! feed: the row of collection_id \S+, position \d+ is missing/,
  ],
  ['a row added', `insert into feed_mark values ('${id}', 7, 7)`, /! feed_mark: .* was added/],
  [
    'a right',
    `update membership set level = 'steward' where organisation_id =
    (select id from organisation where name = 'bolt')`,
    /! membership: .* was changed/,
  ],
  [
    'a key',
    `update hub_key set secret = '\\x00' where name = 'cursor'`,
    /! hub_key: .*cursor, serial 1 was changed/,
  ],
  [
    'security',
    'alter table feed no force row level security',
    /row-level security is missing: feed enabled forced/,
  ],
  ['a policy', 'drop policy feed_reader on feed', /policy is missing: feed_reader on feed/],
  [
    'a loose policy',
    'create policy loose on feed for select to sekisho_reader using (true)',
    /policy was added: loose on feed/,
  ],
  [
    'a grant',
    'grant select on object_version to sekisho_reader',
    /grant was added: select on object_version to sekisho_reader/,
  ],
  [
    'a trigger',
    'alter table ledger disable trigger ledger_kept',
    /trigger is missing: .*ledger_kept/,
  ],
  [
    'a function',
    `create or replace function refuse_change() returns trigger language plpgsql as
    $$ begin return null; end $$`,
    /function is missing: refuse_change/,
  ],
  ['an index', 'drop index feed_current', /index is missing: .*feed_current/],
  ['the epoch', 'update hub set policy_epoch = policy_epoch - 1', /the policy epoch is/],
  ['a sequence', `select setval('audience_id_seq', 1)`, /sequence is missing: audience_id_seq/],
  [
    'a row of the ledger',
    `${ownLedger}; update ledger set canonical = replace(canonical, '"at"',
    '"At"') where seq = 2; ${kept}`,
    /! ledger: the row of seq 2 was changed[\s\S]*! ledger: row 2 was altered/,
  ],
  [
    'a ledger cut short',
    `${ownLedger}; ${cutShort}; ${kept}`,
    /ledger ends at row 2; that of the backup at row \d+: it was cut short/,
  ],
  [
    'only its rows gone',
    `${ownLedger}; delete from ledger where seq > 2; ${kept}`,
    /! ledger: the row of seq 3 is missing[\s\S]*! ledger: row 3 is missing/,
  ],
]

const ledgers = 3

t.test('every difference is named', async (t) => {
  const { folder } = await backedUp(t)
  const besidesLedger = tampered.length - ledgers
  const together = [
    tampered.slice(0, besidesLedger),
    ...tampered.slice(besidesLedger).map((one) => [one]),
  ]
  for (const cases of together) {
    const url = await cloneDatabase(t)
    const equal = await runSekisho(['restore', folder], at(url))
    t.match(equal, { exitCode: 0, stdout: /equal/ }, 'nothing is named where nothing was done')
    for (const [, statements] of cases) await execute(url, statements)
    const ran = await runSekisho(['restore', folder, '--verify'], at(url))
    t.equal(ran.exitCode, 1)
    for (const [title, , named] of cases) t.match(ran.stdout, named, title)
  }
})

t.test('a backup that was changed is refused, and leaves nothing', async (t) => {
  const { folder } = await backedUp(t)
  const spoilt = `${folder}-spoilt`
  cpSync(folder, spoilt, { recursive: true })
  const file = join(spoilt, 'organisation.copy')
  writeFileSync(file, readFileSync(file, 'utf8').replace('Acme', 'Acne'))
  const url = await cloneDatabase(t)
  const ran = await runSekisho(['restore', spoilt], at(url))
  t.match(ran, { exitCode: 2, stderr: /rows of `organisation` are not those that were saved/ })
  t.match(await runSekisho(['restore', folder], at(url)), { exitCode: 0 }, 'still empty')
  const verified = await runSekisho(['restore', spoilt, '--verify'], at(url))
  t.match(verified.stdout, /organisation: the backup's own file is not the one that was written/)
  rmSync(join(spoilt, 'feed.copy'))
  t.match(await runSekisho(['restore', spoilt], at(url)), { exitCode: 2, stderr: /without feed/ })
})

t.test('a restored hub is closed until it is confirmed', async (t) => {
  const { hub, folder } = await backedUp(t)
  const headsFile = `${folder}-heads.jsonl`
  const before = await hub.ask('GET', path, tokens.bolt)
  await hub.apply(text.replace(tokens.bolt, printToken('test', Buffer.alloc(20, 3))))
  await hub.ctx.ledger.settle()
  writeFileSync(headsFile, `${printSeal((await exportHead(hub.ctx)) as never)}\n{"body":"cut sh`)
  const url = await cloneDatabase(t)
  const ran = await runSekisho(['restore', folder], at(url, headsFile))
  t.equal(ran.exitCode, 1)
  t.match(
    ran.stdout,
    /! the ledger was rolled back: it ends at row \d+, and a head of row \d+ was kept/,
  )
  const ctx = await openRestored(t, url, headsFile)
  const app = await buildApp(ctx)
  t.teardown(() => app.close())
  const ask = (asked: string, token = tokens.bolt) =>
    app.inject({ url: asked, headers: { authorization: `Bearer ${token}`, accept: '*/*' } })
  const ready = await ask('/readyz')
  t.equal(ready.statusCode, 503)
  t.equal((await ask('/healthz')).statusCode, 200, 'it is alive')
  for (const closed of [path, '/taxii2/', '/api/session', '/', '/docs', '/no-such-page']) {
    t.equal((await ask(closed)).statusCode, 503, `${closed}: the revoked token is of no use`)
  }
  await t.rejects(ctx.outbound.post('https://hook.example/', {}, ''), /calls nobody/)
  await keepHead(ctx)
  const given = { withContext: <T>(give: (context: Context) => Promise<T>) => give(ctx) }
  const why = await runSekisho(['confirm'], given)
  t.match(why, { exitCode: 1, stdout: /it is older[\s\S]*sekisho confirm --head \d+/ })
  const head = /--head (\d+)/.exec(why.stdout)?.[1] as string
  const wrong = await runSekisho(['confirm', '--head', String(Number(head) + 1)], given)
  t.match(wrong, { exitCode: 1, stderr: /the ledger ends at row/ })
  t.equal((await ask(path)).statusCode, 503, 'not by another row')
  t.match(await runSekisho(['confirm', '--head', head], given), { exitCode: 0, stdout: /open/ })
  t.match(await runSekisho(['confirm'], given), { exitCode: 0, stdout: /nothing keeps/ })
  await ctx.hold.look()
  const opened = await ask(path)
  t.equal(opened.statusCode, 200)
  t.same(opened.json().objects, before.json.objects, 'what was backed up is delivered')
  const again = await openRestored(t, url, headsFile)
  t.equal(again.hold.current(), null, 'the new end of the ledger is kept; the next start is open')
  appendFileSync(headsFile, 'nonsense\n')
  const spoilt = await openRestored(t, url, headsFile)
  t.match(spoilt.hold.current(), { message: /damaged/ })
})
