// The ground the hub stands on: what the serving roles may do, and what keeps a hub from starting.
import t from 'tap'
import { selfCheck } from '../../src/exchange/self-check.ts'
import { openHub, type TestHub } from '../fixture/hub.ts'

/** What a statement is answered under a role: null when it runs, else the SQLSTATE. */
const tryAs = async (hub: TestHub, role: string, statement: string): Promise<string | null> => {
  const pool = role === 'sekisho_reader' ? hub.ctx.pools.reader : hub.ctx.pools.writer
  return pool.query(statement).then(
    () => null,
    (error: { code: string }) => error.code,
  )
}

t.test('L22 the roles that serve may do what they need and no more', async (t) => {
  const hub = await openHub(t)
  const rights = await hub.query(`select grantee, table_name,
      string_agg(lower(privilege_type), ' ' order by privilege_type) as may
    from information_schema.role_table_grants
    where table_schema = 'public' and grantee <> table_catalog and grantor <> grantee
    group by 1, 2`)
  const may = new Map(rights.rows.map((row) => [`${row.grantee} ${row.table_name}`, row.may]))
  const readable = [...may.keys()].filter((key) => key.startsWith('sekisho_reader '))
  const names = ['audience', 'feed_head', 'feed_mark', 'feed_share', 'hub', 'rendition', 'sought']
  t.same(
    readable.sort(),
    names.map((name) => `sekisho_reader ${name}`),
  )
  t.ok(readable.every((key) => may.get(key) === 'select'))
  t.notOk([...may.keys()].some((key) => key.startsWith('PUBLIC ')))
  const denied = '42501'
  const columns = await hub.query(`select column_name as name,
      has_column_privilege('sekisho_reader', 'feed', column_name, 'select') as readable
    from information_schema.columns where table_schema = 'public' and table_name = 'feed'`)
  const kept = columns.rows.filter(({ readable }) => !readable).map(({ name }) => name)
  t.same(
    kept.sort(),
    ['digest', 'owner_id', 'strand'],
    'of an entry, a reader may not ask whose it is',
  )
  for (const asked of ['owner_id', 'strand', '*', 'count(owner_id)', 'f']) {
    const statement = `select ${asked} from feed f`
    t.equal(await tryAs(hub, 'sekisho_reader', statement), denied, statement)
  }
  for (const rest of ['where owner_id is null', 'order by strand', 'group by owner_id']) {
    const statement = `select from feed ${rest}`
    t.equal(await tryAs(hub, 'sekisho_reader', statement), denied, statement)
  }
  t.equal(await tryAs(hub, 'sekisho_reader', 'select position, size from feed'), null)
  for (const table of [
    ...['credential', 'principal', 'organisation', 'membership', 'collection', 'trust_group'],
    ...['object_version', 'submission', 'hub_key', 'sign_in_failure', 'readiness'],
    ...['waiting', 'reference', 'removed_object', 'redraw', 'persona'],
    ...['ledger', 'ledger_head', 'ledger_outbox', 'ledger_seal'],
  ]) {
    t.equal(await tryAs(hub, 'sekisho_reader', `select from ${table}`), denied, table)
  }
  for (const statement of [
    'insert into feed_head values (gen_random_uuid(), 1, 1)',
    "update feed set stix_id = 'x'",
    'delete from rendition',
    'alter table feed disable row level security',
    'drop policy feed_reader on feed',
    'create table mine (id integer)',
    'truncate rendition',
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/hostname')",
    'select rolpassword from pg_authid',
  ]) {
    t.equal(await tryAs(hub, 'sekisho_reader', statement), denied, statement)
    if (/alter|drop|create|copy|pg_|truncate/.test(statement)) {
      t.equal(await tryAs(hub, 'sekisho_writer', statement), denied, `writer: ${statement}`)
    }
  }
  const definers = await hub.query(
    `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
  )
  t.same(definers.rows, [], 'no function runs with its owner rights')
})

t.test('O5 the hub does not start on a database whose wall was taken down', async (t) => {
  const hub = await openHub(t)
  const failing = async () =>
    (await selfCheck(hub.ctx.pools.writer, true)).filter(({ ok }) => !ok).map(({ name }) => name)
  t.same(await failing(), [])
  const reader = `as permissive for select to sekisho_reader`
  const breaks: [string, string, string][] = [
    [
      'row-level security',
      'alter table feed no force row level security',
      'alter table feed force row level security',
    ],
    [
      'row-level security',
      'alter table rendition disable row level security',
      'alter table rendition enable row level security',
    ],
    [
      'row-level security',
      'alter table sought no force row level security',
      'alter table sought force row level security',
    ],
    ['policies', 'create policy more on sought using (true)', 'drop policy more on sought'],
    ['policies', `create policy more on feed ${reader} using (true)`, 'drop policy more on feed'],
    ['policies', 'create policy more on rendition using (true)', 'drop policy more on rendition'],
    [
      'ledger',
      'alter table ledger enable trigger ledger_kept',
      'alter table ledger enable always trigger ledger_kept',
    ],
    [
      'ledger',
      'alter table ledger_seal disable trigger ledger_seal_kept',
      'alter table ledger_seal enable always trigger ledger_seal_kept',
    ],
    [
      'ledger',
      'grant delete on ledger to sekisho_writer',
      'revoke delete on ledger from sekisho_writer',
    ],
    ['views', 'create view everything as select * from rendition', 'drop view everything'],
  ]
  for (const [name, down, up] of breaks) {
    await hub.query(down)
    t.same(await failing(), [name], down)
    await hub.query(up)
  }
  t.same(await failing(), [])
})
