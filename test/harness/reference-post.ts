// What a post says before any viewer is looked at, read from the sharing model §3.3 to §3.5 and
// §3.7: what it asks, what of it may go how far and when. Knows no viewer.
import { type Expression, leftOut, mentions } from './reference-addressees.ts'

export const strictness = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export type Level = (typeof strictness)[number]
export const consents = ['none', 'hub', 'government', 'group', 'everyone'] as const
export type Consent = (typeof consents)[number]
export type Profile = 'P0' | 'P1' | 'P2' | 'P3'
export const relations = [
  ...['members', 'authorities', 'peers', 'clients', 'community', 'public'],
] as ('members' | 'authorities' | 'peers' | 'clients' | 'community' | 'public')[]
export type Relation = (typeof relations)[number]

/** One version as it is posted: what it says of itself, and what is asked for it. */
export type Post = {
  level: Level
  parts: Level[]
  markedConsent: Consent | null
  mustName: boolean
  unknown: boolean
  foreign: boolean
  attribution: boolean
  owner: string
  submitter: { id: string; person: boolean }
  group: {
    id: string
    most: Level
    clients: 'forbidden' | 'need-to-know' | 'allowed'
    consent: Consent
    attribution: 'cleared' | 'members'
    approval: boolean
  }
  spreads: { community: boolean; public: 'automatic' | 'review' | null }
  now: bigint
  asked: {
    consent: Consent | null
    authorities: string[]
    exclude: string[]
    community: boolean | null
    public: boolean | null
    addressed: Expression | null
    recipients: { person: string; organisation: string }[]
    notBefore: bigint | null
    notAfter: bigint | null
    stages: { to: Relation; opens: bigint | null; closes: bigint | null; on: string | null }[]
    tearline: boolean
    profile: Profile | null
    approval: boolean
  }
}

/** The rules that can be left out one at a time, to see that it is noticed. */
export const rules = [
  ...['excluded', 'sponsor', 'cap', 'accepted', 'rank', 'status', 'authority', 'nearer', 'named'],
  ...['attribution', 'foreign', 'unknown', 'ceiling', 'addressed', 'stages', 'consent', 'declined'],
  ...['profile', 'since', 'interactive', 'whole-group', 'most', 'gate', 'parts', 'owner', 'over'],
] as const
export type Rule = (typeof rules)[number]

export const authorities = ['government', 'law-enforcement', 'regulator']
export const reaches = (most: Level, level: Level): boolean =>
  strictness.indexOf(level) <= strictness.indexOf(most)
export const strictest = (levels: Level[]): Level =>
  strictness[Math.max(0, ...levels.map((level) => strictness.indexOf(level)))] as Level
const laxest = (a: Level, b: Level): Level => (reaches(a, b) ? b : a)
export const reachesConsent = (given: Consent, least: Consent): boolean =>
  consents.indexOf(given) >= consents.indexOf(least)

/** One post read once; `left` is the rule left out, null for none. */
export type Reading = {
  post: Post
  left: Rule | null
  consent: Consent
  exclude: string[]
  addressed: Expression | null
  community: boolean | null
  public: boolean | null
  kinds: string[]
}

export const read = (post: Post, left: Rule | null): Reading => {
  const { asked, group, markedConsent } = post
  const { addressed } = asked
  const said = [markedConsent, asked.consent].filter((one) => one !== null)
  const least = Math.min(...said.map((one) => consents.indexOf(one)))
  const consent = said.length === 0 ? group.consent : (consents[least] as Consent)
  const out = addressed === null ? [] : leftOut(addressed, group.id)
  const whole = out !== null && left !== 'whole-group'
  const mentioned = (word: 'community' | 'public') =>
    addressed !== null && mentions(addressed, word) ? true : null
  return {
    post,
    left,
    consent,
    exclude: left === 'excluded' ? [] : [...asked.exclude, ...(whole ? out : [])],
    addressed: whole || left === 'addressed' ? null : addressed,
    community: asked.community ?? mentioned('community'),
    public: asked.public ?? mentioned('public'),
    kinds: authorities.filter(
      (kind) =>
        left === 'authority' ||
        asked.authorities.includes(kind) ||
        consent === 'everyone' ||
        (consent === 'government' && kind === 'government'),
    ),
  }
}

/** Why nobody at all is shown it: it is not taken. */
export const isRefused = ({ post, consent, left }: Reading): boolean => {
  if (post.mustName && !reachesConsent(consent, 'group')) return true
  const targets = post.asked.stages.map(({ to }) => to)
  if (new Set(targets).size < targets.length) return true
  if (post.level === 'red') return post.asked.recipients.length === 0
  return left !== 'most' && !reaches(post.group.most, post.level)
}

export type When = { opens: bigint | null; closes: bigint | null; gate: string | null }

const later = (moments: (bigint | null)[]): bigint | null =>
  moments.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null)
const sooner = (moments: (bigint | null)[]): bigint | null =>
  moments.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null)

/** When a relation is open; null for never. Persons named for RED are in no stage. */
export const whenOpen = ({ post, left }: Reading, relation: Relation | 'named'): When | null => {
  const { asked, group, now, spreads } = post
  const stage = asked.stages.find(({ to }) => to === relation) ?? null
  const staged = asked.stages.length > 0 && relation !== 'named' && left !== 'stages'
  if (staged && stage === null) return null
  const opens = later([asked.notBefore, stage?.opens ?? null])
  const closes = sooner([asked.notAfter, stage?.closes ?? null])
  const over = closes !== null && (closes <= now || (opens !== null && opens >= closes))
  if (over && left !== 'over') return null
  const gates = [
    group.approval || asked.approval ? 'approval' : null,
    relation === 'public' && spreads.public === 'review' ? 'review' : null,
    stage?.on ?? null,
  ].filter((gate) => gate !== null)
  return {
    opens: opens !== null && opens > now ? opens : null,
    closes,
    gate: gates.length === 0 || left === 'gate' ? null : gates.join('+'),
  }
}

const farthest: Record<Relation, Level> = {
  members: 'amber+strict',
  authorities: 'amber+strict',
  peers: 'amber+strict',
  clients: 'amber',
  community: 'clear',
  public: 'clear',
}

export type Holding = { ceiling: Level; holds: Level; tearline: Level | null }

/** What of the version a relation may be shown: all, what its tear-line leaves, or nothing. */
export const holdingOf = (reading: Reading, relation: Relation): Holding | null => {
  const { post, left } = reading
  const green = reading.community === true || post.asked.stages.some(({ to }) => to === 'community')
  const far = relation === 'community' && green ? 'green' : farthest[relation]
  const most = left === 'ceiling' ? 'amber+strict' : far
  const ceiling = laxest(most, post.group.most)
  const parts = post.parts.filter((part) => reaches(ceiling, part))
  if (reaches(ceiling, post.level)) {
    const holds = left === 'parts' ? post.level : strictest([post.level, ...parts])
    return { ceiling, holds, tearline: null }
  }
  if (!post.asked.tearline || parts.length === 0) return null
  const line = strictest(parts)
  return { ceiling: line, holds: line, tearline: line }
}

/** Whether a relation is served at all, whoever is in it. */
export const isServed = (reading: Reading, relation: Relation): boolean => {
  const { post, left } = reading
  if (post.unknown && left !== 'unknown') return false
  if (post.level === 'red' && !reaches(post.group.most, 'amber+strict')) return false
  if (holdingOf(reading, relation) === null || whenOpen(reading, relation) === null) return false
  if (relation === 'members' || relation === 'authorities') return true
  if (post.foreign && left !== 'foreign') return false
  const judged = post.attribution && post.group.attribution === 'cleared'
  if (judged && left !== 'attribution') return false
  if (relation === 'clients') return post.group.clients !== 'forbidden'
  if (relation === 'peers') return true
  const kept = left === 'declined' ? null : reading.community
  if (relation === 'community') return post.spreads.community && kept !== false
  const told = left === 'declined' ? null : reading.public
  const narrowed = reading.exclude.length > 0 || reading.addressed !== null
  return post.spreads.public !== null && kept !== false && told !== false && !narrowed
}
