// Gives a kept version other forms: what of them leaves its feed, and what is narrowed there.
// Writes nothing: the ground remembers it.
import { type Audience, nobody, only, unite } from '../core/sharing/audience.ts'
import { type Form, isSameStrand, type Piece } from '../core/sharing/form.ts'
import { limitToPast } from '../core/sharing/past.ts'
import { listVanished, rememberTold } from '../core/sharing/told.ts'
import type { KeptVersion } from './forms.ts'
import { type Feed, feedOf, type Ground, historiesIn } from './ground.ts'
import { rowOf } from './rows.ts'

const dropPiece = (feed: Feed, position: bigint): void => {
  feed.settle.delete(position)
  feed.narrowed.delete(position)
  const fresh = feed.entries.get(position)
  if (fresh === undefined) {
    feed.removed.add(position)
    return
  }
  feed.entries.delete(position)
  const rendition = feed.renditions.get(fresh.rendition_id)
  // The raw bytes stay: they are the version.
  if (rendition !== undefined && rendition.rendition_id !== rendition.version_id) {
    feed.renditions.delete(fresh.rendition_id)
  }
}

const narrowPiece = (feed: Feed, { position, rendition_id, audience }: Piece): void => {
  const fresh = feed.entries.get(position)
  if (fresh === undefined) {
    feed.narrowed.set(position, audience)
    return
  }
  fresh.audience = audience
  const rendition = feed.renditions.get(rendition_id)
  if (rendition !== undefined) rendition.audience = audience
}

const isKept = (renditionId: bigint, forms: Form[]): boolean =>
  forms.some(
    ({ rendition_id, pieces }) =>
      rendition_id === renditionId || pieces.some((piece) => piece.rendition_id === renditionId),
  )

/** The owners of what is kept. */
export const ownersOf = (kept: KeptVersion[]): Audience =>
  [...new Set(kept.map(({ owner_id }) => owner_id))].reduce(
    (owners: Audience, id) => unite(owners, only({ is: 'organisation', id })),
    nobody,
  )

/**
 * Notes what a kept version's viewers lose by getting other forms. Who keeps the same id, of which
 * `foreign` is, has an object of its own there still.
 */
export const noteLoss = (
  ground: Ground,
  kept: KeptVersion,
  forms: Form[],
  foreign: KeptVersion[],
): void => {
  const owners = ownersOf(foreign)
  const { owner_id, stix_id, version_id, spec_version } = kept
  const histories = historiesIn(ground)
  for (const form of kept.forms) {
    if (form.segment === 'owner') continue
    const { segment, collection_id, profile } = form
    const strand = { segment, collection_id, profile, drawn_as: form.stix_id }
    const now = forms.find((each) => isSameStrand(each, form))
    const isSameNow = (then: Audience, left: Audience): boolean =>
      limitToPast(then, form.first, histories) === limitToPast(left, form.first, histories)
    for (const piece of form.pieces) {
      const left = now?.pieces.find(({ position }) => position === piece.position)
      if (left?.audience === piece.audience) continue
      // Said anew of the same viewers: nobody lost it.
      if (left !== undefined && isSameNow(piece.audience, left.audience)) continue
      const seen = left?.audience ?? nobody
      const remaining = piece.stix_id === stix_id ? unite(seen, owners) : seen
      const row = rowOf(form.segment, piece.stix_id !== form.stix_id)
      const viewers = { piece, remaining, row }
      ground.lost.push({ ...strand, owner_id, stix_id, version_id, spec_version, ...viewers })
    }
  }
}

/** Gives a kept version other forms: pieces that are gone leave their feed, others narrow. */
export const changeForms = (ground: Ground, kept: KeptVersion, forms: Form[]): void => {
  const after = new Map<string, Piece>()
  for (const form of forms) {
    for (const piece of form.pieces) after.set(`${form.collection_id} ${piece.position}`, piece)
  }
  for (const form of kept.forms) {
    const feed = feedOf(ground, form.collection_id)
    if (form.rendition_id !== null && !isKept(form.rendition_id, forms)) {
      feed.forgotten.add(form.rendition_id)
    }
    for (const piece of form.pieces) {
      const now = after.get(`${form.collection_id} ${piece.position}`)
      if (now === undefined) dropPiece(feed, piece.position)
      else if (now.audience !== piece.audience) narrowPiece(feed, now)
    }
  }
  const vanished = listVanished(kept.forms, forms)
  const { owner_id, stix_id } = kept
  if (vanished.length > 0) ground.buried.push({ owner_id, stix_id, told: vanished })
  rememberTold(kept.forms, forms)
  kept.forms = forms
  if (!ground.added.has(kept)) ground.changed.set(kept.version_id, kept)
}
