// Deterministic SCO ids: the published vectors, the choice of hash, and what does not matter.

import fc from 'fast-check'
import t from 'tap'
import { v5 } from 'uuid'
import { deterministicId, observableNamespace } from '../../../src/core/stix/deterministic-id.ts'
import { typeOfIdentifier } from '../../../src/core/stix/identifier.ts'
import { untilFound } from '../../fixture/until-found.ts'

const vectors: [string, Record<string, unknown>][] = [
  ['ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', { value: '198.51.100.3' }],
  [
    'ipv6-addr--85a85a8c-ee99-5722-946d-3c3a3270fc6f',
    { value: '2001:0db8:85a3:0000:0000:8a2e:0370:7334' },
  ],
  ['autonomous-system--3aa27478-50b5-5ab8-9da9-cdc12b657fff', { number: 15139, name: 'Slime' }],
  ['directory--0a58d0c1-59e6-5afd-8252-dcd3f13e5622', { path: 'C:\\Windows\\System32' }],
  ['domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7', { value: 'example.com' }],
  ['email-addr--7165e2a9-671f-585d-b1e1-ca59c671d934', { value: 'john@example.com' }],
  [
    'file--949eb97a-da1e-5292-8959-03c4249dc9f3',
    {
      name: 'foo.dll',
      size: 25536,
      hashes: {
        'SHA-256': 'fe90a7e910cb3a4739bed9180e807e93fa70c90f25a8915476f5e4bfbac681db',
      },
    },
  ],
  ['mac-addr--757b1725-9903-54f5-a855-1240691d7659', { value: 'd2:fb:49:24:37:18' }],
  ['mutex--f93fe911-e545-5239-b9b0-597840d0c871', { name: '__CLEANSWEEP__' }],
  [
    'software--710b0b41-d4d0-5d6c-a400-fc9254554ffc',
    {
      name: 'Word',
      cpe: 'cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*',
      version: '2002',
      vendor: 'Microsoft',
    },
  ],
  [
    'url--47c3cf9a-5027-5bf0-997a-017c7edc7c55',
    { value: 'https://example.com/research/index.html' },
  ],
  [
    'user-account--f94d689e-707d-58c3-b803-c720bb6ed096',
    { user_id: '1001', account_login: 'jdoe', account_type: 'unix', display_name: 'John Doe' },
  ],
  [
    'windows-registry-key--1884b770-b679-522a-a9c7-45fadaaec7bb',
    { key: 'HKEY_LOCAL_MACHINE\\System\\Foo\\Bar' },
  ],
  [
    'x509-certificate--bf86f034-2390-54d7-8426-d08433db3fbe',
    { serial_number: '36:f7:d4:32:f4:ab:70:ea:d3:ce:98:6e:ea:99:93:49:32:0a:b7:06' },
  ],
  ['domain-name--dbf3aff2-b3cd-57d2-9616-0ddfde9d01ad', { value: 'bücher.example' }],
]
for (const [id, properties] of vectors) {
  const type = typeOfIdentifier(id)!
  t.equal(deterministicId({ type, id, ...properties }), id, `335 336 ${type}`)
}

const file = (properties: Record<string, unknown>) =>
  deterministicId({ type: 'file', id: '', ...properties })
const hashes: Record<string, string> = {
  'SHA-512': 'd',
  'SHA-256': 'c',
  'SHA-1': 'b',
  MD5: 'a',
  SSDEEP: 'e',
}
t.equal(file({ hashes }), file({ hashes: { MD5: 'a' } }), '337 MD5 first')
const { MD5: _, ...withoutMd5 } = hashes
t.equal(file({ hashes: withoutMd5 }), file({ hashes: { 'SHA-1': 'b' } }), '337 then SHA-1')
const { 'SHA-1': __, ...withoutSha1 } = withoutMd5
t.equal(file({ hashes: withoutSha1 }), file({ hashes: { 'SHA-256': 'c' } }), '337 then SHA-256')
const { 'SHA-256': ___, ...withoutSha256 } = withoutSha1
t.equal(file({ hashes: withoutSha256 }), file({ hashes: { 'SHA-512': 'd' } }), '337 then SHA-512')
t.equal(
  file({ hashes: { TLSH: 'f', SSDEEP: 'e' } }),
  file({ hashes: { SSDEEP: 'e', TLSH: 'f' } }),
  '337 the order of other hashes does not matter',
)
t.not(file({ name: 'a', extensions: { x: { y: 1 } } }), file({ name: 'a' }), '337 extensions')
t.not(file({ name: 'a', parent_directory_ref: 'd' }), file({ name: 'a' }), '337 references')

const none: [string, string, Record<string, unknown>][] = [
  ['338 nothing contributes', 'file', { size: 5 }],
  ['338 empty hashes', 'x509-certificate', { hashes: {}, version: '3' }],
  ['338 process', 'process', { pid: 1 }],
  ['335 no SCO', 'indicator', { name: 'a' }],
  ['335 custom type', 'x-acme', { value: 'a' }],
  ['335 named like an Object method', 'constructor', { value: 'a' }],
  ['335 lone surrogate', 'url', { value: '\ud800' }],
]
for (const [name, type, properties] of none)
  t.equal(deterministicId({ type, id: '', ...properties }), null, name)

t.test('335 only contributing properties decide', (t) => {
  const rest = fc.record({ display_name: fc.string(), defanged: fc.boolean(), id: fc.string() })
  const decided = (type: string, property: string) =>
    fc.property(fc.string({ unit: 'grapheme' }), rest, rest, (value, a, b) => {
      const left = deterministicId({ ...a, type, [property]: value })
      return left === deterministicId({ [property]: value, ...b, type }) && left !== null
    })
  fc.assert(decided('url', 'value'))
  fc.assert(decided('mutex', 'name'))
  t.equal(
    fc.check(decided('url', 'display_name'), untilFound).failed,
    true,
    'fails for one that does not',
  )
  t.end()
})

t.test('336 the UUID is the one the uuid package computes', (t) => {
  const agrees = (namespace: string) =>
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const name = `{"value":${JSON.stringify(value)}}`
      return deterministicId({ type: 'url', id: '', value }) === `url--${v5(name, namespace)}`
    })
  fc.assert(agrees(observableNamespace))
  t.equal(fc.check(agrees(v5.URL), untilFound).failed, true, 'another namespace is noticed')
  t.end()
})
