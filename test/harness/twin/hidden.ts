// Why a viewer may not see an object: an oracle of its own, narrower than the sharing rule, so that
// what it calls hidden is hidden under every reading of the rule. Knows no product code.
import type { Tlp } from '../../../src/core/stix/marking.ts'
import type { Chance } from '../chance.ts'
import {
  type CollectionName,
  type Edits,
  type Group,
  type OrganisationName,
  organisationNames,
  organisationOf,
  type Viewer,
} from './place.ts'
import type { Slot } from './thing.ts'

/** A way to hide: what the object is marked with, and the options it is sent with. */
export type Hiding = {
  why: string
  tlp: Tlp
  options: Record<string, unknown> | null
  marking: string | null
}

export const groupOf = (to: CollectionName): Group => (to === 'ships' ? 'sea' : 'rail')

/** Who may write to a collection: what it is called, by name. */
export const writersOf = (to: CollectionName): OrganisationName[] =>
  organisationNames.filter((name) => {
    const { status = 'active', in: groups } = organisationOf(name)
    const level = groups[groupOf(to)]
    return status === 'active' && (level === 'contributor' || level === 'steward')
  })

const readersOf = (group: Group): OrganisationName[] =>
  organisationNames.filter((name) => {
    const level = organisationOf(name).in[group]
    return level !== undefined && level !== 'observer'
  })

const persons: Record<Group, string[]> = {
  rail: ['taro@acme', 'jiro@bolt', 'saburo@cargo'],
  sea: ['jiro@bolt', 'hanako@ferry'],
}

const groups = Object.keys(persons) as Group[]

const nobodyKnows = 'marking-definition--7e11a000-0000-4000-8000-00000000ffff'

/** Levels at which nothing leaves its group. */
const inside: Tlp[] = ['amber', 'amber+strict']
const any: Tlp[] = ['clear', 'green', ...inside]

type Reason = {
  why: string
  tlps: Tlp[]
  options?: Record<string, unknown>
  marking?: string
  slots?: Slot[]
}

/** A submission that excludes whom its owner has no way to know of is refused. */
const knows = (owner: OrganisationName, other: OrganisationName): boolean => {
  const [one, two] = [organisationOf(owner).in, organisationOf(other).in]
  return (
    owner === other ||
    (owner === 'mssp' && other === 'shop') ||
    groups.some((group) => group in one && group in two)
  )
}

/** A submission that names a person of an organisation that has left the group is refused. */
const isMember = (person: string, group: Group, edits: Edits): boolean =>
  edits.level?.[`${person.split('@')[1]} ${group}`] !== null

const byOptions = (
  viewer: Viewer,
  { owner, group, edits }: { owner: OrganisationName; group: Group; edits: Edits },
  far: string,
): Reason[] => {
  const { organisation } = viewer
  const excluded: Reason[] =
    organisation === null || !knows(owner, organisation)
      ? []
      : [
          { why: 'excluded', tlps: any, options: { exclude: [organisation] } },
          {
            why: 'excluded',
            tlps: ['green'],
            options: { exclude: [organisation], community: true },
          },
          {
            why: 'excluded',
            tlps: any,
            options: { exclude: [organisation], consent: 'everyone' },
          },
        ]
  const addressed = readersOf(group)
    .filter((name) => name !== organisation)
    .map((name) => ({ why: 'addressed', tlps: inside, options: { addressed: `org(${name})` } }))
  const named = persons[group]
    .filter((name) => name !== viewer.name && isMember(name, group, edits))
    .map((name): Reason => ({ why: 'named', tlps: ['red'], options: { recipients: [name] } }))
  return [
    ...excluded,
    ...addressed.slice(0, 2),
    ...named.slice(0, 2),
    { why: 'embargo', tlps: any, options: { not_before: far } },
    { why: 'approval', tlps: any, options: { approval: true } },
  ]
}

const byMarking = (viewer: Viewer, group: Group): Reason[] => {
  const { organisation, max_tlp } = viewer
  const level = organisation === null ? undefined : organisationOf(organisation).in[group]
  const reads = level !== undefined && level !== 'observer'
  const isClient = organisation === 'shop' && group === 'rail'
  const reasons: Reason[] = [{ why: 'unknown marking', tlps: any, marking: nobodyKnows }]
  if (!reads && !isClient) {
    reasons.push({ why: 'outside', tlps: ['green', ...inside] })
  }
  if (!reads || organisation === 'peerhub') reasons.push({ why: 'strict', tlps: ['amber+strict'] })
  if (max_tlp !== null) reasons.push({ why: 'cap', tlps: inside })
  if (organisation === 'agency') reasons.push({ why: 'authority', tlps: inside })
  if (group === 'rail' && organisation !== 'bolt') {
    reasons.push({ why: 'attribution', tlps: any, slots: ['threat-actor 1'] })
  }
  return reasons
}

const choose = (chance: Chance, reasons: Reason[]): Hiding => {
  const { why, tlps, options = null, marking = null } = chance.pick(reasons)
  return { why, tlp: chance.pick(tlps), options, marking }
}

const suits = (slot: Slot) => (reason: Reason) => reason.slots?.includes(slot) ?? true

/** A way to keep an object of this slot, sent here by somebody else, from the viewer. */
export const hideFrom = (
  chance: Chance,
  viewer: Viewer,
  { owner, to, edits }: { owner: OrganisationName; to: CollectionName; edits: Edits },
  slot: Slot,
  far: string,
): Hiding => {
  const group = groupOf(to)
  // What only some viewers are kept from is as frequent as what anybody may be.
  const some = byMarking(viewer, group).filter(suits(slot))
  const reasons = chance.chance(slot === 'threat-actor 1' ? 0.8 : 0.4)
    ? some
    : byOptions(viewer, { owner, group, edits }, far)
  return choose(chance, reasons)
}

/** The same without options: something visible may come with it. */
export const hideByMarking = (
  chance: Chance,
  viewer: Viewer,
  to: CollectionName,
  slot: Slot,
): Hiding => choose(chance, byMarking(viewer, groupOf(to)).filter(suits(slot)))
