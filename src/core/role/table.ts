// Who may do what: a closed table of actions and the relations in which an actor may stand to what
// it acts on. Decides nothing.

/** The roles a hub file gives to people; a service has none. */
export type PersonRole =
  | 'analyst'
  | 'submitter'
  | 'approver'
  | 'org-admin'
  | 'curator'
  | 'auditor'
  | 'hub-admin'

/**
 * How an actor stands to its target. `member`: whoever belongs to an organisation. `reader`: the
 * same, but who is there only to configure or to audit. `own …`: of the organisation that is the
 * target. `steward`: of the group that is the target. `hub-admin`, `auditor`: by role, whatever the
 * target.
 */
export type Relation =
  | 'member'
  | 'reader'
  | 'own-member'
  | 'own-reader'
  | 'own-submitter'
  | 'own-approver'
  | 'own-admin'
  | 'steward'
  | 'curator'
  | 'hub-admin'
  | 'auditor'

const content = ['reader'] as const
const configured = ['hub-admin'] as const

/** INVARIANT: what is not in a row is refused. */
export const table = {
  own: ['member'],
  'read-hub': ['member'],
  'change-hub': configured,
  'read-organisation': ['own-member', 'steward', 'auditor', 'hub-admin'],
  'change-organisation': ['own-admin', 'hub-admin'],
  'set-status': ['steward', 'hub-admin'],
  'issue-credential': ['own-admin', 'hub-admin'],
  'invite-person': ['own-admin', 'hub-admin'],
  'read-group': ['auditor', 'hub-admin'],
  'change-group': ['steward', 'hub-admin'],
  'change-member': ['steward', 'hub-admin'],
  'read-collection': ['auditor', 'hub-admin'],
  'change-collection': ['steward', 'hub-admin'],
  'read-matrix': ['own-member', 'steward', 'auditor', 'hub-admin'],
  search: content,
  'read-object': content,
  submit: ['own-submitter'],
  'read-submission': ['own-reader'],
  approve: ['own-approver'],
  review: ['steward', 'curator'],
  narrow: ['steward', 'curator'],
  'read-ledger': ['auditor'],
  'verify-ledger': ['auditor'],
  preview: content,
  explain: ['reader', 'auditor'],
  'change-webhook': ['own-admin', 'hub-admin'],
  'read-home': ['member'],
  'change-warning-list': ['steward', 'curator', 'hub-admin'],
} as const satisfies Record<string, readonly Relation[]>

export type Action = keyof typeof table
