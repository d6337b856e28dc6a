// What analysts say and whom it concerns: the SDOs of STIX 2.1 §4 that describe or assess.
// Knows no rules between properties.

import { z } from 'zod'
import { versionedObject } from './object.ts'
import { enumeration, filled, identifier, list, text, timestamp } from './primitive.ts'
import { observableOrRelationshipRef } from './reference.ts'
import { killChainPhase } from './structure.ts'

const texts = list(text).optional()
const named = { name: text, description: text.optional() }

/** STIX 2.1 §4.3. */
export const courseOfAction = versionedObject('course-of-action', named)

/** STIX 2.1 §4.4. */
export const grouping = versionedObject('grouping', {
  name: text.optional(),
  description: text.optional(),
  context: text,
  object_refs: list(identifier),
})

/** STIX 2.1 §4.5. */
export const identity = versionedObject('identity', {
  ...named,
  roles: texts,
  identity_class: text.optional(),
  sectors: texts,
  contact_information: text.optional(),
})

/** STIX 2.1 §4.6: a stub that extensions fill. */
export const incident = versionedObject('incident', named)

/** STIX 2.1 §4.7. What the pattern says is checked by its grammar. */
export const indicator = versionedObject('indicator', {
  name: text.optional(),
  description: text.optional(),
  indicator_types: texts,
  pattern: text,
  pattern_type: text,
  pattern_version: text.optional(),
  valid_from: timestamp,
  valid_until: timestamp.optional(),
  kill_chain_phases: list(killChainPhase).optional(),
})

/** STIX 2.1 §4.10. Which properties need each other are rules. */
export const location = versionedObject('location', {
  name: text.optional(),
  description: text.optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  precision: z.number().optional(),
  region: text.optional(),
  country: text.optional(),
  administrative_area: text.optional(),
  city: text.optional(),
  street_address: text.optional(),
  postal_code: text.optional(),
})

/** STIX 2.1 §4.13. */
export const note = versionedObject('note', {
  abstract: text.optional(),
  content: text,
  authors: texts,
  object_refs: list(identifier),
})

/** STIX 2.1 §4.14. The deprecated container holds objects of STIX 2.0, under any keys (§2.13). */
export const observedData = versionedObject('observed-data', {
  first_observed: timestamp,
  last_observed: timestamp,
  number_observed: z.int().min(1).max(999_999_999),
  objects: filled(z.record(z.string(), z.looseObject({ type: text }))).optional(),
  object_refs: list(observableOrRelationshipRef).optional(),
})

/** STIX 2.1 §4.15, §10.18. */
export const opinion = versionedObject('opinion', {
  explanation: text.optional(),
  authors: texts,
  opinion: enumeration('strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree'),
  object_refs: list(identifier),
})

/** STIX 2.1 §4.16. */
export const report = versionedObject('report', {
  ...named,
  report_types: texts,
  published: timestamp,
  object_refs: list(identifier),
})

export type CourseOfAction = z.infer<typeof courseOfAction>
export type Grouping = z.infer<typeof grouping>
export type Identity = z.infer<typeof identity>
export type Incident = z.infer<typeof incident>
export type Indicator = z.infer<typeof indicator>
export type Location = z.infer<typeof location>
export type Note = z.infer<typeof note>
export type ObservedData = z.infer<typeof observedData>
export type Opinion = z.infer<typeof opinion>
export type Report = z.infer<typeof report>
