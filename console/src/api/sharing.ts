// Submitting and what goes before it: where one may write, recognition, preview, drafts, receipts.
import type { SharingOptions } from '../../../src/core/sharing/options.ts'
import type { Reason } from '../../../src/core/sharing/reason.ts'
import type { Profile, SegmentName } from '../../../src/core/sharing/segment.ts'
import { get, type Page, path, post, put, query, remove } from './request.ts'

export type StixObject = { type: string; id?: string; name?: string; [property: string]: unknown }

export type Writable = {
  id: string
  group: string
  title: string
  can_read: boolean
  can_write: boolean
  default_tlp: string | null
  write: string[]
}

export const readMarkings = (): Promise<{ collections: Writable[] }> =>
  get('/api/effective-markings')

export type Recognised = {
  object: StixObject
  from: { start: number; end: number; text: string } | null
  notes: { word: string; words: { en: string; ja: string } }[]
  confidence: number | null
}

export type Recognition = {
  kind: 'text' | 'csv' | 'stix' | 'misp'
  objects: Recognised[]
  ignored: { start: number; text: string; words: { en: string; ja: string } }[]
}

export const recognise = (asked: {
  text: string
  group: string
  collection: string
}): Promise<Recognition> => post('/api/recognise', asked)

export type Difference = {
  path: string
  kind: 'removed' | 'added' | 'changed'
  before?: unknown
  after?: unknown
}

export type Viewers = {
  anyone: boolean
  organisations: string[]
  persons: string[]
  others: number | null
}

export type PreviewForm = {
  segment: SegmentName
  profile: Profile
  collection: string
  fate: 'as-is' | 'derived' | 'withheld' | 'later'
  reason: Reason | null
  opens: string | null
  closes: string | null
  gate: string | null
  object: StixObject | null
  changes: Difference[]
  notes: string[]
  risks: string[]
}

export type PreviewObject = {
  id: string | null
  verdict: 'new' | 'present' | 'refused'
  message: string | null
  tlp: string | null
  warnings: string[]
  narrows: unknown[]
  forms: PreviewForm[]
}

export type PreviewSegment = {
  segment: SegmentName
  profile: Profile
  collection: string
  source: string | null
  risks: string[]
  viewers: Viewers
}

export type Preview = {
  collection: { id: string; group: string; title: string }
  segments: PreviewSegment[]
  objects: PreviewObject[]
}

export type Envelope = {
  group: string
  collection: string
  objects: StixObject[]
  x_sekisho_sharing?: SharingOptions
}

export const preview = (envelope: Envelope): Promise<Preview> => post('/api/preview', envelope)

type Detail = { id: string; version?: string; message?: string }

export type Receipt = {
  id: string
  status: 'complete' | 'pending'
  total_count: number
  success_count: number
  failure_count: number
  pending_count: number
  successes?: Detail[]
  failures?: Detail[]
}

export const submit = (envelope: Envelope): Promise<Receipt> => post('/api/submissions', envelope)

export const undo = (submission: string): Promise<{ undone: number }> =>
  post(path`/api/submissions/${submission}/undo`, {})

/** What the organisation sent: its status, where it went, and who of the organisation sent it. */
export type Submission = Receipt & {
  request_timestamp?: string
  group: string
  collection: string
  collection_id: string
  submitter: string | null
}

export const listSubmissions = (whose: string, next: string | null): Promise<Page<Submission>> =>
  get(`/api/submissions${query({ whose, next })}`)

export const readSubmission = (id: string): Promise<Submission> => get(path`/api/submissions/${id}`)

export type DraftHead = {
  id: string
  title: string
  state: 'draft' | 'proposed' | 'approved' | 'sent'
  author: string
  approver: string | null
  submission: string | null
  changed: string
  objects: number
  /** What the reader may do with it now. */
  steps: ('read' | 'change' | 'propose' | 'approve' | 'send')[]
}
export type Draft = DraftHead & { envelope: Envelope }

export const listDrafts = (next: string | null): Promise<Page<DraftHead>> =>
  get(`/api/drafts${query({ next })}`)

export const readDraft = (id: string): Promise<Draft> => get(path`/api/drafts/${id}`)

export const saveDraft = (
  id: string | null,
  draft: { title: string; envelope: Envelope },
): Promise<Draft> =>
  id === null ? post('/api/drafts', draft) : put(path`/api/drafts/${id}`, draft)

export const discardDraft = (id: string): Promise<void> => remove(path`/api/drafts/${id}`)

export const proposeDraft = (id: string): Promise<Draft> =>
  post(path`/api/drafts/${id}/propose`, {})

/** Approves exactly what was read: another text is refused. */
export const approveDraft = ({ id, changed }: DraftHead): Promise<Draft> =>
  post(path`/api/drafts/${id}/approve`, { changed })

/** `until`: nobody else sees it earlier, so that it can be taken back. */
export const sendDraft = (
  id: string,
  undoSeconds: number,
): Promise<{ draft: Draft; status: Receipt; until: string | null }> =>
  post(path`/api/drafts/${id}/send`, { undo_seconds: undoSeconds })
