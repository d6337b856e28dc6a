// Properties and extensions that STIX 2.1 does not define (T28): those the group admits stay, if
// nothing in them may not be told. Knows none of them but the hub's own.

import { isCleanThroughout } from './lint.ts'
import type { Pass } from './pass.ts'
import { patternRelationId } from './pattern-relation.ts'

/** The value of such a property; undefined when it goes. */
export const drawUnknown = (
  name: string,
  value: unknown,
  kind: 'properties' | 'extensions',
  pass: Pass,
): unknown => {
  const known = kind === 'extensions' && name === patternRelationId
  if (!known && !pass.scope.allowed[kind].has(name)) return undefined
  return isCleanThroughout(value, pass) ? value : undefined
}
