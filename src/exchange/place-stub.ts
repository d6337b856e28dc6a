// Places a revoked version: whoever was shown the object is shown that it is revoked, under the id
// and the name of its creator they know; nobody else is shown anything (V4).
import { makeStub, type Stub } from '../core/anonymity/stub.ts'
import { isEmpty, nobody, subtract, unite } from '../core/sharing/audience.ts'
import { digestOf, type Form, strandOf } from '../core/sharing/form.ts'
import { type Histories, limitToPast } from '../core/sharing/past.ts'
import type { StixObject } from '../core/stix/object.ts'
import { readRaw } from '../storage/versions.ts'
import { changeForms, ownersOf } from './change-forms.ts'
import type { Draft, Drawing } from './drawing.ts'
import type { KeptVersion } from './forms.ts'
import { feedOf, type Ground, historiesIn } from './ground.ts'
import { type Lineage, placeVersion } from './place.ts'
import { plannedFor } from './plan-places.ts'
import { type Planned, rowOf, takePlace } from './rows.ts'

/** Bytes that viewers hold, by collection and rendition. */
export type Bodies = Map<string, string>

const bodyKey = (collectionId: string, renditionId: bigint): string =>
  `${collectionId} ${renditionId}`

/** Reads what the viewers of these versions hold. */
export const readBodies = async (ground: Ground, kept: KeptVersion[]): Promise<Bodies> => {
  const wanted = new Map<string, bigint[]>()
  for (const { forms } of kept) {
    for (const { collection_id, pieces } of forms) {
      const numbers = wanted.get(collection_id) ?? []
      numbers.push(...pieces.map(({ rendition_id }) => rendition_id))
      wanted.set(collection_id, numbers)
    }
  }
  const bodies: Bodies = new Map()
  for (const [collectionId, numbers] of wanted) {
    const read = await readRaw(ground.client, collectionId, numbers)
    for (const [number, body] of read) bodies.set(bodyKey(collectionId, number), body)
  }
  return bodies
}

/** Without those who keep the same id themselves: their own object is not revoked (V7). */
const leaveOwn = (held: Form, id: string, foreign: KeptVersion[]): Form[] => {
  if (held.stix_id !== id) return [held]
  const audience = subtract(held.audience, ownersOf(foreign))
  return isEmpty(audience) ? [] : [{ ...held, audience }]
}

type Facts = Parameters<typeof placeVersion>[2]

/**
 * What the viewers of one strand hold: the latest piece under each id. Who came after what it was
 * shown at holds nothing of it.
 */
export const listHeld = (own: KeptVersion[], histories: Histories): Form[] => {
  const held = new Map<string, Form>()
  for (const { forms } of own) {
    for (const form of forms) {
      if (form.segment === 'owner') continue
      for (const piece of form.pieces) {
        const key = `${form.collection_id} ${form.segment} ${form.profile} ${piece.stix_id}`
        const before = held.get(key)
        const viewers = limitToPast(piece.audience, form.first, histories)
        const audience = unite(before?.audience ?? nobody, viewers)
        held.set(key, { ...form, stix_id: piece.stix_id, audience, pieces: [piece] })
      }
    }
  }
  return [...held.values()]
}

/** A stub takes the place that was kept for the object in its segment. */
const findPlanned = (drafts: Draft[], held: Form): Planned | null => {
  const draft = drafts.find(
    ({ segment: { name, collection_id } }) =>
      name === held.segment && collection_id === held.collection_id,
  )
  return draft === undefined ? null : plannedFor(draft)
}

const placeStubForm = (
  ground: Ground,
  version: KeptVersion,
  held: Form,
  bodies: Bodies,
  drafts: Draft[],
): Form | null => {
  const [last] = held.pieces
  const text = last && bodies.get(bodyKey(held.collection_id, last.rendition_id))
  if (last === undefined || text === undefined) return null
  const stub = makeStub(JSON.parse(text) as StixObject, version.version, held.profile)
  return stub && showStub(ground, version, held, stub, findPlanned(drafts, held))
}

/** Shows the viewers of a form a stub in its place; answers the form as it is then. */
export const showStub = (
  ground: Ground,
  version: KeptVersion,
  held: Form,
  stub: Stub,
  planned: Planned | null,
): Form => {
  const { audience, stix_id, profile } = held
  const stix_type = version.stix_id.slice(0, version.stix_id.indexOf('--'))
  const feed = feedOf(ground, held.collection_id)
  const position = takePlace(feed.places, rowOf(held.segment, false), planned)
  const piece = { position, rendition_id: position, stix_id, audience }
  const { owner_id, version_id, spec_version } = version
  feed.entries.set(position, {
    position,
    rendition_id: position,
    owner_id,
    audience,
    strand: strandOf(owner_id, version.stix_id, held),
    size: stub.body.length,
    stix_id,
    stix_type,
    spec_version,
    version: stub.version,
    version_order: stub.order,
  })
  feed.settle.add(position)
  feed.renditions.set(position, {
    rendition_id: position,
    version_id,
    audience,
    profile,
    body: stub.body,
  })
  return {
    ...held,
    state: 'shown',
    version: stub.version,
    digest: digestOf(stub.body),
    first: position,
    pieces: [piece],
  }
}

/**
 * Adds a revoked version. Its owner is shown it as given; earlier recipients get its stub, and what
 * they were shown before is no longer served. Preconditions as for placeVersion.
 */
export const placeStub = (
  ground: Ground,
  drawing: Drawing,
  facts: Facts,
  lineage: Lineage,
  bodies: Bodies,
): KeptVersion => {
  const earlier = [...lineage.own]
  // What comes and goes in one transaction was never shown.
  const held = listHeld(
    earlier.filter((kept) => !ground.added.has(kept)),
    historiesIn(ground),
  ).flatMap((form) => leaveOwn(form, drawing.accepted.stix_id, lineage.foreign))
  const drafts = drawing.drafts.filter(({ segment }) => segment.name === 'owner')
  const lost = ground.lost.length
  const version = placeVersion(ground, { ...drawing, drafts }, facts, lineage)
  // Whoever loses by this is told by the stub, and needs no recall besides.
  ground.lost.length = lost
  const stubs = held
    .map((form) => placeStubForm(ground, version, form, bodies, drawing.drafts))
    .filter((form) => form !== null)
  version.forms = [...version.forms, ...stubs]
  for (const kept of earlier) {
    const forms = kept.forms.map(
      (form): Form =>
        form.segment === 'owner'
          ? form
          : { ...form, state: 'withheld', reason: 'superseded', rendition_id: null, pieces: [] },
    )
    changeForms(ground, kept, forms)
  }
  return version
}
