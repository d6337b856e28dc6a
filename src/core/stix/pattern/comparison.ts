// Reads comparison expressions: what stands between the square brackets (STIX 2.1 §9.6).
// Does not judge whether the comparisons make sense together.
import type {
  Comparison,
  ComparisonExpression,
  ComparisonOperator,
  Literal,
  ObjectPath,
} from './ast.ts'
import { closeParenthesis, expect, openParenthesis, refuseToken } from './expect.ts'
import { advance, type Reader, refuse } from './lex.ts'
import { parseObjectPath } from './path.ts'

/** Reads one constant that stands here; null, and nothing read, when there is none. */
const readLiteral = (reader: Reader): Literal | null => {
  const { kind, value } = reader
  const span = { start: reader.start, end: reader.end }
  switch (kind) {
    case 'string':
    case 'timestamp':
    case 'hex':
    case 'binary':
      advance(reader)
      return { kind, value, span }
    case 'integer':
    case 'float':
      advance(reader)
      return { kind, text: value, span }
    case 'boolean':
      advance(reader)
      return { kind, value: value === 'true', span }
    default:
      return null
  }
}

const parseLiteral = (reader: Reader): Literal | null =>
  readLiteral(reader) ?? refuseToken(reader, 'a constant, a string in apostrophes')

const parseOrderedLiteral = (reader: Reader): Literal | null =>
  reader.kind === 'boolean'
    ? refuseToken(reader, 'a constant that has an order')
    : parseLiteral(reader)

const parseStringLiteral = (reader: Reader): Literal | null =>
  reader.kind === 'string' ? readLiteral(reader) : refuseToken(reader, 'a string in apostrophes')

const parseSet = (reader: Reader): Literal[] | null => {
  if (!expect(reader, '(', '`(` and the constants of the set')) return null
  const literals: Literal[] = []
  if (reader.kind !== ')') {
    for (;;) {
      const literal = parseLiteral(reader)
      if (literal === null) return null
      literals.push(literal)
      if (reader.kind !== ',') break
      advance(reader)
    }
  }
  return expect(reader, ')', '`,` or `)` in the set') ? literals : null
}

const parseOperand = (reader: Reader, operator: ComparisonOperator): Literal[] | null => {
  let literal: Literal | null
  if (operator === 'IN') return parseSet(reader)
  if (operator === '=' || operator === '!=') literal = parseLiteral(reader)
  else if (operator.length > 2) literal = parseStringLiteral(reader)
  else literal = parseOrderedLiteral(reader)
  return literal === null ? null : [literal]
}

/** Moves past the operator that stands here; null when there is none. */
const parseOperator = (reader: Reader): ComparisonOperator | null => {
  const { kind } = reader
  switch (kind) {
    case '=':
    case '!=':
    case '>':
    case '<':
    case '>=':
    case '<=':
    case 'IN':
    case 'LIKE':
    case 'MATCHES':
    case 'ISSUBSET':
    case 'ISSUPERSET':
      advance(reader)
      return kind
    default:
      return refuseToken(reader, 'a comparison operator such as `=`')
  }
}

const parseExists = (reader: Reader, start: number, negated: boolean): Comparison | null => {
  if (!expect(reader, 'EXISTS', '`EXISTS` after a `NOT` that stands before the object path')) {
    return null
  }
  if (reader.version === '2.0') {
    return refuse(reader, start, '`EXISTS` came with STIX 2.1: a 2.0 pattern cannot use it')
  }
  const path = parseObjectPath(reader)
  if (path === null) return null
  const span = { start, end: reader.lastEnd }
  return { kind: 'comparison', path, operator: 'EXISTS', negated, literals: [], span }
}

const parseAfterPath = (reader: Reader, path: ObjectPath): Comparison | null => {
  const negated = reader.kind === 'NOT'
  if (negated) advance(reader)
  const operator = parseOperator(reader)
  if (operator === null) return null
  const literals = parseOperand(reader, operator)
  if (literals === null) return null
  const span = { start: path.span.start, end: reader.lastEnd }
  return { kind: 'comparison', path, operator, negated, literals, span }
}

const parseComparison = (reader: Reader): ComparisonExpression | null => {
  const { kind, start } = reader
  if (kind === '(') {
    if (!openParenthesis(reader)) return null
    const inner = parseComparisonExpression(reader)
    return inner !== null && closeParenthesis(reader) ? inner : null
  }
  if (kind === 'EXISTS') return parseExists(reader, start, false)
  if (kind === 'NOT') {
    advance(reader)
    return parseExists(reader, start, true)
  }
  const path = parseObjectPath(reader)
  return path === null ? null : parseAfterPath(reader, path)
}

const parseJoined = (
  reader: Reader,
  operator: 'AND' | 'OR',
  parseTighter: (reader: Reader) => ComparisonExpression | null,
): ComparisonExpression | null => {
  const { start } = reader
  const first = parseTighter(reader)
  if (first === null || reader.kind !== operator) return first
  const operands = [first]
  while (reader.kind === operator) {
    advance(reader)
    const operand = parseTighter(reader)
    if (operand === null) return null
    operands.push(operand)
  }
  return { kind: 'joined-comparisons', operator, operands, span: { start, end: reader.lastEnd } }
}

const parseAnd = (reader: Reader) => parseJoined(reader, 'AND', parseComparison)

/**
 * Reads comparisons joined by OR and, binding tighter, AND (STIX 2.1 §9.5.3); null when there are
 * none, with the fault told to the reader.
 */
export const parseComparisonExpression = (reader: Reader): ComparisonExpression | null =>
  parseJoined(reader, 'OR', parseAnd)
