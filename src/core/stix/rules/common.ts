// Rules that every object keeps, also one of a type nobody here knows (STIX 2.1 §2, §3).

import { commonMarkingRules } from './markings.ts'
import { commonReferenceRules } from './references.ts'
import { atLeastOneOf, inside, ordered, type Rule } from './rule.ts'

/** The rules of every object. */
export const commonRules: readonly Rule[] = [
  ordered('created', 'modified'),
  inside('external_references', atLeastOneOf('description', 'url', 'external_id')),
  ...commonReferenceRules,
  ...commonMarkingRules,
]
