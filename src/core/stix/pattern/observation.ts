// Reads observation expressions, their operators and their qualifiers (STIX 2.1 §9.5).
import type {
  Observation,
  ObservationExpression,
  Qualifier,
  StringLiteral,
  TimestampLiteral,
} from './ast.ts'
import { hasTimestampForm } from './character.ts'
import { parseComparisonExpression } from './comparison.ts'
import { closeParenthesis, expect, nestingMax, openParenthesis, refuseToken } from './expect.ts'
import { advance, type Reader, refuse } from './lex.ts'

const isPositive = (text: string): boolean => !text.startsWith('-') && /[1-9]/.test(text)

const parseWithin = (reader: Reader): Qualifier | null => {
  const { start } = reader
  advance(reader)
  const { kind, value: seconds } = reader
  if ((kind !== 'integer' && kind !== 'float') || !isPositive(seconds)) {
    return refuseToken(reader, 'a positive number of seconds after `WITHIN`')
  }
  advance(reader)
  if (!expect(reader, 'SECONDS', '`SECONDS`, the only unit of `WITHIN`,')) return null
  return { kind: 'within', seconds, span: { start, end: reader.lastEnd } }
}

const parseRepeats = (reader: Reader): Qualifier | null => {
  const { start } = reader
  advance(reader)
  const { kind, value: times } = reader
  if (kind !== 'integer' || !isPositive(times)) {
    return refuseToken(reader, 'a positive integer after `REPEATS`')
  }
  advance(reader)
  if (!expect(reader, 'TIMES', '`TIMES`')) return null
  return { kind: 'repeats', times, span: { start, end: reader.lastEnd } }
}

// STIX 2.0 patterns also write the time as a plain string.
const parseTime = (reader: Reader): TimestampLiteral | StringLiteral | null => {
  const { kind, value, start, end } = reader
  const isString = kind === 'string' && reader.version === '2.0' && hasTimestampForm(value)
  if (kind !== 'timestamp' && !isString) {
    return refuseToken(reader, "a timestamp such as `t'2016-06-01T00:00:00Z'`")
  }
  advance(reader)
  return { kind: isString ? 'string' : 'timestamp', value, span: { start, end } }
}

const parseStartStop = (reader: Reader): Qualifier | null => {
  const { start: startsAt } = reader
  advance(reader)
  const start = parseTime(reader)
  if (start === null || !expect(reader, 'STOP', '`STOP` and a timestamp')) return null
  const stop = parseTime(reader)
  if (stop === null) return null
  return { kind: 'start-stop', start, stop, span: { start: startsAt, end: reader.lastEnd } }
}

const qualifierParsers = { WITHIN: parseWithin, REPEATS: parseRepeats, START: parseStartStop }

/**
 * Whether the qualifier that comes next may follow these. STIX 2.1 §9.5.1: no expression has two of
 * a kind. NOTE: on an expression in parentheses the reference validator takes a second one, which
 * then restricts the qualified whole; so does this parser. Version 2.0 never had the rule.
 */
const admitsDouble = (reader: Reader, isBare: boolean): boolean => {
  if (!isBare) return true
  if (reader.version === '2.1') {
    const message = `\`${reader.kind}\` stands twice after one observation expression: keep one`
    refuse(reader, reader.start, message)
    return false
  }
  // The printer sets parentheses to tell the two apart: they must fit under the limit.
  if (reader.depth < nestingMax) return true
  refuse(reader, reader.start, `more than ${nestingMax} levels are nested: nest less deeply`)
  return false
}

const parseQualifiers = (
  reader: Reader,
  expression: ObservationExpression,
  isBare: boolean,
): ObservationExpression | null => {
  const { kind } = reader
  if (kind !== 'WITHIN' && kind !== 'REPEATS' && kind !== 'START') return expression
  const inner = expression.kind === 'qualified' ? expression : null
  const qualifiers: Qualifier[] = inner === null ? [] : [...inner.qualifiers]
  const seen = new Set<string>()
  let next: string = kind
  while (next === 'WITHIN' || next === 'REPEATS' || next === 'START') {
    if (seen.has(next) && !admitsDouble(reader, isBare)) return null
    seen.add(next)
    const qualifier = qualifierParsers[next](reader)
    if (qualifier === null) return null
    qualifiers.push(qualifier)
    next = reader.kind
  }
  const span = { start: expression.span.start, end: reader.lastEnd }
  const qualified = expression.kind === 'qualified' ? expression.expression : expression
  return { kind: 'qualified', expression: qualified, qualifiers, span }
}

const parseObservation = (reader: Reader): Observation | null => {
  const { start } = reader
  advance(reader)
  const comparison = parseComparisonExpression(reader)
  if (comparison === null) return null
  if (!expect(reader, ']', '`AND`, `OR` or `]` after a comparison')) return null
  return { kind: 'observation', comparison, span: { start, end: reader.lastEnd } }
}

const parseGroup = (reader: Reader): ObservationExpression | null => {
  if (!openParenthesis(reader)) return null
  const inner = parseObservationExpression(reader)
  return inner !== null && closeParenthesis(reader) ? inner : null
}

const parseQualified = (reader: Reader): ObservationExpression | null => {
  const isBare = reader.kind === '['
  if (!isBare && reader.kind !== '(') {
    return refuseToken(reader, '`[`: square brackets go around an observation expression')
  }
  const expression = isBare ? parseObservation(reader) : parseGroup(reader)
  return expression === null ? null : parseQualifiers(reader, expression, isBare)
}

const parseJoined = (
  reader: Reader,
  operator: 'AND' | 'OR' | 'FOLLOWEDBY',
  parseTighter: (reader: Reader) => ObservationExpression | null,
): ObservationExpression | null => {
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
  return { kind: 'joined-observations', operator, operands, span: { start, end: reader.lastEnd } }
}

const parseAnd = (reader: Reader) => parseJoined(reader, 'AND', parseQualified)
const parseOr = (reader: Reader) => parseJoined(reader, 'OR', parseAnd)

/**
 * Reads observation expressions joined by FOLLOWEDBY, OR and AND, the last binding tightest (STIX
 * 2.1 §9.5.3); null when there are none, with the fault told to the reader.
 */
export const parseObservationExpression = (reader: Reader): ObservationExpression | null =>
  parseJoined(reader, 'FOLLOWEDBY', parseOr)
