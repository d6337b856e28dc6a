// Rules never throw, whatever JSON they are given under whatever type.

import fc from 'fast-check'
import t from 'tap'
import { referencesOf } from '../../../../src/core/stix/reference.ts'
import { checkRules } from '../../../../src/core/stix/rules/check.ts'
import { standardTypes } from '../../../../src/core/stix/vocabulary.ts'
import { untilFound } from '../../../fixture/until-found.ts'
import { uuid } from './cases.ts'

const types = fc.constantFrom<unknown>(
  ...standardTypes,
  'x-acme',
  'bundle',
  'constructor',
  '__proto__',
  'toString',
  '',
  null,
  5,
  ['indicator'],
)

// Names the rules look at, so that arbitrary values land where they matter.
const names = [
  'created modified created_by_ref revoked external_references object_marking_refs name',
  'granular_markings selectors marking_ref lang extensions definition definition_type tlp',
  'pattern pattern_type pattern_version valid_from valid_until first_seen last_seen is_family',
  'latitude longitude precision region objects object_refs payload_bin url hashes value cpe',
  'is_multipart body body_multipart windows-pebinary-ext archive-ext pe_type values key start end',
  'extension_types extension_properties start_time stop_time source_ref target_ref length id',
]
  .join(' ')
  .split(' ')
  .concat([...standardTypes].flatMap((type) => referencesOf(type).map((each) => each.property)))

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1.5,
      '',
      'stix',
      `tool--${uuid}`,
      '\ud800',
      '[',
      'a.[0]',
    ),
    fc.constantFrom('2020-01-01T00:00:00Z', '2021-01-01T00:00:00.5Z', '198.51.100.3', 'tlp'),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
  ),
})).value

const ids = fc.constantFrom<unknown>(
  `tool--${uuid}`,
  'url--28bb3599-77cd-5a82-a950-b5bc3caf07c4',
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  '5'.repeat(40),
  null,
)

const objects = fc
  .tuple(types, ids, fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 12 }))
  .map(([type, id, properties]): Record<string, unknown> => ({ ...properties, type, id }))

type Check = (object: Record<string, unknown>) => ReturnType<typeof checkRules>
const answers = (check: Check) =>
  fc.property(objects, (object) => {
    const before = JSON.stringify(object)
    const problems = check(object)
    return (
      JSON.stringify(object) === before &&
      problems.length <= 100 &&
      problems.every(
        ({ pointer, message, severity }) =>
          (pointer === '' || pointer.startsWith('/')) &&
          message.length > 0 &&
          message.length <= 256 &&
          (severity === 'error' || severity === 'warning'),
      )
    )
  })

t.test('rules answer for any object and change none', (t) => {
  fc.assert(answers(checkRules), { numRuns: 1000 })
  t.end()
})

t.test('the property fails for rules that trust shapes or change objects', (t) => {
  const trusting: Check = (object) => {
    const markings = (object.granular_markings ?? []) as { selectors: string[] }[]
    markings.forEach(({ selectors }) => {
      selectors.join()
    })
    return []
  }
  const changing: Check = (object) => {
    delete object.name
    return []
  }
  for (const broken of [trusting, changing])
    t.equal(fc.check(answers(broken), untilFound).failed, true)
  t.end()
})

t.test('any JSON at all, and nesting beyond what the edge admits', (t) => {
  fc.assert(
    fc.property(fc.object({ withNullPrototype: false }), types, (object, type) => {
      checkRules({ ...object, type })
    }),
  )
  let deep: unknown = 'x'
  for (let level = 0; level < 100_000; level++) deep = level % 2 === 0 ? [deep] : { value: deep }
  for (const type of [...standardTypes, 'x-acme']) {
    const everywhere = Object.fromEntries(names.map((name) => [name, deep]))
    t.doesNotThrow(() => checkRules({ ...everywhere, type, id: `${type}--${uuid}` }), `${type}`)
  }
  t.end()
})
