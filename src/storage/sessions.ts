// Sessions of people, by the database's own clock. What a cookie carries is not here, only its
// hash.
import type pg from 'pg'
import { type PersonRow, personColumns } from './accounts.ts'

type Asked = pg.Pool | pg.PoolClient

/** A session is over when nobody used it for so long, and in any case when it is so old. */
export const idleMinutes = 30
export const lastingHours = 12
const touchSeconds = 60

/** `half`: the second factor is due. `is_stale`: its last use is worth noting. */
export type SessionRow = PersonRow & {
  session_id: string
  half: boolean
  second_factor: boolean
  is_stale: boolean
}

const live = `s.seen_at > clock_timestamp() - interval '${idleMinutes} minutes'
  and s.created_at > clock_timestamp() - interval '${lastingHours} hours'`

const sessions = `
  select s.id as session_id, s.half, s.second_factor_at is not null as second_factor,
    s.seen_at < clock_timestamp() - interval '${touchSeconds} seconds' as is_stale,
    ${personColumns}
  from session s
  join account a on a.principal_id = s.principal_id
  join principal p on p.id = s.principal_id
  join organisation o on o.id = p.organisation_id
  cross join hub h
  where p.kind = 'person' and ${live}`

/** The session of this secret, if it is not over. */
export const findSession = async (asked: Asked, secret: Buffer): Promise<SessionRow | null> => {
  const { rows } = await asked.query({
    name: 'session-by-secret',
    text: `${sessions} and s.secret = $1`,
    values: [secret],
  })
  return (rows[0] as SessionRow | undefined) ?? null
}

export const findSessionById = async (asked: Asked, id: string): Promise<SessionRow | null> => {
  const { rows } = await asked.query({
    name: 'session-by-id',
    text: `${sessions} and s.id = $1`,
    values: [id],
  })
  return (rows[0] as SessionRow | undefined) ?? null
}

export type NewSession = {
  secret: Buffer
  principal_id: string
  agent: string
  half: boolean
  /** The second factor was shown already. */
  second_factor: boolean
}

const sessionsMax = 50

/** Adds a session; of very many the oldest ends. */
export const addSession = async (asked: Asked, session: NewSession): Promise<string> => {
  const { secret, principal_id, agent, half, second_factor } = session
  await asked.query(
    `delete from session where id in (select id from session where principal_id = $1
      order by created_at desc offset $2)`,
    [principal_id, sessionsMax - 1],
  )
  const { rows } = await asked.query(
    `insert into session (secret, principal_id, agent, half, second_factor_at)
      values ($1, $2, $3, $4, case when $5 then clock_timestamp() end) returning id`,
    [secret, principal_id, agent, half, second_factor],
  )
  return rows[0].id
}

/** Gives a session that shows its second factor another secret: the one before is nobody's. */
export const raiseSession = async (asked: Asked, id: string, secret: Buffer): Promise<void> => {
  await asked.query(
    `update session set secret = $2, half = false, second_factor_at = clock_timestamp()
      where id = $1`,
    [id, secret],
  )
}

/** Another secret for the same session. */
export const rotateSession = async (asked: Asked, id: string, secret: Buffer): Promise<void> => {
  await asked.query('update session set secret = $2 where id = $1', [id, secret])
}

export const touchSession = async (asked: Asked, id: string): Promise<void> => {
  await asked.query('update session set seen_at = clock_timestamp() where id = $1', [id])
}

export const endSession = async (asked: Asked, secret: Buffer): Promise<void> => {
  await asked.query('delete from session where secret = $1', [secret])
}

/** Ends the sessions of a person, but the one that is named. */
export const endSessionsOf = async (
  asked: Asked,
  principalId: string,
  but: string | null,
): Promise<void> => {
  await asked.query(
    'delete from session where principal_id = $1 and id is distinct from $2::uuid',
    [principalId, but],
  )
}

/** Ends one session of a person; false where it has none of this id. */
export const endSessionOf = async (
  asked: Asked,
  principalId: string,
  id: string,
): Promise<boolean> => {
  const { rowCount } = await asked.query(
    'delete from session where principal_id = $1 and id = $2',
    [principalId, id],
  )
  return rowCount === 1
}

export type SessionOf = { id: string; agent: string; created_at: string; seen_at: string }

/** The sessions of a person that are not over, the newest first. */
export const listSessionsOf = async (asked: Asked, principalId: string): Promise<SessionOf[]> => {
  const { rows } = await asked.query(
    `select s.id, s.agent, s.created_at, s.seen_at from session s
      where s.principal_id = $1 and ${live} order by s.created_at desc limit 100`,
    [principalId],
  )
  return rows as SessionOf[]
}

/** Forgets what is over: sessions, links, and visits at providers. */
export const removeOver = async (asked: Asked): Promise<void> => {
  await asked.query(`delete from session s where not (${live})`)
  await asked.query('delete from invitation where expires_at < clock_timestamp()')
  await asked.query('delete from provider_visit where expires_at < clock_timestamp()')
}
