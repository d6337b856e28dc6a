// Links that let somebody in once: to accept an invitation, or to set up the hub.
import type pg from 'pg'

type Asked = pg.Pool | pg.PoolClient

/**
 * Keeps a link in place of an earlier one for the same person, or for setting up the hub where
 * `principalId` is null. Answers until when it holds.
 */
export const saveInvitation = async (
  client: pg.PoolClient,
  secret: Buffer,
  principalId: string | null,
  hours: number,
): Promise<string> => {
  await client.query('delete from invitation where principal_id is not distinct from $1', [
    principalId,
  ])
  const { rows } = await client.query(
    `insert into invitation (secret, principal_id, expires_at)
      values ($1, $2, clock_timestamp() + make_interval(hours => $3)) returning expires_at`,
    [secret, principalId, hours],
  )
  return rows[0].expires_at
}

/** The person whom a link that still holds is for; null where there is none. */
export const findInvited = async (asked: Asked, secret: Buffer): Promise<string | null> => {
  const { rows } = await asked.query(
    `select principal_id from invitation
      where secret = $1 and principal_id is not null and expires_at > clock_timestamp()`,
    [secret],
  )
  return rows[0]?.principal_id ?? null
}

/** Whether this is the link that sets up the hub, and still holds. */
export const isSetUpLink = async (asked: Asked, secret: Buffer): Promise<boolean> => {
  const { rows } = await asked.query(
    `select from invitation
      where secret = $1 and principal_id is null and expires_at > clock_timestamp()`,
    [secret],
  )
  return rows.length > 0
}

/** Takes a link: true for the one taker of a link that still holds. */
export const takeInvitation = async (client: pg.PoolClient, secret: Buffer): Promise<boolean> => {
  const { rows } = await client.query(
    `delete from invitation where secret = $1 and expires_at > clock_timestamp()
      returning secret`,
    [secret],
  )
  return rows.length > 0
}
