// Whether somebody may do something to something: the table of roles, asked. Knows no route, no
// session and no storage.
import { type Action, type Relation, table } from './table.ts'

/** Who acts. `stewards`: the ids of the groups it is steward of in person. */
export type Actor = {
  organisation_id: string | null
  kind: string
  roles: readonly string[]
  stewards: readonly string[]
}

/** What is acted on, as far as it belongs to an organisation or a group. */
export type Target = { organisation_id?: string | null; group_id?: string | null }

// Who only configures or audits reads nothing of what is shared.
const withoutContent: ReadonlySet<string> = new Set(['hub-admin', 'auditor'])

const isReader = ({ kind, roles }: Actor): boolean =>
  kind === 'service' || roles.length === 0 || roles.some((role) => !withoutContent.has(role))

const has = ({ kind, roles }: Actor, role: string): boolean =>
  kind === 'person' && roles.includes(role)

const isOwn = ({ organisation_id }: Actor, target: Target): boolean =>
  organisation_id !== null && target.organisation_id === organisation_id

const stands = (actor: Actor, relation: Relation, target: Target): boolean => {
  switch (relation) {
    case 'member':
      return actor.organisation_id !== null
    case 'reader':
      return actor.organisation_id !== null && isReader(actor)
    case 'own-member':
      return isOwn(actor, target)
    case 'own-reader':
      return isOwn(actor, target) && isReader(actor)
    case 'own-submitter':
      return isOwn(actor, target) && (actor.kind === 'service' || has(actor, 'submitter'))
    case 'own-approver':
      return isOwn(actor, target) && has(actor, 'approver')
    case 'own-admin':
      return isOwn(actor, target) && has(actor, 'org-admin')
    case 'steward':
      return target.group_id != null && actor.stewards.includes(target.group_id)
    default:
      return has(actor, relation)
  }
}

/** True where the table names a relation in which the actor stands to the target. */
export const mayDo = (actor: Actor, action: Action, target: Target): boolean =>
  table[action].some((relation) => stands(actor, relation, target))
