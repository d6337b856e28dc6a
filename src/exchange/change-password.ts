// A person chooses another password: knows the one before, and every other session of it ends.
import { faultOfPassword } from '../core/credential/password-rule.ts'
import { hashSecret } from '../core/credential/secret.ts'
import { findPersonById, savePassword } from '../storage/accounts.ts'
import { withTransaction } from '../storage/pools.ts'
import { endSessionsOf, rotateSession } from '../storage/sessions.ts'
import { namesOf } from './accept-invitation.ts'
import type { Context } from './context.ts'
import { addressSubject, countGuess, subjectOf } from './count-guess.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { Refusal } from './refusal.ts'
import { type HeldSession, newSecret, type SignedIn, type Visitor } from './session.ts'

/**
 * The session goes on with another secret. Refuses with unprocessable an old password that is
 * wrong, a new one that will not do, and whoever has no password; with too-many-attempts as signing
 * in does, and on the same count.
 */
export const changePassword = async (
  ctx: Context,
  session: HeldSession,
  given: { old: string; new: string },
  { address }: Visitor,
): Promise<SignedIn> => {
  const { principal_id, id, organisation, person } = session
  const row = await findPersonById(ctx.pools.writer, principal_id)
  if (row?.password == null) throw new Refusal('unprocessable', 'you sign in without a password')
  const { password } = row
  const subjects = [subjectOf('person', organisation, person), addressSubject(address)]
  const right = await countGuess(ctx, subjects, () => verifyPassword(given.old, password))
  if (!right) throw new Refusal('unprocessable', 'the old password is wrong')
  const fault = faultOfPassword(given.new, namesOf(row))
  if (fault !== null) throw new Refusal('unprocessable', `the new password ${fault}`)
  const hash = await hashPassword(given.new)
  const secret = newSecret()
  await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    await savePassword(client, principal_id, hash)
    await endSessionsOf(client, principal_id, id)
    await rotateSession(client, id, hashSecret(secret))
  })
  return { secret, second_factor: session.second_factor }
}
