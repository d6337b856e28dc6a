// Parts of an object by their levels: what is cut, what is torn off, and what markings are left.
import fc from 'fast-check'
import t from 'tap'
import { type Cut, cutParts, removePaths } from '../../../src/core/anonymity/granular.ts'
import { requiredOf, shapeAt, shapeOf } from '../../../src/core/anonymity/requirement.ts'
import { keepParts } from '../../../src/core/anonymity/tearline.ts'
import { readLabel } from '../../../src/core/sharing/label.ts'
import { reachesTlp, type Tlp } from '../../../src/core/sharing/tlp.ts'
import { tlpIdOf } from '../../../src/core/stix/marking.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { selectContent } from '../../../src/core/stix/selector.ts'
import { validateObject } from '../../../src/core/stix/validate.ts'
import { indicator, mark, nothingSaid, now } from '../sharing/markings.ts'
import { id, loadSchemaCheck, minimal } from '../stix/model/minimal.ts'

type Marked = [level: Tlp, ...selectors: string[]]

const bear = (object: StixObject, ...marks: Marked[]): StixObject => ({
  ...object,
  granular_markings: marks.map(([level, ...selectors]) => mark(level, ...selectors)),
})

const partsOf = (object: StixObject) => readLabel(object, () => null, nothingSaid, now).parts

const upTo = (ceiling: Tlp) => (tlp: Tlp) => reachesTlp(ceiling, tlp)

/** What is left at or below AMBER. */
const cut = (object: StixObject): Cut | null => cutParts(object, partsOf(object), upTo('amber'))

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

/** What of it may be torn off at or below GREEN. */
const tear = (object: StixObject): StixObject | null =>
  keepParts(object, partsOf(object), upTo('green'))

const around = {
  type: 'indicator',
  spec_version: '2.1',
  id: plain.id,
  created: plain.created,
  modified: plain.modified,
  pattern_type: 'stix',
  valid_from: plain.created,
}
const green = { object_marking_refs: [tlpIdOf('green')] }

/** `torn`: what is shown besides the scaffolding of a pattern; null shows nothing. */
const tears: [name: string, marks: Marked[], torn: object | null][] = [
  ['M3 C-11 the pattern', [['green', 'pattern']], { pattern: plain.pattern, ...green }],
  [
    'M3 its own time where that is released',
    [['green', 'pattern', 'valid_from', 'pattern_type']],
    { pattern: plain.pattern, valid_from: plain.valid_from, ...green },
  ],
  [
    'M3 the strictest released level',
    [
      ['green', 'labels'],
      ['clear', 'pattern'],
    ],
    {
      pattern: plain.pattern,
      labels: plain.labels,
      ...green,
    },
  ],
  [
    'M3 all of it open',
    [['clear', 'pattern']],
    {
      pattern: plain.pattern,
      object_marking_refs: [tlpIdOf('clear')],
    },
  ],
  [
    'M3 list entries',
    [['green', 'pattern', 'labels.[2]', 'labels.[0]']],
    {
      pattern: plain.pattern,
      labels: ['one', 'three'],
      ...green,
    },
  ],
  [
    'M3 without what is closed inside',
    [
      ['green', 'pattern', 'external_references'],
      ['red', 'external_references.[0].hashes.MD5'],
    ],
    {
      pattern: plain.pattern,
      external_references: [
        { source_name: 'c', url: 'https://c.example/' },
        { source_name: 'd', external_id: 'e' },
      ],
      ...green,
    },
  ],
  [
    'M3 the stricter of two',
    [
      ['green', 'pattern', 'labels'],
      ['amber', 'labels.[0]', 'labels.[1]', 'labels.[2]'],
    ],
    {
      pattern: plain.pattern,
      ...green,
    },
  ],
  [
    'M3 the stricter around it',
    [
      ['green', 'pattern', 'labels.[0]'],
      ['amber', 'labels'],
    ],
    {
      pattern: plain.pattern,
      ...green,
    },
  ],
  [
    'M3 a structure without what it requires',
    [['green', 'pattern', 'external_references.[0].url']],
    {
      pattern: plain.pattern,
      ...green,
    },
  ],
  [
    'M3 a structure of its own',
    [['green', 'pattern', 'external_references.[1]']],
    {
      pattern: plain.pattern,
      external_references: [{ source_name: 'd', external_id: 'e' }],
      ...green,
    },
  ],
  [
    'M3 the structural is as it is',
    [['green', 'pattern', 'object_marking_refs', 'created']],
    {
      pattern: plain.pattern,
      ...green,
    },
  ],
  ['M4 C-11 no pattern', [['green', 'description']], null],
  [
    'M4 the language is closed',
    [
      ['green', 'pattern'],
      ['red', 'pattern_type'],
    ],
    null,
  ],
  [
    'M4 the time of creation is closed',
    [
      ['green', 'pattern'],
      ['amber', 'created'],
    ],
    null,
  ],
  ['nothing is released', [['red', 'description']], null],
  ['nothing but the structural is released', [['green', 'created']], null],
]
for (const [name, marks, torn] of tears) {
  const object = bear({ ...plain, object_marking_refs: [tlpIdOf('amber')] }, ...marks)
  t.strictSame(tear(object), torn === null ? null : { ...around, ...torn }, name)
}

t.test('M3 M4 a tear-line of other types', async (t) => {
  const actor = minimal('threat-actor', { aliases: ['b'], revoked: false })
  t.match(tear(bear(actor, ['green', 'aliases'])), {
    name: 'Redacted threat-actor',
    aliases: ['b'],
    revoked: false,
  })
  const mutex = minimal('mutex', { x_acme_seen: 1, x_acme_text: 'a' })
  t.equal(tear(bear(mutex, ['green', 'x_acme_seen'])), null)
  t.match(tear(bear(mutex, ['green', 'name'])), { name: mutex.name, x_acme_seen: undefined })
  const untimed = without(plain, 'created') as StixObject
  t.equal(tear(bear(untimed, ['green', 'pattern'])), null, 'no time to show')
  t.match(
    keepParts(
      plain,
      [
        { path: ['name', 0], tlp: 'green' },
        { path: ['pattern'], tlp: 'green' },
      ],
      upTo('green'),
    ),
    {
      name: undefined,
      pattern: plain.pattern,
    },
  )
})

t.test('what is required is what the models say', async (t) => {
  t.strictSame([...requiredOf(shapeOf('indicator'))].slice(5), [
    'pattern',
    'pattern_type',
    'valid_from',
  ])
  t.strictSame([...requiredOf(shapeOf('x-acme'))], ['type', 'id'])
  t.strictSame([...requiredOf(shapeOf('constructor'))], ['type', 'id'])
  const references = shapeAt(shapeOf('indicator'), 'external_references')
  t.strictSame([...requiredOf(shapeAt(references, 0))], ['source_name'])
  t.strictSame([...requiredOf(undefined)], [])
  t.equal(shapeAt(shapeAt(undefined, 'a'), 0), undefined)
})

const check = loadSchemaCheck('indicator')
const selectors = [
  'name',
  'description',
  'labels',
  ...[0, 1, 2].map((at) => `labels.[${at}]`),
  'external_references',
  ...[0, 1].flatMap((at) => [
    `external_references.[${at}]`,
    `external_references.[${at}].${at === 0 ? 'url' : 'external_id'}`,
  ]),
  'external_references.[0].hashes.MD5',
  'pattern',
  'valid_from',
]
const anyMarks = fc.array(
  fc.tuple(
    fc.constantFrom<Tlp>('clear', 'green', 'amber', 'red'),
    fc.uniqueArray(fc.constantFrom(...selectors), { minLength: 1, maxLength: 5 }),
  ),
  { minLength: 1, maxLength: 5 },
)
const anyObject = anyMarks.map((marks) =>
  bear(plain, ...marks.map(([level, list]): Marked => [level, ...list])),
)

type Selecting = { selectors: string[] }

/** INV-14, for one way of cutting. */
const noSelectorIsAstray = (way: (object: StixObject) => StixObject | null) =>
  fc.property(anyObject, (object) => {
    const left = way(object)
    const markings = (left?.granular_markings ?? []) as Selecting[]
    return markings.every((marking) =>
      marking.selectors.every(
        (selector) => typeof selectContent(left as StixObject, selector) !== 'string',
      ),
    )
  })

t.test('INV-14 no selector names an absent path', async (t) => {
  fc.assert(noSelectorIsAstray((object) => cut(object)?.object ?? null))
  const careless = (object: StixObject): StixObject | null => {
    const left = cut(object)
    return left === null ? null : { ...left.object, granular_markings: object.granular_markings }
  }
  t.throws(() => fc.assert(noSelectorIsAstray(careless)))
})

const levelsAt = (object: StixObject): Map<string, Tlp[]> => {
  const levels = new Map<string, Tlp[]>()
  for (const { path, tlp } of partsOf(object)) {
    const found = path.reduce<unknown>((value, step) => (value as never)[step], object)
    const value = JSON.stringify(found)
    levels.set(value, [...(levels.get(value) ?? []), tlp])
  }
  return levels
}

t.test('nothing above the ceiling is left, and what is left keeps its levels', async () => {
  fc.assert(
    fc.property(anyObject, (object) => {
      const left = cut(object)?.object
      if (left === undefined) return true
      const held = levelsAt(object)
      return [...levelsAt(left)].every(
        ([value, levels]) =>
          levels.every(upTo('amber')) &&
          (!held.has(value) || levels.every((tlp) => held.get(value)?.includes(tlp))),
      )
    }),
  )
})

t.test('cutting what was cut changes nothing', async () => {
  fc.assert(
    fc.property(anyObject, (object) => {
      const left = cut(object)?.object
      return left === undefined || cut(left)?.changed === false
    }),
  )
})

const isSound = (object: StixObject | null): boolean =>
  object === null ||
  validateObject(object, check, 'strict').every(
    ({ severity, pointer }) => severity === 'warning' || pointer.startsWith('/external_references'),
  )

t.test('what is left is STIX', async () => {
  fc.assert(fc.property(anyObject, (object) => isSound(cut(object)?.object ?? null)))
  fc.assert(fc.property(anyObject, (object) => isSound(tear(object))))
})
