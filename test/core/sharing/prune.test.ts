// Taking parts out of an object: what is left is whole, and its markings name what they named.
import fc from 'fast-check'
import t from 'tap'
import { pruneObject, renameObject } from '../../../src/core/sharing/prune.ts'
import { findStaleTranslations } from '../../../src/core/sharing/translation.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import type { Path } from '../../../src/core/stix/pointer.ts'
import { resolvePath, selectContent } from '../../../src/core/stix/selector.ts'
import { idOf } from './closing.ts'

const id = idOf('tool', 'x')
const tool = (properties: object): StixObject => ({ type: 'tool', id, ...properties })
const mark = (...selectors: unknown[]) => ({ lang: 'en', selectors })

type Case = [name: string, holds: object, paths: Path[], left: object]
const cases: Case[] = [
  ['nothing', { a: 1 }, [], { a: 1 }],
  ['a property', { a: 1, b: 2 }, [['a']], { b: 2 }],
  ['one that is not there', { a: 1 }, [['b'], ['a', 'c']], { a: 1 }],
  ['a member', { a: [1, 2, 3] }, [['a', 1]], { a: [1, 3] }],
  ['the last member', { a: { b: [1] }, c: 1 }, [['a', 'b', 0]], { c: 1 }],
  ['a null below', { a: null, b: { c: null } }, [['b', 'c']], { a: null }],
  [
    'overlapping',
    { a: { b: { c: 1 }, d: 1 } },
    [
      ['a', 'b', 'c'],
      ['a', 'b'],
    ],
    { a: { d: 1 } },
  ],
  [
    'C-12 a member, with markings of the others',
    {
      labels: ['x', 'y', 'z'],
      granular_markings: [mark('labels.[1]'), mark('labels.[2]', 'labels.[1]', 'labels')],
    },
    [['labels', 1]],
    { labels: ['x', 'z'], granular_markings: [mark('labels.[1]', 'labels')] },
  ],
  [
    'deep in members',
    {
      a: [{ b: [1, 2] }, { b: [3, 4], c: 5 }],
      granular_markings: [mark('a.[0].b.[0]', 'a.[1].b.[1]', 'a.[1].c')],
    },
    [
      ['a', 0],
      ['a', 1, 'b', 0],
    ],
    { a: [{ b: [4], c: 5 }], granular_markings: [mark('a.[0].b.[0]', 'a.[0].c')] },
  ],
  ['all that is marked', { a: 1, b: 2, granular_markings: [mark('a')] }, [['a']], { b: 2 }],
  [
    'beside markings of nothing',
    { a: 1, b: 2, granular_markings: [mark('no such', 7, 'c', 'b'), { lang: 'en' }] },
    [['a']],
    { b: 2, granular_markings: [mark('b')] },
  ],
  [
    'beside no list of markings',
    { a: 1, granular_markings: 'x' },
    [['a']],
    {
      granular_markings: 'x',
    },
  ],
]
for (const [name, holds, paths, left] of cases) {
  const before = JSON.stringify(holds)
  t.same(pruneObject(tool(holds), paths), tool(left), name)
  t.equal(JSON.stringify(holds), before, `${name}: what is given stays as it is`)
}
const whole = tool({ a: { b: 1 }, c: [1] })
t.equal(pruneObject(whole, []), whole)
t.equal(pruneObject(whole, [['c']]).a, whole.a, 'what is not touched is the same')

const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.nat(),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), {
      minKeys: 1,
      noNullPrototype: true,
    }),
  ),
})).value

const pathsIn = (value: unknown, path: Path): Path[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [
        path,
        ...Object.entries(value).flatMap(([name, inner]) =>
          pathsIn(inner, [...path, Array.isArray(value) ? Number(name) : name]),
        ),
      ]

t.test('INV-14 no selector names what is gone, and each names what it named', async (t) => {
  const selector = (path: Path) =>
    path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('.')
  const given = tree.chain((content) => {
    const all = pathsIn(content, ['content'])
    return fc.record({
      content: fc.constant(content),
      paths: fc.subarray(all.slice(1)),
      marked: fc.subarray(all, { minLength: 1 }),
    })
  })
  fc.assert(
    fc.property(given, ({ content, paths, marked }) => {
      const holds = tool({ content, granular_markings: marked.map((one) => mark(selector(one))) })
      const left = pruneObject(holds, paths)
      const markings = (left.granular_markings ?? []) as { selectors: string[] }[]
      const leaves = (value: unknown): unknown[] =>
        typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]
      for (const { selectors } of markings)
        for (const one of selectors) t.type(selectContent(left, one), 'object')
      const kept = marked.filter(
        (one) => !paths.some((path) => path.every((step, at) => one[at] === step)),
      )
      const values = kept.map((one) => leaves(resolvePath(holds, one)!.value))
      return markings.every(({ selectors }) => {
        const now = leaves((selectContent(left, selectors[0]!) as { value: unknown }).value)
        return values.some((were) => now.every((leaf) => were.includes(leaf)))
      })
    }),
    { numRuns: 500 },
  )
})

const ids = new Map([[id, idOf('tool', 'y')]])
const renamed = renameObject(
  tool({
    ...{ created_by_ref: id, a_ref: id, b_refs: ['x', id], word: id, same: { c_ref: 'x' } },
    deep: [{ d_ref: id }, { d_ref: 'x' }],
  }),
  'new',
  ids,
)
const y = idOf('tool', 'y')
t.same(renamed, {
  ...{ type: 'tool', id: 'new', created_by_ref: id, a_ref: y, b_refs: ['x', y], word: id },
  ...{ same: { c_ref: 'x' }, deep: [{ d_ref: y }, { d_ref: 'x' }] },
})

type Translated = [contents: unknown, shown: object, stale: Path[]]
const translated: Translated[] = [
  [{ de: { name: 'n' } }, { name: 'n' }, []],
  [
    { de: { name: 'n' }, fr: { name: 'n' } },
    {},
    [
      ['contents', 'de', 'name'],
      ['contents', 'fr', 'name'],
    ],
  ],
  [{ de: { goals: ['a', 'b'] } }, { goals: ['a'] }, [['contents', 'de', 'goals']]],
  [{ de: { goals: ['a', ''] } }, { goals: ['a', 'b'] }, []],
  [{ de: { x: [{ y: 'a' }] } }, { x: [{ z: 'a' }] }, [['contents', 'de', 'x', 0, 'y']]],
  [{ de: { x: { y: 'a', z: 'b' } } }, { x: { z: 'c' } }, [['contents', 'de', 'x', 'y']]],
  [{ de: { x: 'one' } }, { x: ['a', 'b'] }, []],
  [{ de: { x: ['a'] } }, { x: 'a' }, []],
  [{ de: { x: { y: 'a' } } }, { x: ['a'] }, []],
  [{ de: { x: { y: 'a' } } }, { x: null }, []],
  [{ de: { toString: 'x' } }, {}, [['contents', 'de', 'toString']]],
  [['x'], {}, []],
  [null, {}, []],
  [undefined, {}, []],
]
for (const [contents, shown, stale] of translated) {
  const name = `C-36 ${JSON.stringify(contents)} of ${JSON.stringify(shown)}`
  t.same(findStaleTranslations(tool({ contents }), tool(shown)), stale, name)
}
