// The keys the hub keeps for itself: of each name one in use, and those it followed. Knows not what
// they are for.
import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Client, Pool } from './pools.ts'

/** The key in use of this name; `fresh` becomes it where there is none. Two starters agree. */
export const keepKey = async (pool: Pool, name: string, fresh: Buffer): Promise<Buffer> => {
  await pool.query(
    `insert into hub_key (name, secret) select $1, $2
      where not exists (select from hub_key where name = $1) on conflict do nothing`,
    [name, fresh],
  )
  const [kept] = await listKeys(pool, name)
  return kept as Buffer
}

/** The keys of this name that are kept, the one in use first. */
export const listKeys = async (client: Client | Pool, name: string): Promise<Buffer[]> => {
  const kept = await client.query(
    'select secret from hub_key where name = $1 order by serial desc',
    [name],
  )
  return kept.rows.map(({ secret }) => secret)
}

/** The same, with the policy epoch they were read at. */
export const listKeysNow = async (
  pool: Pool,
  name: string,
): Promise<{ epoch: bigint; keys: Buffer[] }> => {
  const { rows } = await pool.query(
    `select h.policy_epoch as epoch, array(
        select secret from hub_key where name = $1 order by serial desc) as keys from hub h`,
    [name],
  )
  return rows[0] as { epoch: bigint; keys: Buffer[] }
}

/** Puts `secret` in use; what was in use stays, behind it. */
export const addKey = async (db: Kysely<Database>, name: string, secret: Buffer): Promise<void> => {
  const added = sql`insert into hub_key (name, serial, secret)
    select ${name}, coalesce(max(serial), 0) + 1, ${secret} from hub_key where name = ${name}`
  await added.execute(db)
}

/** Forgets the keys of this name that were followed by another more than `hours` ago. */
export const forgetKeys = async (
  db: Kysely<Database>,
  name: string,
  hours: number,
): Promise<void> => {
  await sql`delete from hub_key k using hub_key f
    where k.name = ${name} and f.name = k.name and f.serial = k.serial + 1
      and f.created_at <= clock_timestamp() - make_interval(hours => ${hours})`.execute(db)
}

/** Of the key in use keeps what `reduce` makes of it, before another follows. Answers the whole. */
export const reduceKey = async (
  db: Kysely<Database>,
  name: string,
  reduce: (secret: Buffer) => Buffer,
): Promise<Buffer> => {
  const { serial, secret } = await db
    .selectFrom('hub_key')
    .select(['serial', 'secret'])
    .where('name', '=', name)
    .orderBy('serial', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('hub_key')
    .set({ secret: reduce(secret) })
    .where('name', '=', name)
    .where('serial', '=', serial)
    .execute()
  return secret
}
