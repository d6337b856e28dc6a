// Differences between two JSON values: a table, and that there is none exactly between equals.
import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from '../../../src/core/json/canonical.ts'
import { type Difference, listDifferences } from '../../../src/core/json/difference.ts'

const print = (one: Difference): string => {
  const before = one.kind === 'added' ? '' : ` ${JSON.stringify(one.before)}`
  const after = one.kind === 'removed' ? '' : ` ${JSON.stringify(one.after)}`
  return `${one.kind} ${one.path}${before}${after}`
}

// before, after, what is told
const cases: [unknown, unknown, string[]][] = [
  [{ a: 1 }, { a: 1 }, []],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, []],
  [{ a: 1 }, { a: 2 }, ['changed /a 1 2']],
  [{ a: 1 }, { b: 1 }, ['removed /a 1', 'added /b 1']],
  [{ a: { b: [1, { c: 'x' }] } }, { a: { b: [1, { c: 'y' }] } }, ['changed /a/b/1/c "x" "y"']],
  [{ l: [1, 2, 3] }, { l: [1, 3] }, ['removed /l/1 2']],
  [{ l: [1, 3] }, { l: [1, 2, 3] }, ['added /l/1 2']],
  [{ l: [1, 2] }, {}, ['removed /l [1,2]']],
  [{ l: ['x', 'y'] }, { l: ['y', 'x', 'x'] }, ['added /l/2 "x"']],
  [{ 'a/b': 1 }, { 'a/b': 2 }, ['changed /a~1b 1 2']],
  [{ a: null }, { a: {} }, ['changed /a null {}']],
  [[1], { 0: 1 }, ['changed  [1] {"0":1}']],
]

t.test('a table', async (t) => {
  for (const [before, after, told] of cases)
    t.same(listDifferences(before, after).map(print), told, JSON.stringify([before, after]))
})

const json = fc.jsonValue({ maxDepth: 3 })
const small = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: 0, max: 2 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2 }),
  ),
})).value

t.test('there is none exactly between equals', async (t) => {
  const holds = (before: unknown, after: unknown) =>
    (listDifferences(before, after).length === 0) ===
    (canonicalJson(before) === canonicalJson(after))
  fc.assert(
    fc.property(json, (value) => listDifferences(value, structuredClone(value)).length === 0),
  )
  fc.assert(fc.property(small, small, holds), { numRuns: 2000 })
  t.pass()
})
