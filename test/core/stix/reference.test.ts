// References: what the table says, what may be referred to, and that every one is found.

import fc from 'fast-check'
import t from 'tap'
import {
  admitsTarget,
  findReferences,
  referenceOf,
  referencesOf,
} from '../../../src/core/stix/reference.ts'
import { parseSelector, resolvePath } from '../../../src/core/stix/selector.ts'
import { standardTypes } from '../../../src/core/stix/vocabulary.ts'
import { untilFound } from '../../fixture/until-found.ts'

const uuid = '28bb3599-77cd-4a82-a950-b5bc3caf07c4'

const admitted: [string, string, string, boolean][] = [
  ['indicator', 'created_by_ref', 'identity', true],
  ['indicator', 'created_by_ref', 'threat-actor', false],
  ['indicator', 'created_by_ref', 'x-acme', false],
  ['x-acme', 'object_marking_refs', 'marking-definition', true],
  ['x-acme', 'object_marking_refs', 'identity', false],
  ['relationship', 'source_ref', 'indicator', true],
  ['relationship', 'source_ref', 'file', true],
  ['relationship', 'source_ref', 'x-acme', true],
  ['relationship', 'target_ref', 'relationship', false],
  ['relationship', 'target_ref', 'bundle', false],
  ['relationship', 'target_ref', 'language-content', false],
  ['relationship', 'target_ref', 'marking-definition', false],
  ['sighting', 'sighting_of_ref', 'indicator', true],
  ['sighting', 'sighting_of_ref', 'file', false],
  ['sighting', 'where_sighted_refs', 'location', true],
  ['sighting', 'observed_data_refs', 'file', false],
  ['observed-data', 'object_refs', 'relationship', true],
  ['observed-data', 'object_refs', 'indicator', false],
  ['report', 'object_refs', 'relationship', true],
  ['report', 'object_refs', 'marking-definition', true],
  ['report', 'object_refs', 'bundle', false],
  ['file', 'contains_refs', 'url', true],
  ['file', 'extensions.archive-ext.contains_refs', 'url', false],
  ['email-message', 'body_multipart.body_raw_ref', 'file', true],
  ['network-traffic', 'src_ref', 'url', false],
  ['malware-analysis', 'analysis_sco_refs', 'indicator', false],
]
for (const [type, property, target, expected] of admitted) {
  const reference = referenceOf(type, property)!
  t.equal(admitsTarget(reference.targets, target), expected, `334 ${type}.${property} → ${target}`)
}

for (const type of standardTypes) {
  for (const { property, list, targets } of referencesOf(type)) {
    t.equal(list, property.endsWith('_refs'), `${type}.${property}`)
    t.not(targets.length, 0, `${type}.${property}`)
  }
}
t.equal(referenceOf('extension-definition', 'created_by_ref')?.required, true)
t.equal(referenceOf('indicator', 'created_by_ref')?.required, false)
t.equal(referenceOf('relationship', 'source_ref')?.required, true)
t.equal(referenceOf('indicator', 'x_acme_ref'), null)

t.same(
  findReferences({
    type: 'email-message',
    id: `email-message--${uuid}`,
    created_by_ref: `identity--${uuid}`,
    object_marking_refs: [`marking-definition--${uuid}`, `marking-definition--${uuid}`],
    granular_markings: [{ selectors: ['body_ref'], marking_ref: `marking-definition--${uuid}` }],
    body_multipart: [{ body: 'x' }, { body_raw_ref: `file--${uuid}` }],
    x_acme_ref: `x-acme--${uuid}`,
    x_acme_pref: 'so--so',
    objects: { 0: { belongs_to_refs: ['3'] } },
    extensions: { 'x/y~z-ext': { deep: [{ any_refs: [`tool--${uuid}`] }] } },
    dangling_ref: 5,
  }),
  [
    { pointer: '/created_by_ref', id: `identity--${uuid}`, property: 'created_by_ref' },
    ...[0, 1].map((index) => ({
      pointer: `/object_marking_refs/${index}`,
      id: `marking-definition--${uuid}`,
      property: 'object_marking_refs',
    })),
    {
      pointer: '/granular_markings/0/marking_ref',
      id: `marking-definition--${uuid}`,
      property: 'granular_markings.marking_ref',
    },
    {
      pointer: '/body_multipart/1/body_raw_ref',
      id: `file--${uuid}`,
      property: 'body_multipart.body_raw_ref',
    },
    { pointer: '/x_acme_ref', id: `x-acme--${uuid}`, property: 'x_acme_ref' },
    {
      pointer: '/extensions/x~1y~0z-ext/deep/0/any_refs/0',
      id: `tool--${uuid}`,
      property: 'extensions.x/y~z-ext.deep.any_refs',
    },
  ],
  'all references, with their pointers',
)

t.test('every planted reference is found at its place, and nothing else', (t) => {
  const id = `tool--${uuid}`
  const shapes = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>('text', id, 1, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a_ref', 'b_refs', 'c', 'd'), tie('value'), { maxKeys: 3 }),
    ),
  })).value
  const roots = fc.dictionary(fc.constantFrom('a_ref', 'b_refs', 'c'), shapes)
  const count = (value: unknown, under: boolean): number =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, inner]) => count(inner, Array.isArray(value) ? under : /_refs?$/.test(key)))
          .reduce((sum, found) => sum + found, 0)
      : Number(under && value === id)
  const found = (find: typeof findReferences) =>
    fc.property(roots, (object) => {
      const references = find(object)
      return (
        references.length === count(object, false) &&
        references.every(({ pointer }) => {
          const steps = pointer.slice(1).split('/')
          const selector = steps.map((step) => (/^\d/.test(step) ? `[${step}]` : step)).join('.')
          return resolvePath(object, parseSelector(selector)!)?.value === id
        })
      )
    })
  fc.assert(found(findReferences), { numRuns: 500 })
  const shallow: typeof findReferences = (object) =>
    findReferences(object).filter(({ pointer }) => pointer.split('/').length < 4)
  t.equal(fc.check(found(shallow), untilFound).failed, true, 'a shallow search is caught')
  t.end()
})
