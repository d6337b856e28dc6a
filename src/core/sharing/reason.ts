// Why a decision of the policy is what it is: a closed list, so that it can be shown, counted,
// translated.

export type Reason =
  | 'everyone'
  | 'own-organisation'
  | 'member-of-group'
  | 'not-a-member'
  | 'level-too-low'
  | 'organisation-not-active'
  | 'no-such-term'

export type Decision = { admitted: boolean; reason: Reason }
