// Who may do what: a closed table of actions and the relations in which an actor may stand to what
// it acts on. Decides nothing.
import { personRoles } from '../hub-file/vocabulary.ts'

/** The roles a hub file gives to people; a service has none. */
export type PersonRole = (typeof personRoles)[number]

/**
 * How an actor stands to its target. `member`: whoever belongs to an organisation. `reader`: the
 * same, but not who is there only to configure or to audit. `in-sight`: a reader whom the rule of
 * sharing shows the target, which is asked of that rule and not of this table. `own-…`: of the
 * organisation that is the target; there a service provides, as do an analyst and a submitter;
 * `own-drafter` is a person who prepares it, `own-provider` whoever answers for what was provided.
 * `steward`: of the group that is the target, in person. `hub-admin`, `auditor`: by role, whatever
 * the target.
 */
export type Relation =
  | 'member'
  | 'reader'
  | 'in-sight'
  | 'own-member'
  | 'own-reader'
  | 'own-submitter'
  | 'own-drafter'
  | 'own-approver'
  | 'own-provider'
  | 'own-admin'
  | 'steward'
  | 'hub-admin'
  | 'auditor'

/** INVARIANT: what is not in a row is refused. */
export const table = {
  own: ['member'],
  'read-hub': ['member'],
  'change-hub': ['hub-admin'],
  'read-organisation': ['in-sight', 'own-member', 'steward', 'auditor', 'hub-admin'],
  'change-organisation': ['own-admin', 'hub-admin'],
  'set-status': ['steward', 'hub-admin'],
  'issue-credential': ['own-admin', 'hub-admin'],
  'invite-person': ['own-admin', 'hub-admin'],
  'read-group': ['in-sight', 'steward', 'auditor', 'hub-admin'],
  'change-group': ['steward', 'hub-admin'],
  'change-member': ['steward', 'hub-admin'],
  'read-collection': ['in-sight', 'steward', 'auditor', 'hub-admin'],
  'change-collection': ['steward', 'hub-admin'],
  'read-matrix': ['own-member', 'steward', 'auditor', 'hub-admin'],
  search: ['reader'],
  'read-object': ['reader'],
  submit: ['own-submitter'],
  draft: ['own-drafter'],
  'read-submission': ['own-reader'],
  approve: ['own-approver'],
  review: ['steward'],
  narrow: ['steward'],
  'read-ledger': ['own-provider', 'auditor'],
  'verify-ledger': ['auditor'],
  preview: ['reader'],
  explain: ['own-reader', 'steward', 'auditor'],
  'change-webhook': ['own-admin', 'hub-admin'],
  'read-home': ['member'],
  'change-warning-list': ['hub-admin'],
} as const satisfies Record<string, readonly Relation[]>

export type Action = keyof typeof table

export const actions = Object.keys(table) as Action[]

/**
 * Roles that reach beyond the organisation whose person has them: only who runs the hub gives them.
 */
export const hubRoles: readonly PersonRole[] = ['curator', 'auditor', 'hub-admin']

/** Every role there is. */
export const roles: readonly PersonRole[] = personRoles
