// Patterns and histories of observations drawn from one small stock of values, the victim's and the
// attacker's mixed, so that a pattern often matches and often loses something.
import fc from 'fast-check'
import type {
  Comparison,
  ComparisonExpression,
  Literal,
  ObservationExpression,
  PathStep,
  Qualifier,
} from '../../../src/core/stix/pattern/ast.ts'
import { visitComparisons } from '../../../src/core/stix/pattern/walk.ts'
import type { Observed, Sighted } from '../../harness/pattern-match.ts'

const span = { start: 0, end: 0 }

const victims = { address: '198.51.100.9', mail: 'tanaka@acme.example', domain: 'www.acme.example' }

/** By object type, by path, the values that stand there. Each path has the victim's and others'. */
const stock: Record<string, Record<string, string[]>> = {
  'network-traffic': {
    'src_ref.value': [victims.address, '198.51.100.10', '45.9.20.7'],
    'dst_ref.value': [victims.address, '45.9.20.7', victims.domain, 'evil.top'],
    'protocols[*]': ['tcp', 'http'],
  },
  'email-message': {
    'to_refs[*].value': [victims.mail, 'suzuki@acme.example', 'x@elsewhere.top'],
    'from_ref.value': ['a@evil.top', victims.mail],
    subject: ['Invoice', 'Invoice for Acme', 'Invoice for Bolt'],
  },
  url: {
    value: [
      'https://evil.top/g?u=tanaka@acme.example',
      'https://evil.top/g?u=somebody@else.top',
      'https://evil.top/acme/x',
      'https://evil.top/other/x',
      'https://www.acme.example/x',
      'https://evil.top/b',
    ],
  },
  file: {
    name: ['mal.exe', 'Acme.exe'],
    'hashes.MD5': ['ab000000000000000000000000000000', 'cd000000000000000000000000000000'],
    'parent_directory_ref.path': ['C:\\Users\\sato\\Temp', 'C:\\Users\\kato\\Temp', 'C:\\Temp'],
  },
}

const stepsOf = (path: string): PathStep[] =>
  path.split('.').flatMap((part): PathStep[] => {
    const name = part.replace('[*]', '')
    const key = { kind: 'key', name, quoted: false, span } as const
    return part.endsWith('[*]') ? [key, { kind: 'any', span }] : [key]
  })

const literal = (value: string): Literal => ({ kind: 'string', value, span })

const comparisonOf = (type: string): fc.Arbitrary<Comparison> =>
  fc.constantFrom(...Object.keys(stock[type]!)).chain((path) => {
    const values = fc.constantFrom(...stock[type]![path]!)
    const base = fc.record({
      kind: fc.constant('comparison' as const),
      path: fc.constant({ type, steps: stepsOf(path), span }),
      negated: fc.boolean(),
      span: fc.constant(span),
    })
    // Negation less often: it seldom narrows anything down.
    const plain = fc.tuple(
      base,
      fc.integer({ min: 0, max: 3 }),
      fc.array(values, { minLength: 1, maxLength: 3 }),
    )
    return fc.oneof(
      {
        arbitrary: plain.map(([one, not, [value]]) => ({
          ...one,
          negated: one.negated && not === 0,
          operator: not === 1 && one.negated ? ('!=' as const) : ('=' as const),
          literals: [literal(value!)],
        })),
        weight: 5,
      },
      {
        arbitrary: plain.map(([one, not, all]) => ({
          ...one,
          negated: not === 0,
          operator: 'IN' as const,
          literals: all.map(literal),
        })),
        weight: 2,
      },
      {
        arbitrary: plain.map(([one, not, [value]]) => ({
          ...one,
          negated: not === 0,
          operator: 'LIKE' as const,
          literals: [literal(`${value!.slice(0, -1)}%`)],
        })),
        weight: 1,
      },
    )
  })

const expressionOf = (type: string): fc.Arbitrary<ComparisonExpression> =>
  fc.letrec<{ any: ComparisonExpression }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      comparisonOf(type),
      fc.record({
        kind: fc.constant('joined-comparisons' as const),
        operator: fc.constantFrom('AND' as const, 'OR' as const),
        operands: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
        span: fc.constant(span),
      }),
    ),
  })).any

const epoch = Date.parse('2024-02-28T22:00:00Z')
const timeOf = (minutes: number) => ({
  kind: 'timestamp' as const,
  value: new Date(epoch + minutes * 60_000).toISOString(),
  span,
})

const minutesMax = 180

const qualifier: fc.Arbitrary<Qualifier> = fc.oneof(
  fc
    .integer({ min: 1, max: 7200 })
    .map((n) => ({ kind: 'within' as const, seconds: `${n}`, span })),
  fc.integer({ min: 1, max: 2 }).map((n) => ({ kind: 'repeats' as const, times: `${n}`, span })),
  fc.tuple(fc.nat(minutesMax), fc.nat(minutesMax)).map(([from, length]) => ({
    ...({ kind: 'start-stop', start: timeOf(from), stop: timeOf(from + length), span } as const),
  })),
)

/** Trees that the parser gives, of one level of observation operators or two. */
export const patterns: fc.Arbitrary<ObservationExpression> = fc.letrec<{
  any: ObservationExpression
  bare: Exclude<ObservationExpression, { kind: 'qualified' }>
}>((tie) => ({
  bare: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .constantFrom(...Object.keys(stock))
      .chain(expressionOf)
      .map((comparison) => ({ kind: 'observation' as const, comparison, span })),
    fc.record({
      kind: fc.constant('joined-observations' as const),
      operator: fc.constantFrom('AND' as const, 'OR' as const, 'FOLLOWEDBY' as const),
      operands: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
      span: fc.constant(span),
    }),
  ),
  any: fc.oneof(
    { arbitrary: tie('bare'), weight: 3 },
    {
      arbitrary: fc.record({
        kind: fc.constant('qualified' as const),
        expression: tie('bare'),
        qualifiers: fc.array(qualifier, { minLength: 1, maxLength: 1 }),
        span: fc.constant(span),
      }),
      weight: 1,
    },
  ),
})).any

/** Puts a value where the path leads. */
const place = (object: Observed, path: string, value: string): Observed => {
  const [first, ...rest] = path.split('.')
  const name = first!.replace('[*]', '')
  const inner = rest.length === 0 ? value : place({ type: 'inner' }, rest.join('.'), value)
  return { ...object, [name]: first!.endsWith('[*]') ? [inner] : inner }
}

const pathOf = ({ path }: Comparison): string =>
  path.steps
    .map((s) => (s.kind === 'key' ? `.${s.name}` : '[*]'))
    .join('')
    .slice(1)

const objectOf = (type: string): fc.Arbitrary<Observed> => {
  const paths = Object.entries(stock[type]!)
  return fc
    .tuple(...paths.map(([, values]) => fc.constantFrom(...values)))
    .map((values) =>
      paths.reduce((object, [path], at) => place(object, path, values[at]!), { type } as Observed),
    )
}

/**
 * Histories: some of observations taken from the stock, some that do what the pattern asks, with
 * one value of it in ten replaced.
 */
export const historiesFor = (pattern: ObservationExpression): fc.Arbitrary<Sighted[]> => {
  const asked: Comparison[] = []
  visitComparisons(pattern, (comparison) => asked.push(comparison))
  const types = [...new Set(asked.map(({ path }) => path.type))]
  const object = fc.constantFrom(...types).chain(objectOf)
  const near = fc
    .tuple(object, fc.array(fc.nat(9), { minLength: asked.length, maxLength: asked.length }))
    .map(([start, chances]) =>
      asked.reduce((held, comparison, at) => {
        const wanted = comparison.literals[0]
        const fits = comparison.path.type === held.type && wanted?.kind === 'string'
        if (!fits || chances[at] === 0) return held
        return place(held, pathOf(comparison), wanted.value.replace(/%$/, 'e'))
      }, start),
    )
  const sighted = fc.record({
    at: fc.nat(minutesMax * 2).map((minutes) => epoch + minutes * 60_000),
    objects: fc.array(fc.oneof(object, near), { minLength: 1, maxLength: 2 }),
  })
  return fc.array(sighted, { minLength: 1, maxLength: 5 })
}
