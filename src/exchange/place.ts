// Puts drafts in their places: which version joins, what its forms become beside the others', and
// which positions they get. Under the lock; reads and writes nothing itself.
import type { Accepted } from '../core/intake.ts'
import { joinForms } from '../core/lineage.ts'
import {
  type Audience,
  intersect,
  isEmpty,
  nobody,
  only,
  subtract,
  unite,
} from '../core/sharing/audience.ts'
import { digestOf, type Form, type Piece } from '../core/sharing/form.ts'
import { orderOf } from '../core/stix/timestamp.ts'
import { nameVersion } from '../storage/publication.ts'
import { changeForms, noteLoss } from './change-forms.ts'
import type { Draft, Drawing } from './drawing.ts'
import type { KeptVersion } from './forms.ts'
import { addPiece, type Feed, feedOf, type Ground, needCompanions } from './ground.ts'
import { plannedFor } from './plan-places.ts'
import { rowOf, takeBehind, takePlace } from './rows.ts'

/** A version that joins, and everything kept under its id in the home collection. */
export type Lineage = { own: KeptVersion[]; foreign: KeptVersion[] }

export const formOf = (draft: Draft): Form => ({
  segment: draft.segment.name,
  profile: draft.segment.profile,
  collection_id: draft.segment.collection_id,
  state: draft.state,
  reason: draft.reason,
  audience: draft.audience,
  stix_id: draft.stix_id,
  version: draft.version?.text ?? '',
  opens: draft.segment.opens,
  closes: draft.segment.closes,
  gate: draft.segment.gate,
  rendition_id: null,
  digest: draft.body === null ? null : digestOf(draft.body),
  told: null,
  first: null,
  pieces: [],
})

/** Whom other lineages show the same id: with the same bytes, or with others. */
type Shown = { same: Audience; other: Audience }

const lookAround = (ground: Ground, version: KeptVersion, form: Form, digest: string): Shown => {
  let same = nobody
  let other = nobody
  const feed = feedOf(ground, form.collection_id)
  for (const entry of feed.met.get(form.stix_id) ?? []) {
    if (entry.owner_id === version.owner_id || feed.removed.has(entry.position)) continue
    const audience = feed.narrowed.get(entry.position) ?? entry.audience
    const equal =
      entry.digest === digest &&
      (version.unversioned || entry.version_order === version.version_order)
    if (equal) same = unite(same, audience)
    else other = unite(other, audience)
  }
  return { same, other }
}

export type Placing = {
  ground: Ground
  version: KeptVersion
  stix_type: string
  draft: Draft
  form: Form
}

const showPiece = (
  { ground, version, stix_type, draft, form }: Placing,
  audience: Audience,
  bytes: { stix_id: string; body: Buffer },
): Piece => {
  const feed = feedOf(ground, form.collection_id)
  const owned = form.segment === 'owner'
  // The owner's bytes are kept once: they are the version itself.
  const raw = owned && ground.added.has(version) && form.pieces.length === 0
  const apart = bytes.stix_id !== draft.stix_id
  const place = () =>
    owned
      ? takeBehind(feed.places)
      : takePlace(feed.places, rowOf(form.segment, apart), plannedFor(draft))
  const position = raw ? version.version_id : place()
  const piece = { position, rendition_id: position, stix_id: bytes.stix_id, audience }
  const named = draft.version ?? (raw ? versionNameOf(version) : nameOf(form, position))
  form.version = named.text
  form.first ??= position
  const { version_id, owner_id, stix_id, spec_version } = version
  const subject = { version_id, owner_id, stix_id, stix_type, spec_version }
  addPiece(feed, subject, form, piece, named.order, { body: bytes.body, size: bytes.body.length })
  form.pieces.push(piece)
  needCompanions(feed, draft.companions, audience)
  return piece
}

/** Whatever has no version is named once: of one strand, no piece supersedes another. */
const nameOf = ({ version, pieces }: Form, position: bigint) =>
  pieces.length === 0 ? nameVersion(position) : { text: version, order: orderOf(version) }

const versionNameOf = ({ version, version_order }: KeptVersion) => ({
  text: version,
  order: version_order,
})

/** It is as if it were shown here: who comes later came after it. */
const cover = ({ ground, form }: Placing): void => {
  form.state = 'covered'
  form.first ??= feedOf(ground, form.collection_id).places.first
}

/**
 * Shows a draft to whoever of `audience` is not shown it yet. Where another lineage holds the same
 * id, with the same bytes it is not announced twice; with other bytes it gets an id of its own for
 * those who see both. What a viewer is not shown changes nothing for that viewer.
 */
export const showDraft = (placing: Placing, audience: Audience): void => {
  const { ground, draft, form, version } = placing
  const body = draft.body as Buffer
  const { stix_id } = draft
  if (isEmpty(audience)) {
    cover(placing)
    return
  }
  if (!feedOf(ground, form.collection_id).met.has(stix_id) || stix_id !== version.stix_id) {
    showPiece(placing, audience, { stix_id, body })
    return
  }
  const shown = lookAround(ground, version, form, digestOf(body))
  const fresh = subtract(audience, shown.same)
  const apart = form.segment === 'owner' ? nobody : intersect(fresh, shown.other)
  const plain = form.segment === 'owner' ? fresh : subtract(fresh, shown.other)
  if (!isEmpty(plain)) showPiece(placing, plain, { stix_id, body })
  if (!isEmpty(apart) && draft.derive !== null) showPiece(placing, apart, draft.derive())
  if (form.pieces.length === 0) cover(placing)
}

const keepWaiting = (placing: Placing): void => {
  const { ground, version, draft, form } = placing
  const feed = feedOf(ground, form.collection_id)
  const rendition_id = takeBehind(feed.places)
  const body = draft.body as Buffer
  form.rendition_id = rendition_id
  feed.renditions.set(rendition_id, {
    rendition_id,
    version_id: version.version_id,
    audience: nobody,
    profile: form.profile,
    body,
  })
  if (form.opens !== null && form.gate === null) {
    const { collection_id } = form
    const due = form.opens
    ground.waiting.push({
      collection_id,
      due,
      home_id: ground.home,
      version_id: version.version_id,
    })
  }
}

const watchClosing = (ground: Ground, version: KeptVersion, form: Form): void => {
  if (form.closes === null || form.state === 'withheld') return
  const { collection_id, closes: due } = form
  const { version_id } = version
  ground.waiting.push({ collection_id, due, home_id: ground.home, version_id })
}

export const placeForm = (placing: Placing): void => {
  const { ground, version, form } = placing
  if (form.state === 'waiting') keepWaiting(placing)
  if (form.state === 'shown') showDraft(placing, form.audience)
  watchClosing(ground, version, form)
}

/** Another's version of the same name with other content makes way in the eyes of this owner. */
const giveWay = (ground: Ground, version: KeptVersion, foreign: KeptVersion[]): void => {
  const self = only({ is: 'organisation', id: version.owner_id })
  for (const kept of foreign) {
    if (kept.unversioned || kept.version_order !== version.version_order) continue
    if (kept.content_hash.equals(version.content_hash)) continue
    const forms = kept.forms.map((form) => ({
      ...form,
      pieces: form.pieces
        .map((piece) =>
          piece.stix_id === version.stix_id
            ? { ...piece, audience: subtract(piece.audience, self) }
            : piece,
        )
        .filter((piece) => !isEmpty(piece.audience)),
    }))
    changeForms(ground, kept, forms)
  }
}

/** Takes what superseded and superseding entries of a lineage there are into the new order. */
export const settleLineage = (ground: Ground, own: KeptVersion[]): void => {
  for (const kept of own) {
    if (!ground.added.has(kept)) ground.settled.add(kept)
    for (const form of kept.forms) {
      const feed = ground.feeds.get(form.collection_id)
      if (feed === undefined) continue
      for (const { position } of form.pieces) feed.settle.add(position)
    }
  }
}

/**
 * Adds a version to its owner's lineage with a form for each draft. Precondition: every collection
 * the drafts and the kept versions are in is locked.
 */
export const placeVersion = (
  ground: Ground,
  drawing: Drawing,
  facts: Pick<KeptVersion, 'owner_id' | 'submission_id' | 'asked'>,
  lineage: Lineage,
): KeptVersion => {
  const { accepted, drafts, targets } = drawing
  const home = feedOf(ground, ground.home)
  const version_id = takeBehind(home.places)
  const named = accepted.version ?? nameVersion(version_id)
  const version: KeptVersion = {
    ...factsOf(accepted),
    ...facts,
    version_id,
    version: named.text,
    version_order: named.order,
    unversioned: accepted.version === null,
    forms: [],
  }
  ground.added.add(version)
  keepRaw(home, version, accepted.body)
  const { forms, narrowed } = joinForms(lineage.own, {
    version_order: named.order,
    forms: drafts.map(formOf),
  })
  for (const { kept, forms: fewer } of narrowed) {
    if (ground.recalls) noteLoss(ground, kept, fewer, lineage.foreign)
    changeForms(ground, kept, fewer)
  }
  version.forms = forms
  if (lineage.own.length > 0) settleLineage(ground, lineage.own)
  if (lineage.foreign.length > 0) giveWay(ground, version, lineage.foreign)
  const { stix_type } = accepted
  forms.forEach((form, index) => {
    const draft = drafts[index] as Draft
    placeForm({ ground, version, stix_type, draft, form })
  })
  for (const target of targets) ground.references.push({ target, version_id })
  lineage.own.push(version)
  return version
}

/** What a kept version says of its object. */
export const factsOf = (accepted: Accepted) => ({
  stix_id: accepted.stix_id,
  spec_version: accepted.spec_version,
  created_order: accepted.created_order,
  created_by_ref: accepted.created_by_ref,
  revoked: accepted.revoked,
  content_hash: accepted.content_hash,
})

// Raw bytes are nobody's until an entry shows them.
const keepRaw = (home: Feed, { version_id }: KeptVersion, body: Buffer): void => {
  home.renditions.set(version_id, {
    rendition_id: version_id,
    version_id,
    audience: nobody,
    profile: 'P0',
    body,
  })
}
