// Gives a kept version the forms it would get today. Under the lock; reads and writes nothing
// itself.
import { joinForms } from '../core/lineage.ts'
import {
  type Audience,
  implies,
  intersect,
  isEmpty,
  printAudience,
  subtract,
} from '../core/sharing/audience.ts'
import { digestOf, type Form, isSameStrand, type Piece } from '../core/sharing/form.ts'
import { changeForms } from './change-forms.ts'
import type { Draft, Drawing } from './drawing.ts'
import type { KeptVersion } from './forms.ts'
import { type Ground, historiesIn } from './ground.ts'
import { firstOf, seenBy } from './histories.ts'
import { formOf, type Lineage, placeForm, settleLineage, showDraft } from './place.ts'

const isSameContent = (form: Form, draft: Draft): boolean =>
  form.stix_id === draft.stix_id &&
  draft.body !== null &&
  form.digest === digestOf(draft.body) &&
  (form.state === 'shown' || form.state === 'covered')

type KeptPieces = { pieces: Piece[]; rest: Audience }

/** Pieces that still hold, cut to `audience`, and who of `wished` has none yet. */
const keepPieces = (form: Form, audience: Audience, wished: Audience): KeptPieces => {
  let rest = wished
  const pieces: Piece[] = []
  for (const piece of form.pieces) {
    const held = implies(piece.audience, audience)
      ? piece.audience
      : intersect(piece.audience, audience)
    if (isEmpty(held)) continue
    pieces.push(held === piece.audience ? piece : { ...piece, audience: held })
    rest = subtract(rest, held)
  }
  return { pieces, rest }
}

const isSameAudience = (a: Audience, b: Audience): boolean => printAudience(a) === printAudience(b)

/** What can no longer be planned at all is its owner's alone. */
const shut = (form: Form): Form =>
  form.segment === 'owner'
    ? form
    : { ...form, state: 'withheld', reason: 'unknown-marking', rendition_id: null, pieces: [] }

/**
 * Gives a version that is kept already the forms it would get today: what still holds stays where
 * it is, what is no longer right leaves its feed, what is new comes at the end.
 */
export const placeAgain = (
  ground: Ground,
  version: KeptVersion,
  drawing: Drawing | null,
  lineage: Lineage,
): void => {
  if (drawing === null) {
    changeForms(ground, version, version.forms.map(shut))
    return
  }
  const { accepted, drafts } = drawing
  const { version_order } = version
  const later = lineage.own.filter((kept) => kept.version_order > version_order)
  const wished = joinForms(later, { version_order, forms: drafts.map(formOf) })
  const histories = historiesIn(ground)
  const pending: (() => void)[] = []
  const forms = wished.forms.map((form, index): Form => {
    const draft = drafts[index] as Draft
    const before = version.forms.find((each) => isSameStrand(each, form))
    const placing = { ground, version, stix_type: accepted.stix_type, draft, form }
    form.first = firstOf(version.forms, form)
    if (form.state === 'shown' && before !== undefined && isSameContent(before, draft)) {
      // Those who came later see nothing that lies before them: it need not be said again of them.
      const { audience } = form
      if (isSameAudience(seenBy(before, histories), audience)) form.audience = before.audience
      const { pieces, rest } = keepPieces(before, form.audience, audience)
      form.pieces = pieces
      form.version = before.version
      if (!isEmpty(rest)) pending.push(() => showDraft(placing, rest))
      return form
    }
    if (
      form.state === 'waiting' &&
      before?.state === 'waiting' &&
      before.digest === form.digest &&
      before.gate === form.gate
    ) {
      return { ...before, audience: form.audience }
    }
    pending.push(() => placeForm(placing))
    return form
  })
  changeForms(ground, version, forms)
  for (const place of pending) place()
  settleLineage(ground, lineage.own)
}
