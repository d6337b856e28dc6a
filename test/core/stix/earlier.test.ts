// STIX 2.0 objects: what their types require, and that nothing of STIX 2.1 is asked of them.

import t from 'tap'
import { validateObject20 } from '../../../src/core/stix/validate.ts'
import { id } from './model/minimal.ts'

const when = '2018-01-02T03:04:05.678Z'

const versioned = (type: string, own: Record<string, unknown>): Record<string, unknown> => ({
  type,
  id: id(type),
  created: when,
  modified: when,
  ...own,
})

const minimal20: Record<string, Record<string, unknown>> = {
  'attack-pattern': versioned('attack-pattern', { name: 'a' }),
  campaign: versioned('campaign', { name: 'a' }),
  'course-of-action': versioned('course-of-action', { name: 'a' }),
  identity: versioned('identity', { name: 'a', identity_class: 'organization' }),
  indicator: versioned('indicator', {
    labels: ['a'],
    pattern: "[url:value = 'a']",
    valid_from: when,
  }),
  'intrusion-set': versioned('intrusion-set', { name: 'a' }),
  malware: versioned('malware', { name: 'a', labels: ['worm'] }),
  'observed-data': versioned('observed-data', {
    first_observed: when,
    last_observed: when,
    number_observed: 1,
    objects: { 0: { type: 'url', value: 'http://192.0.2.1/' } },
  }),
  report: versioned('report', {
    name: 'a',
    labels: ['a'],
    published: when,
    object_refs: [id('tool')],
  }),
  'threat-actor': versioned('threat-actor', { name: 'a', labels: ['a'] }),
  tool: versioned('tool', { name: 'a', labels: ['a'] }),
  vulnerability: versioned('vulnerability', { name: 'a' }),
  relationship: versioned('relationship', {
    relationship_type: 'uses',
    source_ref: id('campaign'),
    target_ref: id('tool'),
  }),
  sighting: versioned('sighting', { sighting_of_ref: id('indicator') }),
  'marking-definition': {
    type: 'marking-definition',
    id: id('marking-definition'),
    created: when,
    definition_type: 'statement',
    definition: { statement: 'a' },
  },
}

for (const [type, object] of Object.entries(minimal20)) {
  t.test(type, async (t) => {
    t.strictSame(validateObject20(object, 'strict'), [])
    t.strictSame(
      validateObject20({ ...object, x_own: { a: [1] } }, 'strict'),
      [],
      'custom property',
    )
    for (const property of Object.keys(object)) {
      const { [property]: _, ...rest } = object
      const [problem] = validateObject20(rest, 'strict')
      t.match(problem, { severity: 'error', pointer: '' }, `refused without ${property}`)
      t.match(problem?.message, `\`${property}\``)
    }
  })
}

const refused: [name: string, type: string, changes: Record<string, unknown>, pointer: string][] = [
  ['identity_class is one word', 'identity', { identity_class: ['sector'] }, '/identity_class'],
  ['labels are texts', 'malware', { labels: [1] }, '/labels'],
  ['labels are not empty', 'campaign', { labels: [] }, '/labels'],
  ['precision to the second', 'campaign', { modified: '2018-01-02T03:04:05Z' }, '/modified'],
  [
    'precision to the microsecond',
    'campaign',
    { created: '2018-01-02T03:04:05.678901Z' },
    '/created',
  ],
  ['reference', 'relationship', { source_ref: 'a' }, '/source_ref'],
  ['references', 'report', { object_refs: [] }, '/object_refs'],
  ['creator', 'tool', { created_by_ref: id('tool') }, '/created_by_ref'],
  ['markings', 'tool', { object_marking_refs: [id('tool')] }, '/object_marking_refs'],
  ['observations', 'observed-data', { number_observed: 0 }, '/number_observed'],
  ['null', 'tool', { x_own: null }, '/x_own'],
  ['id', 'tool', { id: 'tool--1' }, '/id'],
]
for (const [name, type, changes, pointer] of refused) {
  const [problem] = validateObject20({ ...minimal20[type], ...changes }, 'strict')
  t.match(problem, { severity: 'error', pointer }, name)
}

t.test('what lenient collections take', async (t) => {
  t.match(validateObject20({ ...minimal20.tool, labels: [] }, 'lenient'), [{ severity: 'warning' }])
  t.match(validateObject20({ ...minimal20.tool, id: 'tool--1' }, 'lenient'), [
    { severity: 'error' },
  ])
})

t.test('290 types of STIX 2.1 without spec_version are told so', async (t) => {
  const location = versioned('location', { country: 'jp' })
  t.match(validateObject20(location, 'strict')[0]?.message, /`spec_version` is missing/)
  const url = { type: 'url', spec_version: '2.0', id: id('url'), value: 'https://example.com/' }
  t.match(validateObject20(url, 'strict')[0], { pointer: '/spec_version' })
  const indicator = versioned('indicator', { pattern: 'a', pattern_type: 'stix', valid_from: when })
  t.match(validateObject20(indicator, 'strict')[0]?.message, /if the object is STIX 2\.1/)
})

t.test('custom types are taken', async (t) => {
  t.strictSame(validateObject20(versioned('x-example', { any: 1 }), 'strict'), [])
})
