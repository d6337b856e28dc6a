// What may be torn off an object, and what STIX wants around it.
import t from 'tap'
import { requiredOf, shapeAt, shapeOf } from '../../../src/core/anonymity/requirement.ts'
import { keepParts } from '../../../src/core/anonymity/tearline.ts'
import { tlpIdOf } from '../../../src/core/stix/marking.ts'
import { indicator } from '../sharing/markings.ts'
import { minimal } from '../stix/model/minimal.ts'
import { bear, type Marked, tear, upTo } from './marked.ts'

const plain = indicator()

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
  const { created: _, ...untimed } = plain
  t.equal(tear(bear(untimed as never, ['green', 'pattern'])), null, 'no time to show')
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
