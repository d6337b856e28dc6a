// Says whether a history of observations matches a STIX pattern (STIX 2.1 §9), by trying every way
// to bind it. For tests only: slow, few observations at a time, and it trusts regular expressions.
import { isInside, parseBlock } from '../../src/core/anonymity/pattern-address.ts'
import type {
  Comparison,
  ComparisonExpression,
  Literal,
  ObservationExpression,
  PathStep,
  Qualifier,
} from '../../src/core/stix/pattern/ast.ts'

/** What a path looks into; what `…_ref` names is put in its place. */
export type Observed = { type: string; [name: string]: unknown }

/** What was seen at one moment, in milliseconds of Unix time. */
export type Sighted = { at: number; objects: Observed[] }

const step = (held: unknown, { kind, ...rest }: PathStep): unknown[] => {
  if (kind === 'any') return Array.isArray(held) ? held : []
  if (kind === 'index') return Array.isArray(held) ? held.slice(0, 1) : []
  if (typeof held !== 'object' || held === null) return []
  const value = (held as Record<string, unknown>)[(rest as { name: string }).name]
  return value === undefined ? [] : [value]
}

const valuesAt = (object: Observed, steps: readonly PathStep[]): unknown[] =>
  steps.reduce<unknown[]>((held, one) => held.flatMap((value) => step(value, one)), [object])

const meant = (literal: Literal): unknown => {
  if (literal.kind === 'integer' || literal.kind === 'float') return Number(literal.text)
  return literal.value
}

const likeForm = (pattern: string): RegExp => {
  const escaped = pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('%', '[\\s\\S]*').replaceAll('_', '[\\s\\S]')}$`)
}

const covers = (outer: string, inner: string): boolean => {
  const [one, other] = [parseBlock(outer), parseBlock(inner)]
  return one !== null && other !== null && isInside(other, one)
}

const compare = (operator: Comparison['operator'], value: unknown, wanted: unknown): boolean => {
  if (operator === '=' || operator === 'IN') return value === wanted
  if (operator === '!=') return value !== wanted
  if (typeof value === 'number' && typeof wanted === 'number') {
    if (operator === '<') return value < wanted
    if (operator === '>') return value > wanted
    return operator === '<=' ? value <= wanted : operator === '>=' && value >= wanted
  }
  if (typeof value !== 'string' || typeof wanted !== 'string') return false
  if (operator === 'LIKE') return likeForm(wanted).test(value)
  if (operator === 'MATCHES') return new RegExp(wanted, 's').test(value)
  if (operator === 'ISSUBSET') return covers(wanted, value)
  return operator === 'ISSUPERSET' && covers(value, wanted)
}

const holds = (comparison: Comparison, object: Observed): boolean => {
  const { path, operator, negated, literals } = comparison
  if (object.type !== path.type) return false
  const values = valuesAt(object, path.steps)
  if (operator === 'EXISTS') return values.length > 0 !== negated
  const wanted = literals.map(meant)
  return values.some((value) => wanted.some((one) => compare(operator, value, one)) !== negated)
}

const satisfies = (expression: ComparisonExpression, object: Observed): boolean => {
  if (expression.kind === 'comparison') return holds(expression, object)
  return expression.operator === 'AND'
    ? expression.operands.every((operand) => satisfies(operand, object))
    : expression.operands.some((operand) => satisfies(operand, object))
}

/** Observations that satisfy an expression together: one bit for each place in the history. */
type Binding = number
type History = readonly Sighted[]

const timesOf = (binding: Binding, history: History): number[] =>
  history.filter((_, place) => binding & (1 << place)).map(({ at }) => at)

const pair = (
  ones: Binding[],
  others: Binding[],
  fits: (one: Binding, other: Binding) => boolean,
): Binding[] => {
  const both = ones.flatMap((one) =>
    others.filter((other) => (one & other) === 0 && fits(one, other)).map((other) => one | other),
  )
  return [...new Set(both)]
}

const qualify = (found: Binding[], qualifier: Qualifier, history: History): Binding[] => {
  if (qualifier.kind === 'repeats') {
    const times = Number(qualifier.times)
    if (times > history.length) return []
    let repeated = found
    for (let time = 1; time < times; time++) repeated = pair(repeated, found, () => true)
    return repeated
  }
  return found.filter((binding) => {
    const times = timesOf(binding, history)
    if (qualifier.kind === 'within') {
      return Math.max(...times) - Math.min(...times) <= Number(qualifier.seconds) * 1000
    }
    const from = Date.parse(qualifier.start.value)
    const to = Date.parse(qualifier.stop.value)
    return times.every((time) => time >= from && time < to)
  })
}

const bind = (expression: ObservationExpression, history: History): Binding[] => {
  if (expression.kind === 'observation') {
    const { comparison } = expression
    return history.flatMap(({ objects }, place) =>
      objects.some((object) => satisfies(comparison, object)) ? [1 << place] : [],
    )
  }
  if (expression.kind === 'qualified') {
    return expression.qualifiers.reduce(
      (found, qualifier) => qualify(found, qualifier, history),
      bind(expression.expression, history),
    )
  }
  const all = expression.operands.map((operand) => bind(operand, history))
  if (expression.operator === 'OR') return [...new Set(all.flat())]
  const inOrder = (one: Binding, other: Binding) =>
    Math.max(...timesOf(one, history)) <= Math.min(...timesOf(other, history))
  const fits = expression.operator === 'AND' ? () => true : inOrder
  return all.reduce((ones, others) => pair(ones, others, fits))
}

/** Whether the pattern is found in the history: at most thirty observations. */
export const matchesPattern = (pattern: ObservationExpression, history: History): boolean =>
  bind(pattern, history).length > 0
