// What makes an object unfit: in a strict collection, in a lenient one, and of a custom type.

import fc from 'fast-check'
import t from 'tap'
import { validateObject, validateObject20 } from '../../../src/core/stix/validate.ts'
import { id, loadSchemaCheck, minimal, minimalObjects, uuid } from './model/minimal.ts'

const check = loadSchemaCheck('indicator', 'url', 'marking-definition', 'language-content')

const strict = (object: Record<string, unknown>) => validateObject(object, check, 'strict')
const lenient = (object: Record<string, unknown>) => validateObject(object, check, 'lenient')

const essentials: [name: string, object: Record<string, unknown>, pointer: string][] = [
  ['287 no type', minimal('indicator', { type: undefined }), ''],
  ['306 type name', { type: 'x--y', id: `x--y--${uuid}` }, '/type'],
  ['306 type in upper case', { type: 'X-example', id: `X-example--${uuid}` }, '/type'],
  ['306 short type', { type: 'xy', id: `xy--${uuid}` }, '/type'],
  ['287 type no text', { type: 1, id: id('url') }, '/type'],
  ['344 bundle', { type: 'bundle', id: id('bundle') }, '/type'],
  ['287 no id', minimal('indicator', { id: undefined }), ''],
  ['287 custom id', { type: 'x-example', id: id('x-other') }, '/id'],
  ['290 no spec_version', minimal('indicator', { spec_version: undefined }), ''],
  ['290 no spec_version', minimal('marking-definition', { spec_version: undefined }), ''],
  ['290 other', minimal('indicator', { spec_version: '2.2' }), '/spec_version'],
  ['291 no created', minimal('indicator', { created: undefined }), ''],
  ['291 no modified', minimal('language-content', { modified: undefined }), ''],
  ['291 no created', minimal('marking-definition', { created: undefined }), ''],
  ['294 created', minimal('indicator', { created: 'yesterday' }), '/created'],
  ['294 modified of an SCO', minimal('url', { modified: 'today' }), '/modified'],
  [
    '294 endless',
    minimal('url', { modified: `2026-01-02T03:04:05.${'1'.repeat(44)}Z` }),
    '/modified',
  ],
]
for (const [name, object, pointer] of essentials) {
  for (const validate of [strict, lenient]) {
    const [problem] = validate(object)
    t.strictSame([problem?.severity, problem?.pointer], ['error', pointer], name)
  }
}

const tolerable: [name: string, object: Record<string, unknown>, pointer: string][] = [
  ['295 precision', minimal('indicator', { created: '2026-01-02T03:04:05Z' }), '/created'],
  ['303 required', minimal('indicator', { valid_from: undefined }), ''],
  ['305 empty', minimal('indicator', { labels: [] }), '/labels'],
  ['305 null', minimal('indicator', { x_example: null }), '/x_example'],
  ['307 reserved', minimal('indicator', { severity: 'high' }), '/severity'],
  ['317 a rule', minimal('indicator', { valid_until: '2020-01-01T00:00:00Z' }), '/valid_until'],
]
for (const [name, object, pointer] of tolerable) {
  t.match(strict(object)[0], { severity: 'error', pointer }, `${name} is refused in strict mode`)
  t.match(lenient(object)[0], { severity: 'warning', pointer }, `${name} is a warning in lenient`)
  t.ok(lenient(object).every(({ severity }) => severity === 'warning'))
}

t.test('305 empty values deep in what producers add are worth a word', async (t) => {
  const object = minimal('indicator', { x_example: { entries: [] } })
  t.match(strict(object), [{ severity: 'warning', pointer: '/x_example/entries' }])
})

t.test('341 343 custom types are held to what all objects share', async (t) => {
  const when = '2026-01-02T03:04:05.678Z'
  const custom = { type: 'x-example', spec_version: '2.1', id: id('x-example'), anything: [1] }
  t.strictSame(strict(custom), [])
  t.strictSame(strict({ ...custom, created: when, modified: when, labels: ['a'] }), [])
  t.match(strict({ ...custom, labels: [1] }), [{ pointer: '/labels/0' }])
  t.match(strict({ ...custom, severity: 1 }), [{ pointer: '/severity' }])
  t.match(strict({ ...custom, object_marking_refs: ['x'] }), [
    { pointer: '/object_marking_refs/0' },
  ])
  const sco = {
    type: 'example-sco',
    id: id('example-sco'),
    extensions: { [`extension-definition--${uuid}`]: { extension_type: 'new-sco' } },
  }
  t.strictSame(strict(sco), [])
})

t.test('nothing throws or changes, whatever the object', async (t) => {
  const anything = fc
    .tuple(
      fc.constantFrom('indicator', 'url', 'marking-definition', 'x-example'),
      fc.dictionary(
        fc.constantFrom('id', 'type', 'created', 'labels', 'extensions', 'x_a'),
        fc.jsonValue(),
      ),
    )
    .map(([type, changes]) => ({ ...minimalObjects[type], type, ...changes }))
  const keeps = (
    object: Record<string, unknown>,
    judge: (object: Record<string, unknown>) => void,
  ) => {
    const before = JSON.stringify(object)
    judge(object)
    return JSON.stringify(object) === before
  }
  const judge = (object: Record<string, unknown>) => {
    for (const mode of ['strict', 'lenient'] as const) {
      validateObject(object, check, mode)
      validateObject20(object, mode)
    }
  }
  fc.assert(fc.property(anything, (object) => keeps(object, judge)))
  const careless = (object: Record<string, unknown>) => {
    object.revoked ??= false
  }
  t.throws(
    () => fc.assert(fc.property(anything, (object) => keeps(object, careless))),
    'a default that is filled in is seen to fail',
  )
})
