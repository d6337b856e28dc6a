// Where a version goes, in which form, for whom: its segments. Knows no bytes and no storage.
import {
  type Atom,
  type Audience,
  anyone,
  implies,
  intersect,
  isEmpty,
  only,
  subtract,
  unite,
} from './audience.ts'
import { type Consent, stricterConsent } from './consent.ts'
import { type Contents, contentsOf } from './contents.ts'
import { type Label, refuseAttribution } from './label.ts'
import { atOnce, findDoubledStage, planOpening } from './opening.ts'
import {
  consentedKinds,
  isAttributed,
  nearerThan,
  relationOf,
  type SharedName,
} from './relation.ts'
import type { Profile, Segment } from './segment.ts'
import type { Situation } from './situation.ts'
import { reachesTlp, stricterTlp } from './tlp.ts'

export type Plan = { ok: true; segments: Segment[] } | { ok: false; message: string }

/** From the nearest to the farthest: who is in two is served in the first. */
const sharedNames: readonly SharedName[] = [
  'members',
  'authorities',
  'peers',
  'clients',
  'community',
  'public',
]

const usual: Record<SharedName, Profile> = {
  members: 'P1',
  authorities: 'P1',
  peers: 'P2',
  clients: 'P2',
  community: 'P2',
  public: 'P3',
}

/** The profile that gives less away; 'P0' … 'P3' rise in that order. */
const stricterProfile = (a: Profile, b: Profile | null): Profile => (b !== null && b > a ? b : a)

/** Who may learn the source: what a marking and the options leave, else what the group says. */
export const consentOf = ({ options, group }: Situation, label: Label): Consent => {
  if (label.consent === null) return options.consent ?? group.consent
  return options.consent === null ? label.consent : stricterConsent(label.consent, options.consent)
}

const asCleared = (s: Situation, label: Label): Atom[] =>
  label.attribution && s.group.attribution === 'cleared'
    ? [{ is: 'clearance', name: 'attribution' }]
    : []

const collectionOf = (s: Situation, name: SharedName): string | null => {
  if (name === 'community') return s.community?.collection_id ?? null
  if (name === 'public') return s.public?.collection_id ?? null
  return s.collection_id
}

/**
 * What is addressed, told by whom: the whole group but some organisations is an exclusion; null
 * where the group is not narrowed otherwise.
 */
const readAddressed = (s: Situation): Situation => {
  const { addressed, exclude } = s.options
  if (addressed === null) return s
  const taken = addressed.any.flatMap(({ none }) =>
    none.flatMap((atom) => (atom.is === 'organisation' ? [atom] : [])),
  )
  const members = only({ is: 'member', group: s.group_id, level: 'consumer' })
  const rest = taken.reduce((left, atom) => subtract(left, only(atom)), members)
  if (!implies(rest, addressed)) return s
  const left = taken.filter((atom) => !implies(intersect(members, only(atom)), addressed))
  const excluded = left.map(({ id }) => id)
  return { ...s, options: { ...s.options, addressed: null, exclude: [...exclude, ...excluded] } }
}

/** The public is everybody: what is kept from the community is kept from it too. */
const isDeclined = ({ options }: Situation, name: SharedName): boolean => {
  if (name === 'public' && options.public === false) return true
  return (name === 'public' || name === 'community') && options.community === false
}

/** Whether what is in the object, or whom it is for, closes a relation whatever the level. */
const isClosed = (s: Situation, label: Label, name: SharedName): boolean => {
  if (name === 'members' || name === 'authorities') return false
  if (label.foreign || asCleared(s, label).length > 0 || isDeclined(s, name)) return true
  if (name === 'clients') return s.group.clients === 'forbidden'
  // Who reads without signing in cannot be told from anybody who is left out.
  return name === 'public' && (s.options.exclude.length > 0 || s.options.addressed !== null)
}

type Candidate = Pick<Segment, 'name' | 'collection_id' | 'opens' | 'closes' | 'gate'> & {
  name: SharedName
  contents: Contents
}

const planCandidate = (s: Situation, label: Label, name: SharedName): Candidate | null => {
  const collection_id = collectionOf(s, name)
  const contents = contentsOf(s, name, label)
  const opening = planOpening(s, name)
  if (collection_id === null || contents === null || opening === null) return null
  return isClosed(s, label, name) ? null : { name, collection_id, contents, ...opening }
}

const audienceOf = (
  s: Situation,
  label: Label,
  { name, contents }: Candidate,
  { kinds, planned, named }: { kinds: string[]; planned: SharedName[]; named: Atom[] },
): Audience => {
  const asked: Atom[] = [{ is: 'tlp', tlp: contents.holds }, ...asCleared(s, label)]
  const taken = [...nearerThan(s, name, planned), ...named]
  const any = relationOf(s, name, kinds).map(({ all, none }) => ({
    all: [...all, ...asked],
    none: [...none, ...taken],
  }))
  return intersect({ any }, s.options.addressed ?? anyone)
}

const planShared = (s: Situation, label: Label, consent: Consent, named: Atom[]): Segment[] => {
  // A group that refuses what is less than RED does not get what RED's tear-line leaves.
  const isTaken = label.tlp !== 'red' || reachesTlp(s.group.max_tlp, 'amber+strict')
  if (label.unknown || !isTaken) return []
  const kinds = consentedKinds(s, consent)
  const candidates = sharedNames
    .map((name) => planCandidate(s, label, name))
    .filter((candidate) => candidate !== null)
  const scene = { kinds, named, planned: candidates.map(({ name }) => name) }
  return candidates
    .map((candidate): Segment => {
      const { contents, ...rest } = candidate
      return {
        ...rest,
        audience: audienceOf(s, label, candidate, scene),
        profile: stricterProfile(usual[candidate.name], s.options.profile),
        attributed: isAttributed(candidate.name, consent, kinds),
        tlp: contents.ceiling,
        tearline: contents.tearline,
      }
    })
    .filter(({ audience }) => !isEmpty(audience))
}

/** As it was given, so that its whole contents count: with a RED part it is for people only. */
const planOwner = (s: Situation, label: Label): Segment => ({
  name: 'owner',
  collection_id: s.collection_id,
  audience: only(
    { is: 'organisation', id: s.owner_id },
    { is: 'tlp', tlp: label.parts.map(({ tlp }) => tlp).reduce(stricterTlp, label.tlp) },
  ),
  profile: 'P0',
  attributed: true,
  tlp: 'red',
  tearline: null,
  ...atOnce,
})

type Named = { own: string[]; others: string[] }

/** The persons who may see TLP:RED: the submitter and the named ones, unless left out. */
const namedPersons = (s: Situation, label: Label): Named => {
  const { recipients, exclude } = s.options
  const own = recipients.filter(({ organisation_id }) => organisation_id === s.owner_id)
  const submitter = s.submitter_is_person ? [s.submitter_id] : []
  const others = recipients.filter(
    ({ organisation_id }) => organisation_id !== s.owner_id && !exclude.includes(organisation_id),
  )
  return {
    own: [...new Set([...submitter, ...own.map(({ principal_id }) => principal_id)])],
    others: label.unknown ? [] : others.map(({ principal_id }) => principal_id),
  }
}

const asPerson = (id: string): Atom => ({ is: 'person', id })

const personsWith = (persons: string[], ...asked: Atom[]): Audience =>
  persons
    .map((id) => only(asPerson(id), { is: 'tlp', tlp: 'red' }, ...asked))
    .reduce(unite, { any: [] })

const planNamed = (s: Situation, label: Label, consent: Consent, persons: Named): Segment[] => {
  const red = { name: 'named', collection_id: s.collection_id, tlp: 'red', tearline: null } as const
  const opening = planOpening(s, 'named')
  const reader: Atom = { is: 'member', group: s.group_id, level: 'consumer' }
  const asked = [...asCleared(s, label), ...(label.foreign ? [reader] : [])]
  const profile = stricterProfile('P1', s.options.profile)
  const attributed = isAttributed('named', consent, [])
  const own = personsWith(persons.own)
  const others = personsWith(persons.others, ...asked)
  const segments: Segment[] = [
    { ...red, audience: own, profile: 'P0', attributed: true, ...atOnce },
    ...(opening === null ? [] : [{ ...red, audience: others, profile, attributed, ...opening }]),
  ]
  return segments.filter(({ audience }) => !isEmpty(audience))
}

const refused = (message: string): Plan => ({ ok: false, message })

const findFault = (s: Situation, label: Label, consent: Consent): string | null => {
  const attribution = label.refused ?? refuseAttribution(label, consent)
  if (attribution !== null) return attribution
  const doubled = findDoubledStage(s)
  if (doubled !== null) return `\`stages\` has two for \`${doubled}\`: give one for each`
  if (label.tlp === 'red') {
    return s.options.recipients.length > 0
      ? null
      : 'TLP:RED is for named persons: name them in `recipients`, or mark it otherwise'
  }
  const most = s.group.max_tlp
  return reachesTlp(most, label.tlp)
    ? null
    : `this group takes nothing stricter than TLP:${most.toUpperCase()}: share it elsewhere`
}

const plan = (situation: Situation, label: Label): Plan => {
  const s = readAddressed(situation)
  const consent = consentOf(s, label)
  const fault = findFault(s, label, consent)
  if (fault !== null) return refused(fault)
  if (label.tlp !== 'red') {
    return { ok: true, segments: [planOwner(s, label), ...planShared(s, label, consent, [])] }
  }
  const persons = namedPersons(s, label)
  const named = [...persons.own, ...persons.others].map(asPerson)
  const segments = [
    ...planNamed(s, label, consent, persons),
    ...planShared(s, label, consent, named),
  ]
  return segments.length > 0
    ? { ok: true, segments }
    : refused('nobody named in `recipients` may see this')
}

/** The objects of a submission have few labels between them. */
const plans = new WeakMap<Situation, Map<string, Plan>>()

const keyOf = ({ parts, warnings, ...label }: Label): string =>
  JSON.stringify([label, [...new Set(parts.map(({ tlp }) => tlp))].sort()])

/**
 * The segments of a version, pairwise disjoint in viewers, or why it may not be posted here. RED is
 * for named persons alone, its owner's among them: who submits it is one of these, no colleague is.
 *
 * A plan is remembered as long as its situation: neither of them may be changed.
 */
export const planSegments = (situation: Situation, label: Label): Plan => {
  const known = plans.get(situation) ?? new Map<string, Plan>()
  plans.set(situation, known)
  const key = keyOf(label)
  const planned = known.get(key) ?? plan(situation, label)
  known.set(key, planned)
  return planned
}
