// The canonical form and the equality of objects. Numbers are the conformance checklist's.

import fc from 'fast-check'
import t from 'tap'
import { canonicalJson, sameContent } from '../../../src/core/json/canonical.ts'
import { orderOf } from '../../../src/core/stix/timestamp.ts'

const canonical: [value: unknown, text: string][] = [
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [
    { '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, '\ufb33': 5 },
    '{"\\r":2,"1":3,"\u20ac":1,"\ud83d\ude00":4,"\ufb33":5}',
  ],
  [[1.0, 1e21, 1e-7, 0.002, 333333333.3333333], '[1,1e+21,1e-7,0.002,333333333.3333333]'],
  ['\u0001"\\/é', '"\\u0001\\"\\\\/é"'],
]

const pairs: [number: string, a: string, b: string, same: boolean][] = [
  ['262', '{"a":1,"b":2}', ' { "b" : 2.0, "a" : 1e0 } ', true],
  ['262', '{"a":"\\u0041\\/"}', '{"a":"A/"}', true],
  ['262', '{"created":"2020-01-01T00:00:53Z"}', '{"created":"2020-01-01T00:00:53.000Z"}', true],
  ['262', '{"x":["2020-01-01T00:00:53.120Z"]}', '{"x":["2020-01-01T00:00:53.12Z"]}', true],
  ['263', '{"a":"2020-01-01T00:00:53.997Z"}', '{"a":"2020-01-01T00:00:53.997123Z"}', false],
  ['263', '{"a":"2020-01-01T00:00:53Z "}', '{"a":"2020-01-01T00:00:53.0Z "}', false],
  ['263', '{"a":1}', '{"a":2}', false],
  ['263', '{"a":1}', '{"a":1,"b":2}', false],
  ['263', '{"a":1,"b":2}', '{"a":1,"c":2}', false],
  ['263', '{"a":null}', '{}', false],
  ['263', '{"a":1}', '{"a":"1"}', false],
  ['263', '{"a":true}', '{"a":1}', false],
  ['263', '{"a":[1,2]}', '{"a":[2,1]}', false],
  ['263', '{"a":[1]}', '{"a":[1,2]}', false],
  ['263', '{"a":["x"]}', '{"a":{"0":"x"}}', false],
  ['263', '{"a":[]}', '{"a":{}}', false],
  ['263', '{"a":null}', '{"a":{}}', false],
  ['263', '{"a":"é"}', '{"a":"e\u0301"}', false],
  ['263', '{"toString":1}', '{"valueOf":1}', false],
]

t.test('the canonical form', async (t) => {
  for (const [value, text] of canonical) t.equal(canonicalJson(value), text)
  t.throws(() => canonicalJson(Number.NaN))
  t.throws(() => canonicalJson('\ud800'))
  t.throws(() => canonicalJson(undefined))
})

t.test('two objects say the same or not', async (t) => {
  for (const [number, a, b, same] of pairs) {
    t.equal(sameContent(JSON.parse(a), JSON.parse(b)), same, `${number}: ${a} ${b}`)
    t.equal(sameContent(JSON.parse(b), JSON.parse(a)), same, `${number}: ${b} ${a}`)
  }
})

const second = fc.constantFrom('00', '01', '59')
const fraction = fc.constantFrom('', '.0', '.1', '.100', '.12', '.000')
const instant = fc.tuple(second, fraction).map(([s, f]) => `2020-01-01T00:00:${s}${f}Z`)
const name = fc.constantFrom('a', 'b', 'c', 'created', '1')
const leaf = fc.oneof(instant, fc.constantFrom(0, 1, '', 'x', true, null))
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 2 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 2 }),
  ),
}))

/** The definition taken literally: write equal instants alike, then compare the canonical forms. */
const written = (value: unknown): string =>
  canonicalJson(
    JSON.parse(JSON.stringify(value), (_, text: unknown) =>
      typeof text === 'string' && text.startsWith('2020') ? orderOf(text) : text,
    ),
  )

t.test('equality is equality of the canonical forms', async (t) => {
  const holds = (same: (a: unknown, b: unknown) => boolean) =>
    fc.check(
      fc.property(tree, tree, (a, b) => same(a, b) === (written(a) === written(b))),
      { numRuns: 3_000 },
    )
  t.notOk(holds(sameContent).failed)
  const textual = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b)
  t.ok(holds(textual).failed, 'positive control: timestamps taken as text')
})
