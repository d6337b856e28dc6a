// A person signs in with a password. Every wrong answer is one answer, and costs the same time: an
// unknown organisation or person, a person without a password, a wrong one, and an organisation
// that may not come in cannot be told apart.
import { findPerson, type PersonRow } from '../storage/accounts.ts'
import type { Context } from './context.ts'
import { addressSubject, countGuess, subjectOf } from './count-guess.ts'
import { verifyPassword } from './password.ts'
import { Refusal } from './refusal.ts'
import {
  closeSession,
  isWelcomePerson,
  openSession,
  type SignedIn,
  type Visitor,
} from './session.ts'

/** `person` is a name, or the address instead of it. */
export type Claim = { organisation: string; person: string; password: string }

const passwordLengthMax = 1024

/**
 * Begins a session, and ends the one the browser had. Refuses with unauthenticated, or with
 * too-many-attempts and the seconds to wait.
 */
export const signIn = async (
  ctx: Context,
  { organisation, person, password }: Claim,
  { address, agent }: Visitor,
  earlier: string | null,
): Promise<SignedIn> => {
  let row: PersonRow | null = null
  const subjects = [subjectOf('person', organisation, person), addressSubject(address)]
  const right = await countGuess(ctx, subjects, async () => {
    row = await findPerson(ctx.pools.writer, organisation.normalize('NFC'), person.normalize('NFC'))
    const kept = (row as PersonRow | null)?.password ?? null
    const same = await verifyPassword(password.slice(0, passwordLengthMax), kept)
    return same && password.length <= passwordLengthMax && isWelcomePerson(row)
  })
  if (!right || row === null) throw new Refusal('unauthenticated', 'sign in to use this hub')
  await closeSession(ctx, earlier)
  return await openSession(ctx, row, agent)
}
