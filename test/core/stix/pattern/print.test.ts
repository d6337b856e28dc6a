// Printing and parsing undo each other: the ground on which a pattern may be rewritten and sent on.
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { PatternAst } from '../../../../src/core/stix/pattern/ast.ts'
import { parsePattern } from '../../../../src/core/stix/pattern/parse.ts'
import { printPattern } from '../../../../src/core/stix/pattern/print.ts'
import { patterns, withoutSpans } from './arbitrary.ts'

const roundTrip = (print: (ast: PatternAst) => string) =>
  fc.check(
    fc.property(patterns, (ast) => {
      const parsed = parsePattern(print(ast))
      return parsed.ok && isDeepStrictEqual(withoutSpans(parsed.pattern), withoutSpans(ast))
    }),
    { numRuns: 1000, seed: 360 },
  )

t.test('360 parsing what was printed gives the same tree', async (t) => {
  const run = roundTrip(printPattern)
  t.notOk(run.failed, JSON.stringify(run.counterexample))
})

t.test('360 positive control: the same check catches a printer that lies', async (t) => {
  const liars: [string, (ast: PatternAst) => string][] = [
    ['drops NOT', (ast) => printPattern(ast).replace('NOT ', '')],
    ['drops a pair of parentheses', (ast) => printPattern(ast).replace(/\((\[.*\])\)/, '$1')],
    ['swaps AND for OR', (ast) => printPattern(ast).replace(' AND ', ' OR ')],
    ['forgets to escape', (ast) => printPattern(ast).replace('\\\\', '\\')],
    ['loses digits', (ast) => printPattern(ast).replace(/\d{17,}/, (text) => `${Number(text)}`)],
    ['drops a qualifier', (ast) => printPattern(ast).replace(/ REPEATS \d+ TIMES/, '')],
    ['takes any for the first', (ast) => printPattern(ast).replace('[*]', '[0]')],
  ]
  for (const [name, print] of liars) t.ok(roundTrip(print).failed, name)
})

t.test('360 the one printed form', async (t) => {
  const cases: [string, string, ('2.0' | '2.1')?][] = [
    ["[ file : name=='a' ]", "[file:name = 'a']"],
    ["[file:name<>'a']", "[file:name != 'a']"],
    ["(([file:name = 'a']))", "[file:name = 'a']"],
    [
      "[file:name = 'a' /* why */ AND\n\tfile:size > 1] // end",
      "[file:name = 'a' AND file:size > 1]",
    ],
    ['[(file:a = 1 AND file:b = 2) OR file:c = 3]', '[file:a = 1 AND file:b = 2 OR file:c = 3]'],
    ['[file:a = 1 AND (file:b = 2 OR file:c = 3)]', '[file:a = 1 AND (file:b = 2 OR file:c = 3)]'],
    [
      '[file:a = 1 AND (file:b = 2 AND file:c = 3)]',
      '[file:a = 1 AND (file:b = 2 AND file:c = 3)]',
    ],
    [
      '([a:b = 1] OR [a:b = 2]) FOLLOWEDBY [a:b = 3]',
      '[a:b = 1] OR [a:b = 2] FOLLOWEDBY [a:b = 3]',
    ],
    [
      '[a:b = 1] OR ([a:b = 2] FOLLOWEDBY [a:b = 3])',
      '[a:b = 1] OR ([a:b = 2] FOLLOWEDBY [a:b = 3])',
    ],
    ['([a:b = 1]) WITHIN 5 SECONDS', '[a:b = 1] WITHIN 5 SECONDS'],
    [
      '([a:b = 1] WITHIN 5 SECONDS) WITHIN 6 SECONDS',
      '([a:b = 1]) WITHIN 5 SECONDS WITHIN 6 SECONDS',
    ],
    [
      '[a:b = 1] REPEATS 2 TIMES REPEATS 3 TIMES',
      '([a:b = 1]) REPEATS 2 TIMES REPEATS 3 TIMES',
      '2.0',
    ],
    ["[a:'b' = 'it\\'s \\\\']", "[a:'b' = 'it\\'s \\\\']"],
    ['[a:b IN(1,2.50,+3)]', '[a:b IN (1, 2.50, +3)]'],
    ['[a:b = 9007199254740993000001]', '[a:b = 9007199254740993000001]'],
    ["[a:b = b'QUJD\nREVG']", "[a:b = b'QUJDREVG']"],
    ['[NOT EXISTS a:b.c[*][0]]', '[NOT EXISTS a:b.c[*][0]]'],
  ]
  for (const [text, printed, version] of cases) {
    const parsed = parsePattern(text, version)
    t.equal(parsed.ok && printPattern(parsed.pattern), printed, text)
  }
})

t.test('360 a key that cannot stand bare is printed in apostrophes', async (t) => {
  const span = { start: 0, end: 0 }
  const steps = ['IN', 'a-b', '', '1st', 'plain'].map((name) => ({
    ...({ kind: 'key', name, quoted: false, span } as const),
  }))
  const ast: PatternAst = {
    kind: 'observation',
    comparison: {
      ...({ kind: 'comparison', operator: 'EXISTS', negated: false, literals: [], span } as const),
      path: { type: 'x', steps, span },
    },
    span,
  }
  t.equal(printPattern(ast), "[EXISTS x:'IN'.'a-b'.''.'1st'.plain]")
})
