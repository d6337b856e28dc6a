// A whole database out and in again, table by table, through one connection that sees one moment.
// Knows no folder and decides nothing.
import type { Readable, Writable } from 'node:stream'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { BackupTable, KeyColumn, Manifest } from '../core/backup/manifest.ts'
import { type Client, exactTypes } from './pools.ts'

export type TableShape = Pick<BackupTable, 'name' | 'columns' | 'key'>

/** What the migrations keep for themselves, and what became of the database where it lies. */
const left = `('kysely_migration', 'kysely_migration_lock', 'restoration',
  'verification', 'readiness_room')`

// Text that means the same on any server.
const settings = `set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres';
  set extra_float_digits = 1; set bytea_output = 'hex'; set client_encoding = 'UTF8';
  set search_path = public; set synchronous_commit = on`

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Lends one connection of the login role's in one transaction: committed when `use` returns. Reads
 * see one moment; `write` is for a restore. Throws where the role could not see every row.
 */
export const withWholeDatabase = async <T>(
  databaseUrl: string,
  mode: 'read' | 'write',
  use: (client: Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'sekisho backup',
    types: exactTypes as pg.CustomTypesConfig,
  }) as unknown as Client & { connect(): Promise<void>; end(): Promise<void> }
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(settings)
    await client.query(
      mode === 'read' ? 'begin isolation level repeatable read read only' : 'begin',
    )
    const { rows } = await client.query(`select rolsuper or rolbypassrls
        or pg_has_role(current_user, 'sekisho_writer', 'usage') as sees
      from pg_roles where rolname = current_user`)
    if (rows[0]?.sees !== true) {
      throw new Error('the role of DATABASE_URL does not see every row; use the hub’s own')
    }
    const result = await use(client)
    await client.query('commit')
    return result
  } finally {
    await client.end().catch(() => {})
  }
}

const kindOf = (type: string): KeyColumn['kind'] => {
  if (/^(smallint|integer|bigint)$/.test(type)) return 'number'
  return type === 'bytea' ? 'octets' : 'text'
}

type ShapeRow = { name: string; columns: string[]; key: string[]; types: string[]; needs: string[] }

/** So that each table comes behind those its rows refer to. Throws on a circle of references. */
const inOrder = (shapes: ShapeRow[]): ShapeRow[] => {
  const done = new Set<string>()
  const ordered: ShapeRow[] = []
  while (ordered.length < shapes.length) {
    const ready = shapes.filter(
      ({ name, needs }) =>
        !done.has(name) && needs.every((need) => need === name || done.has(need)),
    )
    if (ready.length === 0) throw new Error('tables refer to one another in a circle')
    for (const shape of ready) done.add(shape.name)
    ordered.push(...ready)
  }
  return ordered
}

/** Every table a backup holds, each behind those it refers to. */
export const listTables = async (client: Client): Promise<TableShape[]> => {
  const { rows } = await client.query<ShapeRow>(`
    select c.relname::text as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped order by a.attnum) as columns,
      array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k (attnum, n)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum order by k.n) as key,
      array(select format_type(a.atttypid, null) from unnest(i.indkey::int2[]) with ordinality
        k (attnum, n) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        order by k.n) as types,
      array(select distinct r.relname::text from pg_constraint f join pg_class r
        on r.oid = f.confrelid where f.conrelid = c.oid and f.contype = 'f') as needs
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and c.relname not in ${left}
    order by c.relname`)
  return inOrder(rows).map(({ name, columns, key, types }) => ({
    name,
    columns,
    key: key.map((column, n) => ({ column, kind: kindOf(types[n] as string) })),
  }))
}

/** The rows of a table as COPY prints them, in the order of its key. */
export const copyRowsOut = (client: Client, { name, columns, key }: TableShape): Readable => {
  const order = key.map(({ column, kind }) =>
    kind === 'text' ? `${quote(column)}::text collate "C"` : quote(column),
  )
  return client.query(
    copyTo(`copy (select ${columns.map(quote).join(', ')} from ${quote(name)}
      order by ${order.join(', ')}) to stdout`),
  )
}

const forcedTables = async (client: Client): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(`select relname::text as name
    from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity`)
  return rows.map(({ name }) => name)
}

/**
 * Runs `use` with tables' row-level security not forced on their owner, who could not load them
 * otherwise. INVARIANT: forced again in the same transaction, so that nobody ever meets it open.
 */
export const withLoadableTables = async (
  client: Client,
  use: () => Promise<void>,
): Promise<void> => {
  const forced = await forcedTables(client)
  const alter = (how: string) =>
    forced.map((name) => `alter table ${quote(name)} ${how} row level security`).join(';')
  await client.query(alter('no force'))
  await use()
  await client.query(alter('force'))
}

/** Takes rows as COPY prints them. */
export const copyRowsIn = (client: Client, { name, columns }: TableShape): Writable =>
  client.query(
    copyFrom(`copy ${quote(name)} (${columns.map(quote).join(', ')}) from stdin`),
  ) as unknown as Writable

/**
 * Whether nobody has used the database since it was migrated: no rows but those migrations write.
 */
export const isUnused = async (client: Client): Promise<boolean> => {
  for (const { name } of await listTables(client)) {
    const ofMigrations = name === 'hub' || name === 'ledger_head'
    const found = ofMigrations
      ? name === 'hub'
        ? 'select from hub where policy_epoch > 1 or file_digest is not null'
        : 'select from ledger_head where seq > 0'
      : `select from ${quote(name)} limit 1`
    if ((await client.query(found)).rowCount !== 0) return false
  }
  return true
}

/** Takes away the rows that migrations write: those of a backup come in their place. */
export const clearMigrated = async (client: Client): Promise<void> => {
  await client.query('delete from hub; delete from ledger_head')
}

type Numbers = Manifest['sequences']

/** The sequences behind numbered rows, and how far they are. */
export const readSequences = async (client: Client): Promise<Numbers> => {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname::text as name from pg_class c where c.relkind = 'S'
      and c.relnamespace = 'public'::regnamespace and c.relname <> 'restoration_id_seq'
    order by 1`)
  const numbers: Numbers = []
  for (const { name } of rows) {
    const found = await client.query(`select last_value, is_called from ${quote(name)}`)
    const { last_value, is_called } = found.rows[0]
    numbers.push({ name, last: String(last_value), called: is_called })
  }
  return numbers
}

export const setSequences = async (client: Client, numbers: Numbers): Promise<void> => {
  for (const { name, last, called } of numbers) {
    await client.query('select setval($1::regclass, $2, $3)', [quote(name), last, called])
  }
}

/** Keeps that this database was restored, so that it stays closed until that is confirmed. */
export const noteRestoration = async (client: Client): Promise<void> => {
  await client.query(`insert into restoration (head_seq, head_hash)
    select seq, hash from ledger_head`)
}

export type Sign = (head: { seq: bigint; at: bigint; hash: Buffer }, key: Buffer) => string

/**
 * The rest of what a manifest says: migrations, epoch, clock, server and the ledger's end, which
 * `sign` signs with the key that lies beside it.
 */
export const readMoment = async (
  client: Client,
  sign: Sign,
): Promise<Pick<Manifest, 'migrations' | 'policy_epoch' | 'at' | 'server' | 'ledger'>> => {
  const { rows } = await client.query(`
    select array(select name from kysely_migration order by name) as migrations,
      (select policy_epoch::text from hub) as policy_epoch,
      to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
      current_setting('server_version') as server, h.seq::text, h.at::text as head_at, h.hash,
      (select secret from hub_key where name = 'ledger' order by serial desc limit 1) as key
    from ledger_head h`)
  const [row] = rows
  if (row === undefined) throw new Error('the head of the ledger is gone')
  const { migrations, policy_epoch, at, server, seq, head_at, hash, key } = row
  const head = { seq: BigInt(seq), at: BigInt(head_at), hash }
  const seal = key === null || head.seq === 0n ? null : sign(head, key)
  const ledger = { seq, hash: hash.toString('hex'), seal }
  return { migrations, policy_epoch: policy_epoch ?? '0', at, server, ledger }
}
