// The two STIX Relationship Objects (STIX 2.1 §5). Knows no rules between properties.

import { z } from 'zod'
import { versionedObject } from './object.ts'
import { list, refTo, text, timestamp } from './primitive.ts'
import { domainOrObservableRef, domainRef } from './reference.ts'

/** STIX 2.1 §5.1.2: any combination of ends is legal. */
export const relationship = versionedObject('relationship', {
  relationship_type: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .describe('a name of a-z, 0-9 and hyphens'),
  description: text.optional(),
  source_ref: domainOrObservableRef,
  target_ref: domainOrObservableRef,
  start_time: timestamp.optional(),
  stop_time: timestamp.optional(),
})

/**
 * STIX 2.1 §5.2.1.
 * NOTE: the table of Errata 01 types `summary` as a string while its default is `false`; the text
 * before the errata had a boolean, and producers write one. Both are taken.
 */
export const sighting = versionedObject('sighting', {
  description: text.optional(),
  first_seen: timestamp.optional(),
  last_seen: timestamp.optional(),
  count: z.int().min(0).max(999_999_999).optional(),
  sighting_of_ref: domainRef,
  observed_data_refs: list(refTo('observed-data')).optional(),
  where_sighted_refs: list(refTo('identity', 'location')).optional(),
  summary: z.union([z.boolean(), z.string()]).describe('true or false').optional(),
})

export type Relationship = z.infer<typeof relationship>
export type Sighting = z.infer<typeof sighting>
