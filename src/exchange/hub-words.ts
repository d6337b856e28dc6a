// What the hub holds, in the words of a hub file and without a secret: what is read here and sent
// back unchanged changes nothing.
import { createHash } from 'node:crypto'
import type {
  CollectionEntry,
  CredentialEntry,
  GroupEntry,
  HubFile,
  OrganisationEntry,
  PersonEntry,
} from '../core/hub-file/model.ts'
import { builtInGroups } from '../core/hub-file/vocabulary.ts'
import { canonicalJson } from '../core/json/canonical.ts'
import type {
  CollectionRow,
  CredentialRow,
  GroupRow,
  HubState,
  OrganisationRow,
  PrincipalRow,
} from '../storage/hub.ts'

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> }

/** Without what is null or not there: a hub file leaves out what it does not say. */
const given = <T extends object>(words: T): Given<T> =>
  Object.fromEntries(
    Object.entries(words).filter(([, value]) => value !== null && value !== undefined),
  ) as Given<T>

/** A strong entity tag (RFC 9110 §8.8.3) of an entry's words. */
export const etagOf = (words: unknown): string => {
  const text = canonicalJson(JSON.parse(JSON.stringify(words)))
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
}

export const hubWords = ({ hub }: HubState): HubFile['hub'] =>
  ({
    title: hub.title,
    ...given({
      description: hub.description,
      contact: hub.contact,
      default_tlp: hub.default_tlp,
    }),
    phrases: hub.phrases,
  }) as HubFile['hub']

const credentialWordsOf = (row: CredentialRow, holder: PrincipalRow): CredentialEntry =>
  ({
    name: row.name,
    kind: holder.kind,
    ...given({
      person: holder.kind === 'person' ? holder.name : null,
      basic: row.kind === 'basic' ? { username: row.username as string } : null,
      certificate: row.kind === 'certificate' ? { fingerprint: row.secret } : null,
      expires: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
      max_tlp: row.max_tlp,
    }),
  }) as CredentialEntry

const personWordsOf = ({ name, email, roles, clearances }: PrincipalRow): PersonEntry =>
  ({ name, ...given({ email }), roles, clearances }) as PersonEntry

/** The rows of an organisation's people and credentials; revoked ones are no words of a file. */
export const heldBy = (
  state: HubState,
  organisationId: string,
): { principals: PrincipalRow[]; credentials: { row: CredentialRow; holder: PrincipalRow }[] } => {
  const principals = state.principals.filter((row) => row.organisation_id === organisationId)
  const byId = new Map(principals.map((row) => [row.id, row]))
  const credentials = state.credentials.flatMap((row) => {
    const holder = byId.get(row.principal_id)
    return holder === undefined || row.revoked_at !== null ? [] : [{ row, holder }]
  })
  return { principals, credentials }
}

export const organisationWordsOf = (state: HubState, row: OrganisationRow): OrganisationEntry => {
  const { principals, credentials } = heldBy(state, row.id)
  const peer = { max_tlp: row.peer_max_tlp, same_community: row.same_community }
  return {
    name: row.name,
    title: row.title,
    kind: row.kind,
    sectors: row.sectors,
    ...given({ country: row.country }),
    status: row.status,
    identities: row.identities,
    assets: row.assets,
    vouches: row.vouches,
    client_of: row.client_of,
    credentials: credentials.map(({ row: held, holder }) => credentialWordsOf(held, holder)),
    people: principals.filter(({ kind }) => kind === 'person').map(personWordsOf),
    ...given({ default_tlp: row.default_tlp }),
    agreements: row.agreements,
    clearances: row.clearances,
    ...(row.kind === 'peer-hub' ? { peer } : {}),
  } as OrganisationEntry
}

const isBuiltIn = (name: string): boolean => (builtInGroups as readonly string[]).includes(name)

export const groupWordsOf = (state: HubState, row: GroupRow): GroupEntry => {
  const names = new Map(state.organisations.map(({ id, name }) => [id, name]))
  const members = state.memberships
    .filter(({ group_id }) => group_id === row.id && !isBuiltIn(row.name))
    .map(({ organisation_id, level }) => [names.get(organisation_id) as string, level] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    name: row.name,
    title: row.title,
    ...given({ description: row.description }),
    members: Object.fromEntries(members),
    max_tlp: row.max_tlp,
    ...given({ default_tlp: row.default_tlp }),
    clients: row.clients,
    consent: row.consent,
    history: row.history,
    agreement: row.agreement,
    attribution: row.attribution,
    provider_approval: row.provider_approval,
    recall: row.recall,
    two_person: row.two_person,
    allow: row.allow,
  } as GroupEntry
}

export const collectionWordsOf = (state: HubState, row: CollectionRow): CollectionEntry => {
  const group = state.groups.find(({ id }) => id === row.group_id)
  return {
    group: group?.name,
    name: row.name,
    title: row.title,
    ...given({ description: row.description }),
    id: row.id,
    ...given({ alias: row.alias }),
    validation: row.validation,
    media_types: row.media_types,
    ...given({ default_tlp: row.default_tlp }),
    access: row.access,
    spreads_to: row.spreads_to,
    ...(group?.name === 'public' ? { publish_gate: row.publish_gate } : {}),
    review: row.review,
    review_within: row.review_within,
  } as CollectionEntry
}
