// The sharing rule a second time, as one decision about one viewer: the table of the sharing model
// §3.4, the consents of §3.5 and the design's §5 read line by line. Shares no code with the plan
// and the audiences it is compared with. Each rule has a name, by which it can be left out.
import type { Clearance } from '../../src/core/sharing/clearance.ts'
import { addressedSince, addresses, mayComeIn } from './reference-addressees.ts'
import {
  authorities,
  type Holding,
  holdingOf,
  isRefused,
  isServed,
  type Level,
  type Post,
  type Profile,
  type Reading,
  type Relation,
  type Rule,
  reaches,
  reachesConsent,
  read,
  strictest,
  type When,
  whenOpen,
} from './reference-post.ts'

/** How a viewer is shown a version: in which segment, how, and from when on. */
export type Shown = {
  as: Relation | 'owner' | 'named'
  profile: Profile
  attributed: boolean
  ceiling: Level
  tearline: Level | null
  opens: bigint | null
  closes: bigint | null
  gate: string | null
  since: number
}

/** A credential's cap reaches a level, and RED only a person. */
const mayHold = (viewer: Clearance, level: Level, left: Rule | null): boolean => {
  if (level === 'red' && viewer.service && left !== 'interactive') return false
  return left === 'cap' || viewer.max_tlp === null || reaches(viewer.max_tlp, level)
}

const isIn = (viewer: Clearance, left: Rule | null): boolean =>
  left === 'status' || mayComeIn(viewer)

const whole = { tearline: null, opens: null, closes: null, gate: null, since: 0 }

const showOwner = ({ post, left }: Reading, viewer: Clearance): Shown | null => {
  if (viewer.organisation_id !== post.owner || !isIn(viewer, left)) return null
  const holds = left === 'parts' ? post.level : strictest([post.level, ...post.parts])
  if (!mayHold(viewer, holds, left)) return null
  return { as: 'owner', profile: 'P0', attributed: true, ceiling: 'red', ...whole }
}

/** The persons who may see RED: of the owner's, and of others. */
const namedIn = ({ post, exclude }: Reading): { own: string[]; others: string[] } => {
  const { asked, owner, submitter, unknown } = post
  const own = asked.recipients.filter(({ organisation }) => organisation === owner)
  const others = asked.recipients.filter(
    ({ organisation }) => organisation !== owner && !exclude.includes(organisation) && !unknown,
  )
  return {
    own: [...(submitter.person ? [submitter.id] : []), ...own.map(({ person }) => person)],
    others: others.map(({ person }) => person),
  }
}

const isCleared = ({ post, left }: Reading, viewer: Clearance): boolean =>
  !post.attribution ||
  post.group.attribution === 'members' ||
  left === 'attribution' ||
  viewer.clearances.includes('attribution')

const membership = (viewer: Clearance, group: string) =>
  viewer.memberships.find(({ group_id }) => group_id === group) ?? null

/** A member that may read: a consumer or more that accepted what is in force. */
const isReader = ({ post, left }: Reading, viewer: Clearance): boolean => {
  const held = membership(viewer, post.group.id)
  if (held === null || !isIn(viewer, left)) return false
  if (held.level === 'observer' && left !== 'rank') return false
  return held.accepted || left === 'accepted'
}

const profileFrom = (usual: Profile, { post, left }: Reading): Profile => {
  const { profile } = post.asked
  return profile !== null && profile > usual && left !== 'profile' ? profile : usual
}

const showNamed = (reading: Reading, viewer: Clearance): Shown | null => {
  const { post, left, consent } = reading
  const persons = namedIn(reading)
  const person = viewer.principal_id ?? ''
  if (!isIn(viewer, left) || !mayHold(viewer, 'red', left)) return null
  if (viewer.service && left !== 'interactive') return null
  const red = { as: 'named', ceiling: 'red' } as const
  if (persons.own.includes(person)) return { ...red, profile: 'P0', attributed: true, ...whole }
  const when = whenOpen(reading, 'named')
  if (!persons.others.includes(person) || when === null) return null
  if (!isCleared(reading, viewer)) return null
  const { group } = post
  const foreign = post.foreign && left !== 'foreign'
  if (foreign && !isReader(reading, viewer)) return null
  const since = foreign ? (membership(viewer, group.id)?.sees_from ?? 0) : 0
  const attributed = reachesConsent(consent, 'group')
  return {
    ...red,
    ...{ profile: profileFrom('P1', reading), attributed, tearline: null, ...when },
    since: left === 'since' ? 0 : since,
  }
}

/** The sponsors in the group that a client may be served by. */
const sponsorsOf = ({ post, exclude, left }: Reading, viewer: Clearance) =>
  viewer.sponsors.filter(
    ({ group_id, organisation_id }) =>
      group_id === post.group.id && (left === 'sponsor' || !exclude.includes(organisation_id)),
  )

/**
 * The nearest relation a viewer stands in, of those that are served; `nobody` where it stands near
 * but has not what is asked there.
 */
const standsIn = (reading: Reading, viewer: Clearance): Relation | 'nobody' => {
  const { post, left, kinds } = reading
  const served = (...names: Relation[]) => names.some((name) => isServed(reading, name))
  const held = membership(viewer, post.group.id)
  if (held !== null && left !== 'nearer' && served('members', 'authorities', 'peers')) {
    if (!isReader(reading, viewer)) return 'nobody'
    if (viewer.kind === 'peer-hub') return served('peers') ? 'peers' : 'nobody'
    if (!authorities.includes(viewer.kind)) return served('members') ? 'members' : 'nobody'
    return kinds.includes(viewer.kind) && served('authorities') ? 'authorities' : 'nobody'
  }
  if (authorities.includes(viewer.kind) && !kinds.includes(viewer.kind)) return 'nobody'
  const vouched = viewer.sponsors.some(({ group_id }) => group_id === post.group.id)
  if (vouched && (served('clients') ? held === null : reading.exclude.length > 0)) {
    if (!served('clients') || !isIn(viewer, left)) return 'nobody'
    return sponsorsOf(reading, viewer).length > 0 ? 'clients' : 'nobody'
  }
  if (vouched && served('clients') && left !== 'nearer') return 'nobody'
  if (viewer.community && served('community')) return isIn(viewer, left) ? 'community' : 'nobody'
  return served('public') ? 'public' : 'nobody'
}

const usual: Record<Relation, Profile> = {
  members: 'P1',
  authorities: 'P1',
  peers: 'P2',
  clients: 'P2',
  community: 'P2',
  public: 'P3',
}

const isNamed = ({ consent, kinds, left }: Reading, relation: Relation): boolean => {
  if (left === 'consent') return true
  if (relation === 'members') return reachesConsent(consent, 'group')
  if (relation !== 'authorities') return consent === 'everyone'
  // All authorities are shown one form, so that all of them must be allowed to know.
  const others = kinds.some((kind) => kind !== 'government')
  return reachesConsent(consent, others ? 'group' : 'government')
}

const sinceOf = (reading: Reading, viewer: Clearance, relation: Relation): number => {
  const { post, addressed, left } = reading
  const own = ['members', 'authorities', 'peers'].includes(relation)
    ? (membership(viewer, post.group.id)?.sees_from ?? 0)
    : relation === 'clients'
      ? Math.min(...sponsorsOf(reading, viewer).map(({ sees_from }) => sees_from))
      : 0
  const asked = addressed === null ? 0 : addressedSince(addressed, viewer, post.group.id)
  return left === 'since' ? 0 : Math.max(own, asked)
}

const showShared = (reading: Reading, viewer: Clearance): Shown | null => {
  const { post, left, addressed, consent: _, ...rest } = reading
  const organisation = viewer.organisation_id ?? ''
  if (organisation === post.owner && left !== 'owner') return null
  if (rest.exclude.includes(organisation)) return null
  const persons = namedIn(reading)
  const named = [...persons.own, ...persons.others].includes(viewer.principal_id ?? '')
  if (post.level === 'red' && named && left !== 'named') return null
  const relation = standsIn(reading, viewer)
  if (relation === 'nobody') return null
  const { ceiling, holds, tearline } = holdingOf(reading, relation) as Holding
  if (!mayHold(viewer, holds, left) || !isCleared(reading, viewer)) return null
  if (addressed !== null && !addresses(addressed, viewer, post.group.id)) return null
  return {
    as: relation,
    profile: profileFrom(usual[relation], reading),
    attributed: isNamed(reading, relation),
    ceiling,
    tearline,
    ...(whenOpen(reading, relation) as When),
    since: sinceOf(reading, viewer, relation),
  }
}

/** The decision about viewers of one post; null for whoever is not shown it. */
export const openDecision = (
  post: Post,
  left: Rule | null = null,
): ((viewer: Clearance) => Shown | null) => {
  const reading = read(post, left)
  if (isRefused(reading)) return () => null
  return (viewer) => {
    const near = post.level === 'red' ? showNamed(reading, viewer) : showOwner(reading, viewer)
    return near ?? showShared(reading, viewer)
  }
}
