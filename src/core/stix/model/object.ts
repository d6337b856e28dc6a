// Builds the model of a type from the properties all types of its kind share (STIX 2.1 §3.2).
// Knows the kinds of objects, not the types.

import { z } from 'zod'
import {
  absent,
  identifier,
  idOf,
  languageTag,
  list,
  propertyNameForm,
  text,
  versionTimestamp,
} from './primitive.ts'
import {
  extensions,
  extensionsWith,
  externalReference,
  granularMarking,
  identityRef,
  markingRef,
} from './structure.ts'

const specVersion = z.literal('2.1')
const confidence = z.int().min(0).max(100)

const reserved = absent('a name STIX 2.1 §3.8 reserves')

/** STIX 2.1 §3.8: these names may not be used by anyone, at the top of any object. */
const reservedNames = {
  severity: reserved,
  username: reserved,
  phone_number: reserved,
  action: reserved,
}

/** The properties that every object may have, each as it stands where it is optional. */
const shared = {
  created_by_ref: identityRef.optional(),
  created: versionTimestamp.optional(),
  modified: versionTimestamp.optional(),
  revoked: z.boolean().optional(),
  labels: list(text).optional(),
  confidence: confidence.optional(),
  lang: languageTag.optional(),
  external_references: list(externalReference).optional(),
  object_marking_refs: list(markingRef).optional(),
  granular_markings: list(granularMarking).optional(),
  extensions: extensions.optional(),
  ...reservedNames,
}

/**
 * An object with room for custom properties, whose names alone are checked (STIX 2.1 §11.1). Said
 * as a pattern beside the known properties, so that the names of those are not looked at.
 */
const open = <T extends z.ZodRawShape>(shape: T) =>
  z
    .looseObject(shape)
    .meta({ patternProperties: { [propertyNameForm]: {} }, additionalProperties: false })

export const notUsed = (kind: string) => absent(`a property that ${kind} does not use`)

/** A STIX Domain Object or a STIX Relationship Object: versioned, never defanged. */
export const versionedObject = <const N extends string, T extends z.ZodRawShape>(type: N, own: T) =>
  open({
    type: z.literal(type),
    spec_version: specVersion,
    id: idOf(type),
    ...shared,
    defanged: notUsed(type),
    created: versionTimestamp,
    modified: versionTimestamp,
    ...own,
  })

/**
 * A STIX Cyber-observable Object. STIX 2.1 §3.6 lets a producer version one, so that the properties
 * of versions, which §6 does not list, are held to their form and not refused.
 */
export const observableObject = <
  const N extends string,
  T extends z.ZodRawShape,
  E extends z.ZodRawShape,
>(
  type: N,
  own: T,
  predefined: E = {} as E,
) =>
  open({
    type: z.literal(type),
    spec_version: specVersion.optional(),
    id: idOf(type),
    ...shared,
    defanged: z.boolean().optional(),
    ...own,
    extensions: (Object.keys(predefined).length === 0
      ? extensions
      : extensionsWith(predefined)
    ).optional() as z.ZodOptional<ReturnType<typeof extensionsWith<E>>>,
  })

/** A STIX Meta Object; `own` says which shared properties it requires or does not use. */
export const metaObject = <const N extends string, T extends z.ZodRawShape>(type: N, own: T) =>
  open({
    type: z.literal(type),
    spec_version: specVersion,
    id: idOf(type),
    ...shared,
    defanged: notUsed(type),
    created: versionTimestamp,
    ...own,
  })

const customType = z
  .string()
  .regex(/^[a-z](?:[a-z0-9]|-(?!-)){2,249}$/)
  .describe('a type name: 3 to 250 of a-z, 0-9 and single hyphens, a letter first')

/** A type that STIX does not define: a custom object (§11.2), or one of a `new-sco` extension. */
export const customObject = open({
  type: customType,
  spec_version: specVersion.optional(),
  id: identifier,
  ...shared,
  defanged: z.boolean().optional(),
})

/** A type defined by a `new-sdo` or `new-sro` extension (STIX 2.1 §7.3): versioned like those. */
export const customVersionedObject = open({
  type: customType,
  spec_version: specVersion,
  id: identifier,
  ...shared,
  defanged: notUsed('an object of a `new-sdo` or `new-sro` extension'),
  created: versionTimestamp,
  modified: versionTimestamp,
})
