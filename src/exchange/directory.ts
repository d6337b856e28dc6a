// Whom a submission's options may name. Who shares no group with the asker, and is neither its
// client nor its sponsor, does not exist for it: a name cannot be used to find out who is here.
import { seesGroup } from '../core/sharing/access.ts'
import { type Clearance, levelIn } from '../core/sharing/clearance.ts'
import type { Directory } from '../core/sharing/options.ts'
import type { OrganisationRow } from '../storage/policy.ts'
import type { Policy } from './policy.ts'

/** Both must say so. */
const isClientOf = (client: OrganisationRow, sponsor: OrganisationRow): boolean =>
  client.client_of.includes(sponsor.name) && sponsor.vouches.includes(client.name)

const isKnown = (policy: Policy, asker: Clearance, other: OrganisationRow): boolean => {
  const own = policy.organisationById.get(asker.organisation_id ?? '')
  if (own === undefined) return false
  if (own.id === other.id || isClientOf(own, other) || isClientOf(other, own)) return true
  return policy.groups.some(
    (group) => levelIn(asker, group.id) !== null && group.members.includes(other.id),
  )
}

/** The names that exist for the asker, under the policy. */
export const directoryOf = (policy: Policy, asker: Clearance): Directory => {
  const organisation = (name: string): string | null => {
    const found = policy.organisationByName.get(name)
    return found !== undefined && isKnown(policy, asker, found) ? found.id : null
  }
  return {
    organisation,
    person: (name) => {
      const found = policy.personByName.get(name)
      if (found === undefined || organisation(found.organisation) === null) return null
      return { principal_id: found.id, organisation_id: found.organisation_id }
    },
    group: (name) => {
      const found = policy.groupByName.get(name)
      return found !== undefined && seesGroup(asker, found) ? found.id : null
    },
  }
}
