// Trees of patterns for property tests: every tree made here is one that the parser can give.
// Spans are all nought; compare with `withoutSpans`.
import fc from 'fast-check'
import type {
  Comparison,
  ComparisonExpression,
  Literal,
  ObjectPath,
  ObservationExpression,
  PathStep,
  Qualifier,
  TimestampLiteral,
} from '../../../../src/core/stix/pattern/ast.ts'
import { isKeyword } from '../../../../src/core/stix/pattern/lex.ts'

const span = { start: 0, end: 0 }

/** The tree with every span set to nought. */
export const withoutSpans = <T>(tree: T): T => {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([name, held]) =>
      name === 'span' ? [name, span] : [name, copy(held)],
    )
    return Object.fromEntries(entries)
  }
  return copy(tree) as T
}

// Apostrophes, backslashes and brackets often, and any other text sometimes.
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', "'", '\\', ' ', ']', ')', '/', '*', '\n', 'é', '鍵') }),
  fc.string({ unit: 'binary' }),
)

const digits = fc.oneof(
  fc.integer({ min: 1 }).map(String),
  // Beyond 2^53, where a double would lose digits.
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 120n }).map(String),
)
const hexPairs = fc.stringMatching(/^(?:[0-9a-fA-F]{2}){0,6}$/)
const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 12 })
  .map((octets) => Buffer.from(octets).toString('base64'))

const timestamp: fc.Arbitrary<TimestampLiteral> = fc
  .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
  .map((date) => ({ kind: 'timestamp', value: date.toISOString(), span }))

const string: fc.Arbitrary<Literal> = text.map((value) => ({ kind: 'string', value, span }))

const integer: fc.Arbitrary<Literal> = fc
  .tuple(fc.constantFrom('', '-', '+'), fc.oneof(digits, fc.constant('0')))
  .map(([sign, whole]) => ({ kind: 'integer', text: sign + whole, span }))

const float: fc.Arbitrary<Literal> = fc
  .stringMatching(/^[-+]?[0-9]{0,20}\.[0-9]{1,20}$/)
  .map((number) => ({ kind: 'float', text: number, span }))

const boolean: fc.Arbitrary<Literal> = fc
  .boolean()
  .map((value) => ({ kind: 'boolean', value, span }))

const hex: fc.Arbitrary<Literal> = hexPairs.map((value) => ({ kind: 'hex', value, span }))
const binary: fc.Arbitrary<Literal> = base64.map((value) => ({ kind: 'binary', value, span }))

const ordered = fc.oneof(string, integer, float, hex, binary, timestamp)
const anyLiteral = fc.oneof(ordered, boolean)

const set: fc.Arbitrary<Literal[]> = fc.oneof(
  ...[string, boolean, hex, binary, timestamp].map((kind) => fc.array<Literal>(kind)),
  fc.array(fc.oneof(integer, float)),
)

const word = fc
  .stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,10}$/)
  // Values under `hashes` must look like hashes, which a random text seldom does.
  .filter((name) => !isKeyword(name) && name !== 'hashes')

const key: fc.Arbitrary<PathStep> = fc.oneof(
  word.map((name): PathStep => ({ kind: 'key', name, quoted: false, span })),
  text.map((name): PathStep => ({ kind: 'key', name, quoted: true, span })),
)

const step: fc.Arbitrary<PathStep> = fc.oneof(
  key,
  fc
    .oneof(digits, fc.constant('0'))
    .map((index): PathStep => ({ kind: 'index', text: index, span })),
  fc.constant<PathStep>({ kind: 'any', span }),
)

const path = (type: string): fc.Arbitrary<ObjectPath> =>
  fc
    .tuple(key, fc.array(step, { maxLength: 3 }))
    .map(([first, rest]) => ({ type, steps: [first, ...rest], span }))

const one = (literal: fc.Arbitrary<Literal>) => literal.map((held) => [held])

const tests: fc.Arbitrary<Pick<Comparison, 'operator' | 'literals'>> = fc.oneof(
  fc.record({ operator: fc.constantFrom('=', '!='), literals: one(anyLiteral) }),
  fc.record({ operator: fc.constantFrom('>', '<', '>=', '<='), literals: one(ordered) }),
  fc.record({
    operator: fc.constantFrom('LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET'),
    literals: one(string),
  }),
  fc.record({ operator: fc.constant('IN' as const), literals: set }),
  fc.record({ operator: fc.constant('EXISTS' as const), literals: fc.constant<Literal[]>([]) }),
)

const comparison = (type: string): fc.Arbitrary<ComparisonExpression> =>
  fc.tuple(path(type), fc.boolean(), tests).map(([object, negated, test]) => ({
    ...{ kind: 'comparison', path: object, negated, span },
    ...test,
  }))

// All comparisons of one observation are about one object type, so that AND always holds.
const comparisons = (type: string): fc.Arbitrary<ComparisonExpression> =>
  fc.letrec<{ expression: ComparisonExpression }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small' },
      comparison(type),
      fc.record({
        kind: fc.constant('joined-comparisons' as const),
        operator: fc.constantFrom('AND', 'OR'),
        operands: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
        span: fc.constant(span),
      }),
    ),
  })).expression

const positive = fc.oneof(
  digits,
  digits.map((whole) => `${whole}.5`),
)

const qualifier: fc.Arbitrary<Qualifier> = fc.oneof(
  positive.map((seconds): Qualifier => ({ kind: 'within', seconds, span })),
  digits.map((times): Qualifier => ({ kind: 'repeats', times, span })),
  fc
    .tuple(timestamp, timestamp)
    .map(([start, stop]): Qualifier => ({ kind: 'start-stop', start, stop, span })),
)

const objectType = fc.constantFrom('file', 'ipv4-addr', 'x-example-sensor', 'X_y')

/** Patterns of every shape, in the terms of STIX 2.1. */
export const patterns: fc.Arbitrary<ObservationExpression> = fc.letrec<{
  expression: ObservationExpression
  plain: Exclude<ObservationExpression, { kind: 'qualified' }>
}>((tie) => ({
  expression: fc.oneof(
    tie('plain'),
    fc.record({
      kind: fc.constant('qualified' as const),
      expression: tie('plain'),
      qualifiers: fc.array(qualifier, { minLength: 1, maxLength: 3 }),
      span: fc.constant(span),
    }),
  ),
  plain: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      kind: fc.constant('observation' as const),
      comparison: objectType.chain(comparisons),
      span: fc.constant(span),
    }),
    fc.record({
      kind: fc.constant('joined-observations' as const),
      operator: fc.constantFrom('AND', 'OR', 'FOLLOWEDBY'),
      operands: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
      span: fc.constant(span),
    }),
  ),
})).expression
