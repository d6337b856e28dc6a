// What of the database must be true for the hub to keep its promises, and whether it can still
// write.
import { type Pool, withClient } from './pools.ts'

export const writeReadiness = async (pool: Pool): Promise<void> => {
  await pool.query(`insert into readiness (written_at) values (clock_timestamp())
    on conflict (only_row) do update set written_at = excluded.written_at`)
}

const lockNotAvailable = '55P03'

/**
 * Fills new room on the database's disk for a moment and gives it back: an update of a row may
 * still find room where no submission does. Rejects when there is none. Resolves untried while
 * somebody else tries, or a backup holds the table.
 */
export const fillRoom = (pool: Pool, octets: number): Promise<void> =>
  withClient(pool, async (client) => {
    await client.query('begin')
    try {
      await client.query('lock table readiness_room in access exclusive mode nowait')
      // Room that was given back before is not new: emptied, the table begins in new files.
      await client.query('truncate readiness_room')
      await client.query("insert into readiness_room (filling) values (repeat('x', $1))", [octets])
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error
    } finally {
      await client.query('rollback')
    }
  })

export type DatabaseFacts = {
  /** Who the connection acts as. */
  acting_role: string
  fsync: string
  full_page_writes: string
  synchronous_commit: string
  server_encoding: string
  data_checksums: string
  server_version_num: string
  /** Serving roles that could step over row-level security, by themselves or as others. */
  strong_roles: string[]
  /** Of feed and rendition: those without row-level security enabled and forced. */
  open_tables: string[]
  /** Of their policies: those that let a reader see more than the audiences it named. */
  loose_policies: string[]
  /** Tables that a serving role owns, and could therefore change. */
  owned_tables: string[]
  /** Views that read with their owner's rights. */
  owner_views: string[]
  /** Of the ledger's tables: those whose rows a serving role, or their owner, could change. */
  loose_ledgers: string[]
}

/** The facts the boot self-check judges. */
export const readFacts = async (pool: Pool): Promise<DatabaseFacts> => {
  const result = await pool.query(`
    select current_user::text as acting_role, current_setting('fsync') as fsync,
      current_setting('full_page_writes') as full_page_writes,
      current_setting('synchronous_commit') as synchronous_commit,
      current_setting('server_encoding') as server_encoding,
      current_setting('data_checksums') as data_checksums,
      current_setting('server_version_num') as server_version_num,
      array(select rolname::text from pg_roles
        where rolname in ('sekisho_reader', 'sekisho_writer') and (rolsuper or rolbypassrls
          or rolcreaterole or rolreplication
          or exists (select from pg_auth_members m where m.member = pg_roles.oid)))
        as strong_roles,
      array(select relname::text from pg_class where relnamespace = 'public'::regnamespace
        and relname in ('feed', 'rendition', 'sought')
        and not (relrowsecurity and relforcerowsecurity))
        as open_tables,
      array(select tablename || ' ' || policyname from pg_policies where schemaname = 'public'
        and tablename in ('feed', 'rendition', 'sought') and roles <> '{sekisho_writer}'
        and not coalesce(roles = '{sekisho_reader}' and cmd = 'SELECT'
          and qual like '(audience_id IN ( SELECT unnest((current_setting(''sekisho.audiences''%',
          false))
        as loose_policies,
      array(select c.relname::text from pg_class c join pg_roles r on r.oid = c.relowner
        where r.rolname in ('sekisho_reader', 'sekisho_writer')) as owned_tables,
      array(select relname::text from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('v', 'm') and not coalesce(reloptions, '{}') @> '{security_invoker=true}')
        as owner_views,
      array(select w.relname from unnest('{ledger,ledger_seal}'::name[]) w (relname)
        where has_table_privilege('sekisho_writer', 'public.' || w.relname,
            'update, delete, truncate')
          or not exists (select from pg_trigger g join pg_class c on c.oid = g.tgrelid
            where c.relnamespace = 'public'::regnamespace and c.relname = w.relname
              and g.tgname = w.relname || '_kept' and g.tgenabled = 'A'))::text[]
        as loose_ledgers`)
  return result.rows[0]
}
