// Rules every object keeps: versions, external references, references, extensions.

import t from 'tap'
import { checkRules } from '../../../../src/core/stix/rules/check.ts'
import { type Case, findings, judge, uuid } from './cases.ts'

const early = '2020-01-01T00:00:00.123Z'
const late = '2020-01-01T00:00:00.1239Z'

const everywhere: Case[] = [
  ['299 modified later', { created: early, modified: late }],
  ['297 modified equal', { created: early, modified: '2020-01-01T00:00:00.123000Z' }],
  ['297 modified earlier', { created: late, modified: early }, ['error /modified']],
  ['297 one of them malformed', { created: late, modified: 'never' }],
  ['297 marking definitions have no modified', { created: late }],
  ['312 with a description', { external_references: [{ source_name: 'a', description: 'b' }] }],
  ['312 with a url', { external_references: [{ source_name: 'a', url: 'b' }] }],
  ['312 with an external_id', { external_references: [{ source_name: 'a', external_id: 'b' }] }],
  [
    '312 bare',
    { external_references: [{ source_name: 'a', url: 'b' }, { source_name: 'a' }] },
    ['error /external_references/1'],
  ],
  ['334 created by an identity', { created_by_ref: `identity--${uuid}` }],
  ['334 created by a tool', { created_by_ref: `tool--${uuid}` }, ['error /created_by_ref']],
  ['347 unknown markings', { object_marking_refs: [`marking-definition--${uuid}`] }],
  [
    '334 marked with an identity',
    { object_marking_refs: [`marking-definition--${uuid}`, `identity--${uuid}`] },
    ['error /object_marking_refs/1'],
  ],
  ['343 custom properties', { x_acme: 1, toxicity: 8, x_acme_ref: `tool--${uuid}` }],
  [
    '341 properties of the top level',
    {
      rank: 1,
      extensions: {
        [`extension-definition--${uuid}`]: { extension_type: 'toplevel-property-extension' },
      },
    },
  ],
]
for (const type of ['x-acme', 'tool', 'attack-pattern', 'my-favorite-sco'])
  judge(t, type, everywhere)

t.test('345 341 what nobody knows is left alone', (t) => {
  judge(t, 'my-favorite-sdo', [
    [
      'new SDO',
      { extensions: { [`extension-definition--${uuid}`]: { extension_type: 'new-sdo' } } },
    ],
    ['its references may point anywhere', { object_refs: [`bundle--${uuid}`], sample_ref: 'x--y' }],
  ])
  t.end()
})

t.test('problems say where, what and how bad', (t) => {
  const [problem] = checkRules({
    type: 'relationship',
    id: `relationship--${uuid}`,
    source_ref: `relationship--${uuid}`,
    target_ref: `tool--${uuid}`,
  })
  t.same(problem, {
    pointer: '/source_ref',
    message: 'refer to an object of type `SDO`, `SCO`, not `relationship`',
    severity: 'error',
  })
  t.end()
})

t.test('problems are bounded, and warnings never crowd out an error', (t) => {
  const ref = `marking-definition--${uuid}`
  const problems = checkRules({
    type: 'x-acme',
    object_marking_refs: Array.from({ length: 1000 }, () => ref),
    granular_markings: Array.from({ length: 1000 }, () => ({
      lang: 'en',
      selectors: [`${'very_long_'.repeat(50)}.[9]`],
    })),
  })
  t.equal(problems.length, 100)
  t.equal(problems.filter(({ severity }) => severity === 'error').length, 50)
  t.ok(problems.every(({ message }) => message.length <= 256))
  t.end()
})

t.same(findings({}), [], 'an object without a type breaks no rule between properties')
