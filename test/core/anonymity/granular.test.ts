// Parts of an object by their levels: what is cut, and what markings are left.
import t from 'tap'
import { removePaths } from '../../../src/core/anonymity/granular.ts'
import { tlpIdOf } from '../../../src/core/stix/marking.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { indicator, mark } from '../sharing/markings.ts'
import { id, minimal } from '../stix/model/minimal.ts'
import { bear, cut, type Marked } from './marked.ts'

const without = (object: StixObject, ...names: string[]): StixObject => {
  const rest = { ...object }
  for (const name of names) delete rest[name]
  return rest
}

const plain = indicator()

/** `left`: what differs from the indicator; undefined for what is gone; null hides the object. */
type Case = [name: string, marks: Marked[], left: Record<string, unknown> | null]

const cases: Case[] = [
  ['M2 C-09 a property', [['red', 'description']], { description: undefined }],
  ['M2 and all below it', [['red', 'labels']], { labels: undefined }],
  [
    'M2 covers what is marked laxer below it',
    [
      ['green', 'labels.[0]'],
      ['red', 'labels'],
      ['green', 'labels.[1]'],
    ],
    { labels: undefined },
  ],
  [
    'M2 a structure',
    [['red', 'external_references.[0].hashes']],
    {
      external_references: [
        { source_name: 'c', url: 'https://c.example/' },
        { source_name: 'd', external_id: 'e' },
      ],
    },
  ],
  [
    'M2 something deep, and the structure it leaves empty',
    [['red', 'external_references.[0].hashes.MD5']],
    {
      external_references: [
        { source_name: 'c', url: 'https://c.example/' },
        { source_name: 'd', external_id: 'e' },
      ],
    },
  ],
  ['M4 C-10 a required property', [['red', 'pattern']], null],
  ['M4 what is required inside', [['red', 'external_references.[0].source_name']], null],
  ['M4 the type', [['red', 'type']], null],
  ['M4 the time', [['red', 'modified']], null],
  ['M4 the markings', [['red', 'granular_markings.[0]']], null],
  ['M6 C-12 a list entry', [['red', 'labels.[1]']], { labels: ['one', 'three'] }],
  [
    'M6 C-12 the others move up',
    [
      ['red', 'labels.[1]'],
      ['green', 'labels.[2]', 'labels.[0]'],
    ],
    { labels: ['one', 'three'], granular_markings: [mark('green', 'labels.[1]', 'labels.[0]')] },
  ],
  [
    'M6 structures in a list move up with what is in them',
    [
      ['red', 'external_references.[0]'],
      ['green', 'external_references.[1].external_id', 'external_references.[0].url'],
    ],
    {
      external_references: [{ source_name: 'd', external_id: 'e' }],
      granular_markings: [mark('green', 'external_references.[0].external_id')],
    },
  ],
  [
    'M6 an empty list goes as a whole',
    [
      ['red', 'labels.[0]', 'labels.[2]', 'labels.[1]'],
      ['green', 'labels'],
    ],
    { labels: undefined },
  ],
  [
    'M7 no entry points at what is away',
    [
      ['red', 'name', 'labels.[0]'],
      ['green', 'name', 'description'],
      ['clear', 'name'],
    ],
    {
      name: undefined,
      labels: ['two', 'three'],
      granular_markings: [mark('green', 'description')],
    },
  ],
]
for (const [name, marks, left] of cases) {
  const object = bear(plain, ...marks)
  const before = JSON.stringify(object)
  const wanted = left === null ? null : { ...without(object, 'granular_markings'), ...left }
  const gone = Object.keys(left ?? {}).filter((key) => left?.[key] === undefined)
  t.strictSame(
    cut(object),
    wanted === null ? null : { object: without(wanted as StixObject, ...gone), changed: true },
    name,
  )
  t.equal(JSON.stringify(object), before, `${name}: the argument is as it was`)
}

t.test('nothing above the ceiling: the object itself', async (t) => {
  const object = bear(plain, ['green', 'description'])
  t.equal(cut(object)?.object, object)
  t.equal(cut(object)?.changed, false)
})

t.test('M4 a required name of a domain object may be a generated one', async (t) => {
  const named = bear(minimal('threat-actor', { aliases: ['b'] }), ['red', 'name', 'aliases.[0]'])
  t.match(cut(named)?.object, { name: 'Redacted threat-actor' })
  t.strictSame(
    Object.keys(cut(named)?.object ?? {}).filter((key) => key === 'aliases'),
    [],
  )
  const observed = bear(minimal('mutex'), ['red', 'name'])
  t.equal(cut(observed), null, 'but what was observed is not made up')
  t.equal(cut(bear(minimal('extension-definition'), ['red', 'name'])), null)
})

t.test('M6 a required list may shrink and may not go', async (t) => {
  const refs = [id('malware'), id('campaign')]
  const report = minimal('report', { object_refs: refs })
  t.match(cut(bear(report, ['red', 'object_refs.[0]']))?.object, { object_refs: [refs[1]] })
  t.equal(cut(bear(report, ['red', 'object_refs.[0]', 'object_refs.[1]'])), null)
})

t.test('dictionaries and types nobody here knows', async (t) => {
  const file = minimal('file', {
    name: 'a',
    hashes: { MD5: '0'.repeat(32), 'SHA-1': '0'.repeat(40) },
  })
  t.strictSame(cut(bear(file, ['red', 'hashes.MD5']))?.object.hashes, { 'SHA-1': '0'.repeat(40) })
  const custom = { type: 'x-acme', id: id('x-acme'), x_a: { b: [1, 2] }, x_c: 1 }
  t.strictSame(cut(bear(custom, ['red', 'x_a.b.[0]']))?.object.x_a, { b: [2] })
  t.match(cut(bear(custom, ['red', 'x_a']))?.object, { x_a: undefined, x_c: 1 })
  t.equal(cut(bear(custom, ['red', 'id'])), null)
  const listed = { ...custom, x_a: [{ b: 1 }, { c: 2 }] }
  t.match(
    cut(bear(listed, ['red', 'x_a.[0].b'], ['green', 'x_a.[0]', 'x_a.[1]']))?.object,
    { x_a: [{ c: 2 }], granular_markings: [mark('green', 'x_a.[0]')] },
    'M6 M7 an entry left empty goes, and nobody takes its markings',
  )
})

t.test('a path that leads nowhere hides the object', async (t) => {
  const paths = [['x_none'], ['labels', 3], ['labels', 'a'], ['name', 0], ['name', 'a'], [0], []]
  for (const path of paths) t.equal(removePaths(plain, [path]), null, JSON.stringify(path))
  const marked = { ...plain, object_marking_refs: [tlpIdOf('red'), tlpIdOf('green')] }
  t.equal(removePaths(marked, [['object_marking_refs', 0]]), null, 'M4 nor is care taken away')
  t.strictSame(removePaths(plain, []), { object: plain, changed: false })
})

t.test('M7 markings that were wrong before are not kept', async (t) => {
  const markings = [
    7,
    { marking_ref: tlpIdOf('green'), selectors: 'name' },
    { lang: 'ja', selectors: [7, 'labels[0]', 'objective', 'labels.[2]', 'labels.[9]'] },
  ]
  const object = { ...plain, granular_markings: markings }
  const left = removePaths(object, [['labels', 0]])
  t.strictSame(left?.object.granular_markings, [{ lang: 'ja', selectors: ['labels.[1]'] }])
  const none = removePaths({ ...plain, granular_markings: 7 }, [['labels', 0]])
  t.notOk(none?.object.granular_markings)
  t.notOk(removePaths(plain, [['labels', 0]])?.object.granular_markings)
})
