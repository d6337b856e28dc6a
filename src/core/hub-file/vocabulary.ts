// The closed lists of words a hub file may use. Knows no shape.

export const organisationKinds = [
  'company',
  'vendor',
  'mssp',
  'research',
  'cert',
  'isac',
  'government',
  'law-enforcement',
  'regulator',
  'public-body',
  'peer-hub',
] as const

export const organisationStatuses = [
  'active',
  'applicant',
  'restricted',
  'suspended',
  'terminated',
] as const

/** From the widest to the narrowest; the order is the order of strictness (TLP 2.0). */
export const tlpWords = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const

export const membershipLevels = [
  'observer',
  'consumer',
  'contributor',
  'trusted',
  'steward',
] as const

export const personRoles = [
  'analyst',
  'submitter',
  'approver',
  'org-admin',
  'curator',
  'auditor',
  'hub-admin',
] as const

export type PersonRole = (typeof personRoles)[number]

/** When versions of a collection wait for a reviewer. */
export const reviewWords = ['automatic', 'flagged', 'always'] as const

export const clientsWords = ['forbidden', 'need-to-know', 'allowed'] as const
export const consentWords = ['none', 'hub', 'government', 'group', 'everyone'] as const
export const attributionWords = ['cleared', 'members'] as const
export const accessWords = ['hidden', 'none', 'read', 'write', 'read-write'] as const

export const mediaTypes = [
  'application/stix+json;version=2.1',
  'application/stix+json;version=2.0',
] as const

/** Groups that are there without being listed; members come and go by themselves. */
export const builtInGroups = ['community', 'public'] as const

/** Words that stand in TAXII's or the hub's own paths, and so cannot name an API root. */
export const reservedGroupNames: ReadonlySet<string> = new Set([
  'api',
  'collections',
  'console',
  'discovery',
  'healthz',
  'manifest',
  'metrics',
  'objects',
  'readyz',
  'status',
  'taxii',
  'taxii2',
  'versions',
])
