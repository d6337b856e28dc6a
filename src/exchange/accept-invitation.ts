// A person follows the link of its invitation and chooses a password. Whoever was signed in as that
// person before no longer is; the second factor stays and is asked for.
import { faultOfPassword } from '../core/credential/password-rule.ts'
import { hashSecret, isSecret } from '../core/credential/secret.ts'
import { findPersonById, type PersonRow, savePassword } from '../storage/accounts.ts'
import { findInvited, takeInvitation } from '../storage/invitations.ts'
import { type Client, withTransaction } from '../storage/pools.ts'
import { endSessionsOf } from '../storage/sessions.ts'
import type { Context } from './context.ts'
import { noteAct } from './ledger.ts'
import { hashPassword } from './password.ts'
import { Refusal } from './refusal.ts'
import { isWelcomePerson, openSession, type SignedIn } from './session.ts'

const notFound = (): Refusal => new Refusal('not-found', 'this link does not hold')

/** What is kept of a link. Refuses with not-found what is none. */
export const linkOf = (token: string): Buffer => {
  if (!isSecret(token)) throw notFound()
  return hashSecret(token)
}

/** The person an open link is for. Refuses with not-found a link that does not hold. */
export const findInvitedPerson = async (ctx: Context, link: Buffer): Promise<PersonRow> => {
  const principalId = await findInvited(ctx.pools.writer, link)
  const person = principalId === null ? null : await findPersonById(ctx.pools.writer, principalId)
  if (!isWelcomePerson(person)) throw notFound()
  return person
}

/** What a person knows of itself and everybody may: no part of a password. */
export const namesOf = ({ person, organisation, email }: PersonRow): string[] => [
  person,
  organisation,
  email ?? '',
]

/** Notes for the ledger that an invitation was accepted. */
export const noteAccepted = (client: Client, person: PersonRow, words: string): Promise<void> =>
  noteAct(client, {
    act: 'administer',
    principal_id: person.principal_id,
    organisation_id: person.organisation_id,
    collection_id: null,
    object_id: null,
    positions: [],
    facts: {
      change: 'accept',
      what: 'person',
      name: `${person.organisation}/${person.person}`,
      words,
    },
  })

/**
 * Keeps the password and signs the person in. Refuses with not-found a link that does not hold, and
 * with unprocessable a password that will not do, or one for who signs in at a provider; then the
 * link still holds.
 */
export const acceptInvitation = async (
  ctx: Context,
  token: string,
  password: string,
  agent: string,
): Promise<SignedIn> => {
  const link = linkOf(token)
  const person = await findInvitedPerson(ctx, link)
  if (person.has_provider) {
    throw new Refusal('unprocessable', 'you sign in at your provider, without a password here')
  }
  const fault = faultOfPassword(password, namesOf(person))
  if (fault !== null) throw new Refusal('unprocessable', `the password ${fault}`)
  const hash = await hashPassword(password)
  await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    if (!(await takeInvitation(client, link))) throw notFound()
    await savePassword(client, person.principal_id, hash)
    await endSessionsOf(client, person.principal_id, null)
    await noteAccepted(client, person, 'with a password')
  })
  return await openSession(ctx, person, agent)
}
