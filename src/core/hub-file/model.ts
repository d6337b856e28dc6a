// The shape of a hub file, one entry at a time. Unknown keys are refused everywhere. Knows nothing
// of references between entries, of lines, or of what the database holds.
import { z } from 'zod'
import { parseToken } from '../credential/token.ts'
import { agreement, agreements, allow, assets, clearances, peer, phrases } from './sharing-model.ts'
import { distinct, line, moment, name, text, title, tlp, uuidPattern, uuidV4 } from './text.ts'
import {
  accessWords,
  attributionWords,
  clientsWords,
  consentWords,
  mediaTypes,
  membershipLevels,
  organisationKinds,
  organisationStatuses,
  personRoles,
  reviewWords,
} from './vocabulary.ts'

const durationPattern =
  /^P(?=\d|T\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?(T(\d{1,4}H)?(\d{1,4}M)?)?$/

const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable')

export const passwordLengthMin = 8
export const password = z
  .string()
  .min(passwordLengthMin, `must be at least ${passwordLengthMin} characters`)
  .max(1024, 'must be at most 1024 characters')

const token = z
  .string()
  .refine((value) => parseToken(value) !== null, 'must be a token made by `sekisho token`')

// RFC 7617 §2: a user-id has no colon; neither part has control characters.
export const username = line(255).regex(/^[^:]*$/, 'must not contain `:` (RFC 7617)')

export const fingerprint = z
  .string()
  .regex(
    /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i,
    'must be the SHA-256 of the public key (SPKI) in hexadecimal',
  )
  .transform((value) => value.replaceAll(':', '').toLowerCase())

const exactlyOne =
  (...keys: string[]) =>
  (entry: object, ctx: z.RefinementCtx) => {
    const given = keys.filter((key) => (entry as Record<string, unknown>)[key] !== undefined)
    if (given.length === 1) return
    const named = keys.map((key) => `\`${key}\``).join(', ')
    ctx.addIssue({ code: 'custom', message: `must have exactly one of ${named}` })
  }

const basic = z
  .strictObject({
    username,
    password: password.optional(),
    password_env: environmentName.optional(),
  })
  .superRefine(exactlyOne('password', 'password_env'))

const certificate = z
  .strictObject({ fingerprint: fingerprint.optional(), file: line(4096).optional() })
  .superRefine(exactlyOne('fingerprint', 'file'))

export const credentialWords = z.strictObject({
  name,
  kind: z.enum(['service', 'person']).default('service'),
  person: name.optional(),
  basic: basic.optional(),
  token: token.optional(),
  token_env: environmentName.optional(),
  certificate: certificate.optional(),
  expires: moment.optional(),
  max_tlp: tlp.optional(),
})

/** Refuses a person's name on a credential that is no person's, and a person's without one. */
export const personOnly = (
  entry: { kind: string; person?: string | undefined },
  ctx: z.RefinementCtx,
): void => {
  if ((entry.kind === 'person') === (entry.person !== undefined)) return
  const message = 'a credential of kind `person` names its `person`, and no other does'
  ctx.addIssue({ code: 'custom', path: ['kind'], message })
}

const credential = credentialWords
  .superRefine(exactlyOne('basic', 'token', 'token_env', 'certificate'))
  .superRefine(personOnly)

export const personWords = z.strictObject({
  name,
  email: z.email('must be an email address').optional(),
  roles: distinct(z.enum(personRoles)).default([]),
  clearances: clearances.default([]),
})

const identity = z
  .string()
  .refine(
    (id) => id.startsWith('identity--') && uuidPattern.test(id.slice('identity--'.length)),
    'must be the id of a STIX identity',
  )

export const organisationWords = z.strictObject({
  name,
  title,
  kind: z.enum(organisationKinds).default('company'),
  sectors: distinct(name).default([]),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 country of two capital letters')
    .optional(),
  status: z.enum(organisationStatuses).default('active'),
  identities: distinct(identity).default([]),
  assets: assets.default({}),
  vouches: distinct(name).default([]),
  client_of: distinct(name).default([]),
  credentials: z.array(credential).default([]),
  people: z.array(personWords).default([]),
  default_tlp: tlp.optional(),
  agreements: agreements.default([]),
  clearances: clearances.default([]),
  peer: peer.optional(),
})

/** Refuses `peer` on what is no peer hub. */
export const peerOnly = (entry: { kind: string; peer?: unknown }, ctx: z.RefinementCtx): void => {
  if (entry.peer === undefined || entry.kind === 'peer-hub') return
  const message = 'only an organisation of kind `peer-hub` has `peer`'
  ctx.addIssue({ code: 'custom', path: ['peer'], message })
}

export const organisationModel = organisationWords.superRefine(peerOnly)

const history = z
  .string()
  .refine(
    (value) => value === 'all' || value === 'none' || durationPattern.test(value),
    'must be `all`, `none` or an ISO 8601 duration such as `P90D`',
  )

export const groupModel = z.strictObject({
  name,
  title,
  description: text.optional(),
  members: z.record(name, z.enum(membershipLevels)).default({}),
  max_tlp: tlp.default('amber+strict'),
  default_tlp: tlp.optional(),
  clients: z.enum(clientsWords).default('forbidden'),
  consent: z.enum(consentWords).default('none'),
  history: history.default('all'),
  agreement,
  attribution: z.enum(attributionWords).default('cleared'),
  provider_approval: z.boolean().default(false),
  recall: z.boolean().default(false),
  two_person: z.boolean().default(false),
  allow: allow.prefault({}),
})

const alias = z
  .string()
  .regex(/^[a-z0-9-]{1,250}$/, 'must be 1 to 250 of a-z, 0-9 and `-`')
  .refine((value) => !uuidPattern.test(value), 'must not look like a UUID')

export const collectionModel = z.strictObject({
  group: name,
  name,
  title,
  description: text.optional(),
  id: uuidV4.optional(),
  alias: alias.optional(),
  validation: z.enum(['strict', 'lenient']).default('strict'),
  media_types: distinct(z.enum(mediaTypes))
    .min(1, 'must name at least one media type')
    .default(['application/stix+json;version=2.1']),
  default_tlp: tlp.optional(),
  access: z.record(name, z.enum(accessWords)).default({}),
  spreads_to: z.strictObject({ community: name.optional(), public: name.optional() }).default({}),
  publish_gate: z.enum(['automatic', 'review']).optional(),
  review: z.enum(reviewWords).default('automatic'),
  review_within: z
    .string()
    .regex(durationPattern, 'must be an ISO 8601 duration such as `PT4H`')
    .default('PT24H'),
})

export const hubModel = z.strictObject({
  title: title.default('Sekisho'),
  description: text.optional(),
  contact: line(200).optional(),
  default_tlp: tlp.optional(),
  phrases: phrases.default({}),
})

export const hubFileModel = z.strictObject({
  hub: hubModel.prefault({}),
  organisations: z.array(organisationModel).default([]),
  groups: z.array(groupModel).default([]),
  collections: z.array(collectionModel).default([]),
})

export type HubFile = z.output<typeof hubFileModel>
export type OrganisationEntry = z.output<typeof organisationModel>
export type CredentialEntry = OrganisationEntry['credentials'][number]
export type PersonEntry = OrganisationEntry['people'][number]
export type GroupEntry = z.output<typeof groupModel>
export type CollectionEntry = z.output<typeof collectionModel>
