// What is visited, and in which order.
import fc from 'fast-check'
import t from 'tap'
import type { Literal, PatternAst } from '../../../../src/core/stix/pattern/ast.ts'
import { parsePattern } from '../../../../src/core/stix/pattern/parse.ts'
import {
  printLiteral,
  printObjectPath,
  printPattern,
} from '../../../../src/core/stix/pattern/print.ts'
import { listObjectTypes, visitComparisons } from '../../../../src/core/stix/pattern/walk.ts'
import { patterns } from './arbitrary.ts'

const parse = (text: string): PatternAst => {
  const parsed = parsePattern(text)
  if (!parsed.ok) throw new Error(`${parsed.message}: ${text}`)
  return parsed.pattern
}

t.test('360 every comparison is visited once, in the order of the text', async (t) => {
  const seen: string[] = []
  const text =
    "([a:b = 1 AND (a:c IN ('x', 'y') OR a:d = true)] FOLLOWEDBY [NOT EXISTS e:f]) WITHIN 5 SECONDS OR [g:h[*] LIKE '%']"
  visitComparisons(parse(text), ({ path, operator, literals }) => {
    seen.push(`${printObjectPath(path)} ${operator} ${literals.map(printLiteral).join()}`.trim())
  })
  t.strictSame(seen, ['a:b = 1', "a:c IN 'x','y'", 'a:d = true', 'e:f EXISTS', "g:h[*] LIKE '%'"])
})

t.test('360 object types, each once', async (t) => {
  const cases: [string, string[]][] = [
    ["[file:name = 'a']", ['file']],
    ['[b:c = 1 OR a:c = 2 OR b:d = 3] AND [a-1:b = 1]', ['b', 'a', 'a-1']],
    ['([x:y = 1] REPEATS 2 TIMES) WITHIN 5 SECONDS', ['x']],
  ]
  for (const [text, types] of cases) t.strictSame(listObjectTypes(parse(text)), types, text)
})

/** Counts the constants and paths whose span does not hold their own text. */
const countStraySpans = (text: string, shift: number): number => {
  let stray = 0
  const holds = ({ start, end }: { start: number; end: number }, printed: string): void => {
    if (text.slice(start + shift, end + shift) !== printed) stray++
  }
  visitComparisons(parse(text), ({ path, literals }) => {
    holds(path.span, printObjectPath(path))
    for (const literal of literals satisfies Literal[]) holds(literal.span, printLiteral(literal))
  })
  return stray
}

t.test('360 spans hold the text of what they belong to', async (t) => {
  fc.assert(fc.property(patterns, (ast) => countStraySpans(printPattern(ast), 0) === 0))
  t.ok(countStraySpans('[x:y = 1]', 1) > 0, 'positive control: a shifted span is seen')
})
