// Closes one owner's objects of a segment under their references (sharing model §3.9): nobody is
// shown an id that he may not follow. Knows audiences and graphs, no profile and no storage.
import type { StixObject } from '../stix/object.ts'
import { type Algebra, createAlgebra } from './algebra.ts'
import { type Audience, isEmpty, subtract } from './audience.ts'
import {
  buildGraph,
  isNeededLink,
  type Link,
  type Node,
  needsOf,
  type Outside,
  type Place,
} from './graph.ts'
import { type Budget, findTelling, listTerms, listTexts, type Text } from './narrative.ts'
import type { Reason } from './reason.ts'
import { isAltered, redraw, renameAll } from './redraw.ts'

export type { Node, Outside } from './graph.ts'

/**
 * What became of an object. `object` is what is shown, under `id`, with its references rewritten;
 * the object itself where it is not `changed`. `pruned`: pointers into the object as it was drawn.
 */
export type Closed =
  | { withheld: Reason }
  | { object: StixObject; audience: Audience; changed: boolean; id: string; pruned: string[] }

type Closing = {
  places: Place[]
  algebra: Algebra
  /** Withheld, and those that refer to it not yet told. */
  queue: Place[]
  /** Lost something since it was last redrawn. */
  dirty: Set<Place>
  texts: Map<Place, Text[]>
  terms: Map<Place, string[] | null>
  budget: Budget
  /** How often what is left was looked at again. */
  rounds: number
}

// Of text times names to look for in it: a fraction of a second. Beyond, texts are held unread.
const comparedMax = 300_000_000

// What people write settles in two or three. Beyond, what would have to be looked at is withheld.
const roundsMax = 20

const withhold = (closing: Closing, place: Place, reason: Reason): void => {
  place.withheld = reason
  closing.queue.push(place)
}

/** Whoever may not follow what an object requires is not shown the object; to a fixpoint. */
const narrow = (closing: Closing): void => {
  const queue = [...closing.places]
  for (const place of queue) {
    for (const { from, kind } of place.incoming) {
      if (kind !== 'required' || from.withheld !== null) continue
      const audience = closing.algebra.meet(from.audience, place.audience)
      if (place.withheld !== null || isEmpty(audience)) {
        withhold(closing, from, 'reference-hidden')
      } else if (audience === from.audience) continue
      from.audience = audience
      queue.push(from)
    }
  }
}

const remember = <K, V>(memory: Map<K, V>, key: K, make: () => V): V => {
  const known = memory.get(key)
  if (known !== undefined) return known
  const made = make()
  memory.set(key, made)
  return made
}

/** Holds what the texts of a place say of another that is lost to what they are about. */
const hold = (closing: Closing, place: Place, lost: Place): void => {
  if (place.node!.text === 'cleared' || place.withheld !== null) return
  const texts = remember(closing.texts, place, () => listTexts(place.object!))
  const terms = remember(closing.terms, lost, () =>
    lost.object === null ? null : listTerms(lost.object),
  )
  const free = texts.filter((text) => !place.held.has(text))
  for (const text of findTelling(free, terms, closing.budget)) {
    place.held.add(text)
    if (text.fate === 'withhold' && place.withheld === null) withhold(closing, place, 'narrative')
  }
}

/** The narrative guard: over an object that lost a reference, and over its translations. */
const guard = (closing: Closing, { from, to }: Link): void => {
  hold(closing, from, to)
  for (const { from: other, reference } of from.incoming) {
    if (isTranslation(other) && reference.property === 'object_ref') hold(closing, other, to)
  }
}

/** Withholds, unseen, what only another look at the object that lost something could save. */
const cutShort = (closing: Closing, { from, reference }: Link): void => {
  const hangs = needsOf(from.node!.type).includes('extensions')
  if (hangs && reference.property.startsWith('extensions.')) {
    withhold(closing, from, 'references-emptied')
  }
  for (const { from: other } of from.incoming) {
    if (isTranslation(other) && other.withheld === null) withhold(closing, other, 'narrative')
  }
}

const lose = (closing: Closing, link: Link): void => {
  const { from } = link
  link.lost = true
  closing.dirty.add(from)
  if (isNeededLink(link)) from.live -= 1
  if (from.live === 0 && isNeededLink(link)) withhold(closing, from, 'references-emptied')
  else guard(closing, link)
  if (closing.rounds > roundsMax && from.withheld === null) cutShort(closing, link)
}

/**
 * Whether all who see the one see the other. Who is shown the other in another place counts as
 * seeing it: that somebody is must not show here, in what the rest is shown.
 */
const isSeen = ({ algebra }: Closing, { from, to }: Link): boolean => {
  if (to.withheld !== null) return false
  if (algebra.implied(from.audience, to.audience)) return true
  const { elsewhere } = to
  if (elsewhere === undefined) return false
  return algebra.implied(algebra.intern(subtract(from.audience, elsewhere)), to.audience)
}

const follow = (closing: Closing, link: Link): void => {
  const { from, kind, lost } = link
  if (from.withheld !== null || lost || kind === 'marking') return
  if (isSeen(closing, link)) return
  if (kind === 'required') withhold(closing, from, 'reference-hidden')
  else lose(closing, link)
}

const drain = (closing: Closing): void => {
  for (let place = closing.queue.pop(); place !== undefined; place = closing.queue.pop()) {
    for (const link of place.incoming) follow(closing, link)
  }
}

const isTranslation = ({ node }: Place): boolean => node?.type === 'language-content'

/** Takes away what may not stay, until nothing more has to go with it. */
const settle = (closing: Closing): void => {
  const translations = closing.places.filter(isTranslation)
  for (const { links } of closing.places) for (const link of links) follow(closing, link)
  for (let more = true; more; ) {
    closing.rounds += 1
    drain(closing)
    const others = [...closing.dirty].filter((place) => !isTranslation(place))
    closing.dirty.clear()
    more = false
    for (const place of [...others, ...translations]) {
      if (place.withheld !== null) continue
      const before = place.pruned.length
      const reason = redraw(place)
      if (reason !== null) withhold(closing, place, reason)
      if (reason !== null || (isTranslation(place) && place.pruned.length !== before)) more = true
    }
  }
}

/** Those that are not shown as they were sent, and whoever refers to one shown under another id. */
const findChanged = (places: readonly Place[]): Set<Place> => {
  const changed = new Set(places.filter((place) => place.withheld === null && isAltered(place)))
  for (const place of changed) {
    for (const { from, lost } of place.incoming) {
      if (!lost && from.withheld === null) changed.add(from)
    }
  }
  return changed
}

/**
 * Closes the objects of one segment; their ids are distinct. A required reference narrows an
 * object's audience to that of its target; what is left for nobody is withheld. Other references
 * stay where all who see the object see the target, and go otherwise, with what would tell of
 * them; an object that loses all it needs is withheld. Who is shown a changed object is shown it
 * under `derive` of its id, in every reference too. The order of the nodes does not matter. Linear
 * in references.
 */
export const closeReferences = (
  nodes: readonly Node[],
  outside: Outside,
  derive: (id: string) => string,
): Map<string, Closed> => {
  const algebra = createAlgebra()
  const places = buildGraph(nodes, outside)
  for (const place of places) place.audience = algebra.intern(place.audience)
  const closing: Closing = {
    ...{ places, algebra, queue: [], dirty: new Set<Place>() },
    ...{ texts: new Map(), terms: new Map(), budget: { left: comparedMax } },
    rounds: 0,
  }
  narrow(closing)
  settle(closing)
  const changed = findChanged(places)
  for (const place of changed) if (place.node !== null) place.shown = derive(place.id)
  const show = renameAll(changed)
  const closed = new Map<string, Closed>()
  for (const place of places) {
    if (place.node === null) continue
    const { id, audience, withheld, pruned } = place
    const { object, shown } = show(place)
    closed.set(
      id,
      withheld === null
        ? { object, audience, changed: changed.has(place), id: shown, pruned }
        : { withheld },
    )
  }
  return closed
}
