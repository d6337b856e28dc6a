// Why an organisation sees an object, or does not: asked of the rule itself, by who shared it, by
// stewards of its group and by auditors. For everybody else there is no such object.
// INVARIANT: nobody but the owner learns from an answer who the owner is, or what it calls it.
import { decideAccess } from '../core/sharing/access.ts'
import { type Audience, admits } from '../core/sharing/audience.ts'
import type { Clearance } from '../core/sharing/clearance.ts'
import type { Form } from '../core/sharing/form.ts'
import type { Reason } from '../core/sharing/reason.ts'
import { reasonWords } from '../core/sharing/reason-words.ts'
import type { Profile, SegmentName } from '../core/sharing/segment.ts'
import { parsePosition, printPosition } from '../core/taxii/position.ts'
import type { CollectionRow } from '../storage/policy.ts'
import { findCalled } from '../storage/versions.ts'
import { findClearance } from './clearance.ts'
import type { Caller, Context } from './context.ts'
import { directoryOf } from './directory.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { seesOwn } from './gate.ts'
import { waitingReason } from './passed.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'
import { viewCollection } from './roots.ts'

/**
 * One form, and whether the organisation sees it. `id`, `version` and `since` are what it sees it
 * as, and since when; null where it does not. `persons`: those of it that are named, where persons
 * are.
 */
export type ExplainedForm = {
  segment: SegmentName
  profile: Profile
  collection: string
  sees: boolean
  reason: Reason
  words: string
  id: string | null
  version: string | null
  since: string | null
  opens: string | null
  closes: string | null
  gate: string | null
  persons: string[]
}

/** `version` is the owner's name of it for its owner; null for others. */
export type ExplainedVersion = {
  collection: string
  version: string | null
  revoked: boolean
  forms: ExplainedForm[]
}

export type Explanation = {
  id: string
  organisation: string
  sees: boolean
  versions: ExplainedVersion[]
}

type Stance = 'owner' | 'steward' | 'auditor'
type Asking = { caller: Caller; policy: Policy; id: string; auditor: boolean }

const isVisible = ({ state }: Form): boolean => state === 'shown' || state === 'covered'

/** A steward asks about what it sees itself; an auditor about whatever there is. */
const stanceOf = (asking: Asking, home: CollectionRow, version: KeptVersion): Stance | null => {
  const { caller, id, auditor } = asking
  if (seesOwn(caller, version)) return 'owner'
  if (auditor) return 'auditor'
  if (!caller.stewards.includes(home.group_id)) return null
  const sees = version.forms.some(
    (form) =>
      form.stix_id === id &&
      form.segment !== 'named' &&
      isVisible(form) &&
      form.pieces.some(({ audience, position }) => {
        const { admitted, since } = admits(audience, caller.clearance)
        return admitted && position > BigInt(since)
      }),
  )
  return sees ? 'steward' : null
}

const formsFor = ({ id }: Asking, stance: Stance, { forms }: KeptVersion): Form[] => {
  if (stance === 'owner') return forms
  return forms.filter(
    ({ segment, stix_id, digest }) =>
      segment !== 'owner' &&
      (segment !== 'named' || stance === 'auditor') &&
      // What is withheld has no bytes, and the name that only its owner knows.
      stix_id === id &&
      digest !== null,
  )
}

/** As if the owner were one of the others. */
const hideOwner = ({ any }: Audience, ownerId: string): Audience => ({
  any: any.map(({ all, none }) => ({
    all,
    none: none.filter((atom) => atom.is !== 'organisation' || atom.id !== ownerId),
  })),
})

const namesPersons = ({ any }: Audience): boolean =>
  any.some(({ all }) => all.some(({ is }) => is === 'person'))

type Viewer = { clearance: Clearance; policy: Policy }

const listPersons = ({ clearance, policy }: Viewer, audience: Audience): string[] =>
  namesPersons(audience)
    ? [...policy.personById.values()]
        .filter(({ organisation_id }) => organisation_id === clearance.organisation_id)
        .filter(
          ({ id }) => admits(audience, { ...clearance, principal_id: id, service: false }).admitted,
        )
        .map(({ name }) => name)
    : []

type Seen = { sees: boolean; reason: Reason; position: bigint | null }

const isRead = ({ policy, clearance }: Viewer, form: Form): boolean => {
  const collection = policy.collectionById.get(form.collection_id)
  return collection !== undefined && decideAccess(clearance, collection).can_read
}

const decide = (viewer: Viewer, version: KeptVersion, form: Form, audience: Audience): Seen => {
  const not = (reason: Reason): Seen => ({ sees: false, reason, position: null })
  const { admitted, reason, since } = admits(audience, viewer.clearance)
  const persons = listPersons(viewer, audience)
  if (!admitted && persons.length === 0) {
    return not(namesPersons(audience) ? 'not-addressed' : reason)
  }
  if (form.state === 'withheld') return not(form.reason ?? 'gate-closed')
  if (form.state === 'waiting') return not(waitingReason(form.gate))
  if (!isRead(viewer, form)) return not('level-too-low')
  // What others share under the same id is not told: it is as if this were the only one.
  const positions = form.pieces.map(({ position }) => position)
  const position = positions.reduce((a, b) => (b > a ? b : a), positions[0] ?? version.version_id)
  if (position <= BigInt(since)) return not('before-membership')
  return { sees: true, reason: admitted ? reason : 'named-person', position }
}

const moment = (at: bigint | null): string | null => (at === null ? null : printPosition(at))

/** To the second: finer it would tell in which order what nobody sees came about. */
const second = (at: bigint): string => printPosition(at - (at % 1_000_000n))

/** What has no version of its own is named by when it came, and is told to the second as well. */
const versionOf = ({ unversioned }: KeptVersion, { version }: Form): string => {
  const at = unversioned ? parsePosition(version) : null
  return at === null ? version : second(at)
}

const explainForm = (
  viewer: Viewer,
  version: KeptVersion,
  form: Form,
  stance: Stance,
): ExplainedForm => {
  const audience = stance === 'owner' ? form.audience : hideOwner(form.audience, version.owner_id)
  const { sees, reason, position } = decide(viewer, version, form, audience)
  return {
    segment: form.segment,
    profile: form.profile,
    collection: form.collection_id,
    sees,
    reason,
    words: reasonWords[reason],
    id: sees ? form.stix_id : null,
    version: sees ? versionOf(version, form) : null,
    since: position === null ? null : second(position),
    opens: moment(form.opens),
    closes: moment(form.closes),
    gate: form.gate,
    persons: listPersons(viewer, audience),
  }
}

const notFound = (): Refusal => new Refusal('not-found', 'there is no such object')

const explainIn = async (
  ctx: Context,
  asking: Asking,
  home: CollectionRow,
  viewer: Viewer,
): Promise<ExplainedVersion[]> => {
  const { writer } = ctx.pools
  const kept = await reviveKept(ctx, writer, await findCalled(writer, home.id, asking.id))
  return kept.flatMap((version): ExplainedVersion[] => {
    const called = version.stix_id === asking.id
    if (!called && version.forms.every(({ stix_id }) => stix_id !== asking.id)) return []
    const stance = stanceOf(asking, home, version)
    if (stance === null) return []
    const forms = formsFor(asking, stance, version)
    if (forms.length === 0) return []
    const owned = stance === 'owner'
    return [
      {
        collection: home.id,
        version: owned ? version.version : null,
        revoked: version.revoked,
        forms: forms.map((form) => explainForm(viewer, version, form, stance)),
      },
    ]
  })
}

/** Whom the caller may ask about: an auditor about anybody, others about whom they may know. */
const findAsked = async (
  ctx: Context,
  { policy, caller, auditor }: Asking,
  organisation: string,
): Promise<Viewer> => {
  const id = auditor
    ? policy.organisationByName.get(organisation)?.id
    : directoryOf(policy, caller.clearance).organisation(organisation)
  const clearance = id ? await findClearance(ctx, id) : null
  if (clearance === null) throw notFound()
  return { clearance, policy }
}

/**
 * Explains what an organisation sees of an object, under the id it was shared with or one it is
 * shown under. `collection` narrows it to where it was shared. Refuses with not-found whatever the
 * caller may not ask about, whether or not it is there.
 */
export const explain = async (
  ctx: Context,
  caller: Caller,
  id: string,
  organisation: string,
  collection: string | null,
): Promise<Explanation> => {
  if (caller.organisation_id === null || caller.principal_id === null) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  const policy = await ctx.policy.since(caller.epoch)
  const auditor = caller.kind === 'person' && caller.roles.includes('auditor')
  const asking = { caller, policy, id, auditor }
  const viewer = await findAsked(ctx, asking, organisation)
  const versions: ExplainedVersion[] = []
  for (const home of policy.collectionById.values()) {
    if (collection !== null && home.id !== collection && home.alias !== collection) continue
    if (!auditor && viewCollection(policy, caller, home.id) === null) continue
    versions.push(...(await explainIn(ctx, asking, home, viewer)))
  }
  if (versions.length === 0) throw notFound()
  const sees = versions.some(({ forms }) => forms.some((form) => form.sees))
  return { id, organisation, sees, versions }
}
