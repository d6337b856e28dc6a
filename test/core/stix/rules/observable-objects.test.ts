// Rules of SCOs, one table a type; forms of values only ever warn.

import t from 'tap'
import { judge, uuid } from './cases.ts'

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'

judge(t, 'artifact', [
  ['327 payload', { payload_bin: 'aGVsbG8=' }],
  ['327 url with hashes', { url: 'https://x.example', hashes: { MD5 } }],
  ['327 url without hashes', { url: 'https://x.example' }, ['error ']],
  ['327 both', { payload_bin: '', url: 'https://x.example', hashes: { MD5 } }, ['error ']],
  ['327 neither', { mime_type: 'image/png' }, ['error ']],
  ['327 key alone', { payload_bin: '', decryption_key: 'x' }, ['error ']],
  [
    '327 key with its algorithm',
    { payload_bin: '', decryption_key: 'x', encryption_algorithm: 'mime-type-indicated' },
  ],
])

judge(t, 'directory', [
  ['334 files and directories', { contains_refs: [`file--${uuid}`, `directory--${uuid}`] }],
  ['334 a url', { contains_refs: [`url--${uuid}`] }, ['error /contains_refs/0']],
])

judge(t, 'email-message', [
  ['328 plain', { is_multipart: false, body: 'x' }],
  ['328 multipart', { is_multipart: true, body_multipart: [{ body: 'x' }] }],
  ['328 body of a multipart', { is_multipart: true, body: 'x' }, ['error /body']],
  [
    '328 parts of a plain one',
    { is_multipart: false, body_multipart: [{ body: 'x' }] },
    ['error /body_multipart'],
  ],
  [
    '328 an empty part',
    { is_multipart: true, body_multipart: [{ body: 'x' }, { content_type: 'a/b' }] },
    ['error /body_multipart/1'],
  ],
  [
    '328 a part of the wrong type',
    { is_multipart: true, body_multipart: [{ body_raw_ref: `url--${uuid}` }] },
    ['error /body_multipart/0/body_raw_ref'],
  ],
  [
    '328 references',
    { is_multipart: false, from_ref: `identity--${uuid}`, to_refs: [`email-addr--${uuid}`] },
    ['error /from_ref'],
  ],
])

judge(t, 'file', [
  ['329 name', { name: 'a' }],
  ['329 hashes', { hashes: { MD5 } }],
  ['329 neither', { size: 1 }, ['error ']],
  ['329 encoding of no name', { hashes: { MD5 }, name_enc: 'utf-8' }, ['error ']],
  [
    '329 directory',
    { name: 'a', parent_directory_ref: `file--${uuid}` },
    ['error /parent_directory_ref'],
  ],
  ['329 content', { name: 'a', content_ref: `file--${uuid}` }, ['error /content_ref']],
  ['334 contains anything observable', { name: 'a', contains_refs: [`url--${uuid}`] }],
  [
    '329 PE with more than its type',
    { name: 'a', extensions: { 'windows-pebinary-ext': { pe_type: 'exe', machine_hex: '014c' } } },
  ],
  [
    '329 PE with only its type',
    { name: 'a', extensions: { 'windows-pebinary-ext': { pe_type: 'exe' } } },
    ['error /extensions/windows-pebinary-ext'],
  ],
  [
    '334 archive of urls',
    { name: 'a', extensions: { 'archive-ext': { contains_refs: [`url--${uuid}`] } } },
    ['error /extensions/archive-ext/contains_refs/0'],
  ],
])

const source = { src_ref: `ipv4-addr--${uuid}` }
judge(t, 'network-traffic', [
  ['330 source', source],
  ['330 destination', { dst_ref: `domain-name--${uuid}` }],
  ['330 neither', { protocols: ['tcp'] }, ['error ']],
  ['330 source of another type', { src_ref: `url--${uuid}` }, ['error /src_ref']],
  [
    '330 ended at once',
    { ...source, start: '2020-01-01T00:00:00Z', end: '2020-01-01T00:00:00.0Z' },
  ],
  [
    '330 backwards',
    { ...source, start: '2020-01-01T00:00:01Z', end: '2020-01-01T00:00:00Z' },
    ['error /end'],
  ],
  ['330 active', { ...source, is_active: true }],
  [
    '330 active and over',
    { ...source, is_active: true, end: '2020-01-01T00:00:00Z' },
    ['error /end'],
  ],
  [
    '330 body of a request',
    {
      ...source,
      extensions: { 'http-request-ext': { message_body_data_ref: `file--${uuid}` } },
    },
    ['error /extensions/http-request-ext/message_body_data_ref'],
  ],
])

const nothingOfItsOwn = { spec_version: '2.1', defanged: false, x_acme: 1 }
judge(t, 'process', [
  ['331 nothing of its own', nothingOfItsOwn, ['error ']],
  ['331 pid', { pid: 0 }],
  ['331 an extension', { extensions: { 'windows-process-ext': { dep_enabled: true } } }],
  ['334 image', { image_ref: `artifact--${uuid}` }, ['error /image_ref']],
])
judge(t, 'user-account', [
  ['331 nothing of its own', nothingOfItsOwn, ['error ']],
  ['331 a flag', { is_disabled: false }],
])
judge(t, 'windows-registry-key', [
  ['331 nothing of its own', nothingOfItsOwn, ['error ']],
  ['331 key', { key: 'HKEY_LOCAL_MACHINE\\a' }],
  ['331 default value', { values: [{ name: '' }] }],
  ['331 a value without content', { values: [{ name: 'a' }, { x_acme: 1 }] }, ['error /values/1']],
])
judge(t, 'x509-certificate', [
  ['331 nothing of its own', nothingOfItsOwn, ['error ']],
  ['331 subject', { subject: 'CN=a' }],
])

judge(t, 'domain-name', [
  ['333 plain', { value: 'example.com' }],
  ['333 sloppy', { value: 'under_score.example' }, ['warning /value']],
  ['333 defanged', { value: 'example[.]com', defanged: true }, ['warning /value']],
  ['334 resolves to a domain', { value: 'a.example', resolves_to_refs: [`domain-name--${uuid}`] }],
  [
    '334 resolves to a url',
    { value: 'a.example', resolves_to_refs: [`url--${uuid}`] },
    ['error /resolves_to_refs/0'],
  ],
])
judge(t, 'url', [['333 defanged', { value: 'hxxp://example.com' }, ['warning /value']]])
judge(t, 'ipv4-addr', [['333 sloppy', { value: '010.1.1.1' }, ['warning /value']]])
judge(t, 'ipv6-addr', [['333 IPv4', { value: '192.0.2.1' }, ['warning /value']]])
judge(t, 'email-addr', [['333 no domain', { value: 'john' }, ['warning /value']]])
judge(t, 'software', [
  ['333 CPE 2.2', { name: 'Word', cpe: 'cpe:/a:microsoft:word' }, ['warning /cpe']],
])

const own = 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4'
judge(t, 'ipv4-addr', [
  ['335 own id', { id: own, value: '198.51.100.3' }],
  ['335 UUIDv4', { value: '198.51.100.3' }],
  ['335 stale', { id: own, value: '198.51.100.4' }, ['warning /id']],
  [
    '293 versioned under its own id',
    { id: own, value: '198.51.100.3', created_by_ref: `identity--${uuid}` },
    ['warning /id'],
  ],
  ['293 versioned under another', { value: '198.51.100.3', revoked: false }],
])
judge(t, 'process', [
  ['338 nothing contributes', { id: 'process--28bb3599-77cd-5a82-a950-b5bc3caf07c4', pid: 1 }],
])
