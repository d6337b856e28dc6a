// The references between one owner's objects in one segment, as a graph. Knows which references an
// object cannot do without; not who sees what, nor what becomes of an object that loses one.
import type { StixObject } from '../stix/object.ts'
import { findReferences, type Reference, referenceOf, referencesOf } from '../stix/reference.ts'
import { relationshipObjectTypes } from '../stix/vocabulary.ts'
import { type Audience, nobody } from './audience.ts'
import type { Text } from './narrative.ts'
import type { Reason } from './reason.ts'

/**
 * An object as it is drawn for a segment. `changed`: it is not what its owner sent. `text`: `free`
 * when it may hold words of its author that nobody cleared for this audience. `elsewhere`: who is
 * shown it in another place, and therefore not here.
 */
export type Node = {
  id: string
  type: string
  object: StixObject
  audience: Audience
  changed: boolean
  text: 'free' | 'cleared'
  elsewhere?: Audience | undefined
}

/**
 * What the owner's earlier objects are in the same segment: the id each is shown under and for
 * whom, or that it is withheld; null for an id that is none of the owner's. `object` is its content
 * where it is at hand: without it, texts beside a lost reference to it cannot be cleared.
 */
export type Outside = (
  id: string,
) =>
  | { id: string; audience: Audience; elsewhere?: Audience | undefined; object?: StixObject }
  | { withheld: true; object?: StixObject }
  | null

/** One reference from one object to another that is the owner's too. */
export type Link = {
  from: Place
  to: Place
  reference: Reference
  kind: 'required' | 'optional' | 'marking'
  lost: boolean
}

/** One object in the graph; `node` is null for an earlier one, `shown` its id in the segment. */
export type Place = {
  id: string
  node: Node | null
  object: StixObject | null
  shown: string
  audience: Audience
  elsewhere: Audience | undefined
  withheld: Reason | null
  links: Link[]
  incoming: Link[]
  /** How much is left of what the object needs one of; at 0 it is nothing. */
  live: number
  /** Its texts that tell of what it lost. */
  held: Set<Text>
  /** What is left of its object so far; pointers into the object of what is gone. */
  draft: StixObject | null
  pruned: string[]
}

const processNeeds = [
  ...['pid', 'command_line', 'image_ref', 'cwd', 'created_time', 'is_hidden'],
  ...['environment_variables', 'opened_connection_refs', 'creator_user_ref', 'parent_ref'],
  ...['child_refs', 'extensions'],
]

// Of each list one property must be there (STIX 2.1 §4.12, §4.14, §6.12, §6.13, §6.17).
const ownNeeds: Record<string, readonly string[]> = {
  'malware-analysis': ['result', 'analysis_sco_refs'],
  'network-traffic': ['src_ref', 'dst_ref'],
  'observed-data': ['objects', 'object_refs'],
  process: processNeeds,
  'windows-registry-key': [
    ...['key', 'values', 'modified_time', 'creator_user_ref', 'number_of_subkeys'],
  ],
}

/** The properties of which an object of the type must have one; none for most types. */
export const needsOf = (type: string): readonly string[] =>
  ownNeeds[type] ??
  referencesOf(type)
    .filter(({ required, list, property }) => required && list && !property.includes('.'))
    .map(({ property }) => property)

// Relationships alone are no observation (STIX 2.1 §4.14.1).
const fillsNeed = (type: string, id: string): boolean =>
  type !== 'observed-data' || !relationshipObjectTypes.has(id.slice(0, id.indexOf('--')))

const isReferenceName = (name: string): boolean => /_refs?$/.test(name)

const countLive = (
  object: StixObject,
  needs: readonly string[],
  references: Reference[],
): number => {
  if (needs.some((name) => !isReferenceName(name) && object[name] !== undefined)) {
    return Number.POSITIVE_INFINITY
  }
  return references.filter(({ property, id }) => isNeeded(object.type, needs, property, id)).length
}

const isNeeded = (type: string, needs: readonly string[], property: string, id: string): boolean =>
  needs.includes(property) && fillsNeed(type, id)

/** Whether losing this reference takes one away from what its object needs. */
export const isNeededLink = ({ from, reference }: Link): boolean => {
  const { type } = from.object!
  return isNeeded(type, needsOf(type), reference.property, reference.id)
}

const kindOf = (type: string, property: string): Link['kind'] => {
  if (property === 'object_marking_refs' || property === 'granular_markings.marking_ref') {
    return 'marking'
  }
  const known = referenceOf(type, property)
  return known?.required === true && !known.list ? 'required' : 'optional'
}

const placeOf = (node: Node): Place => ({
  id: node.id,
  node,
  object: node.object,
  shown: node.id,
  audience: node.audience,
  elsewhere: node.elsewhere,
  withheld: null,
  links: [],
  incoming: [],
  live: 0,
  held: new Set(),
  draft: node.object,
  pruned: [],
})

const placeOutside = (id: string, found: Exclude<ReturnType<Outside>, null>): Place => {
  const withheld = 'withheld' in found
  return {
    id,
    node: null,
    object: found.object ?? null,
    shown: withheld ? id : found.id,
    audience: withheld ? nobody : found.audience,
    elsewhere: withheld ? undefined : found.elsewhere,
    withheld: withheld ? 'reference-hidden' : null,
    links: [],
    incoming: [],
    live: 0,
    held: new Set(),
    draft: found.object ?? null,
    pruned: [],
  }
}

/**
 * The graph of the nodes and of what they refer to outside, in the order of their ids. Left out is
 * who created an object, because the drawing has settled that, and what an object says of itself.
 */
export const buildGraph = (nodes: readonly Node[], outside: Outside): Place[] => {
  const sorted = [...nodes].sort((left, right) => (left.id < right.id ? -1 : 1))
  const places = new Map<string, Place | null>(sorted.map((node) => [node.id, placeOf(node)]))
  const find = (id: string): Place | null => {
    const known = places.get(id)
    if (known !== undefined) return known
    const found = outside(id)
    const place = found === null ? null : placeOutside(id, found)
    places.set(id, place)
    return place
  }
  for (const { id, object } of sorted) {
    const from = places.get(id)!
    const references = findReferences(object)
    from.live = countLive(object, needsOf(object.type), references)
    for (const reference of references) {
      if (reference.property === 'created_by_ref' || reference.id === id) continue
      const to = find(reference.id)
      if (to === null) continue
      const kind = kindOf(object.type, reference.property)
      const link: Link = { from, to, reference, kind, lost: false }
      from.links.push(link)
      to.incoming.push(link)
    }
  }
  return [...places.values()].filter((place) => place !== null)
}
