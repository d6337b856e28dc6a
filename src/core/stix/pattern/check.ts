// Rules that a pattern must keep beyond its grammar (STIX 2.1 §9.5, §9.6.1): one object type under
// AND, constants of one type in a set, hash values that look like hashes. Reads the tree only.
import type { Comparison, ComparisonExpression, Literal, PatternAst } from './ast.ts'
import { hasHashForm } from './hash.ts'
import type { PatternFault } from './lex.ts'

const excerptLengthMax = 40

const excerpt = (text: string): string =>
  text.length > excerptLengthMax ? `${text.slice(0, excerptLengthMax)}…` : text

const hashOperators = new Set(['=', '!=', 'IN'])

/** The algorithm that the path asks for: `…hashes….'SHA-256'`; null when it asks for none. */
const hashAlgorithmOf = (comparison: Comparison): string | null => {
  const { steps } = comparison.path
  const last = steps.at(-1)
  if (last?.kind !== 'key' || steps.length < 2) return null
  const inHashes = steps.some(
    (step, place) => place < steps.length - 1 && step.kind === 'key' && step.name === 'hashes',
  )
  return inHashes ? last.name : null
}

// LIKE and MATCHES take a piece of a hash, so only whole values are checked.
const checkHashes = (comparison: Comparison): PatternFault | null => {
  if (!hashOperators.has(comparison.operator)) return null
  const algorithm = hashAlgorithmOf(comparison)
  if (algorithm === null) return null
  for (const literal of comparison.literals) {
    const value = literal.kind === 'string' ? literal.value : null
    if (hasHashForm(algorithm, value ?? '') !== false) continue
    const message =
      value === null
        ? `a ${excerpt(algorithm)} hash is written as a string`
        : `\`${excerpt(value)}\` is not a valid ${excerpt(algorithm)} hash`
    return { position: literal.span.start, message }
  }
  return null
}

// Integers and floats compare with each other (STIX 2.1 §9.2), so they may stand together.
const typeOf = (literal: Literal): string =>
  literal.kind === 'integer' || literal.kind === 'float' ? 'number' : literal.kind

const checkSet = (literals: Literal[]): PatternFault | null => {
  const first = literals[0]
  if (first === undefined || literals.length === 1) return null
  const wanted = typeOf(first)
  const other = literals.find((literal) => typeOf(literal) !== wanted)
  if (other === undefined) return null
  const message = `a set holds constants of one type: this one is no ${wanted} as the first is`
  return { position: other.span.start, message }
}

const checkComparison = (comparison: Comparison): PatternFault | null =>
  checkSet(comparison.literals) ?? checkHashes(comparison)

// One type, the common case, is told without a set.
type Types = string | Set<string>

const sizeOf = (types: Types): number => (typeof types === 'string' ? 1 : types.size)

// The larger set is kept or asked, and the smaller one gone through, so that all joins of a pattern
// together cost no more than its text, however they nest.
const join = (operator: 'AND' | 'OR', one: Types, other: Types): Types => {
  if (one === other) return one
  const [small, large] = sizeOf(one) < sizeOf(other) ? [one, other] : [other, one]
  const few = typeof small === 'string' ? new Set([small]) : small
  const many = typeof large === 'string' ? new Set([large]) : large
  if (operator === 'OR') {
    for (const type of few) many.add(type)
    return many
  }
  for (const type of few) if (!many.has(type)) few.delete(type)
  return few
}

/**
 * Object types that can satisfy the expression: all of an OR's, and those that every operand of an
 * AND has in common. Or the first fault, in the order of the text.
 */
const typesOf = (expression: ComparisonExpression): { types: Types } | PatternFault => {
  if (expression.kind === 'comparison') {
    return checkComparison(expression) ?? { types: expression.path.type }
  }
  let types: Types | null = null
  for (const operand of expression.operands) {
    const own = typesOf(operand)
    if (!('types' in own)) return own
    types = types === null ? own.types : join(expression.operator, types, own.types)
    if (sizeOf(types) > 0) continue
    const message =
      'comparisons of different object types cannot stand under one AND: use OR, or one `[ ]` each'
    return { position: operand.span.start, message }
  }
  return { types: types ?? new Set() }
}

// Types matter under an AND only.
const checkComparisonExpression = (expression: ComparisonExpression): PatternFault | null => {
  if (expression.kind === 'comparison') return checkComparison(expression)
  if (expression.operator === 'OR') return checkAll(expression.operands, checkComparisonExpression)
  const found = typesOf(expression)
  return 'types' in found ? null : found
}

const checkAll = <T>(
  operands: T[],
  check: (operand: T) => PatternFault | null,
): PatternFault | null => {
  for (const operand of operands) {
    const fault = check(operand)
    if (fault !== null) return fault
  }
  return null
}

/** The first rule broken, in the order of the text; null when the pattern keeps them all. */
export const checkPattern = (expression: PatternAst): PatternFault | null => {
  if (expression.kind === 'qualified') return checkPattern(expression.expression)
  return expression.kind === 'observation'
    ? checkComparisonExpression(expression.comparison)
    : checkAll(expression.operands, checkPattern)
}
