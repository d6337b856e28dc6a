// Gives the stubs of a revoked object what they would say today: a rule that hides more hides it in
// them too. Under the lock; reads and writes nothing itself.
import { makeStub, type Stub } from '../core/anonymity/stub.ts'
import { canonicalJson } from '../core/json/canonical.ts'
import { intersect, isEmpty } from '../core/sharing/audience.ts'
import { digestOf, type Form } from '../core/sharing/form.ts'
import type { Reason } from '../core/sharing/reason.ts'
import type { StixObject } from '../core/stix/object.ts'
import { changeForms } from './change-forms.ts'
import type { Draft, Drawing } from './drawing.ts'
import type { KeptVersion } from './forms.ts'
import { type Ground, historiesIn } from './ground.ts'
import { seenBy } from './histories.ts'
import { showStub } from './place-stub.ts'

const findDraft = (drawing: Drawing | null, form: Form): Draft | undefined =>
  drawing?.drafts.find(
    ({ segment: { name, profile, collection_id } }) =>
      name === form.segment && profile === form.profile && collection_id === form.collection_id,
  )

/** The bytes this draft has under the id of the stub; null where it has none. */
const bodyOf = ({ state, stix_id, body, derive }: Draft, form: Form): Buffer | null => {
  if (state !== 'shown' || body === null) return null
  if (stix_id === form.stix_id) return body
  const apart = derive?.()
  return apart?.stix_id === form.stix_id ? apart.body : null
}

const withhold = (form: Form, reason: Reason): Form => ({
  ...form,
  state: 'withheld',
  reason,
  rendition_id: null,
  pieces: [],
})

/** A stub of these bytes, later than the one that was shown; null where it says the same. */
const renew = (form: Form, body: Buffer, at: string): Stub | null => {
  const shown = { ...(JSON.parse(body.toString()) as StixObject), modified: form.version }
  const stub = makeStub(shown, at, form.profile)
  if (stub === null) return null
  const said = { ...JSON.parse(stub.body.toString()), modified: form.version }
  return digestOf(Buffer.from(canonicalJson(said))) === form.digest ? null : stub
}

/**
 * `drawing` is of the last version before the revocation, null where it can be planned no more. Its
 * viewers are shown what is left of it today; a stub that could only be told otherwise is withheld.
 */
export const stubAgain = (ground: Ground, revoked: KeptVersion, drawing: Drawing | null): void => {
  const histories = historiesIn(ground)
  const pending: (() => void)[] = []
  const forms = revoked.forms.map((form): Form => {
    if (form.segment === 'owner' || form.state !== 'shown') return form
    const draft = findDraft(drawing, form)
    const body = draft === undefined ? null : bodyOf(draft, form)
    if (draft === undefined) return withhold(form, 'unknown-marking')
    if (body === null) return withhold(form, draft.reason ?? 'superseded')
    const audience = intersect(seenBy(form, histories), draft.audience)
    if (isEmpty(audience)) return withhold(form, 'tlp-ceiling')
    const stub = renew(form, body, revoked.version)
    if (stub === null) return form
    const next: Form = { ...form, audience, pieces: [] }
    pending.push(() => {
      Object.assign(next, showStub(ground, revoked, next, stub, null))
    })
    return next
  })
  changeForms(ground, revoked, forms)
  for (const place of pending) place()
}
