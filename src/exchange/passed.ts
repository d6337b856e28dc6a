// Gates that a kept version has passed: they stay passed when it is drawn anew, unless they were
// passed for other bytes. Knows no storage.
import { curation } from '../core/review/review.ts'
import { digestOf, type Form, isSameStrand, type Strand } from '../core/sharing/form.ts'
import type { Reason } from '../core/sharing/reason.ts'
import { passGate } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'
import { findReferences } from '../core/stix/reference.ts'
import type { Draft, Drawing } from './drawing.ts'
import type { Passed } from './stored-options.ts'

/** These are passed by somebody who has read the text; others by something that has happened. */
export const readingActs: readonly string[] = ['approval', 'review', curation]

/** What a form still waits for, after what has been done for it. */
export const gateLeft = (
  form: Strand & Pick<Form, 'gate' | 'digest'>,
  passed: readonly Passed[],
): string | null =>
  passed
    .filter((done) => isSameStrand(done, form))
    .filter(({ act, digest }) => !readingActs.includes(act) || digest === form.digest)
    .reduce<string | null>((gate, { act }) => passGate(gate, act), form.gate)

/** Why a form that waits is not shown yet. */
export const waitingReason = (gate: string | null): Reason => {
  if (gate === null) return 'not-yet-open'
  return gate.split('+').includes('approval') ? 'approval-missing' : 'gate-closed'
}

type Kept = { asked: { passed: Passed[] } }
type Drawn = { kept: Kept; drawing: Drawing | null }

const strandOf = ({ name, profile, collection_id }: Draft['segment']): Strand => ({
  segment: name,
  profile,
  collection_id,
})

const reopen = (draft: Draft, passed: Passed[]): Draft => {
  const { segment, body } = draft
  if (draft.state !== 'waiting' || body === null || passed.length === 0) return draft
  const form = { ...strandOf(segment), gate: segment.gate, digest: digestOf(body) }
  const gate = gateLeft(form, passed)
  if (gate === segment.gate) return draft
  const state = gate === null && segment.opens === null ? 'shown' : 'waiting'
  return { ...draft, state, segment: { ...segment, gate } }
}

const keyOf = (draft: Draft, id: string): string => {
  const { name, profile, collection_id } = draft.segment
  return `${collection_id} ${name} ${profile} ${id}`
}

/** The ids that bytes name besides their own, and besides who made them. */
export const listNamed = (body: Buffer | string): string[] => {
  const object = JSON.parse(body.toString()) as StixObject
  return findReferences(object)
    .filter(({ id, property }) => property !== 'created_by_ref' && id !== object.id)
    .map(({ id }) => id)
}

/**
 * Opens again what was open. INVARIANT: nothing opens that names something drawn with it that waits
 * in the same segment.
 */
export const reopenPassed = (drawn: Drawn[]): void => {
  type Opened = { drafts: Draft[]; at: number; before: Draft }
  const opened: Opened[] = []
  const waiting = new Set<string>()
  for (const { kept, drawing } of drawn) {
    drawing?.drafts.forEach((before, at) => {
      const draft = reopen(before, kept.asked.passed)
      if (draft !== before) opened.push({ drafts: drawing.drafts, at, before })
      drawing.drafts[at] = draft
      if (draft.state === 'waiting') waiting.add(keyOf(draft, draft.stix_id))
    })
  }
  for (let settled = false; !settled; ) {
    settled = true
    for (const { drafts, at, before } of opened) {
      const draft = drafts[at] as Draft
      if (draft.state !== 'shown' || draft.body === null) continue
      if (!listNamed(draft.body).some((id) => waiting.has(keyOf(draft, id)))) continue
      drafts[at] = before
      waiting.add(keyOf(before, before.stix_id))
      settled = false
    }
  }
}
