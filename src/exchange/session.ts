// Sessions of people: what a cookie's secret stands for now, and how a session begins and ends.
// Read anew for every request, so that whatever ends a session holds from the next request on.
import { randomBytes } from 'node:crypto'
import { hashSecret, isSecret, printSecret } from '../core/credential/secret.ts'
import { listStewarded } from '../core/role/steward.ts'
import type { PersonRole } from '../core/role/table.ts'
import type { PersonRow } from '../storage/accounts.ts'
import {
  addSession,
  endSession,
  findSession,
  lastingHours,
  type SessionRow,
  touchSession,
} from '../storage/sessions.ts'
import { clearanceOf } from './clearance.ts'
import type { Caller, Context } from './context.ts'

/** `none`: the account has no second factor. `needed`: it has one, which is not shown yet. */
export type SecondFactor = 'none' | 'needed' | 'done'

export type HeldSession = {
  /** What the cookie carries. */
  secret: string
  id: string
  principal_id: string
  second_factor: SecondFactor
  organisation: string
  person: string
  email: string | null
  /** Null while the second factor is needed: until then it is nobody. */
  caller: Caller | null
}

/** What a request says of the browser it comes from. */
export type Visitor = { address: string; agent: string }

/** What is given out when somebody signs in: a secret, once. */
export type SignedIn = { secret: string; second_factor: SecondFactor }

const agentLengthMax = 200

export const newSecret = (): string => printSecret(randomBytes(32))

/** Whether the organisation of a person may come in at all. */
export const isWelcomePerson = (row: PersonRow | null): row is PersonRow =>
  row?.organisation_status === 'active' || row?.organisation_status === 'restricted'

const secondFactorOf = ({ half, second_factor }: SessionRow): SecondFactor => {
  if (half) return 'needed'
  return second_factor ? 'done' : 'none'
}

/**
 * The caller of a session. INVARIANT: what is for persons alone, TLP:RED, is not for a session
 * without a second factor, whose clearance is that of a service.
 */
export const callerOfSession = async (ctx: Context, row: SessionRow): Promise<Caller> => {
  const clearance = await clearanceOf(ctx, row, {
    principal_id: row.principal_id,
    service: secondFactorOf(row) !== 'done',
    max_tlp: null,
  })
  const roles = row.roles as PersonRole[]
  return {
    principal_id: row.principal_id,
    credential_id: null,
    organisation_id: row.organisation_id,
    organisation: row.organisation,
    kind: 'person',
    epoch: row.epoch,
    clearance,
    roles,
    stewards: listStewarded(clearance, roles),
    session_id: row.session_id,
  }
}

/** The session that a cookie stands for; null where it is over, or never was. */
export const holdSession = async (ctx: Context, secret: string): Promise<HeldSession | null> => {
  if (!isSecret(secret)) return null
  const row = await findSession(ctx.pools.gate, hashSecret(secret))
  if (row === null || !isWelcomePerson(row)) return null
  if (row.is_stale) await touchSession(ctx.pools.writer, row.session_id)
  const second_factor = secondFactorOf(row)
  return {
    secret,
    id: row.session_id,
    principal_id: row.principal_id,
    second_factor,
    organisation: row.organisation,
    person: row.person,
    email: row.email,
    caller: second_factor === 'needed' ? null : await callerOfSession(ctx, row),
  }
}

/**
 * Begins a session with a secret of its own. `proved`: a second factor was shown elsewhere; it does
 * for an account that has none here.
 */
export const openSession = async (
  { pools }: Pick<Context, 'pools'>,
  person: Pick<PersonRow, 'principal_id' | 'has_totp'>,
  agent: string,
  proved = false,
): Promise<SignedIn> => {
  const secret = newSecret()
  const { principal_id, has_totp } = person
  const second_factor = proved && !has_totp
  await addSession(pools.writer, {
    secret: hashSecret(secret),
    principal_id,
    agent: agent.slice(0, agentLengthMax).toWellFormed().replaceAll('\0', ''),
    half: has_totp,
    second_factor,
  })
  return { secret, second_factor: has_totp ? 'needed' : second_factor ? 'done' : 'none' }
}

/** Ends the session of a cookie, if there is one. */
export const closeSession = async (
  { pools }: Pick<Context, 'pools'>,
  secret: string | null,
): Promise<void> => {
  if (secret !== null && isSecret(secret)) await endSession(pools.writer, hashSecret(secret))
}

/** How long a session lasts at most. */
export const lastingSeconds = lastingHours * 3_600
