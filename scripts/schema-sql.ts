// Draws migrations/schema.sql: what the migrations make, read back from the database's own
// catalogue. A picture to look at and to compare with; nothing is ever restored from it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { startPostgres } from '../src/postgres.ts'
import { migrate } from '../src/storage/migrate.ts'

const migrations = join(import.meta.dirname, '..', 'migrations')
export const picture = join(migrations, 'schema.sql')

const ours = `relnamespace = 'public'::regnamespace and relname not like 'kysely_%'`

const tables = `
  select c.oid, c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
    (select string_agg(format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attcollation <> t.typcollation
          then ' collate "' || l.collname || '"' else '' end,
        case when a.attnotnull then ' not null' else '' end,
        case when a.attidentity <> '' then ' generated always as identity'
          when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end),
        E',\\n' order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        left join pg_collation l on l.oid = a.attcollation
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    array(select format('%s', pg_get_constraintdef(k.oid)) from pg_constraint k
      where k.conrelid = c.oid and k.contype <> 'n' order by k.contype, 1) as constraints,
    array(select pg_get_indexdef(i.indexrelid) from pg_index i
      where i.indrelid = c.oid and not exists (select from pg_constraint k
        where k.conindid = i.indexrelid) order by 1) as indexes,
    array(select format('policy %s for %s to %s using (%s)%s', p.policyname, lower(p.cmd),
        array_to_string(p.roles, ', '), p.qual, ' with check (' || p.with_check || ')')
      from pg_policies p where p.tablename = c.relname order by 1) as policies,
    array(select format('%s to %s', string_agg(lower(g.privilege_type), ', '
        order by g.privilege_type), g.grantee)
      from information_schema.role_table_grants g
      where g.table_name = c.relname and g.grantee like 'sekisho\\_%' group by g.grantee order by 1)
      as grants,
    array(select format('%s (%s): %s', pg_get_triggerdef(g.oid), case g.tgenabled
        when 'A' then 'always' when 'O' then 'unless replicating' else 'not' end, f.prosrc)
      from pg_trigger g join pg_proc f on f.oid = g.tgfoid
      where g.tgrelid = c.oid and not g.tgisinternal order by 1) as triggers
  from pg_class c where relkind = 'r' and ${ours} order by relname`

type TableRow = {
  name: string
  secured: boolean
  forced: boolean
  columns: string
  constraints: string[]
  indexes: string[]
  policies: string[]
  grants: string[]
  triggers: string[]
}

const draw = (table: TableRow): string => {
  const parts = [table.columns, ...table.constraints.map((constraint) => `  ${constraint}`)]
  const lines = [`create table ${table.name} (`, parts.join(',\n'), ');']
  for (const index of table.indexes) lines.push(`${index};`)
  if (table.secured)
    lines.push(`-- row-level security${table.forced ? ', forced on the owner too' : ''}`)
  for (const policy of table.policies) lines.push(`-- ${policy.replace(/\s+/g, ' ')}`)
  for (const trigger of table.triggers) lines.push(`-- ${trigger.replace(/\s+/g, ' ').trim()}`)
  for (const grant of table.grants) lines.push(`-- ${grant}`)
  return lines.join('\n')
}

/** The schema of a migrated database as text; the same for equal schemas. */
export const drawSchema = async (databaseUrl: string): Promise<string> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query(tables)
    const head =
      '-- Made by `npm run schema:sql` from the migrations. Read it; change the migrations.\n\n'
    return `${head}${rows.map(draw).join('\n\n')}\n`
  } finally {
    await client.end()
  }
}

const main = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-schema-'))
  const log = pino({ level: 'warn' })
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), log })
  try {
    await migrate(postgres.url, migrations)
    writeFileSync(picture, await drawSchema(postgres.url))
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await main()
