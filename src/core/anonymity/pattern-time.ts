// Times inside a pattern, made as coarse as the profile: START and STOP move outward, so that the
// window only grows (I4, T11). Knows no comparison and no dictionary.

import type {
  JoinedObservations,
  Observation,
  ObservationExpression,
  Qualifier,
  StringLiteral,
  TimestampLiteral,
} from '../stix/pattern/ast.ts'

export type Grain = 'hour' | 'day'

const floorText = (text: string, grain: Grain): string =>
  grain === 'day' ? `${text.slice(0, 10)}T00:00:00Z` : `${text.slice(0, 13)}:00:00Z`

/** Whether nothing but noughts follows the grain: such a time stays as it is. */
const isOnGrain = (text: string, grain: Grain): boolean =>
  /^[0:.]*Z$/.test(text.slice(grain === 'day' ? 11 : 13))

/** The next full hour or day; null past the year 9999, which no timestamp can write. */
const ceilText = (text: string, grain: Grain): string | null => {
  const part = (from: number, to: number): number => Number(text.slice(from, to))
  // Minutes and seconds are left out, so that a leap second rolls over like any other.
  const next = new Date(0)
  next.setUTCFullYear(part(0, 4), part(5, 7) - 1, part(8, 10))
  if (grain === 'day') next.setUTCDate(next.getUTCDate() + 1)
  else next.setUTCHours(part(11, 13) + 1)
  const written = next.toISOString()
  return written.length > 24 ? null : `${written.slice(0, 19)}Z`
}

const withValue = <T extends StringLiteral | TimestampLiteral>(literal: T, value: string): T => ({
  ...literal,
  value,
})

/** The qualifier itself when it is coarse enough; null when only leaving it out is. */
const truncate = (qualifier: Qualifier, grain: Grain): Qualifier | null => {
  if (qualifier.kind !== 'start-stop') return qualifier
  const { start, stop } = qualifier
  const keepsStart = isOnGrain(start.value, grain)
  const keepsStop = isOnGrain(stop.value, grain)
  if (keepsStart && keepsStop) return qualifier
  const end = keepsStop ? stop.value : ceilText(stop.value, grain)
  if (end === null) return null
  return {
    ...qualifier,
    start: keepsStart ? start : withValue(start, floorText(start.value, grain)),
    stop: withValue(stop, end),
  }
}

type Bare = Observation | JoinedObservations

const truncateBare = (expression: Bare, grain: Grain): Bare => {
  if (expression.kind === 'observation') return expression
  const operands = expression.operands.map((operand) => truncateTimes(operand, grain))
  const isSame = operands.every((operand, place) => operand === expression.operands[place])
  return isSame ? expression : { ...expression, operands }
}

/**
 * The same tree with every START rounded down and every STOP rounded up to a full hour or day of
 * UTC; the tree itself, not a copy, when they all are so already. What it matches only grows.
 */
export const truncateTimes = (
  expression: ObservationExpression,
  grain: Grain,
): ObservationExpression => {
  if (expression.kind !== 'qualified') return truncateBare(expression, grain)
  const inner = truncateBare(expression.expression, grain)
  const all = expression.qualifiers.map((qualifier) => truncate(qualifier, grain))
  const isSame = all.every((qualifier, place) => qualifier === expression.qualifiers[place])
  if (isSame && inner === expression.expression) return expression
  const qualifiers = all.filter((qualifier) => qualifier !== null)
  return qualifiers.length === 0 ? inner : { ...expression, expression: inner, qualifiers }
}
