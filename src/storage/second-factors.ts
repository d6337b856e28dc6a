// Second factors as they are kept. Compares no code and decides nothing.
import type pg from 'pg'

type Asked = pg.Pool | pg.PoolClient

/** `now` is in seconds since 1970, by the database's clock. */
export type TotpRow = {
  totp: Buffer | null
  totp_offered: Buffer | null
  totp_step: bigint | null
  now: number
}

export const readTotp = async (asked: Asked, principalId: string): Promise<TotpRow | null> => {
  const { rows } = await asked.query(
    `select totp, totp_offered, totp_step, extract(epoch from clock_timestamp())::float8 as now
      from account where principal_id = $1`,
    [principalId],
  )
  return (rows[0] as TotpRow | undefined) ?? null
}

/** Notes that a step was used; false where it, or a later one, was already. */
export const takeStep = async (
  asked: Asked,
  principalId: string,
  step: number,
): Promise<boolean> => {
  const { rowCount } = await asked.query(
    `update account set totp_step = $2
      where principal_id = $1 and (totp_step is null or totp_step < $2)`,
    [principalId, step],
  )
  return rowCount === 1
}

/** Takes a recovery code; false where there is none of this hash. */
export const takeRecoveryCode = async (
  asked: Asked,
  principalId: string,
  hash: Buffer,
): Promise<boolean> => {
  const { rowCount } = await asked.query(
    'delete from recovery_code where principal_id = $1 and hash = $2',
    [principalId, hash],
  )
  return rowCount === 1
}

export const offerTotp = async (
  asked: Asked,
  principalId: string,
  secret: Buffer,
): Promise<void> => {
  await asked.query('update account set totp_offered = $2 where principal_id = $1', [
    principalId,
    secret,
  ])
}

/**
 * Puts an offered secret into force, with recovery codes in place of earlier ones; false where
 * another was offered meanwhile.
 */
export const keepTotp = async (
  client: pg.PoolClient,
  principalId: string,
  { secret, step, codes }: { secret: Buffer; step: number; codes: Buffer[] },
): Promise<boolean> => {
  const { rowCount } = await client.query(
    `update account set totp = totp_offered, totp_offered = null, totp_step = $3
      where principal_id = $1 and totp_offered = $2`,
    [principalId, secret, step],
  )
  if (rowCount !== 1) return false
  await client.query('delete from recovery_code where principal_id = $1', [principalId])
  await client.query(
    'insert into recovery_code (principal_id, hash) select $1, unnest($2::bytea[])',
    [principalId, codes],
  )
  return true
}

export const removeTotp = async (client: pg.PoolClient, principalId: string): Promise<void> => {
  await client.query('delete from recovery_code where principal_id = $1', [principalId])
  await client.query(
    'update account set totp = null, totp_offered = null where principal_id = $1',
    [principalId],
  )
}

export const countRecoveryCodes = async (asked: Asked, principalId: string): Promise<number> => {
  const { rows } = await asked.query(
    'select count(*)::integer as codes from recovery_code where principal_id = $1',
    [principalId],
  )
  return rows[0].codes
}
