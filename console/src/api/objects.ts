// What is shared and who may know of it: search, one object, its viewers, explain, the ledger.
import type { ActName } from '../../../src/core/ledger/entry.ts'
import type { Reason } from '../../../src/core/sharing/reason.ts'
import type { Profile, SegmentName } from '../../../src/core/sharing/segment.ts'
import { get, type Page, path, post, query } from './request.ts'
import type { StixObject, Viewers } from './sharing.ts'

export type ObjectEntry = {
  id: string
  type: string
  title: string | null
  tlp: string | null
  version: string
  added: string
  collection: string
  profile: Profile
  revoked: boolean
  mine: boolean
}

export type Filters = { value: string; type: string; added_after: string; tlp: string }

export const searchObjects = (
  filters: Filters,
  next: string | null,
): Promise<Page<ObjectEntry>> => {
  const { value, ...rest } = filters
  const asked = /^[a-z0-9-]+--[0-9a-f-]{36}$/.test(value) ? { id: value } : { value }
  return get(`/api/objects${query({ ...rest, ...asked, next })}`)
}

export type ObjectVersion = {
  version: string
  added: string
  collection: string
  profile: Profile
  revoked: boolean
  object: StixObject
}

export type ObjectAudience = {
  segment: SegmentName
  profile: Profile
  collection: string
  state: 'shown' | 'waiting' | 'withheld' | 'covered'
  reason: Reason | null
  words: { en: string; ja: string } | null
  opens: string | null
  closes: string | null
  gate: string | null
  viewers: Viewers
}

export type Relations = {
  nodes: { id: string; type: string; title: string | null }[]
  edges: { from: string; to: string; label: string }[]
}

export type ObjectPage = {
  versions: ObjectVersion[]
  audiences: ObjectAudience[]
  relations: Relations
  mine: boolean
}

export const readObject = (id: string): Promise<ObjectPage> => get(path`/api/objects/${id}`)

export type Explanation = {
  id: string
  organisation: string
  sees: boolean
  versions: {
    collection: string
    version: string | null
    revoked: boolean
    forms: {
      segment: SegmentName
      profile: Profile
      collection: string
      sees: boolean
      reason: Reason
      id: string | null
      since: string | null
      opens: string | null
      closes: string | null
      gate: string | null
      persons: string[]
    }[]
  }[]
}

export const explain = (id: string, organisation: string): Promise<Explanation> =>
  get(path`/api/objects/${id}/explain` + query({ organisation }))

export type Received = {
  named: { name: string; kind: string }[]
  others: { kind: string; organisations: number | null }[]
  anonymous: boolean
  all:
    | {
        organisation: string | null
        kind: string | null
        endpoint: string
        collection: string
        first: string
        last: string
        times: number
      }[]
    | null
}

export const whoReceived = (id: string): Promise<Received> =>
  get(path`/api/ledger/who-received/${id}`)

export type LedgerRow = {
  seq: string
  at: string
  act: ActName
  organisation: string | null
  principal: string | null
  collection: string | null
  object_id: string | null
  endpoint: string | null
  count: number | null
  facts: Record<string, unknown> | null
}

export type LedgerFilters = {
  act: string
  organisation: string
  collection: string
  object: string
  from: string
  to: string
}

export const readLedger = (filters: LedgerFilters, next: string | null): Promise<Page<LedgerRow>> =>
  get(`/api/ledger${query({ ...filters, next })}`)

export type ReceivedBy = {
  seq: string
  at: string
  endpoint: string
  collection: string
  count: number
  /** Ids of those that are still there. */
  objects: string[]
}

export const receivedBy = (organisation: string, next: string | null): Promise<Page<ReceivedBy>> =>
  get(path`/api/ledger/received-by/${organisation}` + query({ next }))

export type Verified = {
  whole: boolean
  rows: string
  seals: number
  fault: { seq: string | null; message: string } | null
}

export const verifyLedger = (): Promise<Verified> => post('/api/ledger/verify')

export const ledgerExport = '/api/ledger/export'
