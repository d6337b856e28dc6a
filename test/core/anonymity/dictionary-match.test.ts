// Values of structure: what is exactly one's own, and what only looks like it.
import t from 'tap'
import {
  compileDictionary,
  emptyDictionary,
  matchAddress,
  matchDomain,
  matchMail,
  revealsTerm,
} from '../../../src/core/anonymity/dictionary.ts'

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
  },
])

const domains: [value: string, matches: boolean][] = [
  ['acme.example', true],
  ['ACME.example.', true],
  ['*.acme.example', true],
  ['a.b.acme.example', true],
  ['acme-mail.example', true],
  ['アクメ.example', true],
  ['xn--cck0a4k.example', true],
  ['acme-rail.co.jp', true],
  ['xacme.example', false],
  ['acme.example.evil.test', false],
  ['あくめ.example', false],
  ['co.jp', false],
  ['acme', false],
  ['', false],
  ['a b', false],
  ['a'.repeat(2000), false],
  ['。', false],
  ['\ufffd.example', false],
]

t.test('matchDomain', async (t) => {
  for (const [value, matches] of domains) t.equal(matchDomain(value, dictionary), matches, value)
})

t.test('matchAddress', async (t) => {
  for (const value of [
    '203.0.113.7',
    '203.0.113.0/25',
    '3405803783',
    '2001:DB8::1',
    '::ffff:cb00:7107',
  ])
    t.ok(matchAddress(value, dictionary), value)
  for (const value of ['203.0.0.0/16', '203.0.114.1', 'x', 'x/1', '1::/200'])
    t.notOk(matchAddress(value, dictionary), value)
})

t.test('matchMail', async (t) => {
  for (const value of ['a@acme.example', '<a@mail.acme.example>', 't.tanaka@gmail.com'])
    t.ok(matchMail(value, dictionary), value)
  for (const value of ['acme@evil.test', 'a@acme.example.evil.test', 'acme.example'])
    t.notOk(matchMail(value, dictionary), value)
})

t.test('revealsTerm', async (t) => {
  const telling = [
    ...['acme-login.example', 'acmelogin.test', 'acme.example.evil.test', 'ACME', 'acrne.test'],
    ...[
      'аcme.test',
      'xn--cme-5cd.test',
      'acm3-x.test',
      'my-srv07.test',
      'あくめ鉄道速報',
      '新港区',
      'kdx-login.test',
      'myacmerail.test',
    ],
  ]
  for (const value of telling) t.ok(revealsTerm(value, dictionary), value)
  for (const value of [
    'evil.test',
    'pacme.test',
    'junior.test',
    'jrx.test',
    'kdxx.test',
    'xn--a.test',
    'xn--99999999.test',
    '',
  ])
    t.notOk(revealsTerm(value, dictionary), value)
  t.notOk(revealsTerm('acme', emptyDictionary))
})
