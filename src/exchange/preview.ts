// What would become of a submission: who would get which object, in which form, and why not.
// Drawn and decided by what publishes, so that what is told is what is delivered (PV1). Stores
// nothing.

import type { Accepted, Refused } from '../core/intake.ts'
import { type Difference, listDifferences } from '../core/json/difference.ts'
import type { Scanned } from '../core/json/scan.ts'
import { type Audience, unite } from '../core/sharing/audience.ts'
import type { Label } from '../core/sharing/label.ts'
import type { Reason } from '../core/sharing/reason.ts'
import { reasonWords } from '../core/sharing/reason-words.ts'
import type { Profile, SegmentName } from '../core/sharing/segment.ts'
import type { Tlp } from '../core/sharing/tlp.ts'
import type { StixObject } from '../core/stix/object.ts'
import { printPosition } from '../core/taxii/position.ts'
import { readClock } from '../storage/publication.ts'
import { ask } from './ask.ts'
import type { Caller, Context } from './context.ts'
import { drawObjects } from './draw.ts'
import { type Drawing, noCompany } from './drawing.ts'
import { findWritable, type Wanted } from './find-writable.ts'
import { type Face, type Foreseen, foresee, type Narrowed } from './foresee.ts'
import { readKnown } from './known.ts'
import { waitingReason } from './passed.ts'
import { idsOf, planSteps, takeSlices } from './publish-envelope.ts'
import { Refusal } from './refusal.ts'
import { listObjectRisks, listSegmentRisks } from './residual-risks.ts'
import { openReviewing, wordHeld } from './reviewing.ts'
import { type Source, sourceOf } from './source.ts'
import { openViewers, type Viewers, type ViewersOf } from './viewers.ts'

export type Fate = 'as-is' | 'derived' | 'withheld' | 'later'

/**
 * An object in a segment. `id`, `version` and `object` are what its viewers are shown; `version` is
 * null for one that the hub names when it is published, `object` for what is shown as it was sent.
 * `digest`: SHA-256 of the bytes, in base64. `viewers` is null where they are the segment's.
 */
export type PreviewForm = {
  segment: SegmentName
  profile: Profile
  collection: string
  fate: Fate
  reason: Reason | null
  words: string | null
  opens: string | null
  closes: string | null
  gate: string | null
  id: string | null
  version: string | null
  digest: string | null
  object: StixObject | null
  changes: Difference[]
  notes: string[]
  risks: string[]
  viewers: Viewers | null
}

export type PreviewObject = {
  id: string | null
  version: string | null
  verdict: Foreseen['verdict']
  message: string | null
  tlp: Tlp | null
  warnings: string[]
  narrows: Narrowed[]
  forms: PreviewForm[]
}

export type PreviewSegment = {
  segment: SegmentName
  profile: Profile
  collection: string
  words: string
  /** As whom its viewers know the source: by its name, or by another; null where by none. */
  source: string | null
  companions: StixObject[]
  risks: string[]
  viewers: Viewers
}

export type Preview = {
  collection: { id: string; group: string; title: string }
  /** When it was asked for. How often the hub's rules changed is nobody's to count. */
  at: string
  segments: PreviewSegment[]
  objects: PreviewObject[]
}

type Scene = { source: Source; viewersOf: ViewersOf; now: bigint }

const moment = (at: bigint | null): string | null => (at === null ? null : printPosition(at))

const segmentWords = ({ group }: Source): Record<SegmentName, string> => ({
  owner: 'your organisation',
  named: 'the persons you name',
  members: `members of ${group.title}`,
  authorities: `authorities in ${group.title}`,
  clients: `clients of members of ${group.title}`,
  peers: `peer hubs in ${group.title}`,
  community: 'the community of this hub',
  public: 'anyone',
})

const keyOf = (form: { segment: string; profile: string; collection_id: string }): string =>
  `${form.segment} ${form.profile} ${form.collection_id}`

const isDerived = (sent: Accepted, { form, body }: Face): boolean =>
  form.stix_id !== sent.stix_id || (body !== null && !body.equals(sent.body))

const fateOf = (sent: Accepted, face: Face): { fate: Fate; reason: Reason | null } => {
  const { state, reason } = face.form
  if (state === 'withheld') return { fate: 'withheld', reason }
  if (state === 'waiting') return { fate: 'later', reason: waitingReason(face.form.gate) }
  return { fate: isDerived(sent, face) ? 'derived' : 'as-is', reason: null }
}

const drawForm = (
  { source, viewersOf }: Scene,
  sent: Accepted,
  face: Face,
  attributed: boolean,
  shared: Audience | undefined,
): PreviewForm => {
  const { form, body, notes } = face
  const { segment, profile, collection_id: collection } = form
  const { fate, reason } = fateOf(sent, face)
  const shown = fate === 'withheld' ? null : body
  const object = shown === null ? null : (JSON.parse(shown.toString()) as StixObject)
  const derived = object !== null && isDerived(sent, face)
  return {
    segment,
    profile,
    collection,
    fate,
    reason,
    words: reason === null ? null : reasonWords[reason],
    opens: moment(form.opens),
    closes: moment(form.closes),
    gate: form.gate,
    id: fate === 'withheld' ? null : form.stix_id,
    version: fate === 'withheld' || sent.version === null ? null : form.version,
    digest: fate === 'withheld' ? null : form.digest,
    object: derived ? object : null,
    changes: derived ? listDifferences(sent.object, object) : [],
    notes,
    risks:
      object === null
        ? []
        : listObjectRisks(source, { name: segment, profile, attributed }, object),
    viewers: form.audience === shared ? null : viewersOf(form.audience),
  }
}

const warningsOf = (label: Label, sent: Accepted, { governedBy, drawing }: Foreseen): string[] => [
  ...(sent.warning === null ? [] : [sent.warning]),
  ...(label.marked
    ? []
    : [`no TLP marking: taken as TLP:${label.tlp.toUpperCase()}, the default here`]),
  ...label.warnings,
  ...(label.unknown ? [reasonWords['unknown-marking']] : []),
  ...(label.foreign ? [reasonWords['foreign-marking']] : []),
  ...(label.attribution ? [reasonWords['attribution-hidden']] : []),
  ...wordHeld(drawing?.review ?? null),
  ...(governedBy === null
    ? []
    : [`a later version, ${governedBy}, governs: whom it is kept from, this is kept from too`]),
]

type SegmentFacts = { attributed: boolean; companions: Map<string, StixObject> }

const gatherFacts = (drawn: (Drawing | Refused)[]): Map<string, SegmentFacts> => {
  const facts = new Map<string, SegmentFacts>()
  for (const each of drawn) {
    if (!each.ok) continue
    for (const { segment, companions } of each.drafts) {
      const { name, profile, collection_id } = segment
      const key = keyOf({ segment: name, profile, collection_id })
      const known = facts.get(key) ?? { attributed: segment.attributed, companions: new Map() }
      for (const companion of companions) known.companions.set(companion.id, companion)
      facts.set(key, known)
    }
  }
  return facts
}

/** Whom the forms of each segment are for together; what is withheld is for nobody. */
const gatherAudiences = (foreseen: Foreseen[]): Map<string, { face: Face; audience: Audience }> => {
  const gathered = new Map<string, { face: Face; audience: Audience }>()
  for (const face of foreseen.flatMap(({ faces }) => faces)) {
    const key = keyOf(face.form)
    const before = gathered.get(key)
    const withheld = face.form.state === 'withheld'
    const audience = withheld ? { any: [] } : face.form.audience
    gathered.set(key, { face, audience: unite(before?.audience ?? { any: [] }, audience) })
  }
  return gathered
}

const nameSource = (source: Source, { attributed, companions }: SegmentFacts): string | null => {
  if (attributed) return source.owner.title
  const identity = [...companions.values()].find(({ type }) => type === 'identity')
  return typeof identity?.name === 'string' ? identity.name : null
}

const describe = (scene: Scene, foreseen: Foreseen[], drawn: (Drawing | Refused)[]) => {
  const { source, viewersOf } = scene
  const facts = gatherFacts(drawn)
  const audiences = gatherAudiences(foreseen)
  const unknown: SegmentFacts = { attributed: false, companions: new Map() }
  const segments = [...audiences].map(([key, { face, audience }]): PreviewSegment => {
    const { segment, profile, collection_id } = face.form
    const fact = facts.get(key) ?? unknown
    const { attributed, companions } = fact
    return {
      segment,
      profile,
      collection: collection_id,
      words: segmentWords(source)[segment],
      source: nameSource(source, fact),
      companions: [...companions.values()],
      risks: listSegmentRisks(source, { name: segment, profile, attributed }),
      viewers: viewersOf(audience),
    }
  })
  const objects = foreseen.map((each): PreviewObject => {
    const { id, version, verdict, message, sent, drawing, narrows, faces } = each
    const told = { id, version, verdict, message, narrows }
    if (sent === null || drawing === null) return { ...told, tlp: null, warnings: [], forms: [] }
    const { label } = drawing
    const forms = faces.map((face) => {
      const key = keyOf(face.form)
      const { attributed } = facts.get(key) ?? unknown
      return drawForm(scene, sent, face, attributed, audiences.get(key)?.audience)
    })
    return { ...told, tlp: label.tlp, warnings: warningsOf(label, sent, each), forms }
  })
  return { segments, objects }
}

const sharingOf = (body: Buffer, { sharing }: Scanned): string | null =>
  sharing === null ? null : body.subarray(sharing.start, sharing.end).toString('utf8')

/**
 * Previews an envelope that passed the strict edge. Refuses as `submit` does, and with too-large
 * what would not be published in one step.
 */
export const preview = async (
  ctx: Context,
  caller: Caller,
  wanted: Wanted,
  body: Buffer,
  scanned: Scanned,
): Promise<Preview> => {
  const { policy, author, view } = await findWritable(ctx, caller, wanted)
  if (planSteps(scanned.objects, 0).length > 1) {
    throw new Refusal('too-large', 'this is too much for one preview: send fewer objects')
  }
  const sharing = sharingOf(body, scanned)
  const asked = ask(policy, author, view.group_id, sharing, BigInt(Date.now()) * 1000n)
  const owner = author.organisation_id as string
  const source = sourceOf(policy, view.id, owner, asked)
  if (source === null) throw new Refusal('not-found', 'there is no such collection')
  const objects: (Accepted | Refused)[] = []
  const { validation, media_types } = view
  const rules = { validation, media_types }
  await takeSlices(ctx, { body, rules }, scanned.objects, (object) => objects.push(object))
  const known = await readKnown(ctx, ctx.pools.writer, view.id, owner, idsOf(objects))
  const now = await readClock(ctx.pools.writer)
  const reviewOf = await openReviewing(ctx, source, now)
  const drawn = await drawObjects(ctx, source, objects, known, now, noCompany, reviewOf)
  const foreseen = await foresee(ctx, source, drawn, known, now)
  const viewersOf = await openViewers(ctx, policy, author.clearance)
  return {
    collection: { id: view.id, group: source.group.name, title: view.title },
    at: printPosition(now),
    ...describe({ source, viewersOf, now }, foreseen, drawn),
  }
}
