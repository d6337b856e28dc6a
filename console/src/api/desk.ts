// What waits for a person: the home page's summary, gates, and the review queue.
import type { Profile, SegmentName } from '../../../src/core/sharing/segment.ts'
import { get, type Page, path, post, query } from './request.ts'
import type { Difference, StixObject } from './sharing.ts'

export type Home = {
  waits: {
    gates: number
    agreements: string[]
    expiring_credentials: { organisation: string; name: string; expires: string }[]
  }
  arrived: { collection: string; count: number; last: string | null }[]
  freshness: { shared: number; fetched: number; p50: number | null; p95: number | null } | null
  uptake: { organisation: string; title: string; collection: string; share: number | null }[]
  health: {
    pending_submissions: number
    held_collections: number
    ledger_waiting: number
  } | null
}

export const readHome = (): Promise<Home> => get('/api/home')

export type Gate = {
  collection: string
  rendition_id: string
  digest: string
  gate: string
  acts: string[]
  segment: SegmentName
  profile: Profile
  id: string
  opens: string | null
  closes: string | null
  object: StixObject
}

export const listGates = (): Promise<{ gates: Gate[]; more: boolean }> => get('/api/gates')

export const passGate = (
  { collection, rendition_id, digest }: Gate,
  act: string,
): Promise<unknown> =>
  post('/api/gates/pass', { collection, act, forms: [{ rendition_id, digest }] })

export type Finding = {
  check: string
  words: { en: string; ja: string }
  path: string
  text: string
}

export type Held = {
  id: string
  submission: string
  group: string
  collection: string
  object: StixObject
  renditions: {
    segment: SegmentName
    profile: Profile
    object: StixObject | null
    diff: Difference[]
  }[]
  findings: Finding[]
  since: string
  due: string | null
  needs: 1 | 2
  owner: string
  approvals: { person: string; organisation: string; at: string }[]
}

export const listReviews = (next: string | null): Promise<Page<Held>> =>
  get(`/api/reviews${query({ next })}`)

export type Verdict = 'release' | 'narrow' | 'refuse'

export const decideReview = (
  id: string,
  verdict: Verdict,
  body: { reason?: string; tlp?: string },
): Promise<{ state: 'open' | 'released' | 'refused'; needs: number }> =>
  post(`${path`/api/reviews/${id}`}/${verdict}`, body)
