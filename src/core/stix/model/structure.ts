// The structures several STIX 2.1 types share: references, phases, hashes, markings, extensions.
// Knows no object type.

import { z } from 'zod'
import {
  enumeration,
  filled,
  languageTag,
  list,
  propertyNameForm,
  refTo,
  text,
} from './primitive.ts'

const digest = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`))
    .describe(`${digits} hexadecimal digits`)
    .optional()

/** STIX 2.1 §2.7, §10.7: the algorithms STIX names are checked for form, others may be anything. */
export const hashes = filled(
  z
    .object({
      MD5: digest(32),
      'SHA-1': digest(40),
      'SHA-256': digest(64),
      'SHA-512': digest(128),
      'SHA3-256': digest(64),
      'SHA3-512': digest(128),
      SSDEEP: z
        .string()
        .regex(/^[0-9]+:[A-Za-z0-9+/]*:[A-Za-z0-9+/]*$/)
        .describe('an ssdeep hash: block size, `:`, hash, `:`, hash')
        .optional(),
      TLSH: z
        .string()
        .regex(/^(?:T1)?(?:[0-9A-Fa-f]{70}|[0-9A-Fa-f]{74}|[0-9A-Fa-f]{134}|[0-9A-Fa-f]{138})$/)
        .describe('a TLSH digest of 70 hexadecimal digits')
        .optional(),
    })
    .catchall(z.string()),
  { propertyNames: { pattern: '^[A-Za-z0-9_-]{3,250}$' } },
)

/** STIX 2.1 §2.5. That one of description, url and external_id stands there is a rule. */
export const externalReference = z.looseObject({
  source_name: text,
  description: text.optional(),
  url: text.optional(),
  hashes: hashes.optional(),
  external_id: text.optional(),
})

/** STIX 2.1 §2.11. */
export const killChainPhase = z.looseObject({ kill_chain_name: text, phase_name: text })

export const markingRef = refTo('marking-definition')
export const identityRef = refTo('identity')

/** STIX 2.1 §7.2.3. One of `lang` and `marking_ref`, and what selectors hit, are rules. */
export const granularMarking = z.looseObject({
  lang: languageTag.optional(),
  marking_ref: markingRef.optional(),
  selectors: list(text),
})

/** STIX 2.1 §10.5. */
export const extensionType = enumeration(
  'new-sdo',
  'new-sco',
  'new-sro',
  'property-extension',
  'toplevel-property-extension',
)

/** An extension nobody here knows: any properties, one at least. */
export const unknownExtension = filled(z.looseObject({ extension_type: extensionType.optional() }))

const definedBy = '^extension-definition--'
const extensionKey =
  '^(?:extension-definition--[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}' +
  '-[0-9a-f]{12}|[a-z][a-z0-9-]{0,245}-ext)$'

const isExtended = (extensions: Record<string, unknown>): boolean =>
  Object.entries(extensions).every(
    ([key, value]) =>
      new RegExp(extensionKey).test(key) &&
      (!key.startsWith('extension-definition--') ||
        (value as { extension_type?: unknown }).extension_type !== undefined),
  )

/**
 * STIX 2.1 §3.2, §3.10, §7.3, §11.3: the extensions the type predefines by their models; under an
 * extension definition's id any properties and an `extension_type`; else a custom `…-ext`.
 */
export const extensionsWith = <T extends z.ZodRawShape>(predefined: T) =>
  filled(z.object(predefined).catchall(unknownExtension).refine(isExtended), {
    propertyNames: {
      pattern: extensionKey,
      description:
        'the id of an extension definition, the name of an extension of STIX, ' +
        'or a custom name that ends in -ext',
    },
    patternProperties: {
      [definedBy]: {
        type: 'object',
        properties: { extension_type: { type: 'string', enum: extensionType.options } },
        required: ['extension_type'],
        propertyNames: {
          pattern: propertyNameForm,
          description: 'a property name: 3 to 250 of a-z, 0-9 and _, a letter first',
        },
      },
    },
  })

/** The extensions of a type that predefines none. */
export const extensions = extensionsWith({})
