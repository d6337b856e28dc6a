// One step of the publisher: several submissions decided, placed and written in one transaction.

import type { Accepted, Refused } from '../core/intake.ts'
import { sameContent } from '../core/json/canonical.ts'
import type { Act } from '../core/ledger/entry.ts'
import { type Candidate, decideJoining, differentContent, type Kept } from '../core/lineage.ts'
import { tlpOf } from '../core/stix/marking.ts'
import { printPosition } from '../core/taxii/position.ts'
import { holdRules } from '../storage/held-collections.ts'
import type { Client } from '../storage/pools.ts'
import { findRemoved, type RemovedRow } from '../storage/removed.ts'
import { addOutcomes, claimSubmissions, type SubmissionRow } from '../storage/submissions.ts'
import { findKept, type KeptRow, readRaw } from '../storage/versions.ts'
import type { Context } from './context.ts'
import { type Affected, askCovered, hideReferrers } from './dependants.ts'
import type { Drawing } from './drawing.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { type Ground, lockFeeds, openGround } from './ground.ts'
import { holdAllElsewhere } from './hold-elsewhere.ts'
import { arrange, sign } from './known.ts'
import { noteActs } from './ledger.ts'
import { meet, type Wanted } from './meet.ts'
import { openPace } from './pace.ts'
import { type Lineage, placeVersion } from './place.ts'
import { type Bodies, placeStub, readBodies } from './place-stub.ts'
import { countPlaces, planShown } from './plan-places.ts'
import { type Committed, idsOf, listOpen, outdated, type Publication } from './publication.ts'
import { wordHeld } from './reviewing.ts'
import { isRecalling, listSpreads } from './spreads.ts'
import { askElsewhere } from './withdraw.ts'
import { writeGround } from './write-ground.ts'

type Group = {
  ground: Ground
  lineages: Map<string, KeptVersion[]>
  contents: Map<bigint, string>
  bodies: Map<bigint, Buffer>
  touched: Set<string>
  /** What any owner has taken back, by id. */
  removed: Map<string, RemovedRow[]>
  affected: Map<string, Affected>
  held: Bodies
}

const detail = (id: string, version: string, message: string | null): string =>
  JSON.stringify(message === null ? { id, version } : { id, version, message })

/**
 * True when the kept version says the same; a TLP marking is what its id says, whatever its name.
 */
const saysTheSame = (group: Group, kept: Kept, object: Accepted): boolean => {
  if (tlpOf(object.stix_id) !== null) return true
  const content = group.bodies.get(kept.version_id) ?? group.contents.get(kept.version_id)
  if (content === undefined) return false
  return sameContent(JSON.parse(content.toString()), object.object)
}

const lineageOf = (group: Group, ownerId: string, stixId: string): Lineage => {
  const all = group.lineages.get(stixId) ?? []
  return {
    own: all.filter(({ owner_id }) => owner_id === ownerId),
    foreign: all.filter(({ owner_id }) => owner_id !== ownerId),
  }
}

const join = (group: Group, drawing: Drawing, publication: Publication, lineage: Lineage) => {
  const { submission, asked } = publication
  const { stix_id } = drawing.accepted
  const { organisation_id: owner_id, id: submission_id } = submission
  const { review } = drawing
  const key = `${owner_id} ${stix_id}`
  if (!group.affected.has(key)) {
    const gone = group.removed.get(stix_id) ?? []
    // What was taken back is hidden from whatever refers to it; what was never here is not.
    const none = gone.some((row) => row.owner_id === owner_id) ? [] : null
    const before = lineage.own.at(-1)?.forms ?? none
    group.affected.set(key, { owner_id, stix_id, before, after: [] })
  }
  const told = review === null ? asked : { ...asked, review }
  const facts = { owner_id, submission_id, asked: told }
  const version = drawing.accepted.revoked
    ? placeStub(group.ground, drawing, facts, lineage, group.held)
    : placeVersion(group.ground, drawing, facts, lineage)
  askCovered(group.ground, lineage)
  const all = group.lineages.get(stix_id)
  if (all === undefined) group.lineages.set(stix_id, [version])
  else all.push(version)
  group.bodies.set(version.version_id, drawing.accepted.body)
  group.touched.add(stix_id)
  const latest = lineage.own.reduce((a, b) => (b.version_order > a.version_order ? b : a), version)
  const affected = group.affected.get(key)
  if (affected !== undefined) affected.after = latest.forms
  return version
}

type Outcome = { success: boolean; text: string }

/** What its submitter is told of an object that is taken: of its content and its markings (M1). */
const warningsOf = ({ accepted, label, review }: Drawing): string | null => {
  const warnings = [
    ...(accepted.warning === null ? [] : [accepted.warning]),
    ...label.warnings,
    ...wordHeld(review),
  ]
  return warnings.length === 0 ? null : warnings.join('; ')
}

const decideObject = (
  group: Group,
  publication: Publication,
  drawing: Drawing | Refused,
): Outcome => {
  const { submission } = publication
  if (!drawing.ok) {
    const version = drawing.version ?? printPosition(submission.received_at)
    return { success: false, text: detail(drawing.id ?? '(missing)', version, drawing.message) }
  }
  const object = drawing.accepted
  const lineage = lineageOf(group, submission.organisation_id, object.stix_id)
  const candidate: Candidate = object
  const joining = decideJoining(lineage.own, candidate, publication.strict)
  if (joining.verdict === 'new') {
    const { version } = join(group, drawing, publication, lineage)
    return { success: true, text: detail(object.stix_id, version, warningsOf(drawing)) }
  }
  const named = object.version?.text ?? printPosition(submission.received_at)
  if (joining.verdict === 'refused') {
    return { success: false, text: detail(object.stix_id, named, joining.message) }
  }
  if (joining.verdict === 'present' || saysTheSame(group, joining.kept, object)) {
    return { success: true, text: detail(object.stix_id, joining.kept.version, 'already present') }
  }
  return { success: false, text: detail(object.stix_id, named, differentContent) }
}

const decidePublication = async (
  group: Group,
  publication: Publication,
): Promise<SubmissionRow> => {
  const outcomes: Outcome[] = []
  const pace = openPace(true)
  for (const object of publication.objects) {
    outcomes.push(decideObject(group, publication, object))
    await pace()
  }
  const successes = outcomes.filter((outcome) => outcome.success)
  const failures = outcomes.filter((outcome) => !outcome.success)
  return {
    ...publication.submission,
    success_count: successes.length,
    failure_count: failures.length,
    successes: successes.map((outcome) => outcome.text).join(','),
    failures: failures.map((outcome) => outcome.text).join(','),
  }
}

const stillFits = (
  group: Group,
  rows: Map<string, KeptRow[]>,
  others: KeptRow[],
  publication: Publication,
): boolean => {
  const { seen, submission, objects } = publication
  if (seen.ids.some((id) => group.touched.has(id))) return false
  const sent = objects.some((each) => each.ok && group.touched.has(each.accepted.stix_id))
  if (sent) return false
  const watched = seen.ids.flatMap((id) => rows.get(id) ?? [])
  const ids = new Set(seen.ids)
  const elsewhere = others.filter(({ stix_id }) => ids.has(stix_id))
  const gone = seen.ids.flatMap((id) => group.removed.get(id) ?? [])
  return sign([...watched, ...elsewhere], gone, submission.organisation_id) === seen.signature
}

const readContents = async (group: Group, publications: Publication[]): Promise<void> => {
  const missing = new Set<bigint>()
  for (const { objects, submission, strict } of publications) {
    for (const drawing of objects) {
      if (!drawing.ok || tlpOf(drawing.accepted.stix_id) !== null) continue
      const { own } = lineageOf(group, submission.organisation_id, drawing.accepted.stix_id)
      const joining = decideJoining(own, drawing.accepted, strict)
      if (joining.verdict === 'compare') missing.add(joining.kept.version_id)
    }
  }
  if (missing.size === 0) return
  const { client, home } = group.ground
  group.contents = await readRaw(client, home, [...missing])
}

const wantedOf = (publications: Publication[]): Wanted[] => {
  const wanted: Wanted[] = []
  for (const { objects, submission } of publications) {
    for (const drawing of objects) {
      if (!drawing.ok) continue
      wanted.push({ owner_id: submission.organisation_id, drawing })
    }
  }
  return wanted
}

const listRevoked = (
  publications: Publication[],
  lineages: Map<string, KeptVersion[]>,
): KeptVersion[] =>
  publications.flatMap(({ objects, submission }) =>
    objects.flatMap((drawing) =>
      drawing.ok && drawing.accepted.revoked
        ? (lineages.get(drawing.accepted.stix_id) ?? []).filter(
            ({ owner_id }) => owner_id === submission.organisation_id,
          )
        : [],
    ),
  )

const asAct = (row: SubmissionRow): Act => ({
  act: 'submit',
  principal_id: row.principal_id,
  organisation_id: row.organisation_id,
  collection_id: row.collection_id,
  object_id: null,
  positions: [],
  facts: { submission: row.id, taken: row.success_count, refused: row.failure_count },
})

/**
 * Decides and writes the group in the caller's transaction; answers each publication's submission
 * as it then stands, or that its drawing is outdated. A publication whose objects were decided by
 * somebody else meanwhile is left alone.
 */
export const commitGroup = async (
  ctx: Context,
  client: Client,
  collectionId: string,
  publications: Publication[],
): Promise<Committed[]> => {
  const epoch = await holdRules(client)
  const ground = openGround(ctx, client, collectionId)
  const shown = countPlaces(publications)
  await lockFeeds(ground, await listSpreads(ctx, collectionId), shown)
  ground.recalls = await isRecalling(ctx, collectionId)
  const claimed = await claimSubmissions(
    client,
    publications.map(({ submission }) => submission.id),
  )
  const open = listOpen(publications, claimed)
  const rows = await findKept(client, collectionId, idsOf(open))
  const kept = await reviveKept(ctx, client, rows)
  // Forms may lie where the collection no longer spreads to.
  const places = kept.flatMap(({ forms }) => forms.map(({ collection_id }) => collection_id))
  await lockFeeds(ground, places, shown)
  const lineages = arrange(kept)
  const group: Group = {
    ground,
    lineages,
    contents: new Map(),
    bodies: new Map(),
    touched: new Set(),
    removed: arrange(await findRemoved(client, collectionId, idsOf(open))),
    affected: new Map(),
    held: await readBodies(ground, listRevoked(open, lineages)),
  }
  planShown(ground, open)
  await meet(ground, wantedOf(open))
  await readContents(group, open)
  const rowsById = arrange(rows)
  const elsewhere = await holdAllElsewhere(ground, open)
  const decided: SubmissionRow[] = []
  const late = new Set<Publication>()
  for (const publication of open) {
    const others = elsewhere.get(publication.submission.organisation_id) ?? []
    const fits = publication.seen.epoch === epoch && stillFits(group, rowsById, others, publication)
    if (fits) decided.push(await decidePublication(group, publication))
    else late.add(publication)
  }
  await hideReferrers(ground, group.affected)
  for (const version of ground.changed.values()) {
    await askElsewhere(ctx, ground, version.owner_id, version.stix_id)
  }
  await writeGround(ground)
  const written = decided.length === 0 ? [] : await addOutcomes(client, decided)
  await noteActs(client, decided.map(asAct))
  const now = new Map(written.map((row) => [row.id, row]))
  return publications.map((publication) => {
    const { id } = publication.submission
    const row = late.has(publication)
      ? outdated
      : ((now.get(id) ?? claimed.get(id)) as SubmissionRow)
    return { row, redraws: ground.redraws.length }
  })
}
