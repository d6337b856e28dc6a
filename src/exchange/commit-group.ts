// One step of the publisher: several submissions decided, positioned and written in one
// transaction.

import type { Accepted, Refused } from '../core/intake.ts'
import { sameContent } from '../core/json/canonical.ts'
import {
  type Candidate,
  decideJoining,
  differentContent,
  type Kept,
  narrowLineage,
} from '../core/lineage.ts'
import { tlpOf } from '../core/stix/marking.ts'
import { printPosition } from '../core/taxii/position.ts'
import { type Narrowed, narrowVersions, settleVersions } from '../storage/lineages.ts'
import type { Client } from '../storage/pools.ts'
import {
  appendEntries,
  findKept,
  lockCollection,
  type NewEntry,
  nameVersion,
  readRaw,
} from '../storage/publication.ts'
import { addOutcomes, claimSubmissions, type SubmissionRow } from '../storage/submissions.ts'

/** An object and whom it is for. */
export type Planned = Accepted & { audience_id: number }

/** Objects of one submission, in their envelope's order, ready to be decided. */
export type Publication = {
  submission: SubmissionRow
  /** How many objects of the envelope were decided before these. */
  from: number
  objects: (Planned | Refused)[]
  /** Sum of the bodies, in octets. */
  bytes: number
  strict: boolean
}

/** Microseconds between two positions: at most 50 in one millisecond. */
export const positionStep = 20n

type Group = {
  position: bigint
  kept: Map<string, Kept[]>
  contents: Map<bigint, Buffer | string>
  missing: Set<bigint>
  entries: NewEntry[]
  settle: Set<string>
  narrow: Map<bigint, Narrowed>
}

const detail = (id: string, version: string, message: string | null): string =>
  JSON.stringify(message === null ? { id, version } : { id, version, message })

const candidateOf = (object: Accepted, owner_id: string): Candidate => ({ ...object, owner_id })

/**
 * True when the kept version says the same; a TLP marking is what its id says, whatever its name.
 */
const saysTheSame = (group: Group, kept: Kept, object: Accepted): boolean => {
  if (tlpOf(object.stix_id) !== null) return true
  const content = group.contents.get(kept.version_id)
  if (content === undefined) {
    group.missing.add(kept.version_id)
    return false
  }
  return sameContent(JSON.parse(content.toString()), JSON.parse(object.body.toString('utf8')))
}

/** Adds a version to its lineage; each version is then kept from whom a later one is kept from. */
const joinLineage = (group: Group, lineage: Kept[], joining: Kept): Kept => {
  const { under, narrowed } = narrowLineage(lineage, joining)
  const { audience_id, owner_only } = under ?? joining
  const joined = { ...joining, audience_id, owner_only }
  for (const version of narrowed) {
    const { version_id, stix_id } = version
    group.narrow.set(version_id, { version_id, stix_id, audience_id })
    lineage[lineage.indexOf(version)] = { ...version, audience_id, owner_only }
  }
  lineage.push(joined)
  return joined
}

const addEntry = (group: Group, object: Planned, publication: Publication): string => {
  const { submission } = publication
  const version = object.version ?? nameVersion(group.position)
  const entry: NewEntry = {
    ...object,
    position: group.position,
    owner_id: submission.organisation_id,
    submission_id: submission.id,
    version: version.text,
    version_order: version.order,
  }
  const lineage = group.kept.get(object.stix_id) ?? []
  if (lineage.length > 0) group.settle.add(object.stix_id)
  const joined = joinLineage(group, lineage, {
    ...entry,
    version_id: entry.position,
    owner_only: object.red,
    unversioned: object.version === null,
  })
  entry.audience_id = joined.audience_id
  group.kept.set(object.stix_id, lineage)
  group.contents.set(entry.position, object.body)
  group.entries.push(entry)
  group.position += positionStep
  return version.text
}

type Outcome = { success: boolean; text: string }

const decideObject = (
  group: Group,
  publication: Publication,
  object: Planned | Refused,
): Outcome => {
  const { submission } = publication
  if (!object.ok) {
    const version = object.version ?? printPosition(submission.received_at)
    return { success: false, text: detail(object.id ?? '(missing)', version, object.message) }
  }
  const kept = group.kept.get(object.stix_id) ?? []
  const joining = decideJoining(
    kept,
    candidateOf(object, submission.organisation_id),
    publication.strict,
  )
  if (joining.verdict === 'new') {
    const version = addEntry(group, object, publication)
    return { success: true, text: detail(object.stix_id, version, object.warning) }
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

const decidePublication = (group: Group, publication: Publication): SubmissionRow => {
  const outcomes = publication.objects.map((object) => decideObject(group, publication, object))
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

const arrange = (kept: Kept[]): Map<string, Kept[]> => {
  const byId = new Map<string, Kept[]>()
  for (const version of kept) {
    const lineage = byId.get(version.stix_id)
    if (lineage === undefined) byId.set(version.stix_id, [version])
    else lineage.push(version)
  }
  return byId
}

/**
 * Those nobody has decided yet; of one submission that came twice, as when it is resumed, the
 * first.
 */
const listOpen = (
  publications: Publication[],
  claimed: Map<string, SubmissionRow>,
): Publication[] => {
  const met = new Set<string>()
  return publications.filter(({ submission, from }) => {
    const row = claimed.get(submission.id)
    const decided = row === undefined ? 0 : row.success_count + row.failure_count
    if (decided !== from || met.has(submission.id)) return false
    met.add(submission.id)
    return true
  })
}

/**
 * Decides and writes the group in the caller's transaction; answers each publication's submission
 * as it then stands. A publication whose objects were decided by somebody else meanwhile is left
 * alone.
 */
export const commitGroup = async (
  client: Client,
  collectionId: string,
  publications: Publication[],
): Promise<SubmissionRow[]> => {
  const head = await lockCollection(client, collectionId)
  const claimed = await claimSubmissions(
    client,
    publications.map(({ submission }) => submission.id),
  )
  const open = listOpen(publications, claimed)
  const ids = new Set<string>()
  for (const { objects } of open)
    for (const object of objects) if (object.ok) ids.add(object.stix_id)
  const kept = await findKept(client, collectionId, [...ids])
  const least = head.last_position + positionStep
  const contents = new Map<bigint, Buffer | string>()
  const decide = (): { group: Group; rows: SubmissionRow[] } => {
    const group: Group = {
      position: head.now > least ? head.now : least,
      kept: arrange(kept),
      contents: new Map(contents),
      missing: new Set(),
      entries: [],
      settle: new Set(),
      narrow: new Map(),
    }
    return { group, rows: open.map((publication) => decidePublication(group, publication)) }
  }
  let { group, rows } = decide()
  if (group.missing.size > 0) {
    const raw = await readRaw(client, collectionId, [...group.missing])
    for (const [version_id, body] of raw) contents.set(version_id, body)
    ;({ group, rows } = decide())
  }
  await appendEntries(client, collectionId, head, group.entries)
  await narrowVersions(client, collectionId, [...group.narrow.values()])
  await settleVersions(client, collectionId, [...group.settle])
  const written = rows.length === 0 ? [] : await addOutcomes(client, rows)
  const now = new Map(written.map((row) => [row.id, row]))
  return publications.map(({ submission }) => {
    return (now.get(submission.id) ?? claimed.get(submission.id)) as SubmissionRow
  })
}
