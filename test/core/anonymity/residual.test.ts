// The last net over printed objects: what it catches and what is no residue.
import { createHash } from 'node:crypto'
import t from 'tap'
import { compileDictionary } from '../../../src/core/anonymity/dictionary.ts'
import { findResidue } from '../../../src/core/anonymity/residual.ts'

const dictionary = compileDictionary([
  {
    domains: ['acme.example'],
    terms: ['ACME', 'アクメ'],
    cidrs: ['203.0.113.0/24', '2001:db8::/32'],
    names: ['Taro Yamada'],
  },
])
const numbers = compileDictionary([{ corporate_numbers: ['7000012050002'] }])

const bodies: [name: string, body: unknown, kind: string | null][] = [
  ['nothing', { type: 'indicator', name: 'x', list: [1, true, null] }, null],
  ['a value', { description: 'at ACME' }, 'term'],
  ['a key', { x_acme_score: 1 }, 'term'],
  ['deep in lists', { a: [{ b: ['x', 'アクメ'] }] }, 'term'],
  ['a pattern with quotes', { pattern: "[a:b = 'it\\'s 203.0.113.9']" }, 'address'],
  ['a JSON escape', { description: 'x\n"ac\u006de"' }, 'term'],
  ['beside an escape', { a: '\\', b: 'ACME' }, 'term'],
  ['spelled out', { a: 'a c m e' }, 'term'],
  ['an address spelled out', { a: '2 0 3 . 0 . 1 1 3 . 7' }, 'address'],
  ['hexadecimal', { a: 'x 61636d652e6578616d706c65' }, 'domain'],
  ['a digest', { a: createHash('md5').update('acme').digest('hex') }, 'term'],
  ['an address of version 6', { a: '2001:db8::1' }, 'address'],
  ['a short value', { a: 'JR' }, null],
  ['values of other kinds', { a: '\\', b: [1, true, null] }, null],
  ['no words over two values', { a: '"アク', b: 'メ"' }, null],
  [
    'base64 in base64',
    { a: Buffer.from(Buffer.from('acme.example').toString('base64')).toString('base64') },
    'domain',
  ],
  ['an address after a label', { a: 'vpn.203.0.113.9' }, 'address'],
  ['an address before labels', { a: '203.0.113.9.evil.test' }, 'address'],
  ['an address in a file name', { a: 'report_203.0.113.9.xlsx' }, 'address'],
  ['a domain in a file name', { a: 'report_acme.example.xlsx' }, 'domain'],
  ['a longer row of numbers', { a: '1.203.0.113.9' }, null],
  ['an option with an address', { a: '/host:2001:db8::1' }, 'address'],
  ['one before a label', { a: '2001:db8::1.evil.test' }, 'address'],
  ['a row of escapes in a path', { a: String.raw`HKLM\SOFTWARE\\x61\x63\x6d\x65` }, 'term'],
  ['a row escaped twice', { a: String.raw`\\x61\\x63\\x6d\\x65` }, 'term'],
  ['a regular expression', { a: String.raw`203\[\.\]0\[\.\]113\[\.\]9` }, 'address'],
  ['octets of escapes', { a: '{ 25 36 31 25 36 33 25 36 64 25 36 35 }' }, 'term'],
  ['a name with a space is no host', { a: 'Taro Yamada.evil.test' }, 'name'],
  ['a look-alike', { pattern: "[domain-name:value = 'acme-login.example']" }, null],
]

t.test('findResidue', async (t) => {
  for (const [name, body, kind] of bodies)
    t.equal(findResidue(JSON.stringify(body), dictionary), kind, name)
  t.equal(findResidue('not JSON \\ ACME', dictionary), 'term', 'text that is no JSON')
  t.equal(findResidue('{"a":7000012050002}', numbers), 'corporate-number')
  t.equal(findResidue('{"a":"\\\\","b":7000012050002}', numbers), 'corporate-number')
  t.equal(findResidue('{"a":"ACME"}', compileDictionary([])), null)
})

t.test('what is written as an escape of JSON is seen', async (t) => {
  t.equal(findResidue('{"a":"\\u0041\\u0043\\u004d\\u0045"}', dictionary), 'term')
  t.equal(findResidue('{"a":"\\\\u0041CME"}', dictionary), 'term')
})
