// Credentials as they are kept, and failed sign-ins as they are counted. Compares no password and
// decides nothing: it says what is there, by the database's own clock.
import type pg from 'pg'
import { type HeldRow, heldColumns } from './held.ts'

/** Everything a sign-in needs, as of one moment. `usable`: neither revoked nor expired now. */
export type SignInRow = HeldRow & {
  credential_id: string
  principal_id: string
  principal_kind: 'service' | 'person'
  secret: string
  /** The one before, while it still signs in; null otherwise. */
  previous: string | null
  usable: boolean
  max_tlp: string | null
  roles: string[]
  epoch: bigint
}

const columns = `
  select c.id as credential_id, c.principal_id, p.kind as principal_kind, p.roles, c.secret,
    c.max_tlp,
    case when c.previous_until > clock_timestamp() then c.previous_secret end as previous,
    c.revoked_at is null and (c.expires_at is null or c.expires_at > clock_timestamp()) as usable,
    h.policy_epoch as epoch, ${heldColumns}
  from credential c
  join principal p on p.id = c.principal_id
  join organisation o on o.id = p.organisation_id
  cross join hub h`

/** By the exact username, without a control character. */
export const findByUsername = async (
  pool: pg.Pool,
  username: string,
): Promise<SignInRow | null> => {
  const found = await pool.query({
    name: 'sign-in-username',
    text: `${columns} where c.kind = 'basic' and c.username = $1`,
    values: [username],
  })
  return (found.rows[0] as SignInRow | undefined) ?? null
}

/**
 * By what is kept of a token or a certificate: both are unguessable, so the index may compare them.
 */
export const findBySecret = async (
  pool: pg.Pool,
  kind: 'token' | 'certificate',
  secret: string,
): Promise<SignInRow | null> => {
  const found = await pool.query({
    name: 'sign-in-secret',
    text: `${columns} where c.kind = $1 and c.kind <> 'basic' and (c.secret = $2
      or c.previous_secret = $2 and c.previous_until > clock_timestamp())`,
    values: [kind, secret],
  })
  return (found.rows[0] as SignInRow | undefined) ?? null
}

/** The credential of this id, whatever kind it is. */
export const findById = async (pool: pg.Pool, id: string): Promise<SignInRow | null> => {
  const found = await pool.query({
    name: 'sign-in-id',
    text: `${columns} where c.id = $1`,
    values: [id],
  })
  return (found.rows[0] as SignInRow | undefined) ?? null
}

export type AttemptSubject = { subject: string; limit: number }

const hourNow = "date_trunc('hour', clock_timestamp(), 'UTC')"

// Ordered by subject, so that two attempts never wait for each other in a circle.
const reserve = `
  with wanted as (
    select subject, least_left from unnest($1::text[], $2::integer[]) as w (subject, least_left)
    order by subject
  )
  insert into sign_in_failure as f (subject, hour, failures)
  select subject, ${hourNow}, 1 from wanted
  on conflict (subject, hour) do update set failures = f.failures + 1
    where f.failures < (select least_left from wanted where wanted.subject = f.subject)
  returning subject, hour`

export type Reservation = { subjects: string[]; hour: string | null }

/**
 * Counts one attempt against every subject before it is made, so that no number of attempts at once
 * can pass the limit. Answers the subjects it could still be counted against in this hour.
 */
export const reserveAttempt = async (
  pool: pg.Pool,
  subjects: AttemptSubject[],
): Promise<Reservation> => {
  const reserved = await pool.query({
    name: 'sign-in-reserve',
    text: reserve,
    values: [subjects.map(({ subject }) => subject), subjects.map(({ limit }) => limit)],
  })
  const rows = reserved.rows as { subject: string; hour: string }[]
  return { subjects: rows.map(({ subject }) => subject), hour: rows[0]?.hour ?? null }
}

/**
 * Takes back a reservation, and only it: other failures stay counted. What counts nothing any more
 * goes, so that guesses turned away, each under a new username, do not fill the table.
 */
export const releaseAttempt = async (
  pool: pg.Pool,
  { subjects, hour }: Reservation,
): Promise<void> => {
  if (hour === null) return
  await pool.query({
    name: 'sign-in-release',
    text: `with held as (
        select subject, failures from sign_in_failure where subject = any ($1::text[]) and hour = $2
        order by subject for update),
      gone as (
        delete from sign_in_failure f using held
        where f.subject = held.subject and f.hour = $2 and held.failures <= 1)
      update sign_in_failure f set failures = f.failures - 1 from held
      where f.subject = held.subject and f.hour = $2 and held.failures > 1`,
    values: [subjects, hour],
  })
}

/** Seconds until attempts are counted anew, at least 1. */
export const secondsToNextHour = async (pool: pg.Pool): Promise<number> => {
  const { rows } = await pool.query(
    `select ceil(extract(epoch from ${hourNow} + interval '1 hour' - clock_timestamp()))::integer
      as seconds`,
  )
  return Math.max(1, (rows[0] as { seconds: number }).seconds)
}

/** Forgets the counts of hours long past. */
export const removeOldFailures = async (pool: pg.Pool): Promise<void> => {
  await pool.query("delete from sign_in_failure where hour < clock_timestamp() - interval '1 day'")
}
