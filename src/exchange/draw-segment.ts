// One segment of some objects: each drawn under the segment's profile, then their references
// settled together, then sealed. Knows no storage.
import { deriveId } from '../core/anonymity/pseudonym.ts'
import type { Scope } from '../core/anonymity/scope.ts'
import { type Sealed, sealObject } from '../core/anonymity/seal.ts'
import type { Surroundings } from '../core/anonymity/surroundings.ts'
import { justBefore } from '../core/anonymity/time.ts'
import { canonicalJson } from '../core/json/canonical.ts'
import { type Closed, closeReferences, type Outside } from '../core/sharing/closure.ts'
import { digestOf, type Telling } from '../core/sharing/form.ts'
import type { Histories } from '../core/sharing/past.ts'
import type { Reason } from '../core/sharing/reason.ts'
import type { Segment } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'
import { isTimestamp, orderOf } from '../core/stix/timestamp.ts'
import { validateObject, validateObject20 } from '../core/stix/validate.ts'
import type { Context } from './context.ts'
import { limitLayers } from './draw-past.ts'
import { drawPlaces, type Pending } from './draw-places.ts'
import { asDraft, type Draft, type Place } from './drawing.ts'
import { seenBy } from './histories.ts'
import { formOf, laterOf, openPrevious, orderIn } from './history.ts'
import type { Known } from './known.ts'
import { openPace } from './pace.ts'
import { companionsOf, findCompanions, type Source, scopeOf } from './source.ts'

/** The objects that have one segment. */
export type Sheet = { segment: Segment; places: Place[] }

/** Objects drawn together, and ids of those that come with them but are not drawn yet. */
export type Sent = { here: ReadonlyMap<string, StixObject>; later: ReadonlySet<string> }

/** What all segments of a drawing have in common. */
export type Desk = {
  ctx: Context
  source: Source
  sent: Sent
  known: Known
  survey: Surroundings
  histories: Histories
}

/** What gates a kept version has passed is looked at when it is placed. */
const stateOf = ({ opens, gate }: Segment): 'shown' | 'waiting' =>
  gate === null && opens === null ? 'shown' : 'waiting'

/** A segment of whole objects: the owner's, and what persons named from among it are shown. */
const copySegment = ({ places }: Sheet): void => {
  for (const place of places) {
    const { body } = place.drawing.accepted
    const state = stateOf(place.segment)
    place.drawing.drafts.push(asDraft(place, { state, body }))
  }
}

/** Versions of one id never meet in one closing: the latest of each first, then the one before. */
const layersOf = (pending: Pending[]): Pending[][] => {
  const byId = new Map<string, Pending[]>()
  for (const one of pending) {
    const list = byId.get(one.node.id)
    if (list === undefined) byId.set(one.node.id, [one])
    else list.push(one)
  }
  const layers: Pending[][] = []
  for (const list of byId.values()) {
    list.sort((a, b) => (orderIn(a.place.drawing) < orderIn(b.place.drawing) ? 1 : -1))
    list.forEach((one, depth) => {
      const layer = layers[depth]
      if (layer === undefined) layers.push([one])
      else layer.push(one)
    })
  }
  return layers
}

type Closing = { one: Pending; closed: Closed }

const closeLayers = (
  layers: Pending[][],
  sent: Sent,
  segment: Segment,
  scope: Scope,
  known: Known,
  histories: Histories,
): Closing[] => {
  const settled = new Map<string, Closed>()
  const outside: Outside = (id) => {
    const closed = settled.get(id)
    if (closed !== undefined) {
      return 'withheld' in closed
        ? { withheld: true }
        : { id: closed.id, audience: closed.audience, elsewhere: known.elsewhere.get(id) }
    }
    const hidden = sent.here.get(id)
    if (hidden !== undefined) return { withheld: true, object: hidden }
    if (!known.own.has(id)) return sent.later.has(id) ? { withheld: true } : null
    const form = formOf(known, segment, id)
    // What waits is not there yet.
    if (form?.state !== 'shown' && form?.state !== 'covered') return { withheld: true }
    const audience = seenBy(form, histories)
    return { id: form.stix_id, audience, elsewhere: known.elsewhere.get(id) }
  }
  const answers: Closing[] = []
  for (const layer of layers) {
    const nodes = layer.map(({ node }) => node)
    const closed = closeReferences(nodes, outside, (id) => deriveId(scope, id))
    for (const one of layer) {
      const answer = closed.get(one.node.id)
      if (answer !== undefined) answers.push({ one, closed: answer })
    }
    for (const [id, answer] of closed) if (!settled.has(id)) settled.set(id, answer)
  }
  return answers
}

const versionOf = (text: string | null) =>
  text !== null && isTimestamp(text) ? { text, order: orderOf(text) } : null

/** What its viewers were told before, under one id. */
type History = { before: string | null; removed: string | null; shown: Telling | null }

/**
 * Sealed after what came before it. Where this very version was shown under the same id it keeps
 * its time with its bytes; other bytes are told later than it, and than all that was told under the
 * id and taken back (V9).
 */
const sealAnew = (
  seal: (last: string | null) => Sealed,
  { before, removed, shown }: History,
): Sealed => {
  const last = laterOf(before, removed)
  if (shown === null) return seal(last)
  const sealed = seal(laterOf(before, justBefore(shown.version)))
  if (sealed.fate !== 'derived' || digestOf(sealed.body) === shown.digest) return sealed
  return seal(laterOf(last, shown.version))
}

const underOwnId = (scope: Scope, object: StixObject) => {
  const stix_id = deriveId(scope, object.id)
  return { stix_id, body: Buffer.from(canonicalJson({ ...object, id: stix_id })) }
}

type Sealing = Desk & { scope: Scope; companions: Map<string, StixObject> }

type Settled = { one: Pending; draft: Draft; failed: boolean }

const isValid = ({ ctx, source }: Desk, spec: string, object: StixObject): boolean =>
  (spec === '2.0'
    ? validateObject20(object, source.collection.validation)
    : validateObject(object, ctx.check, source.collection.validation)
  ).every(({ severity }) => severity !== 'error')

/** INVARIANT: under one id, versions are told in the order of their owner, no two at one time. */
const sealPlace = (
  sealing: Sealing,
  { one, closed }: Closing,
  previous: ReturnType<typeof openPrevious>,
): Settled => {
  const { ctx, scope, companions } = sealing
  const { place, notes } = one
  const held = (reason: Reason, failed: boolean, audience = place.segment.audience): Settled => ({
    one,
    draft: asDraft(place, { state: 'withheld', reason, audience, notes }),
    failed,
  })
  if ('withheld' in closed) return held(closed.withheld, false)
  const { accepted } = place.drawing
  const validate = (object: StixObject) => isValid(sealing, accepted.spec_version, object)
  const seal = (last: string | null) => sealObject(closed, accepted.object, scope, last, validate)
  const sealed = sealAnew(seal, {
    before: previous.before(place.drawing, closed.id),
    removed: previous.removed(place.drawing, closed.id),
    shown: previous.shownAs(place.drawing, closed.id),
  })
  if (sealed.fate === 'withheld') {
    if (sealed.alarm !== undefined) {
      ctx.log.warn({ alarm: 'residue', reason: sealed.reason }, 'a rendition was held back')
    }
    return held(sealed.reason, true)
  }
  const asIs = sealed.fate === 'as-is'
  const version = asIs ? accepted.version : versionOf(sealed.version)
  if (previous.isLate(place.drawing, closed.id, version)) {
    return held('later-version-shown', false, closed.audience)
  }
  previous.note(closed.id, version?.text ?? null)
  const draft = asDraft(place, {
    state: stateOf(place.segment),
    audience: closed.audience,
    stix_id: closed.id,
    version,
    body: asIs ? accepted.body : sealed.body,
    derive: asIs ? () => underOwnId(scope, accepted.object) : null,
    companions: asIs ? [] : findCompanions(companions, sealed.object),
    notes: [...notes, ...closed.pruned.map((at) => `pruned ${at}`)],
  })
  return { one, draft, failed: false }
}

const byOrder = (a: Closing, b: Closing): number => {
  const [x, y] = [orderIn(a.one.place.drawing), orderIn(b.one.place.drawing)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** Settles the references of what was drawn, and seals it: the earlier versions first. */
const sealAll = async (sealing: Sealing, segment: Segment, pending: Pending[]) => {
  const { sent, scope, known, histories } = sealing
  const layers = layersOf(pending)
  limitLayers(layers, known, sent.here, segment, histories)
  const closings = closeLayers(layers, sent, segment, scope, known, histories).sort(byOrder)
  const previous = openPrevious(known, segment)
  const settled: Settled[] = []
  const pace = openPace()
  for (const closing of closings) {
    settled.push(sealPlace(sealing, closing, previous))
    await pace()
  }
  return settled
}

/** Draws every object of a sheet for its segment, and adds the drafts to their drawings. */
export const drawSegment = async (desk: Desk, sheet: Sheet): Promise<void> => {
  const { ctx, source } = desk
  const { segment, places } = sheet
  if (segment.profile === 'P0') {
    copySegment(sheet)
    return
  }
  const scope = scopeOf(ctx, source, segment)
  const sealing = { ...desk, scope, companions: companionsOf(ctx, source) }
  let pending = await drawPlaces(desk.known, desk.survey, scope, places)
  for (;;) {
    const settled = await sealAll(sealing, segment, pending)
    const failed = settled.filter((each) => each.failed)
    // What cannot be sealed is hidden, and so is what refers to it: once more without it.
    for (const { one, draft } of failed.length > 0 ? failed : settled) {
      one.place.drawing.drafts.push(draft)
    }
    if (failed.length === 0) return
    const gone = new Set(failed.map(({ one }) => one))
    pending = pending.filter((one) => !gone.has(one))
  }
}
