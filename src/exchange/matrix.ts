// Organisations × collections: what each can read and write, in which form, and why. Asks the rule
// of access, the plan and the audiences for objects that nobody has, as effective markings do.
import { mayDo } from '../core/role/rule.ts'
import { communityGroup, decideAccess, publicGroup } from '../core/sharing/access.ts'
import { admits } from '../core/sharing/audience.ts'
import { type Clearance, isWelcome, membershipIn, reachesLevel } from '../core/sharing/clearance.ts'
import { planSegments } from '../core/sharing/plan.ts'
import type { Reason } from '../core/sharing/reason.ts'
import { reasonWords } from '../core/sharing/reason-words.ts'
import { reasonWordsJa } from '../core/sharing/reason-words-ja.ts'
import type { Profile, Segment, SegmentName } from '../core/sharing/segment.ts'
import { type Tlp, tlpLevels } from '../core/sharing/tlp.ts'
import type { CollectionRow, OrganisationRow } from '../storage/policy.ts'
import { listClearances } from './clearance.ts'
import type { Caller, Context } from './context.ts'
import type { Policy } from './policy.ts'
import { type Condition, labelOf, probes, whereRead } from './reach.ts'
import { requireSignedIn } from './require-role.ts'

/**
 * How the widest of others' objects reach an organisation in a collection. `profile` and `segment`
 * are null where nothing does; `condition`: only when a provider says so.
 */
export type Cell = {
  can_read: boolean
  can_write: boolean
  profile: Profile | null
  segment: SegmentName | null
  condition: Condition | null
  reason: Reason
  words: { en: string; ja: string }
}

/** `cells` are in the order of the collections; null where it is not the caller's to know. */
export type MatrixRow = {
  organisation: { name: string; title: string; kind: string; status: string }
  cells: (Cell | null)[]
}

export type Matrix = {
  collections: { id: string; group: string; name: string; title: string }[]
  entries: MatrixRow[]
  more: boolean
}

export type MatrixSearch = {
  group: string | null
  search: string | null
  after: string | null
  limit: number
}

type Probe = { tlp: Tlp; condition: Condition | null; segments: Segment[] }

const probed = new WeakMap<Policy, Map<string, Probe[]>>()

/** What would become of an object of each level; the widest level first. */
const probesOf = (policy: Policy, collection: CollectionRow): Probe[] => {
  const known = probed.get(policy) ?? new Map<string, Probe[]>()
  probed.set(policy, known)
  const met = known.get(collection.id)
  if (met !== undefined) return met
  const situation = whereRead(policy, collection)
  const made = probes.flatMap(([condition, options]) => {
    const asked = { ...situation, options }
    return tlpLevels.map((tlp): Probe => {
      const plan = planSegments(asked, labelOf(tlp))
      const segments = plan.ok ? plan.segments : []
      const here = segments.filter(({ collection_id }) => collection_id === collection.id)
      return { tlp, condition, segments: here.filter(({ name }) => name !== 'owner') }
    })
  })
  known.set(collection.id, made)
  return made
}

/** Why the collection as a whole is closed to an organisation. */
const closedReason = (clearance: Clearance, collection: CollectionRow): Reason => {
  if (!isWelcome(clearance)) return 'organisation-not-active'
  const held = membershipIn(clearance, collection.group_id)
  if (collection.group === communityGroup && !clearance.community) return 'not-a-member'
  const open = [communityGroup, publicGroup].includes(collection.group)
  if (held === null && !open) {
    const sponsored = clearance.sponsors.some(({ group_id }) => group_id === collection.group_id)
    return sponsored ? 'excluded' : 'not-a-member'
  }
  if (held !== null && !reachesLevel(held.level, 'consumer')) return 'level-too-low'
  if (held !== null && !held.accepted) return 'agreement-not-accepted'
  return 'excluded'
}

type Reached = Pick<Cell, 'profile' | 'segment' | 'condition' | 'reason'>

const reachOf = (clearance: Clearance, probesHere: Probe[]): Reached => {
  let denied: Reason | null = null
  for (const { condition, segments } of probesHere) {
    for (const { name, profile, audience } of segments) {
      const { admitted, reason } = admits(audience, clearance)
      if (!admitted) denied ??= reason
      else {
        // What a condition lifts is the reason to tell.
        const why = condition === null ? reason : (denied ?? reason)
        return { profile, segment: name, condition, reason: why }
      }
    }
  }
  return { profile: null, segment: null, condition: null, reason: denied ?? 'tlp-ceiling' }
}

const decideCell = (policy: Policy, clearance: Clearance, collection: CollectionRow): Cell => {
  const { can_read, can_write } = decideAccess(clearance, collection)
  const reached: Reached = can_read
    ? reachOf(clearance, probesOf(policy, collection))
    : {
        profile: null,
        segment: null,
        condition: null,
        reason: closedReason(clearance, collection),
      }
  const { reason } = reached
  const words = { en: reasonWords[reason], ja: reasonWordsJa[reason] }
  return { can_read, can_write, ...reached, words }
}

const isBuiltIn = ({ group }: CollectionRow): boolean =>
  group === communityGroup || group === publicGroup

type Asking = { caller: Caller; policy: Policy }

/** Whether the caller may know how the organisation stands to a collection. */
const isTold = ({ caller }: Asking, row: OrganisationRow, collection: CollectionRow): boolean => {
  const { group_id } = collection
  const target = { organisation_id: row.id, group_id }
  return mayDo(caller, 'read-matrix', target)
}

/** A steward knows the members of its groups; others know themselves; who runs the hub, all. */
const isKnown = ({ caller, policy }: Asking, { id }: OrganisationRow): boolean => {
  if (mayDo(caller, 'read-matrix', { organisation_id: id })) return true
  return policy.groups.some(
    (group) =>
      group.members.includes(id) &&
      mayDo(caller, 'read-matrix', { organisation_id: id, group_id: group.id }),
  )
}

const columnsFor = ({ caller, policy }: Asking, group: string | null): CollectionRow[] =>
  [...policy.collectionById.values()]
    .filter((collection) => group === null || collection.group === group)
    .filter(
      (collection) =>
        decideAccess(caller.clearance, collection).visible ||
        mayDo(caller, 'read-collection', { group_id: collection.group_id }),
    )
    .sort((a, b) => (`${a.group}/${a.name}` < `${b.group}/${b.name}` ? -1 : 1))

/** One page of the matrix, as far as the caller may know it; `after` is the name before. */
export const readMatrix = async (
  ctx: Context,
  caller: Caller,
  { group, search, after, limit }: MatrixSearch,
): Promise<Matrix> => {
  requireSignedIn(caller)
  const policy = await ctx.policy.current()
  const asking = { caller, policy }
  const columns = columnsFor(asking, group)
  const wanted = search?.normalize('NFKC').toLowerCase() ?? ''
  const found = [...policy.organisationById.values()]
    .filter(({ name }) => after === null || name > after)
    .filter(({ name, title }) =>
      `${name} ${title}`.normalize('NFKC').toLowerCase().includes(wanted),
    )
    .filter((row) => isKnown(asking, row))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const clearances = new Map(
    (await listClearances(ctx)).map((clearance) => [clearance.organisation_id, clearance]),
  )
  const entries = found.slice(0, limit).flatMap((row): MatrixRow[] => {
    const clearance = clearances.get(row.id)
    if (clearance === undefined) return []
    const { name, title, kind, status } = row
    const cells = columns.map((collection) =>
      isTold(asking, row, collection) || isBuiltIn(collection)
        ? decideCell(policy, clearance, collection)
        : null,
    )
    return [{ organisation: { name, title, kind, status }, cells }]
  })
  const collections = columns.map(({ id, group: of, name, title }) => {
    return { id, group: of, name, title }
  })
  return { collections, entries, more: found.length > limit }
}
