// What compiled schemas promise: one problem, in a producer's words, and no change to the object.

import fc from 'fast-check'
import t from 'tap'
import { isTypeName, parseIdentifier } from '../../../src/core/stix/identifier.ts'
import { identifier, timestamp } from '../../../src/core/stix/model/primitive.ts'
import { compileSchemas } from '../../../src/core/stix/schema.ts'
import { isTimestamp } from '../../../src/core/stix/timestamp.ts'
import { id, loadSchemaCheck, minimal, minimalObjects, uuid } from './model/minimal.ts'

const check = loadSchemaCheck('indicator', 'file', 'network-traffic', 'opinion')

const md5 = 'd41d8cd98f00b204e9800998ecf8427e'

const messages: [type: string, changes: Record<string, unknown>, message: string][] = [
  ['indicator', { pattern: undefined }, '`pattern` is missing; indicator requires it'],
  ['indicator', { labels: [] }, '`labels` is an empty list; give it a value or leave it out'],
  ['indicator', { labels: ['a', 1] }, '`labels[1]` is a number; expected a text'],
  ['indicator', { revoked: null }, '`revoked` is null; expected true or false'],
  ['indicator', { confidence: 101 }, '`confidence` is 101; expected a number from 0 to 100'],
  ['file', { size: -1 }, '`size` is -1; expected a number from 0 to 9007199254740991'],
  [
    'indicator',
    { defanged: true },
    '`defanged` is a property that indicator does not use; leave it out',
  ],
  [
    'indicator',
    { created_by_ref: id('tool') },
    `\`created_by_ref\` is "tool--${uuid}"; expected the id of an object of type identity`,
  ],
  [
    'opinion',
    { opinion: 'maybe' },
    '`opinion` is "maybe"; expected one of ' +
      'strongly-disagree, disagree, neutral, agree, strongly-agree',
  ],
  ['indicator', { spec_version: '2.2' }, '`spec_version` is "2.2"; expected "2.1"'],
  [
    'indicator',
    { kill_chain_phases: [{ phase_name: 'a' }] },
    '`kill_chain_phases[0]` lacks `kill_chain_name`, which it requires',
  ],
  ['file', { hashes: { MD5: 'x' } }, '`hashes.MD5` is "x"; expected 32 hexadecimal digits'],
  [
    'file',
    { hashes: { 'a b': md5 } },
    '"a b" in `hashes` may not stand here; expected letters of a-z, A-Z, 0-9, - and _',
  ],
  [
    'file',
    { extensions: { 'x-ext': {} } },
    '`extensions.x-ext` is empty; give it a property or leave it out',
  ],
  [
    'network-traffic',
    { ipfix: { octets: true } },
    '`ipfix.octets` is true; expected a text or an integer',
  ],
  [
    'indicator',
    { Foo: 1 },
    '"Foo" may not name a property; expected 3 to 250 of a-z, 0-9 and _, a letter first',
  ],
]
for (const [type, changes, message] of messages) {
  t.equal(check(minimal(type, changes))?.message, message)
}

t.test('a type without a schema is held to the properties all objects share', async (t) => {
  const custom = { type: 'x-example', id: id('x-example') }
  t.equal(check(custom), null)
  t.equal(check({ ...custom, labels: 'a' })?.pointer, '/labels')
  t.equal(check({ ...custom, defanged: true }), null)
})

t.test('341 a type of a new-sdo or new-sro extension is versioned', async (t) => {
  for (const extension_type of ['new-sdo', 'new-sro']) {
    const custom = {
      type: 'x-example',
      id: id('x-example'),
      extensions: { [`extension-definition--${uuid}`]: { extension_type } },
    }
    t.match(check(custom)?.message, 'is missing')
    const when = '2026-01-02T03:04:05.678Z'
    t.equal(check({ ...custom, spec_version: '2.1', created: when, modified: when }), null)
  }
})

t.test('304 nothing is coerced, defaulted or removed', async (t) => {
  for (const type of ['indicator', 'file']) {
    const object = minimal(type, { x_example: '1', labels: ['a'] })
    const before = structuredClone(object)
    check(object)
    t.strictSame(object, before)
  }
})

t.test('a message is short and a pointer is one, whatever the object', async (t) => {
  const types = ['indicator', 'file', 'network-traffic', 'opinion', 'x-example']
  const object = fc
    .record({
      type: fc.constantFrom(...types),
      changes: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 })),
    })
    .map(({ type, changes }) => ({ ...minimalObjects[type], ...changes, type }))
  const isTold = (problem: ReturnType<typeof check>, lengthMax: number) =>
    problem === null ||
    (problem.message.length <= lengthMax && (problem.pointer === '' || problem.pointer[0] === '/'))
  fc.assert(fc.property(object, (changed) => isTold(check(changed), 256)))
  t.throws(
    () => fc.assert(fc.property(object, (changed) => isTold(check(changed), 20))),
    'a tighter limit is seen to fail',
  )
})

t.test('the expressions of the models agree with the functions', async (t) => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
  const nearTimestamp = fc
    .tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2))
    .chain(([year, month, day, hour, minute, second]) =>
      fc
        .constantFrom('', '.', '.1', '.123456789', '.1x', 'z')
        .map((fraction) => `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`),
    )
  const inDays = fc
    .tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 27, max: 31 }),
    )
    .map(([year, month, day]) => {
      const pad = (value: number, width: number) => String(value).padStart(width, '0')
      return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T00:00:00Z`
    })
  const form = timestamp
  fc.assert(
    fc.property(
      fc.oneof(nearTimestamp, inDays),
      (text) => form.safeParse(text).success === isTimestamp(text),
    ),
    { numRuns: 2_000 },
  )
  const careless = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text)
  t.throws(
    () =>
      fc.assert(
        fc.property(inDays, (text) => careless(text) === isTimestamp(text)),
        {
          numRuns: 2_000,
        },
      ),
    'an expression without a calendar is seen to fail',
  )
  const typeName = fc.stringMatching(/^[a-z0-9-]{1,8}$/).filter((name) => !name.endsWith('-'))
  const nearId = typeName.map((name) => `${name}--${uuid}`)
  fc.assert(
    fc.property(
      nearId,
      (text) => identifier.safeParse(text).success === (parseIdentifier(text) !== null),
    ),
  )
  fc.assert(
    fc.property(typeName, (name) => isTypeName(name) === (parseIdentifier(id(name)) !== null)),
  )
})

t.test('no expression runs long or deep', async (t) => {
  const long = 'A'.repeat(20_000_000)
  const check = loadSchemaCheck('artifact', 'relationship')
  t.equal(check(minimal('artifact', { payload_bin: long })), null, 'a payload of 20 MB')
  t.equal(check(minimal('artifact', { payload_bin: `${long}!` }))?.pointer, '/payload_bin')
  t.equal(
    check(minimal('relationship', { relationship_type: `${long}` }))?.pointer,
    '/relationship_type',
  )
  const hostile = `a${'-a'.repeat(50_000)}`
  t.equal(check({ type: hostile, id: `${hostile}--${uuid}` })?.pointer, '/type')
})

t.test('what is no schema is noticed at once', async (t) => {
  t.throws(() => compileSchemas({}), /common/)
  t.throws(() => compileSchemas({ common: { $id: 'common.json', $defs: {} } }))
  t.throws(() => compileSchemas({ common: { $id: 'common.json', type: 'no-type' } }))
})
