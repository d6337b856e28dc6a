// Whether somebody may do something to something: the table of roles, asked. Knows no route, no
// session and no storage.
import { type Action, hubRoles, type PersonRole, type Relation, table } from './table.ts'

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

const providing = ['analyst', 'submitter']
const answering = [...providing, 'approver', 'org-admin']

const isMember = ({ organisation_id, kind }: Actor): boolean =>
  organisation_id !== null && (kind === 'person' || kind === 'service')

const isReader = (actor: Actor): boolean => {
  const { kind, roles } = actor
  if (!isMember(actor)) return false
  return kind === 'service' || roles.length === 0 || roles.some((role) => !withoutContent.has(role))
}

const hasAny = ({ kind, roles }: Actor, wanted: readonly string[]): boolean =>
  kind === 'person' && roles.some((role) => wanted.includes(role))

const isService = (actor: Actor): boolean => isMember(actor) && actor.kind === 'service'

/** What a relation asks of the actor, wherever the target may be. */
const holds = (actor: Actor, relation: Relation): boolean => {
  switch (relation) {
    case 'member':
    case 'own-member':
      return isMember(actor)
    case 'reader':
    case 'own-reader':
    case 'in-sight':
      return isReader(actor)
    case 'own-submitter':
      return isService(actor) || (isMember(actor) && hasAny(actor, providing))
    case 'own-drafter':
      return isMember(actor) && hasAny(actor, answering)
    case 'own-provider':
      return isService(actor) || (isMember(actor) && hasAny(actor, answering))
    case 'own-approver':
      return isMember(actor) && hasAny(actor, ['approver'])
    case 'own-admin':
      return isMember(actor) && hasAny(actor, ['org-admin'])
    case 'steward':
      return actor.kind === 'person' && actor.stewards.length > 0
    default:
      return isMember(actor) && hasAny(actor, [relation])
  }
}

/** Whether the target is where the relation reaches. */
const reaches = (actor: Actor, relation: Relation, target: Target): boolean => {
  if (relation === 'in-sight') return false
  if (relation === 'steward') {
    return target.group_id != null && actor.stewards.includes(target.group_id)
  }
  return !relation.startsWith('own-') || target.organisation_id === actor.organisation_id
}

/** True where the table names a relation in which the actor stands to the target. */
export const mayDo = (actor: Actor, action: Action, target: Target): boolean =>
  table[action].some((relation) => holds(actor, relation) && reaches(actor, relation, target))

/** True where there may be a target for which the table, or the rule of sharing, says yes. */
export const mayEver = (actor: Actor, action: Action): boolean =>
  table[action].some((relation) => holds(actor, relation))

/**
 * Whether the actor may give a role to a person of an organisation, or take it away: roles that
 * reach beyond the organisation are given by who runs the hub, so that nobody promotes itself.
 */
export const mayGrant = (actor: Actor, role: PersonRole, target: Target): boolean =>
  mayDo(actor, hubRoles.includes(role) ? 'change-hub' : 'change-organisation', target)
