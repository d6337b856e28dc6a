// A link that lets a person of an organisation in, once: to choose a password for the first time,
// or again when it is forgotten. It never touches a second factor.
import { hashSecret } from '../core/credential/secret.ts'
import { mayDo, mayGrant } from '../core/role/rule.ts'
import type { PersonRole } from '../core/role/table.ts'
import { findPerson } from '../storage/accounts.ts'
import { saveInvitation } from '../storage/invitations.ts'
import { withTransaction } from '../storage/pools.ts'
import type { Caller, Context } from './context.ts'
import { noteAct } from './ledger.ts'
import { Refusal } from './refusal.ts'
import { newSecret } from './session.ts'

const linkHours = 168

/** The secret of the link, once, and until when it holds. */
export type Invitation = { secret: string; expires: string }

/**
 * Makes a link for a person, by the names of both, in place of an earlier one. Whoever holds the
 * link becomes the person, so nobody invites who has a role that it could not give. Refuses with
 * not-found who is not there, and who is not the caller's to invite.
 */
export const invite = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  name: string,
): Promise<Invitation> => {
  const found = await findPerson(ctx.pools.writer, organisation, name)
  const target = { organisation_id: found?.organisation_id ?? null }
  const may =
    found !== null &&
    found.person === name &&
    mayDo(caller, 'invite-person', target) &&
    found.roles.every((role) => mayGrant(caller, role as PersonRole, target))
  if (!may) throw new Refusal('not-found', 'there is no such person')
  const secret = newSecret()
  const expires = await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    const until = await saveInvitation(client, hashSecret(secret), found.principal_id, linkHours)
    await noteAct(client, {
      act: 'administer',
      principal_id: caller.principal_id,
      organisation_id: caller.organisation_id,
      collection_id: null,
      object_id: null,
      positions: [],
      facts: {
        change: 'invite',
        what: 'person',
        name: `${organisation}/${name}`,
        words: found.has_account ? 'to choose another password' : 'to sign in',
      },
    })
    return until
  })
  return { secret, expires: new Date(expires).toISOString() }
}
