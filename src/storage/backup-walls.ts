// What guards the rows of a database, read back from its own catalogue as text: equal for equal
// schemas, whatever server they lie on. Decides nothing.
import type { Walls } from '../core/backup/manifest.ts'
import type { Client } from './pools.ts'

const ours = "relnamespace = 'public'::regnamespace and relname not like 'kysely_%'"
const oneLine = (text: string): string => `regexp_replace(${text}, '\\s+', ' ', 'g')`

const queries: Record<keyof Walls, string> = {
  columns: `select format('%s.%s %s%s%s%s', c.relname, a.attname,
        format_type(a.atttypid, a.atttypmod), ' ' || nullif(l.collname, 'default'),
        case when a.attnotnull then ' not null' end,
        coalesce(' = ' || pg_get_expr(d.adbin, d.adrelid), a.attidentity::text)) as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        left join pg_collation l on l.oid = a.attcollation
      where c.relkind in ('r', 'p') and ${ours} and a.attnum > 0 and not a.attisdropped`,
  constraints: `select format('%s %s', c.relname, pg_get_constraintdef(k.oid)) as line
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.contype <> 'n' and ${ours}`,
  indexes: `select pg_get_indexdef(i.indexrelid) as line
      from pg_index i join pg_class c on c.oid = i.indrelid where ${ours}`,
  triggers: `select format('%s %s', pg_get_triggerdef(g.oid), g.tgenabled) as line
      from pg_trigger g join pg_class c on c.oid = g.tgrelid where not g.tgisinternal and ${ours}`,
  functions: `select format('%s %s', p.oid::regprocedure, ${oneLine('p.prosrc')}) as line
      from pg_proc p where p.pronamespace = 'public'::regnamespace`,
  security: `select format('%s%s%s', relname, case when relrowsecurity then ' enabled' end,
        case when relforcerowsecurity then ' forced' end) as line
      from pg_class where relkind in ('r', 'p') and ${ours}
        and (relrowsecurity or relforcerowsecurity)`,
  policies: `select format('%s on %s: %s %s for %s to %s using (%s) check (%s)', p.policyname,
        p.tablename, p.permissive, p.schemaname, p.cmd, array_to_string(p.roles, ', '),
        ${oneLine('p.qual')}, ${oneLine('p.with_check')}) as line
      from pg_policies p where p.schemaname = 'public'`,
  roles: `select format('%s%s%s%s%s%s', rolname, case when rolsuper then ' superuser' end,
        case when rolbypassrls then ' bypassrls' end, case when rolcanlogin then ' login' end,
        case when rolcreaterole then ' createrole' end, ' of ' || (select string_agg(r.rolname, ', '
          order by r.rolname) from pg_auth_members m join pg_roles r on r.oid = m.roleid
          where m.member = pg_roles.oid)) as line
      from pg_roles where rolname in ('sekisho_reader', 'sekisho_writer')`,
  grants: `select format('%s on %s to %s', lower(privilege_type), table_name, grantee) as line
      from information_schema.role_table_grants
      where table_schema = 'public' and grantee in ('sekisho_reader', 'sekisho_writer', 'PUBLIC')
        and table_name not like 'kysely_%'`,
}

/** Reads all of it, sorted. */
export const readWalls = async (client: Client): Promise<Walls> => {
  const walls: Partial<Walls> = {}
  for (const name of Object.keys(queries) as (keyof Walls)[]) {
    const { rows } = await client.query<{ line: string }>(queries[name])
    walls[name] = rows.map(({ line }) => line).sort()
  }
  return walls as Walls
}
