// The second factor of a person: a code of an authenticator, or one of the recovery codes that were
// shown once. Guesses are counted by person, so that more browsers do not give more guesses.
import { randomBytes } from 'node:crypto'
import { printBase32 } from '../core/credential/base32.ts'
import {
  hashRecoveryCode,
  printRecoveryCode,
  recoveryCodeLength,
} from '../core/credential/recovery-code.ts'
import { hashSecret } from '../core/credential/secret.ts'
import { matchCode, totpAddress, totpSecretLength } from '../core/credential/totp.ts'
import { withTransaction } from '../storage/pools.ts'
import {
  countRecoveryCodes,
  keepTotp,
  offerTotp,
  readTotp,
  removeTotp,
  takeRecoveryCode,
  takeStep,
} from '../storage/second-factors.ts'
import { endSessionsOf, raiseSession } from '../storage/sessions.ts'
import type { Context } from './context.ts'
import { addressSubject, countGuess, subjectOf } from './count-guess.ts'
import { noteAct } from './ledger.ts'
import { Refusal } from './refusal.ts'
import { type HeldSession, newSecret, type SignedIn, type Visitor } from './session.ts'

const codesGiven = 10

const isRight = async (ctx: Context, principalId: string, code: string): Promise<boolean> => {
  const { writer } = ctx.pools
  const recovery = hashRecoveryCode(code)
  if (recovery !== null) return takeRecoveryCode(writer, principalId, recovery)
  const row = await readTotp(writer, principalId)
  if (row?.totp == null) return false
  const last = row.totp_step === null ? null : Number(row.totp_step)
  const step = matchCode(row.totp, code, row.now, last)
  return step !== null && takeStep(writer, principalId, step)
}

const wrong = (): Refusal => new Refusal('unauthenticated', 'this code does not hold')

/**
 * Shows the second factor of a session that needs it; the session has another secret from then on.
 * Refuses with unauthenticated a code that is wrong or was used, and with too-many-attempts.
 */
export const passSecondFactor = async (
  ctx: Context,
  session: HeldSession | null,
  code: string,
  { address }: Visitor,
): Promise<SignedIn> => {
  if (session?.second_factor !== 'needed') throw wrong()
  const { principal_id, id } = session
  const subjects = [subjectOf('second_factor', principal_id), addressSubject(address)]
  if (!(await countGuess(ctx, subjects, () => isRight(ctx, principal_id, code)))) throw wrong()
  const secret = newSecret()
  await raiseSession(ctx.pools.writer, id, hashSecret(secret))
  return { secret, second_factor: 'done' }
}

export type SecondFactorState = { enrolled: boolean; recovery_codes: number }

export const describeSecondFactor = async (
  { pools }: Context,
  { principal_id }: HeldSession,
): Promise<SecondFactorState> => ({
  enrolled: (await readTotp(pools.writer, principal_id))?.totp != null,
  recovery_codes: await countRecoveryCodes(pools.writer, principal_id),
})

/** Offers a secret for an authenticator: shown once, and of no effect until it is confirmed. */
export const offerSecondFactor = async (
  ctx: Context,
  { principal_id, organisation, person }: HeldSession,
): Promise<{ secret: string; uri: string }> => {
  const secret = randomBytes(totpSecretLength)
  await offerTotp(ctx.pools.writer, principal_id, secret)
  const { title } = await ctx.policy.current()
  const uri = totpAddress(secret, title, `${person}@${organisation}`)
  return { secret: printBase32(secret), uri }
}

const noteChange = (session: HeldSession, words: string) => ({
  act: 'administer' as const,
  principal_id: session.principal_id,
  organisation_id: session.caller?.organisation_id ?? null,
  collection_id: null,
  object_id: null,
  positions: [],
  facts: {
    change: 'change',
    what: 'person',
    name: `${session.organisation}/${session.person}`,
    words,
  },
})

/**
 * Confirms what was offered by a code of it. The session has shown its second factor by that, and
 * another secret; every other session of the person ends. Refuses with unprocessable a code that is
 * wrong, and what was not offered.
 */
export const confirmSecondFactor = async (
  ctx: Context,
  session: HeldSession,
  code: string,
  { address }: Visitor,
): Promise<{ codes: string[]; signedIn: SignedIn }> => {
  const { principal_id, id } = session
  const row = await readTotp(ctx.pools.writer, principal_id)
  const offered = row?.totp_offered ?? null
  let step: number | null = null
  const subjects = [subjectOf('second_factor', principal_id), addressSubject(address)]
  const right = await countGuess(ctx, subjects, async () => {
    step = offered === null ? null : matchCode(offered, code, row?.now ?? 0, null)
    return step !== null
  })
  if (!right || offered === null || step === null) {
    throw new Refusal('unprocessable', 'the code does not hold: take the one shown now')
  }
  const codes = Array.from({ length: codesGiven }, () =>
    printRecoveryCode(randomBytes(recoveryCodeLength)),
  )
  const kept = { secret: offered, step, codes: codes.map((text) => hashRecoveryCode(text)!) }
  const secret = newSecret()
  await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    if (!(await keepTotp(client, principal_id, kept))) {
      throw new Refusal('unprocessable', 'another secret was offered meanwhile: use that one')
    }
    await raiseSession(client, id, hashSecret(secret))
    await endSessionsOf(client, principal_id, id)
    await noteAct(client, noteChange(session, 'second factor in force'))
  })
  return { codes, signedIn: { secret, second_factor: 'done' } }
}

/**
 * Takes the second factor away; every session of the person ends, and this one too. Refuses with
 * unprocessable a session that has not shown it.
 */
export const removeSecondFactor = async (ctx: Context, session: HeldSession): Promise<void> => {
  const { principal_id, second_factor } = session
  if (second_factor !== 'done') {
    throw new Refusal('unprocessable', 'no second factor was shown here')
  }
  await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    await removeTotp(client, principal_id)
    await endSessionsOf(client, principal_id, null)
    await noteAct(client, noteChange(session, 'no second factor'))
  })
}
