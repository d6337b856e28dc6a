// Takes comparisons out of a pattern's tree and tells how what it matches changes. A tree has no
// NOT above a single comparison, so it is monotone: where an operand of AND goes, the pattern
// matches more, where one of OR goes, less, whether or not the comparison is negated. FOLLOWEDBY
// and the qualifiers count as AND (I4). Knows no dictionary.

import type {
  Comparison,
  ComparisonExpression,
  Observation,
  ObservationExpression,
  QualifiedObservation,
} from '../stix/pattern/ast.ts'
import { isTelling } from './pattern-specificity.ts'

/**
 * What becomes of a comparison that does not stay. `by` matches more (`wide`), less (`narrow`), or
 * some of each, than the one it replaces; `telling` as `isTelling` means it.
 */
export type Change =
  | { is: 'cut' }
  | { is: 'put'; by: ComparisonExpression; telling: boolean; wide: boolean; narrow: boolean }

/** The comparisons that change; all others stay. */
export type Changes = ReadonlyMap<Comparison, Change>

type Node = ComparisonExpression | ObservationExpression

/**
 * A node and what is left of it. `cut`: an operand of it is gone; `wide`, `narrow`: what it matches
 * has grown, shrunk; `telling`: each match of it has a condition that tells an attacker.
 */
type Part = {
  node: Node
  kids: Part[]
  cut: boolean
  wide: boolean
  narrow: boolean
  telling: boolean
}

const partOf = (node: Node, kids: Part[], cut: boolean): Part => {
  const some = (flag: 'wide' | 'narrow' | 'telling') => kids.some((kid) => kid[flag])
  const isOr = 'operator' in node && node.operator === 'OR'
  const wide = some('wide') || (cut && !isOr)
  const narrow = some('narrow') || (cut && isOr)
  const telling = isOr ? kids.every((kid) => kid.telling) : some('telling')
  return { node, kids, cut, wide, narrow, telling }
}

const leafOf = (node: Comparison, changes: Changes): Part | null => {
  const change = changes.get(node)
  const flags = { kids: [], cut: false, wide: false, narrow: false }
  if (change === undefined) return { node, ...flags, telling: isTelling(node) }
  if (change.is === 'cut') return null
  return { ...flags, ...change, node: change.by }
}

const kidsOf = (node: Exclude<Node, Comparison>): readonly Node[] => {
  if (node.kind === 'observation') return [node.comparison]
  return node.kind === 'qualified' ? [node.expression] : node.operands
}

const isLeft = (part: Part | null): part is Part => part !== null

/** The tree without what was cut; null when nothing is left. */
const cutFrom = (node: Node, changes: Changes): Part | null => {
  if (node.kind === 'comparison') return leafOf(node, changes)
  const nodes = kidsOf(node)
  const kids = nodes.map((kid) => cutFrom(kid, changes)).filter(isLeft)
  return kids.length === 0 ? null : partOf(node, kids, kids.length < nodes.length)
}

/**
 * Drops the branches of OR that have grown and tell no attacker any more: they would match what
 * nobody meant (I2). Null when that leaves nothing.
 */
const dropLoose = (part: Part): Part | null => {
  // Within what is telling, each part that has grown stands beside a condition that tells.
  if (!part.wide || part.telling) return part
  if (part.kids.length === 0) return null
  const { node, kids } = part
  const tight = kids.map(dropLoose)
  const left = tight.filter(isLeft)
  if ('operator' in node && node.operator === 'OR') {
    return left.length === 0 ? null : partOf(node, left, part.cut || left.length < kids.length)
  }
  // One operand that tells an attacker backs the others as they are.
  if (left.some((kid) => kid.telling)) {
    const backed = tight.map((kid, place) => kid ?? kids[place]!)
    return partOf(node, backed, part.cut)
  }
  return part.cut || left.length < kids.length ? null : partOf(node, left, false)
}

// A qualifier binds all that stands before it, earlier qualifiers included.
const qualify = (outer: QualifiedObservation, inner: ObservationExpression): Node =>
  inner.kind === 'qualified'
    ? { ...inner, qualifiers: [...inner.qualifiers, ...outer.qualifiers] }
    : { ...outer, expression: inner }

const build = (part: Part): Node => {
  const { node, kids } = part
  if (kids.length === 0 || !(part.wide || part.narrow)) return node
  const built = kids.map(build)
  const [first] = built
  if (node.kind === 'observation') return { ...node, comparison: first } as Observation
  if (node.kind === 'qualified') return qualify(node, first as ObservationExpression)
  return built.length === 1 ? first! : ({ ...node, operands: built } as Node)
}

/** What is left of a pattern: it matches more (`wide`), less (`narrow`), or both. */
export type Rewritten = { pattern: ObservationExpression; wide: boolean; narrow: boolean }

/**
 * The pattern with the changes made. Null when nothing is left, or when what has grown has no
 * condition that tells an attacker by itself (I2). What only lost branches may be as loose as it
 * was (I3). `changes` names one comparison of the pattern or more.
 */
export const rewriteTree = (pattern: ObservationExpression, changes: Changes): Rewritten | null => {
  const cut = cutFrom(pattern, changes)
  const part = cut === null ? null : dropLoose(cut)
  if (part === null) return null
  const { wide, narrow } = part
  return { pattern: build(part) as ObservationExpression, wide, narrow }
}
