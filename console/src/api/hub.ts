// What the hub file says, entry by entry and in its own words: read, changed with an ETag, and the
// acts beside it: status, people, members, agreements.
import type {
  CollectionEntry,
  GroupEntry,
  HubFile,
  OrganisationEntry,
  PersonEntry,
} from '../../../src/core/hub-file/model.ts'
import type { Profile, SegmentName } from '../../../src/core/sharing/segment.ts'
import { get, type Page, path, post, put, query, remove } from './request.ts'

/** An entry as the API gives it: the hub file's words, and what stands beside them. */
type Kept<Entry> = Partial<Entry> & {
  etag?: string
  last_seen?: string | null
  level?: string | null
  can_read?: boolean
  can_write?: boolean
}

export type OrganisationKept = Kept<OrganisationEntry> & { name: string; title: string }
export type GroupKept = Kept<GroupEntry> & { name: string; title: string }
export type CollectionKept = Kept<CollectionEntry> & { group: string; name: string; title: string }
export type HubKept = Kept<HubFile['hub']>
export type PersonKept = Partial<PersonEntry> & { name: string; etag?: string }

/** Only the words: what stands beside them is not sent back. */
const wordsOf = <Entry extends object>(entry: Kept<Entry>): object => {
  const { etag, last_seen, level, can_read, can_write, ...words } = entry
  return words
}

export const readHub = (): Promise<HubKept> => get('/api/hub')
export const saveHub = (hub: HubKept): Promise<void> => put('/api/hub', wordsOf(hub), hub.etag)

export const listOrganisations = (
  filters: { search: string; status: string },
  next: string | null,
): Promise<Page<OrganisationKept>> => get(`/api/organisations${query({ ...filters, next })}`)

/** As many as one page can hold: for their titles. */
export const listAllOrganisations = (): Promise<Page<OrganisationKept>> =>
  get(`/api/organisations${query({ limit: 200 })}`)

export const readOrganisation = (name: string): Promise<OrganisationKept> =>
  get(path`/api/organisations/${name}`)

export const saveOrganisation = (entry: OrganisationKept): Promise<void> =>
  put(path`/api/organisations/${entry.name}`, wordsOf(entry), entry.etag ?? null)

export const setStatus = (
  name: string,
  status: 'active' | 'suspended',
  reason: string,
): Promise<void> => post(path`/api/organisations/${name}/status`, { status, reason })

export const listPeople = (organisation: string): Promise<Page<PersonKept>> =>
  get(path`/api/organisations/${organisation}/people`)

export const savePerson = (
  organisation: string,
  { name, email, roles, clearances, etag }: PersonKept,
): Promise<void> =>
  put(
    path`/api/organisations/${organisation}/people/${name}`,
    {
      name,
      ...(email === undefined || email === '' ? {} : { email }),
      roles: roles ?? [],
      ...(clearances === undefined ? {} : { clearances }),
    },
    etag ?? null,
  )

export const removePerson = (organisation: string, name: string): Promise<void> =>
  remove(path`/api/organisations/${organisation}/people/${name}`)

export type Webhook = {
  id: string
  url: string
  created: string
  last_called: string | null
  last_status: number | null
  failures: number
}

export const listWebhooks = (organisation: string): Promise<Page<Webhook>> =>
  get(path`/api/organisations/${organisation}/webhooks`)

export const addWebhook = (
  organisation: string,
  url: string,
): Promise<{ url: string; secret: string }> =>
  post(path`/api/organisations/${organisation}/webhooks`, { url })

export const removeWebhook = (organisation: string, id: string): Promise<void> =>
  remove(path`/api/organisations/${organisation}/webhooks/${id}`)

export const listGroups = (next: string | null): Promise<Page<GroupKept>> =>
  get(`/api/groups${query({ next })}`)

export const readGroup = (name: string): Promise<GroupKept> => get(path`/api/groups/${name}`)

export const saveGroup = (entry: GroupKept): Promise<void> =>
  put(path`/api/groups/${entry.name}`, wordsOf(entry), entry.etag ?? null)

export const setMember = (group: string, organisation: string, level: string): Promise<void> =>
  put(path`/api/groups/${group}/members/${organisation}`, { level })

export const removeMember = (group: string, organisation: string): Promise<void> =>
  remove(path`/api/groups/${group}/members/${organisation}`)

export const acceptAgreement = (group: string): Promise<void> =>
  post(path`/api/groups/${group}/agreement/accept`)

export const listCollections = (next: string | null): Promise<Page<CollectionKept>> =>
  get(`/api/collections${query({ next })}`)

/** As many as one page can hold: for their names, and for choosing one. */
export const listAllCollections = (): Promise<Page<CollectionKept>> =>
  get(`/api/collections${query({ limit: 200 })}`)

export const readCollection = (group: string, name: string): Promise<CollectionKept> =>
  get(path`/api/collections/${group}/${name}`)

export const saveCollection = (entry: CollectionKept): Promise<void> =>
  put(path`/api/collections/${entry.group}/${entry.name}`, wordsOf(entry), entry.etag ?? null)

export type MatrixCell = {
  can_read: boolean
  can_write: boolean
  profile: Profile | null
  segment: SegmentName | null
  condition: 'consented' | 'addressed' | null
  reason: string
  words: { en: string; ja: string }
}

export type MatrixRow = {
  organisation: { name: string; title: string; status: string }
  /** In the order of the collections; null for what is not the reader's to know. */
  cells: (MatrixCell | null)[]
}

export type Matrix = Page<MatrixRow> & {
  collections: { id: string; group: string; name: string; title: string }[]
}

export const readMatrix = (
  filters: { group: string; search: string },
  next: string | null,
): Promise<Matrix> => get(`/api/matrix${query({ ...filters, next })}`)

export type WarningList = { name: string; description?: string | null; entries: number }

export const listWarningLists = (): Promise<Page<WarningList>> => get('/api/warning-lists')
