// A person signs in at an OpenID provider. Who it is here is said by the issuer and the subject
// alone: never by an address of mail, which a provider may give to somebody else. They are bound
// once, by an invitation.
import { hashSecret, isSecret } from '../core/credential/secret.ts'
import { findPersonAt, type PersonRow } from '../storage/accounts.ts'
import { takeInvitation } from '../storage/invitations.ts'
import { withTransaction } from '../storage/pools.ts'
import { addVisit, bindIdentity, takeVisit } from '../storage/provider-identities.ts'
import { endSessionsOf } from '../storage/sessions.ts'
import { findInvitedPerson, linkOf, noteAccepted } from './accept-invitation.ts'
import type { Context } from './context.ts'
import type { Identity, Provider } from './provider.ts'
import { Refusal } from './refusal.ts'
import {
  closeSession,
  isWelcomePerson,
  newSecret,
  openSession,
  type SignedIn,
  type Visitor,
} from './session.ts'

export const visitMinutes = 10

const demandProvider = ({ provider }: Context): Provider => {
  if (provider === null) throw new Refusal('not-found', 'this hub has no provider')
  return provider
}

const answered = async <T>(ctx: Context, asked: Promise<T>): Promise<T> => {
  try {
    return await asked
  } catch (error) {
    ctx.log.warn({ err: error }, 'the provider does not answer')
    throw new Refusal('unavailable', 'the provider does not answer; try again', 5)
  }
}

/**
 * Where to send the browser, and the secret it keeps until it is back at `returnTo`. Refuses with
 * not-found where there is no provider, or no such invitation, and with unavailable.
 */
export const beginVisit = async (
  ctx: Context,
  returnTo: string,
  token: string | null,
): Promise<{ url: string; secret: string }> => {
  const provider = demandProvider(ctx)
  const invitation = token === null ? null : linkOf(token)
  if (invitation !== null) await findInvitedPerson(ctx, invitation)
  const { url, ...visit } = await answered(ctx, provider.begin(returnTo))
  const secret = newSecret()
  await addVisit(ctx.pools.writer, hashSecret(secret), { ...visit, invitation }, visitMinutes)
  return { url, secret }
}

const nobody = (): Refusal => new Refusal('unauthenticated', 'sign in to use this hub')

const bind = async (
  ctx: Context,
  link: Buffer,
  person: PersonRow,
  { issuer, subject }: Identity,
): Promise<void> =>
  withTransaction(ctx.pools.writer, 'begin', async (client) => {
    if (!(await takeInvitation(client, link))) throw nobody()
    // Whoever is bound stays who it is: another link does not make it somebody else.
    if (!(await bindIdentity(client, person.principal_id, issuer, subject))) throw nobody()
    await endSessionsOf(client, person.principal_id, null)
    await noteAccepted(client, person, 'at the provider')
  })

/**
 * Signs in who came back to `returned`, and binds it to the person whose invitation it follows.
 * Refuses with unauthenticated whoever is nobody here, in one way, and with unavailable.
 */
export const endVisit = async (
  ctx: Context,
  secret: string | null,
  returned: string,
  { agent }: Visitor,
  earlier: string | null,
): Promise<SignedIn> => {
  const provider = demandProvider(ctx)
  const known = secret !== null && isSecret(secret)
  const visit = known ? await takeVisit(ctx.pools.writer, hashSecret(secret)) : null
  if (visit === null) throw nobody()
  const identity = await answered(ctx, provider.finish(returned, visit))
  if (identity === null) throw nobody()
  if (visit.invitation !== null) {
    await bind(ctx, visit.invitation, await findInvitedPerson(ctx, visit.invitation), identity)
  }
  const person = await findPersonAt(ctx.pools.writer, identity.issuer, identity.subject)
  if (!isWelcomePerson(person)) throw nobody()
  await closeSession(ctx, earlier)
  return await openSession(ctx, person, agent, identity.second_factor)
}
