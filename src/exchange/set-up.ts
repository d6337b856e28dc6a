// The first person of a hub: comes in by a link that is shown at the start, once, and rules the hub
// from then on. Knows no terminal.
import { faultOfPassword } from '../core/credential/password-rule.ts'
import { hashSecret, isSecret } from '../core/credential/secret.ts'
import { organisationModel } from '../core/hub-file/model.ts'
import { findPersonById, isHubRuled, savePassword } from '../storage/accounts.ts'
import { isSetUpLink, saveInvitation, takeInvitation } from '../storage/invitations.ts'
import { type Client, withTransaction } from '../storage/pools.ts'
import { endSessionsOf } from '../storage/sessions.ts'
import { keepOrganisation, keepPerson, lockHubIn, raiseEpochIn } from '../storage/set-up.ts'
import type { Context } from './context.ts'
import { noteAct } from './ledger.ts'
import { hashPassword } from './password.ts'
import { Refusal } from './refusal.ts'
import { newSecret, openSession, type SignedIn } from './session.ts'

type Needs = Pick<Context, 'pools' | 'provider'>

const linkHours = 24
const role = 'hub-admin'

/** What the link's holder says of itself. */
export type FirstPerson = {
  token: string
  organisation: { name: string; title: string }
  person: { name: string; email?: string | undefined }
  password: string
}

/** Whether nobody who rules the hub can sign in yet. */
export const isSetUpNeeded = async ({ pools, provider }: Needs): Promise<boolean> =>
  !(await isHubRuled(pools.writer, provider?.issuer ?? null))

/** The secret of a new link, in place of every earlier one; null where the hub has its ruler. */
export const offerSetUp = async (ctx: Needs): Promise<string | null> => {
  if (!(await isSetUpNeeded(ctx))) return null
  const secret = newSecret()
  await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    await lockHubIn(client)
    await saveInvitation(client, hashSecret(secret), null, linkHours)
  })
  return secret
}

const demandNames = ({ organisation, person }: FirstPerson) => {
  const { name, email } = person
  const people = [{ name, roles: [role], ...(email === undefined ? {} : { email }) }]
  const parsed = organisationModel.safeParse({ ...organisation, kind: 'isac', people })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.').replace('people.0', 'person') ?? ''
  throw new Refusal('unprocessable', `\`${path}\` ${issue?.message}`)
}

const demandPassword = ({ organisation, person, password }: FirstPerson): void => {
  const about = [organisation.name, organisation.title, person.name, person.email ?? '']
  const fault = faultOfPassword(password, about)
  if (fault !== null) throw new Refusal('unprocessable', `the password ${fault}`)
}

const notFound = (): Refusal => new Refusal('not-found', 'this link does not hold')

/** The first person, in the caller's transaction. An organisation that is there stays as it is. */
const makeFirst = async (client: Client, first: FirstPerson, hash: string): Promise<string> => {
  const { name, title, kind } = demandNames(first)
  const organisation = await keepOrganisation(client, { name, title, kind })
  const principal_id = await keepPerson(client, {
    organisation_id: organisation.id,
    name: first.person.name,
    email: first.person.email ?? null,
    role,
  })
  if (principal_id === null) {
    throw new Refusal('unprocessable', 'a service of the organisation is called so already')
  }
  await savePassword(client, principal_id, hash)
  await endSessionsOf(client, principal_id, null)
  await raiseEpochIn(client)
  const organisation_id = organisation.id
  const facts = { change: 'set up', what: 'person', name: `${name}/${first.person.name}` }
  await noteAct(client, {
    act: 'administer',
    principal_id,
    organisation_id,
    collection_id: null,
    object_id: null,
    positions: [],
    facts: { ...facts, words: organisation.made ? `${role}, of a new organisation` : role },
  })
  return principal_id
}

/**
 * Makes the holder of the link the one who rules the hub, and signs it in. Refuses with not-found a
 * link that does not hold, and with unprocessable names and passwords that will not do; then the
 * link still holds.
 */
export const setUp = async (ctx: Context, first: FirstPerson, agent: string): Promise<SignedIn> => {
  const link = hashSecret(first.token)
  if (!isSecret(first.token) || !(await isSetUpLink(ctx.pools.writer, link))) throw notFound()
  demandNames(first)
  demandPassword(first)
  const hash = await hashPassword(first.password)
  const principalId = await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    await lockHubIn(client)
    const ruled = await isHubRuled(client, ctx.provider?.issuer ?? null)
    if (!(await takeInvitation(client, link)) || ruled) throw notFound()
    return makeFirst(client, first, hash)
  })
  const person = await findPersonById(ctx.pools.writer, principalId)
  if (person === null) throw notFound()
  return await openSession(ctx, person, agent)
}
