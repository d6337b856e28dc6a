// The tables that say who there is and who belongs to what, as the migrations make them. Knows no
// query.
import type { ColumnType, Generated } from 'kysely'
import type { Acceptance, GroupAgreement, HeldClearance } from '../core/sharing/moment.ts'

/** Exact text of a timestamptz in UTC: a JavaScript Date would cut microseconds. */
type Instant = ColumnType<string, string | Date, string | Date>
type GivenInstant = ColumnType<string, string | Date | undefined, string | Date>
/** Read as a parsed value, written as JSON text. */
type Json<T> = ColumnType<T, string | undefined, string>

export type HubTable = {
  only_row: Generated<boolean>
  title: Generated<string>
  description: string | null
  contact: string | null
  default_tlp: string | null
  phrases: Json<Record<string, string>>
  policy_epoch: ColumnType<bigint, never, bigint>
  file_digest: string | null
}

export type HubKeyTable = {
  name: string
  serial: number
  secret: Buffer
  created_at: GivenInstant
}

export type Assets = {
  domains?: string[]
  cidrs?: string[]
  terms?: string[]
  corporate_numbers?: string[]
  hosts?: string[]
  names?: string[]
  mail_domains?: string[]
  phone_prefixes?: string[]
  tenants?: string[]
}

/** What passes in every form although the hub does not know it. */
export type Allowed = {
  types: string[]
  properties: string[]
  extensions: string[]
  labels: string[]
}

export type OrganisationTable = {
  id: Generated<string>
  name: string
  title: string
  kind: string
  country: string | null
  sectors: Generated<string[]>
  status: Generated<string>
  identities: Generated<string[]>
  assets: Json<Assets>
  vouches: Generated<string[]>
  client_of: Generated<string[]>
  default_tlp: string | null
  agreements: Json<Acceptance[]>
  clearances: Json<HeldClearance[]>
  peer_max_tlp: Generated<string>
  same_community: Generated<boolean>
  created_at: GivenInstant
}

export type PrincipalTable = {
  id: Generated<string>
  organisation_id: string
  name: string
  kind: 'service' | 'person'
  email: string | null
  roles: Generated<string[]>
  clearances: Json<HeldClearance[]>
}

export type CredentialTable = {
  id: Generated<string>
  principal_id: string
  name: string
  kind: 'basic' | 'token' | 'certificate'
  username: string | null
  secret: string
  max_tlp: string | null
  expires_at: Instant | null
  revoked_at: Instant | null
  previous_secret: string | null
  previous_until: Instant | null
  created_at: GivenInstant
}

export type SignInFailureTable = { subject: string; hour: Instant; failures: number }

export type TrustGroupTable = {
  id: Generated<string>
  name: string
  title: string
  description: string | null
  max_tlp: Generated<string>
  default_tlp: string | null
  clients: Generated<string>
  consent: Generated<string>
  history: Generated<string>
  agreement: Json<GroupAgreement[]>
  attribution: Generated<'cleared' | 'members'>
  provider_approval: Generated<boolean>
  recall: Generated<boolean>
  two_person: Generated<boolean>
  allow: Json<Allowed>
}

export type MembershipTable = {
  group_id: string
  organisation_id: string
  level: 'observer' | 'consumer' | 'contributor' | 'trusted' | 'steward'
  since: GivenInstant
}

export type Access = 'hidden' | 'none' | 'read' | 'write' | 'read-write'

export type CollectionTable = {
  id: Generated<string>
  group_id: string
  name: string
  title: string
  description: string | null
  alias: string | null
  validation: Generated<'strict' | 'lenient'>
  media_types: Generated<string[]>
  default_tlp: string | null
  access: Json<Record<string, Access>>
  spreads_to: Json<Record<string, string>>
  publish_gate: Generated<'automatic' | 'review'>
  review: Generated<'automatic' | 'flagged' | 'always'>
  review_within: Generated<string>
}

/** `body` is the list as MISP writes it. */
export type WarningListTable = {
  name: string
  body: Json<Record<string, unknown>>
  entries: number
  changed_at: GivenInstant
}

export type HubTables = {
  hub: HubTable
  hub_key: HubKeyTable
  organisation: OrganisationTable
  principal: PrincipalTable
  credential: CredentialTable
  sign_in_failure: SignInFailureTable
  trust_group: TrustGroupTable
  membership: MembershipTable
  collection: CollectionTable
  warning_list: WarningListTable
}
