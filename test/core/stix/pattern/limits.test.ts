// No text, however long or deep, makes the parser stall, throw or run out of stack.
import fc from 'fast-check'
import t from 'tap'
import { parsePattern, patternLengthMax } from '../../../../src/core/stix/pattern/parse.ts'
import { printPattern } from '../../../../src/core/stix/pattern/print.ts'
import { visitComparisons } from '../../../../src/core/stix/pattern/walk.ts'

const nested = (depth: number) => `${'('.repeat(depth)}[x:y = 1]${')'.repeat(depth)}`
const nestedInside = (depth: number) => `[${'('.repeat(depth)}x:y = 1${')'.repeat(depth)}]`
const padded = (length: number) => `[x:y = '${'a'.repeat(length - 10)}']`

t.test('361 limits, to the one', async (t) => {
  const cases: [string, string, number | null][] = [
    ['100 parentheses', nested(100), null],
    ['101 parentheses', nested(101), 100],
    ['100 parentheses inside', nestedInside(100), null],
    ['101 parentheses inside', nestedInside(101), 101],
    ['50 and 50', `${'('.repeat(50)}${nestedInside(50)}${')'.repeat(50)}`, null],
    ['50 and 51', `${'('.repeat(50)}${nestedInside(51)}${')'.repeat(50)}`, 101],
    ['one after the other', Array(200).fill(nested(99)).join(' OR '), null],
    ['1 MiB', padded(patternLengthMax), null],
    ['1 MiB and one', padded(patternLengthMax + 1), patternLengthMax],
  ]
  for (const [name, text, position] of cases) {
    const parsed = parsePattern(text)
    t.equal(parsed.ok ? null : parsed.position, position, name)
  }
})

t.test('361 a pattern at the limit can still be printed and read again', async (t) => {
  const deep = (atom: string) =>
    `${'([x:y = 1] OR ([x:y = 2] AND '.repeat(50)}${atom}${'))'.repeat(50)}`
  for (const [text, version] of [
    [deep('[x:y = 3] WITHIN 5 SECONDS'), '2.1'],
    [deep('[x:y = 3] WITHIN 5 SECONDS'), '2.0'],
  ] as const) {
    const parsed = parsePattern(text, version)
    t.ok(parsed.ok && parsePattern(printPattern(parsed.pattern), version).ok)
  }
  const doubled = deep('[x:y = 3] WITHIN 5 SECONDS WITHIN 6 SECONDS')
  t.notOk(parsePattern(doubled, '2.0').ok, 'its parentheses would not fit')
})

t.test('361 bombs are refused or read, never a stall', async (t) => {
  const bombs: [string, string][] = [
    ['20,000 parentheses', nested(20_000)],
    ['20,000 parentheses inside', nestedInside(20_000)],
    ['open parentheses only', '('.repeat(patternLengthMax)],
    ['open brackets only', '['.repeat(patternLengthMax)],
    ['50,000 AND', `[${Array(50_000).fill('x:y = 1').join(' AND ')}]`],
    [
      '50,000 object types',
      `[${Array.from({ length: 50_000 }, (_, n) => `x${n}:y = 1`).join(' OR ')}]`,
    ],
    [
      '40,000 object types deep under AND and OR',
      `[x1:y = 1 AND (${'x:y = 1 OR ('.repeat(99)}${Array.from({ length: 40_000 }, (_, n) => `x${n}:y = 1`).join(' OR ')}${')'.repeat(99)})]`,
    ],
    ['45,000 FOLLOWEDBY', Array(45_000).fill('[x:y=1]').join(' FOLLOWEDBY ')],
    ['60,000 qualifiers', `([x:y = 1])${' WITHIN 5 SECONDS'.repeat(60_000)}`],
    ['200,000 steps', `[x:y${'.z[*]'.repeat(200_000)} = 1]`],
    ['200,000 constants', `[x:y IN (${Array(200_000).fill('12').join(',')})]`],
    ['500,000 escapes', `[x:y = '${'\\\\'.repeat(500_000)}']`],
    ['blanks only', ' '.repeat(patternLengthMax)],
    ['comments only', '/**/'.repeat(patternLengthMax / 4)],
    ['an open comment', '/*'.repeat(patternLengthMax / 2)],
    ['an open string', `[x:y = '${'a'.repeat(1_000_000)}`],
    ['many open constants', "[x:y = h'".repeat(100_000)],
    ['a million digits', `[x:y = ${'1'.repeat(1_000_000)}]`],
    ['a long bad hash', `[x:hashes.SSDEEP = '${'a'.repeat(1_000_000)}']`],
    ['long bad base64', `[x:y = b'${'QUJD'.repeat(250_000)}=']`],
    ['long bad time', `[x:y = t'2025-01-01T00:00:00.${'0'.repeat(1_000_000)}']`],
    // Would stall whoever compiled and ran it.
    ['a catastrophic regular expression', "[x:y MATCHES '^(a+)+$']"],
    ['a regular expression that is none', "[x:y MATCHES '(((']"],
  ]
  for (const [name, text] of bombs) {
    const parsed = parsePattern(text)
    t.type(parsed.ok, 'boolean', name)
    if (!parsed.ok) continue
    visitComparisons(parsed.pattern, () => {})
    t.ok(parsePattern(printPattern(parsed.pattern)).ok, `${name}: printed and read again`)
  }
})

t.test('357 any text at all gets an answer', async (t) => {
  const pieces = fc.constantFrom(
    ...['[', ']', '(', ')', ':', '.', ',', '*', '=', '<', '>', '!', "'", '\\', '-', '+', '/', ' '],
    ...[
      'x',
      'x-y',
      'hashes',
      "'SHA-256'",
      '12',
      '.5',
      'true',
      "h'00'",
      "b'QQ=='",
      "t'",
      '\n',
      '鍵',
    ],
    ...['AND', 'OR', 'NOT', 'FOLLOWEDBY', 'LIKE', 'IN', 'EXISTS', 'WITHIN', 'SECONDS', 'REPEATS'],
    ...['TIMES', 'START', 'STOP', '[x:y = 1]', 'x:y'],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(' ')),
  )
  const run = fc.check(
    fc.property(texts, fc.constantFrom('2.0', '2.1'), (text, version) => {
      const parsed = parsePattern(text, version)
      if (parsed.ok) return parsePattern(printPattern(parsed.pattern), version).ok
      return parsed.position >= 0 && parsed.position <= text.length && parsed.message !== ''
    }),
    { numRuns: 3000 },
  )
  t.notOk(run.failed, JSON.stringify(run.counterexample))
})
