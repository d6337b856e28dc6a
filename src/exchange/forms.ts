// Forms between how they are decided on and how they are kept: audiences as values here, as ids
// there.
import type { Kept } from '../core/lineage.ts'
import type { Audience } from '../core/sharing/audience.ts'
import type { Form } from '../core/sharing/form.ts'
import { earlierOf } from '../core/sharing/past.ts'
import type { Client, Pool } from '../storage/pools.ts'
import type { StoredForm } from '../storage/stored-form.ts'
import type { KeptRow } from '../storage/versions.ts'
import type { Context } from './context.ts'
import { type Asked, reviveAsked } from './stored-options.ts'

/** A kept version with what it was submitted with. */
export type KeptVersion = Kept & { submission_id: string; asked: Asked }

const numberOf = (text: string | undefined): bigint | null =>
  text === undefined ? null : BigInt(text)

const lowestOf = (pieces: readonly { position: bigint | string }[]): bigint | null =>
  pieces.reduce((least: bigint | null, { position }) => earlierOf(least, BigInt(position)), null)

/**
 * Where a form does not say when it was first shown: at its first piece; where it has none, it may
 * have been as soon as its version came.
 */
const firstOf = ({ first, state, pieces }: StoredForm, versionId: bigint): bigint | null => {
  if (first !== undefined) return first === '' ? null : BigInt(first)
  return lowestOf(pieces) ?? (state === 'waiting' ? null : versionId)
}

/** Told apart from what is understood without it. */
const storeFirst = ({ first, pieces }: Form): { first?: string } => {
  if (first !== null && first === lowestOf(pieces)) return {}
  return { first: first === null ? '' : String(first) }
}

const readForm = (
  stored: StoredForm,
  versionId: bigint,
  meaning: (id: number) => Audience,
): Form => ({
  segment: stored.segment as Form['segment'],
  profile: stored.profile as Form['profile'],
  collection_id: stored.collection_id,
  state: stored.state as Form['state'],
  reason: (stored.reason as Form['reason']) ?? null,
  audience: meaning(stored.audience_id),
  stix_id: stored.stix_id,
  version: stored.version,
  opens: numberOf(stored.opens),
  closes: numberOf(stored.closes),
  gate: stored.gate ?? null,
  rendition_id: numberOf(stored.rendition_id),
  digest: stored.digest ?? null,
  told: stored.told ?? null,
  first: firstOf(stored, versionId),
  pieces: stored.pieces.map((piece) => ({
    position: BigInt(piece.position),
    rendition_id: BigInt(piece.rendition_id),
    stix_id: piece.stix_id,
    audience: meaning(piece.audience_id),
  })),
})

const audiencesOf = function* (rows: KeptRow[]): Generator<number> {
  for (const { forms } of rows) {
    for (const { audience_id, pieces } of forms) {
      yield audience_id
      for (const piece of pieces) yield piece.audience_id
    }
  }
}

/** Rows as they are decided on. */
export const reviveKept = async (
  ctx: Context,
  client: Client | Pool,
  rows: KeptRow[],
): Promise<KeptVersion[]> => {
  const meaning = await ctx.audiences.read(audiencesOf(rows), client)
  return rows.map((row) => ({
    ...row,
    asked: reviveAsked(row.options),
    forms: row.forms.map((stored) => readForm(stored, row.version_id, meaning)),
  }))
}

const storeForm = (form: Form, idOf: (audience: Audience) => number): StoredForm => ({
  segment: form.segment,
  profile: form.profile,
  collection_id: form.collection_id,
  state: form.state,
  audience_id: idOf(form.audience),
  stix_id: form.stix_id,
  version: form.version,
  ...(form.reason === null ? {} : { reason: form.reason }),
  ...(form.opens === null ? {} : { opens: String(form.opens) }),
  ...(form.closes === null ? {} : { closes: String(form.closes) }),
  ...(form.gate === null ? {} : { gate: form.gate }),
  ...(form.rendition_id === null ? {} : { rendition_id: String(form.rendition_id) }),
  ...(form.digest === null ? {} : { digest: form.digest }),
  ...(form.told === null ? {} : { told: form.told }),
  ...storeFirst(form),
  pieces: form.pieces.map((piece) => ({
    position: String(piece.position),
    rendition_id: String(piece.rendition_id),
    stix_id: piece.stix_id,
    audience_id: idOf(piece.audience),
  })),
})

/** Every audience that these forms name. */
export const listAudiences = function* (forms: Iterable<Form>): Generator<Audience> {
  for (const { audience, pieces } of forms) {
    yield audience
    for (const piece of pieces) yield piece.audience
  }
}

/** Forms as they are kept. Precondition: `idOf` knows every audience of theirs. */
export const storeForms = (forms: Form[], idOf: (audience: Audience) => number): StoredForm[] =>
  forms.map((form) => storeForm(form, idOf))
