// Who people are at an OpenID provider, and sign-ins that are under way there.
import type pg from 'pg'

type Asked = pg.Pool | pg.PoolClient

/** `invitation` is the hash of the link that the visitor follows, where it follows one. */
export type VisitRow = { state: string; nonce: string; verifier: string; invitation: Buffer | null }

/** Adds a visit; those that hold no longer go. */
export const addVisit = async (
  asked: Asked,
  id: Buffer,
  { state, nonce, verifier, invitation }: VisitRow,
  minutes: number,
): Promise<void> => {
  await asked.query('delete from provider_visit where expires_at < clock_timestamp()')
  await asked.query(
    `insert into provider_visit (id, state, nonce, verifier, invitation, expires_at)
      values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(mins => $6))`,
    [id, state, nonce, verifier, invitation, minutes],
  )
}

/** A visit that still holds, for the one who takes it. */
export const takeVisit = async (asked: Asked, id: Buffer): Promise<VisitRow | null> => {
  const { rows } = await asked.query(
    `delete from provider_visit where id = $1 and expires_at > clock_timestamp()
      returning state, nonce, verifier, invitation`,
    [id],
  )
  return (rows[0] as VisitRow | undefined) ?? null
}

/**
 * Binds a person to who it is at a provider; from then on it has no password here. False where
 * either is bound to somebody else already.
 */
export const bindIdentity = async (
  client: pg.PoolClient,
  principalId: string,
  issuer: string,
  subject: string,
): Promise<boolean> => {
  await client.query(
    `insert into account (principal_id) values ($1)
      on conflict (principal_id) do update set password = null`,
    [principalId],
  )
  await client.query(
    `insert into provider_identity (issuer, subject, principal_id) values ($1, $2, $3)
      on conflict do nothing`,
    [issuer, subject, principalId],
  )
  const { rows } = await client.query(
    'select from provider_identity where issuer = $1 and subject = $2 and principal_id = $3',
    [issuer, subject, principalId],
  )
  return rows.length === 1
}
