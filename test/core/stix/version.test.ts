// Versions: which property is the version of an object, and which STIX it is written in.

import t from 'tap'
import { specVersionOf, versionOf } from '../../../src/core/stix/version.ts'

const id = 'indicator--28bb3599-77cd-4a82-a950-b5bc3caf07c4'
const created = '2020-01-01T00:00:00.000Z'
const modified = '2020-01-02T00:00:00.100Z'

const versions: [string, object, string | null, string | null][] = [
  ['modified first', { created, modified }, modified, '2020-01-02T00:00:00.1'],
  ['else created', { created }, created, '2020-01-01T00:00:00'],
  ['293 SCO without either', {}, null, null],
  ['malformed modified counts as absent', { created, modified: 'now' }, created, null],
  ['no text', { modified: 5 }, null, null],
]
for (const [name, properties, text, order] of versions) {
  const version = versionOf({ type: 'indicator', id, ...properties })
  t.equal(version?.text ?? null, text, name)
  if (order !== null) t.equal(version?.order, order, `${name}: order`)
}

const specVersions: [string, object, '2.0' | '2.1'][] = [
  ['290 explicit 2.1', { type: 'indicator', spec_version: '2.1' }, '2.1'],
  ['290 explicit 2.0', { type: 'indicator', spec_version: '2.0' }, '2.0'],
  ['290 an unknown one is judged as 2.1', { type: 'indicator', spec_version: '2.2' }, '2.1'],
  ['290 SCO', { type: 'ipv4-addr' }, '2.1'],
  ['290 SDO without', { type: 'indicator' }, '2.0'],
  ['290 custom without', { type: 'x-acme' }, '2.0'],
  [
    '341 a new SCO without',
    { type: 'my-sco', extensions: { x: { extension_type: 'new-sco' } } },
    '2.1',
  ],
  ['290 shapeless extensions', { type: 'x-acme', extensions: [null, 5] }, '2.0'],
]
for (const [name, properties, expected] of specVersions)
  t.equal(specVersionOf({ type: '', id, ...properties }), expected, name)
