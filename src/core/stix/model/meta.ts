// The three STIX Meta Objects (STIX 2.1 §7). Knows no rules between properties, and no TLP.

import { z } from 'zod'
import { metaObject, notUsed } from './object.ts'
import {
  filled,
  identifier,
  languageForm,
  list,
  propertyNameForm,
  text,
  timestamp,
  versionTimestamp,
} from './primitive.ts'
import { extensionType, identityRef } from './structure.ts'

/** STIX 2.1 §7.1. The contents mirror the object they translate, which nobody here has. */
export const languageContent = metaObject('language-content', {
  modified: versionTimestamp,
  lang: notUsed('language-content'),
  object_ref: identifier,
  object_modified: timestamp.optional(),
  contents: filled(z.record(z.string().regex(new RegExp(languageForm)), filled(z.looseObject({})))),
})

/** STIX 2.1 §7.2.1. Not versioned. That it has a definition or extensions is a rule. */
export const markingDefinition = metaObject('marking-definition', {
  modified: notUsed('marking-definition'),
  revoked: notUsed('marking-definition'),
  labels: notUsed('marking-definition'),
  confidence: notUsed('marking-definition'),
  lang: notUsed('marking-definition'),
  name: text.optional(),
  definition_type: text.optional(),
  definition: filled(z.looseObject({})).optional(),
})

/** STIX 2.1 §7.3.1. */
export const extensionDefinition = metaObject('extension-definition', {
  created_by_ref: identityRef,
  modified: versionTimestamp,
  confidence: notUsed('extension-definition'),
  lang: notUsed('extension-definition'),
  extensions: notUsed('extension-definition'),
  name: text,
  description: text.optional(),
  schema: text,
  version: text,
  extension_types: list(extensionType),
  extension_properties: list(
    z
      .string()
      .regex(new RegExp(propertyNameForm))
      .describe('a property name: 3 to 250 of a-z, 0-9 and _, a letter first'),
  ).optional(),
})

export type LanguageContent = z.infer<typeof languageContent>
export type MarkingDefinition = z.infer<typeof markingDefinition>
export type ExtensionDefinition = z.infer<typeof extensionDefinition>
