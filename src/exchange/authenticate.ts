// Who is asking. Every wrong answer is one answer: an unknown username, a wrong password, an
// expired or revoked credential and an organisation that may not come in cannot be told apart.
// Knows no HTTP.
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { canonicalAddress } from '../core/credential/address.ts'
import { hashToken, parseToken } from '../core/credential/token.ts'
import { listStewarded } from '../core/role/steward.ts'
import type { PersonRole } from '../core/role/table.ts'
import { anonymousClearance } from '../core/sharing/clearance.ts'
import {
  findBySecret,
  findByUsername,
  removeOldFailures,
  type SignInRow,
} from '../storage/credentials.ts'
import { readEpoch } from '../storage/policy.ts'
import { clearanceOf } from './clearance.ts'
import type { Caller, Context } from './context.ts'
import { addressSubject, countGuess, subjectOf } from './count-guess.ts'
import { noteUse } from './note-use.ts'
import { verifyPassword } from './password.ts'
import { Refusal } from './refusal.ts'

/**
 * What a caller shows. `fingerprint` is the SHA-256 of the certificate's public key (SPKI), in hex.
 */
export type Presented =
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'token'; token: string }
  | { kind: 'certificate'; fingerprint: string }

type Password = { username: string; password: string }

const usernameLengthMax = 255
const passwordLengthMax = 1024
const verifiedMax = 10_000
const sweepEveryMs = 3_600_000

/**
 * What one process remembers of passwords it has checked: a keyed digest of what was presented, at
 * one policy epoch. The key is random and never leaves the process; no password is kept.
 */
type Memory = {
  key: KeyObject
  epoch: bigint
  verified: Set<string>
  running: Map<string, Promise<boolean>>
  sweptAt: number
}

const memories = new WeakMap<pg.Pool, Memory>()

const memoryOf = (pool: pg.Pool): Memory => {
  const known = memories.get(pool)
  if (known !== undefined) return known
  const made: Memory = {
    key: createSecretKey(randomBytes(32)),
    epoch: 0n,
    verified: new Set(),
    running: new Map(),
    sweptAt: Date.now(),
  }
  memories.set(pool, made)
  return made
}

const digestOf = (memory: Memory, given: Password, row: SignInRow | null): string => {
  const mac = createHmac('sha256', memory.key)
  for (const part of [given.username, given.password, row?.secret ?? '', row?.previous ?? '']) {
    mac.update(`${Buffer.byteLength(part)}:`).update(part)
  }
  return mac.digest('base64')
}

const remember = (memory: Memory, epoch: bigint, digest: string): void => {
  if (memory.epoch !== epoch) {
    // An older epoch than the one remembered is a reading that came late: it is not worth keeping.
    if (epoch < memory.epoch) return
    memory.epoch = epoch
    memory.verified.clear()
  }
  if (memory.verified.size >= verifiedMax) memory.verified.clear()
  memory.verified.add(digest)
}

const sweep = (ctx: Context, memory: Memory): void => {
  if (Date.now() - memory.sweptAt < sweepEveryMs) return
  memory.sweptAt = Date.now()
  removeOldFailures(ctx.pools.writer).catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'old sign-in failures were not removed')
  })
}

/** Whether the credential and its organisation may come in at all, however well it was proved. */
export const isWelcome = (row: SignInRow | null): row is SignInRow =>
  row?.usable === true &&
  (row.organisation_status === 'active' || row.organisation_status === 'restricted')

const tryPassword = (
  ctx: Context,
  given: Password,
  row: SignInRow | null,
  address: string,
): Promise<boolean> =>
  countGuess(ctx, [subjectOf('username', given.username), addressSubject(address)], async () => {
    const same =
      (await verifyPassword(given.password, row?.secret ?? null)) ||
      (row?.previous != null && (await verifyPassword(given.password, row.previous)))
    return same && isWelcome(row)
  })

const admitPassword = async (
  ctx: Context,
  given: Password,
  row: SignInRow | null,
  address: string,
): Promise<boolean> => {
  const memory = memoryOf(ctx.pools.writer)
  const digest = digestOf(memory, given, row)
  if (row !== null && memory.epoch === row.epoch && memory.verified.has(digest)) {
    return isWelcome(row)
  }
  sweep(ctx, memory)
  // Requests that a client sends side by side are one attempt.
  const key = `${digest} ${canonicalAddress(address)}`
  const running = memory.running.get(key)
  if (running !== undefined) return (await running) && isWelcome(row)
  const attempt = tryPassword(ctx, given, row, address)
  memory.running.set(key, attempt)
  try {
    const admitted = await attempt
    if (admitted && row !== null) remember(memory, row.epoch, digest)
    return admitted
  } finally {
    memory.running.delete(key)
  }
}

const isPresentable = ({ username, password }: Password): boolean =>
  username.length <= usernameLengthMax &&
  password.length <= passwordLengthMax &&
  !/\p{Cc}/u.test(username)

const signInByPassword = async (
  ctx: Context,
  given: Password,
  address: string,
): Promise<SignInRow | null> => {
  const username = given.username.normalize('NFC')
  const usual = { username, password: given.password.slice(0, passwordLengthMax) }
  const row = isPresentable({ username, password: given.password })
    ? await findByUsername(ctx.pools.gate, username)
    : null
  return (await admitPassword(ctx, usual, row, address)) ? row : null
}

const signInByToken = async (ctx: Context, token: string): Promise<SignInRow | null> => {
  if (parseToken(token) === null) return null
  return findBySecret(ctx.pools.gate, 'token', hashToken(token))
}

const signIn = async (
  ctx: Context,
  presented: Presented | null,
  address: string,
): Promise<SignInRow | null> => {
  switch (presented?.kind) {
    case 'basic': {
      // Clients that only know Basic put the token where the password goes, under any username.
      const isToken = parseToken(presented.password) !== null
      return isToken
        ? signInByToken(ctx, presented.password)
        : signInByPassword(ctx, presented, address)
    }
    case 'token':
      return signInByToken(ctx, presented.token)
    case 'certificate': {
      const fingerprint = presented.fingerprint.toLowerCase()
      if (!/^[0-9a-f]{64}$/.test(fingerprint)) return null
      return findBySecret(ctx.pools.gate, 'certificate', fingerprint)
    }
    default:
      return null
  }
}

/** The caller of a row that is welcome. */
export const callerOf = async (ctx: Context, row: SignInRow): Promise<Caller> => {
  const clearance = await clearanceOf(ctx, row, {
    principal_id: row.principal_id,
    service: row.principal_kind === 'service',
    max_tlp: row.max_tlp,
  })
  const roles = row.principal_kind === 'person' ? (row.roles as PersonRole[]) : []
  return {
    principal_id: row.principal_id,
    credential_id: row.credential_id,
    organisation_id: row.organisation_id,
    organisation: row.organisation,
    kind: row.principal_kind,
    epoch: row.epoch,
    clearance,
    roles,
    stewards: listStewarded(clearance, roles),
  }
}

/**
 * Who `presented` belongs to, with the clearance it holds now: read anew for every request, so that
 * a revocation or an expiry holds from the next request on. `address` is where the request came
 * from. Refuses with `unauthenticated`, or with `too-many-attempts` and the seconds to wait; a
 * password that this process has already found right is never held up by the failures of others.
 */
export const authenticate = async (
  ctx: Context,
  presented: Presented | null,
  address: string,
): Promise<Caller> => {
  const row = await signIn(ctx, presented, address)
  if (!isWelcome(row)) throw new Refusal('unauthenticated', 'sign in to use this hub')
  noteUse(ctx, row.credential_id)
  return await callerOf(ctx, row)
}

/** The caller without credentials: sees what is public and nothing else. */
export const anonymous = async (ctx: Context): Promise<Caller> => ({
  principal_id: null,
  credential_id: null,
  organisation_id: null,
  organisation: null,
  kind: 'anonymous',
  epoch: await readEpoch(ctx.pools.gate),
  clearance: anonymousClearance,
  roles: [],
  stewards: [],
})
