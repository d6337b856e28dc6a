// Every large table is keyed by its collection: it can be partitioned, or distributed over servers,
// by hash of `collection_id` as it is, and what is joined lies together. Proved on the catalog, on
// the statements' text, and by a hub that runs on tables partitioned so.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { deliver } from '../../src/exchange/deliver.ts'
import { listManifest } from '../../src/exchange/list-manifest.ts'
import { withdraw } from '../../src/exchange/withdraw.ts'
import { asQuery, makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'

const column = 'collection_id'

/** Whatever grows with what is shared. */
const large = [
  ...['feed', 'rendition', 'object_version', 'reference', 'sought', 'persona', 'waiting'],
  ...['removed_object', 'feed_mark', 'feed_share', 'feed_head', 'sought_head'],
]

const listKeys = async (hub: TestHub) => {
  const { rows } = await hub.query(
    `select c.relname as table, i.indexrelid::regclass::text as key,
        array(select a.attname::text from pg_attribute a
          where a.attrelid = c.oid and a.attnum = any(i.indkey)) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and i.indisunique and c.relname = any($1)`,
    [large],
  )
  return rows as { table: string; key: string; columns: string[] }[]
}

t.test('every unique key of a large table has the column', async (t) => {
  const hub = await openHub(t)
  const keys = await listKeys(hub)
  t.same(new Set(keys.map(({ table }) => table)), new Set(large), 'each has a key')
  t.same(
    keys.filter(({ columns }) => !columns.includes(column)),
    [],
  )
  const foreign = await hub.query(
    `select conrelid::regclass::text, confrelid::regclass::text from pg_constraint
      where contype = 'f' and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[]))`,
    [large],
  )
  t.same(foreign.rows, [], 'none refers to another table, or is referred to')
  await hub.query('create unique index careless on feed (stix_id, position)')
  const careless = (await listKeys(hub)).filter(({ columns }) => !columns.includes(column))
  t.same(
    careless.map(({ key }) => key),
    ['careless'],
    'a key without it is seen',
  )
})

const storage = join(import.meta.dirname, '..', '..', 'src', 'storage')
/** Written and read with every submission and every poll. */
const hot = [
  ...['feed-window', 'renditions', 'publication', 'entries', 'known', 'snapshot', 'personas'],
  ...['references', 'versions', 'waiting'],
]

const use = new RegExp(`\\b(?:from|join|update|into|using) (?:${large.join('|')})\\b`, 'g')
/** The first of these is what is due anywhere; the second tells which collections there are. */
const everywhere = /where due <= hub_clock\(\)|unnest\(\$1::uuid\[\]\) as c \(id\)/

/** Statements that name a large table more often than its column: a join might lack it. */
const findCareless = (source: string): string[] =>
  [...source.matchAll(/`([^`]*)`|'([^'\n]*)'/g)]
    .map(([, long, short]) => long ?? short ?? '')
    .filter((text) => {
      const uses = text.match(use)?.length ?? 0
      return (
        uses > 0 && (text.match(/collection_id/g)?.length ?? 0) < uses && !everywhere.test(text)
      )
    })

t.test('every statement of the hot path names the column for each large table in it', async (t) => {
  const files = readdirSync(storage)
  for (const name of hot) {
    t.ok(files.includes(`${name}.ts`))
    t.same(findCareless(readFileSync(join(storage, `${name}.ts`), 'utf8')), [], name)
  }
  const joined =
    '`select 1 from feed f join rendition r on r.rendition_id = f.rendition_id\n' +
    'where f.collection_id = $1`'
  t.equal(findCareless(joined).length, 1, 'a join without it is seen')
})

/** Makes a table one of four partitions, with all that was on it. */
const partition = `
do $$
declare name text; one record;
begin
  foreach name in array array['${large.join("','")}'] loop
    create temporary table kept on commit drop as
      select pg_get_triggerdef(oid) as text from pg_trigger
        where tgrelid = name::regclass and not tgisinternal
      union all select format('create policy %I on %I for %s to %s using (%s) %s', policyname, name,
          cmd, array_to_string(roles, ','), qual, 'with check (' || with_check || ')')
        from pg_policies where tablename = name and with_check is not null
      union all select format('create policy %I on %I for %s to %s using (%s)', policyname, name,
          cmd, array_to_string(roles, ','), qual)
        from pg_policies where tablename = name and with_check is null
      union all select format('alter table %I enable row level security', name)
        from pg_class where oid = name::regclass and relrowsecurity
      union all select format('alter table %I force row level security', name)
        from pg_class where oid = name::regclass and relforcerowsecurity
      union all select format('grant %s on %I to %I', privilege_type, name, grantee)
        from information_schema.role_table_grants where table_name = name
      union all
        select format('grant %s (%I) on %I to %I', privilege_type, column_name, name, grantee)
        from information_schema.role_column_grants where table_name = name;
    execute format('alter table %I rename to former', name);
    execute format('create table %I (like former including all) partition by hash (collection_id)',
      name);
    for remainder in 0..3 loop
      execute format('create table %I partition of %I for values with (modulus 4, remainder %s)',
        name || '_' || remainder, name, remainder);
    end loop;
    for one in select text from kept loop
      execute one.text;
    end loop;
    drop table former;
    drop table kept;
  end loop;
end $$`

t.test('a hub runs on tables that are partitioned by it', async (t) => {
  const hub = await openHub(t)
  await hub.query(partition)
  const { rows } = await hub.query(
    `select count(*)::integer as n from pg_class where relkind = 'p'
      and relnamespace = 'public'::regnamespace`,
  )
  t.equal(rows[0].n, large.length)
  const acme = await hub.join('contributor')
  const bolt = await hub.join('consumer')
  const objects = Array.from({ length: 300 }, (_, n) => makeIndicator(n))
  const first = await hub.publish(acme, objects)
  t.equal(first.success_count, 300)
  const [one] = objects as [(typeof objects)[0]]
  const later = { ...one, modified: '2026-02-01T00:00:00.000Z', name: 'beacon again' }
  t.equal((await hub.publish(acme, [later])).success_count, 1)
  const poll = async (): Promise<{ id: string; name: string }[]> => {
    const { body } = await deliver(hub.ctx, bolt, hub.collection, asQuery(''), null)
    return JSON.parse(body.toString()).objects
  }
  const all = await poll()
  t.equal(all.length, 300)
  t.equal(all.at(-1)?.name, 'beacon again')
  const manifest = await listManifest(hub.ctx, bolt, hub.collection, asQuery('', 'manifest'))
  t.equal(JSON.parse(manifest.body.toString()).objects.length, 300)
  await withdraw(hub.ctx, acme, hub.collection, one.id, asQuery('', 'delete'))
  t.equal((await poll()).length, 299)
})
