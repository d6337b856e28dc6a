// Every rule of STIX 2.1 that relates properties to each other: which ones apply to an object.
// The form of single properties is the schemas' business; what other objects say is intake's.

import type { Problem } from '../problem.ts'
import { observableObjectTypes, standardTypes } from '../vocabulary.ts'
import { commonRules } from './common.ts'
import { domainObjectRules } from './domain-objects.ts'
import { metaObjectRules } from './meta-objects.ts'
import { everyObservableRules, observableObjectRules } from './observable-objects.ts'
import { ownReferenceRules } from './references.ts'
import { relationshipObjectRules } from './relationship-objects.ts'
import type { Content, Rule } from './rule.ts'

const ownRules: Record<string, readonly Rule[]> = {
  ...domainObjectRules,
  ...relationshipObjectRules,
  ...observableObjectRules,
  ...metaObjectRules,
}

const rulesByType = new Map<unknown, readonly Rule[]>(
  [...standardTypes].map((type) => [
    type,
    [
      ...commonRules,
      ...ownReferenceRules(type),
      ...(ownRules[type] ?? []),
      ...(observableObjectTypes.has(type) ? everyObservableRules : []),
    ],
  ]),
)

/**
 * What an object breaks of STIX 2.1's rules between properties, in the order of the rules; none for
 * most objects. An object of an unknown type is held to the common rules. Never throws, whatever
 * JSON it is given; what is not of the type the rules expect is left to the schemas.
 */
export const checkRules = (object: Content): Problem[] => {
  const problems: Problem[] = []
  for (const rule of rulesByType.get(object.type) ?? commonRules) rule(object, '', problems)
  return problems
}
