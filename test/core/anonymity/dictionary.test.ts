// What a dictionary finds in texts and values: a table of cases, and what holds for any text.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  compileDictionary,
  emptyDictionary,
  findTerms,
} from '../../../src/core/anonymity/dictionary.ts'

const tenant = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const dictionary = compileDictionary([
  {
    domains: ['acme.example', 'アクメ.example', 'Acme-Rail.co.jp.'],
    mail_domains: ['@acme-mail.example'],
    cidrs: ['203.0.113.0/24', '2001:db8::/32', '198.51.0.0/16'],
    terms: [
      'ACME',
      'KDX',
      'Acme Rail',
      'アクメ鉄道',
      '株式会社東京アクメ',
      'JR',
      'AT&T',
      'cafe',
      '港区',
      'ACME',
    ],
    corporate_numbers: ['7000012050002', '7-0000-1205-0002'],
  },
  {
    hosts: ['ACMEDC01', 'srv-07', 'dc1.acme.local'],
    names: ['田中 太郎', 'Taro Tanaka', 't.tanaka@gmail.com'],
    phone_prefixes: ['03-1234', '+1 (555) 01', '0120'],
    tenants: [`{${tenant}}`],
  },
])

/** The kinds and stretches found; a stretch is written as it stands in the text. */
const found = (text: string) =>
  findTerms(text, dictionary).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`)

const texts: [text: string, found: string[]][] = [
  ['nothing of theirs', []],
  ['ก々〇「港区」・港区', ['term 港区', 'term 港区']],
  ['acme.js acme.io', ['term acme']],
  ['acme.xn--p1ai', []],
  ['ACME, Acme and acme', ['term ACME', 'term Acme', 'term acme']],
  ['acmes pacme acmé', []],
  ['ACMEの社員', ['term ACME']],
  ['ACME2024 and 7acme', ['term ACME', 'term acme']],
  ['a cafe', ['term cafe']],
  ['12cafe34', []],
  ['jr JR2', ['term jr']],
  ['AT&amp;T at t', ['term AT&amp;T']],
  [
    'Acme-Rail acme_rail AcmeRail acme\nrail',
    ['term Acme-Rail', 'term acme_rail', 'term AcmeRail', 'term acme\nrail'],
  ],
  ['アクメ鉄道の', ['term アクメ鉄道']],
  ['東京アクメ(株)東京アクメ', ['term 東京アクメ', 'term 東京アクメ']],
  ['a c m e or a.c.m.e or ア-ク-メ-鉄-道', ['term a c m e', 'term a.c.m.e', 'term ア-ク-メ-鉄-道']],
  ['a b c d e f', []],
  ['61 63 6d 65 and 0x61,0x63,0x6d,0x65', ['term 61 63 6d 65', 'term 0x61,0x63,0x6d,0x65']],
  ['mail.acme.example.', ['domain mail.acme.example']],
  ['user@acme.example', ['domain acme.example']],
  ['acme.example.evil.test', []],
  ['acme.example-login.test', []],
  ['my-acme.example', []],
  ['acme.example.pdf and acme.example_x', ['domain acme.example', 'domain acme.example']],
  ['接続先アクメ.exampleへ', ['domain アクメ.example']],
  ['xn--cck0a4k.example', ['domain xn--cck0a4k.example']],
  ['acme-login.example', []],
  ['acme.top', []],
  ['..acme.top..', []],
  ['acme.sharepoint.com', ['term acme']],
  ['login.acme.local', ['term acme']],
  ['acmedc01.c2.evil.test', ['host acmedc01']],
  ['acmedc01-x.evil.test', []],
  ['dc1.acme.local', ['host dc1.acme.local']],
  ['SRV-07 srv07', ['host SRV-07']],
  ['ACME_2024.zip acme-report.docx', ['term ACME', 'term acme']],
  ['acme-support@evil.test', []],
  ['acme@localserver', ['term acme']],
  ['taro.tanaka@evil.test', ['name taro.tanaka']],
  ['t.tanaka@gmail.com', ['name t.tanaka@gmail.com']],
  ['田中　太郎', ['name 田中　太郎']],
  ['Tanaka, Taro', ['name Tanaka, Taro']],
  ['203.0.113.7 203.0.114.7', ['address 203.0.113.7']],
  [
    '0xCB.0.0x71.7 3405803783 0xCB007107.',
    ['address 0xCB.0.0x71.7', 'address 3405803783', 'address 0xCB007107'],
  ],
  ['7.113.0.203.in-addr.arpa', ['address 7.113.0.203']],
  ['x203.0.113.7 1.203.0.113.7 203.0.113.7x 203.0.113', []],
  ['at 203.0.113.7.', ['address 203.0.113.7']],
  ['2001:db8::1. [2001:db8::2]:443 x2001:db8::3', ['address 2001:db8::1', 'address 2001:db8::2']],
  ['2001:db9::1 12:34:56', []],
  ['::ffff:203.0.113.7', ['address ::ffff:203.0.113.7']],
  ['T7000012050002', ['corporate-number 7000012050002']],
  [
    '7-0000-1205-0002 70000120500021 a7000012050002 xt7000012050002',
    ['corporate-number 7-0000-1205-0002'],
  ],
  ['03-1234-5678', ['phone 03-1234-5678']],
  ['+81 3 1234 5678, 0081312345678', ['phone 81 3 1234 5678', 'phone 0081312345678']],
  ['03-12 and 03-1235-5678', []],
  [`03-1234${'5'.repeat(30)}`, []],
  ['03-1234-5678 2024', ['phone 03-1234-5678']],
  ['001 555 012 3456', ['phone 001 555 012 3456']],
  [tenant.toUpperCase(), [`tenant ${tenant.toUpperCase()}`]],
  [tenant.replaceAll('-', ''), [`tenant ${tenant.replaceAll('-', '')}`]],
  [`x${tenant}`, []],
  ['YWNtZQ==', ['term YWNtZQ==']],
  ['u=YWNtZQ=', ['term YWNtZQ=']],
  ['p/YWNtZQ', ['term p/YWNtZQ']],
  ['bare aGVsbG8gd29ybGQ', []],
  [
    Buffer.from('the acme one', 'utf16le').toString('base64'),
    ['term dABoAGUAIABhAGMAbQBlACAAbwBuAGUA'],
  ],
  ['6163 6d65 61636d65 0x61636d65', ['term 61636d65', 'term 61636d65']],
  ['1361636d65', ['term 1361636d65']],
  ['%25252561cme', []],
  ['%25%36%31cme', ['term %25%36%31cme']],
  ['JTYxY21lIGlz', ['term JTYxY21lIGlz']],
]

t.test('findTerms', async (t) => {
  for (const [text, hits] of texts) t.same(found(text), hits, text)
})

t.test('digests of what is listed', async (t) => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  for (const value of ['ACME', 'acme', 'acme.example', 'info@acme.example', '203.0.113.7', tenant])
    t.equal(findTerms(`x ${md5(value)} y`, dictionary).length, 1, value)
  t.same(found(md5('nobody')), [])
  t.same(found(md5('198.51.0.1')), [], 'a network too large to list')
})

t.test('wrapped lines of base64 are one run', async (t) => {
  const long = Buffer.from(`${'x'.repeat(52)}acme${'y'.repeat(52)}`).toString('base64')
  for (const end of ['\n', '\r\n']) {
    const wrapped = `${long.slice(0, 72)}${end}${long.slice(72)}`
    t.same(found(wrapped), [], 'a word within a word is none')
    const own = Buffer.from(`${'x '.repeat(26)}acme ${'y '.repeat(26)}`).toString('base64')
    const text = `${own.slice(0, 71)}${end}${own.slice(71)}`
    t.same(found(text), [`term ${text}`])
  }
  t.same(found(`${'A'.repeat(64)} .`), [], 'a line that nothing follows')
})

t.test('identifiers encode nothing', async (t) => {
  t.same(found('indicator--61636d65-6163-4d65-a163-61636d656163'), [])
  t.same(found('61636d65-zzzz-4d65-a163-61636d656163'), ['term 61636d65'])
  t.same(found('61636d65-6163-4d65-a163-61636d656163a'), ['term 61636d65'])
  t.same(found('61636d65-6163-4d65x'), ['term 61636d65'])
})

t.test('what no search can use is left out and named', async (t) => {
  const ignored = [
    ...['x', 'indicator', '!!', 'y'.repeat(201)],
    ...['not a domain', 'single', '7000012050003', '03', 'no-guid', '1.1.1.1/99'],
  ]
  const [short, plain, signs, long, spaced, single, number, phone, guid, cidr] = ignored
  const made = compileDictionary([
    {
      terms: [short!, plain!, signs!, long!],
      domains: [spaced!, single!],
      corporate_numbers: [number!],
      phone_prefixes: [phone!],
      tenants: [guid!],
      cidrs: [cidr!],
    },
  ])
  t.same(made.ignored, ignored)
  t.ok(made.empty)
  t.ok(emptyDictionary.empty)
  t.same(findTerms('x indicator', made), [])
})

const pieces = [
  ...[
    'acme',
    'ACME',
    'a c m e',
    'YWNtZQ==',
    '203.0.113.7',
    'acme.example',
    'evil.test',
    '田中太郎',
  ],
  ...[
    ' ',
    '.',
    '-',
    '@',
    '/',
    'の',
    '03-1234-5678',
    '%61cme',
    '\\u0061',
    '&#97;',
    '::1',
    '61 63',
    '9',
  ],
]
const anyText = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => list.join(''))

t.test('hits are in order, apart and within the text', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const hits = findTerms(text, dictionary)
      return hits.every(
        ({ start, end }, i) =>
          start < end && end <= text.length && (i === 0 || start >= hits[i - 1]!.end),
      )
    }),
  )
})

t.test('time grows with the text, not with its shape', async (t) => {
  const terms = Array.from({ length: 2000 }, (_, i) => `brand${i.toString(36)} works${i}`)
  const large = compileDictionary([{ terms, domains: ['acme.example'] }])
  const shapes = [
    'a',
    'a ',
    'YWFh',
    'アクメ ',
    '%61',
    '[ . ',
    'a.',
    '61',
    '0 ',
    'a:',
    '\\',
    'a@',
    'acme-',
    '1.',
  ]
  for (const shape of shapes) {
    const text = shape.repeat(100_000 / shape.length)
    t.same(findTerms(text, large), [], shape)
  }
})
