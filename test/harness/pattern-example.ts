// A history that does what a pattern asks for, where that can be told from the pattern's constants.
// For tests only.

import type { Comparison, Literal, ObservationExpression } from '../../src/core/stix/pattern/ast.ts'
import { visitComparisons } from '../../src/core/stix/pattern/walk.ts'
import type { Observed, Sighted } from './pattern-match.ts'

type Holder = { [name: string]: unknown }

/** The object with a value where a path leads; `inner` objects on the way are kept. */
export const placeAt = (object: Observed, { path }: Comparison, value: unknown): Observed => {
  const copy = structuredClone(object)
  let holder: Holder = copy
  for (const [at, step] of path.steps.entries()) {
    if (step.kind !== 'key') continue
    const isList = path.steps[at + 1] !== undefined && path.steps[at + 1]!.kind !== 'key'
    const isLast = path.steps.slice(at + 1).every(({ kind }) => kind !== 'key')
    const held = holder[step.name]
    const inside = (isList && Array.isArray(held) ? held[0] : held) as Holder | undefined
    const next = isLast ? value : (inside ?? {})
    holder[step.name] = isList ? [next] : next
    holder = next as Holder
  }
  return copy
}

const exampleValue = (operator: Comparison['operator'], literal: Literal): unknown => {
  if (literal.kind === 'integer' || literal.kind === 'float') {
    return Number(literal.text) - (operator === '<' ? 1 : 0)
  }
  if (literal.kind !== 'string') return literal.value
  return operator === 'LIKE' ? literal.value.replaceAll('%', 'x') : literal.value
}

const objectsOf = (observation: ObservationExpression): Observed[] => {
  const byType = new Map<string, Observed>()
  visitComparisons(observation, (comparison) => {
    const { path, operator, literals } = comparison
    const object = byType.get(path.type) ?? { type: path.type }
    const [first] = literals
    const value = first === undefined ? 'x' : exampleValue(operator, first)
    byType.set(path.type, placeAt(object, comparison, value))
  })
  return [...byType.values()]
}

const sightedFor = (pattern: ObservationExpression, times: number): Sighted[] => {
  if (pattern.kind === 'observation') {
    const objects = objectsOf(pattern)
    return Array.from({ length: times }, () => ({ at: 0, objects }))
  }
  if (pattern.kind === 'joined-observations') {
    return pattern.operands.flatMap((operand) => sightedFor(operand, times))
  }
  const more = pattern.qualifiers.reduce(
    (product, qualifier) =>
      qualifier.kind === 'repeats' ? product * Number(qualifier.times) : product,
    times,
  )
  return sightedFor(pattern.expression, more)
}

/**
 * One observation for each `[ ]` of the pattern, a second apart, in the order of the text. Patterns
 * with MATCHES, a negation or a window of time may be missed.
 */
export const exampleOf = (pattern: ObservationExpression): Sighted[] =>
  sightedFor(pattern, 1).map(({ objects }, place) => ({ at: place * 1000, objects }))
