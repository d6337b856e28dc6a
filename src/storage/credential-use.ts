// What those who look after credentials want to know of them: everything but the secret. Decides
// nothing.
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { Database } from './database.ts'
import { beginUnhurried, withTransaction } from './pools.ts'

/** Notes that a credential signed in now. One that is gone is passed over. */
export const saveUse = (pool: pg.Pool, credentialId: string): Promise<void> =>
  withTransaction(pool, beginUnhurried, async (client) => {
    await client.query(
      `insert into credential_use (credential_id, used_at)
      select id, clock_timestamp() from credential where id = $1
      on conflict (credential_id) do update set used_at = excluded.used_at`,
      [credentialId],
    )
  })

/** Times are RFC 3339 in UTC. `person` is null for a service. */
export type CredentialView = {
  name: string
  kind: 'service' | 'person'
  how: 'token' | 'basic' | 'certificate'
  username: string | null
  person: string | null
  max_tlp: string | null
  created: string
  expires: string | null
  last_used: string | null
  revoked: string | null
  old_secret_until: string | null
}

const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Every credential an organisation ever had, in the order of their names. */
export const listCredentialViews = async (
  pool: pg.Pool,
  organisationId: string,
): Promise<CredentialView[]> => {
  const result = await pool.query(
    `select c.name, p.kind, c.kind as how, c.username, c.max_tlp,
      case when p.kind = 'person' then p.name end as person,
      ${instant('c.created_at')} as created, ${instant('c.expires_at')} as expires,
      ${instant('u.used_at')} as last_used, ${instant('c.revoked_at')} as revoked,
      ${instant('case when c.previous_until > clock_timestamp() then c.previous_until end')}
        as old_secret_until
    from credential c join principal p on p.id = c.principal_id
      left join credential_use u on u.credential_id = c.id
    where p.organisation_id = $1 order by c.name, c.id`,
    [organisationId],
  )
  return result.rows as CredentialView[]
}

/** When any credential of each organisation was used last, by the organisation's id. */
export const listLastSeen = async (pool: pg.Pool): Promise<Map<string, string>> => {
  const result = await pool.query(
    `select p.organisation_id as id, ${instant('max(u.used_at)')} as seen
      from credential_use u join credential c on c.id = u.credential_id
        join principal p on p.id = c.principal_id
      group by p.organisation_id`,
  )
  return new Map(result.rows.map((row: { id: string; seen: string }) => [row.id, row.seen]))
}

/** Puts a new secret in the place of the old one, which stays good for so many seconds. */
export const rotateSecret = async (
  db: Kysely<Database>,
  id: string,
  secret: string,
  overlapSeconds: number,
): Promise<void> => {
  const until = sql<string>`clock_timestamp() + make_interval(secs => ${overlapSeconds})`
  const previous =
    overlapSeconds === 0
      ? { previous_secret: null, previous_until: null }
      : { previous_secret: sql<string>`secret`, previous_until: until }
  await db
    .updateTable('credential')
    .set({ ...previous, secret })
    .where('id', '=', id)
    .execute()
}
