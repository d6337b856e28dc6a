// How a delivered object says that its pattern is not the one that was given (I1): an extension of
// the hub's. Knows not how a pattern is changed.

import type { StixObject } from '../stix/object.ts'
import { lowerConfidence } from './bucket.ts'
import type { Relation } from './pass.ts'

/** The extension's id: a constant, so that every hub's readers know it. */
export const patternRelationId = 'extension-definition--5c1f7b1e-9a0d-4c57-8c59-3f0f5a9d2e61'

/** The definition of the extension; `created_by_ref` is the hub's identity. */
export const makePatternRelationDefinition = (hub: string): StixObject => ({
  type: 'extension-definition',
  spec_version: '2.1',
  id: patternRelationId,
  created_by_ref: hub,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'Pattern relation',
  description:
    'Says that a pattern was derived from another one: `relation` is `generalises` when it ' +
    'matches more, `narrows` when it matches less, `both` when it does some of each.',
  schema: 'https://json-schema.org/draft/2020-12/schema',
  version: '1.0.0',
  extension_types: ['property-extension'],
})

/** The object, saying how its pattern stands to its source's, and a band less sure of itself. */
export const tellRelation = (object: StixObject, relation: Relation): StixObject => {
  const told = { extension_type: 'property-extension', relation }
  const extensions = { ...(object.extensions as object | undefined), [patternRelationId]: told }
  return typeof object.confidence === 'number'
    ? { ...object, extensions, confidence: lowerConfidence(object.confidence) }
    : { ...object, extensions }
}
