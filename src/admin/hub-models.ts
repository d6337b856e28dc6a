// What the admin API answers of the hub: the words of a hub file, described for who reads them.
// Plain shapes without rules: what is answered was checked when it came in.
import { z } from 'zod'
import {
  accessWords,
  attributionWords,
  clientsWords,
  consentWords,
  membershipLevels,
  organisationKinds,
  organisationStatuses,
  personRoles,
  reviewWords,
  tlpWords,
} from '../core/hub-file/vocabulary.ts'

export const tlp = z.enum(tlpWords)
export const level = z.enum(membershipLevels)
export const status = z.enum(organisationStatuses)
export const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
  .describe('as in the hub file')
export const etag = z.string().describe('for If-Match')

const lists = z.array(z.string())

export const hubView = z.strictObject({
  title: z.string(),
  description: z.string().optional(),
  contact: z.string().optional(),
  default_tlp: tlp.optional(),
  phrases: z.record(z.string(), tlp),
  etag,
})

const clearances = z.array(z.strictObject({ name: z.string(), until: z.string().optional() }))

export const personView = z.strictObject({
  name: z.string(),
  email: z.string().optional(),
  roles: z.array(z.enum(personRoles)),
  clearances,
})

const credentialWords = z.strictObject({
  name: z.string(),
  kind: z.enum(['service', 'person']),
  person: z.string().optional(),
  basic: z.strictObject({ username: z.string() }).optional(),
  certificate: z.strictObject({ fingerprint: z.string() }).optional(),
  expires: z.string().optional(),
  max_tlp: tlp.optional(),
})

const assets = z.strictObject({
  domains: lists.optional(),
  cidrs: lists.optional(),
  terms: lists.optional(),
  corporate_numbers: lists.optional(),
  hosts: lists.optional(),
  names: lists.optional(),
  mail_domains: lists.optional(),
  phone_prefixes: lists.optional(),
  tenants: lists.optional(),
})

const seen = z.string().nullable().describe('when a credential of it was last used')
const kind = z.enum(organisationKinds)

export const organisationSummary = z.strictObject({
  name: z.string(),
  title: z.string(),
  kind,
  sectors: lists,
  country: z.string().optional(),
  status,
  groups: z.array(z.strictObject({ name: z.string(), level })),
  last_seen: seen,
})

export const organisationView = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    kind,
    sectors: lists,
    country: z.string().optional(),
    status,
    identities: lists,
    assets,
    vouches: lists,
    client_of: lists,
    credentials: z.array(credentialWords).describe('without secrets, and without revoked ones'),
    people: z.array(personView),
    default_tlp: tlp.optional(),
    agreements: z.array(
      z.strictObject({ name: z.string(), version: z.number(), accepted: z.string().optional() }),
    ),
    clearances,
    peer: z.strictObject({ max_tlp: tlp, same_community: z.boolean() }).optional(),
    etag,
    last_seen: seen,
  })
  .describe('the entry of the hub file, without secrets')

export const credentialView = z.strictObject({
  name: z.string(),
  kind: z.enum(['service', 'person']),
  how: z.enum(['token', 'basic', 'certificate']),
  username: z.string().nullable(),
  person: z.string().nullable(),
  max_tlp: tlp.nullable(),
  created: z.string(),
  expires: z.string().nullable(),
  last_used: z.string().nullable().describe('to within five minutes'),
  revoked: z.string().nullable(),
  old_secret_until: z.string().nullable().describe('until then the secret before signs in too'),
})

export const groupView = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    description: z.string().optional(),
    members: z.record(z.string(), level),
    max_tlp: tlp,
    default_tlp: tlp.optional(),
    clients: z.enum(clientsWords),
    consent: z.enum(consentWords),
    history: z.string(),
    agreement: z.array(
      z.strictObject({ name: z.string(), version: z.number(), from: z.string().optional() }),
    ),
    attribution: z.enum(attributionWords),
    provider_approval: z.boolean(),
    recall: z.boolean(),
    two_person: z.boolean().describe('what waits is released by two'),
    allow: z.strictObject({
      types: lists,
      properties: lists,
      extensions: lists,
      labels: lists,
    }),
    etag,
    level: level.nullable().describe('that of your organisation'),
  })
  .describe('the entry of the hub file')

export const collectionView = z
  .strictObject({
    group: z.string(),
    name: z.string(),
    title: z.string(),
    description: z.string().optional(),
    id: z.string(),
    alias: z.string().optional(),
    validation: z.enum(['strict', 'lenient']),
    media_types: lists,
    default_tlp: tlp.optional(),
    access: z.record(z.string(), z.enum(accessWords)).describe('for those who look after it'),
    spreads_to: z.strictObject({ community: z.string().optional(), public: z.string().optional() }),
    publish_gate: z.enum(['automatic', 'review']).optional(),
    review: z.enum(reviewWords).describe('when versions wait for a reviewer'),
    review_within: z.string().describe('after that others are asked as well'),
    etag,
    can_read: z.boolean(),
    can_write: z.boolean(),
  })
  .describe('the entry of the hub file')
