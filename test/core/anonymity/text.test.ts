// Free text cleaned: what is masked, what is held, and that masking twice is masking once.
import fc from 'fast-check'
import t from 'tap'
import { compileDictionary, findTerms } from '../../../src/core/anonymity/dictionary.ts'
import { keyedToken } from '../../../src/core/anonymity/keyed-token.ts'
import { findPersonal } from '../../../src/core/anonymity/personal.ts'
import { findSecrets } from '../../../src/core/anonymity/secret.ts'
import { cleanText } from '../../../src/core/anonymity/text.ts'
import { untilFound } from '../../fixture/until-found.ts'

const dictionary = compileDictionary([
  {
    domains: ['acme.example'],
    terms: ['ACME', 'アクメ鉄道'],
    names: ['田中 太郎'],
    cidrs: ['203.0.113.0/24'],
    phone_prefixes: ['03-1234'],
    corporate_numbers: ['7000012050002'],
    hosts: ['ACMEDC01'],
  },
])
const nothing = compileDictionary([])

const clean = (text: string, tokens = new Map<string, string>()) =>
  cleanText(text, { dictionary, tokens, profile: 'P1' })?.text ?? null

const masked: [text: string, cleaned: string | null][] = [
  ['nothing to hide', 'nothing to hide'],
  ['ACME and acme, then アクメ鉄道', '[VICTIM-1] and [VICTIM-1], then [VICTIM-2]'],
  ['a c m e via 198.51.100.3 and evil.test', '[VICTIM-1] via 198.51.100.3 and evil.test'],
  ['田中太郎 of ACME', '[PERSON-1] of [VICTIM-1]'],
  ['ask info@acme.example or bob@gmail.com', 'ask [MAIL-1] or [MAIL-2]'],
  ['from it@evil.test and x@mail.evil.test', 'from it@evil.test and x@mail.evil.test'],
  ['https://me@evil.test/a', 'https://me@evil.test/a'],
  ['tel 03-1234-5678 / 090-8765-4321', 'tel [PHONE-1] / [PHONE-2]'],
  ['7000012050002', '[VICTIM-1]'],
  ['C:\\Users\\acme\\x.exe', '%USERPROFILE%\\x.exe'],
  ['/home/田中太郎/acme', '~/[VICTIM-1]'],
  ['/home/acme-acme', '~'],
  ['[VICTIM-7] again', '[VICTIM-7] again'],
  ['ACMEDC01a c m e', '[VICTIM-1][VICTIM-2]'],
  ['YWNtZQ== is ACME', '[VICTIM-1] is [VICTIM-1]'],
  ['password: hunter22', null],
  ['acme-login.example', 'acme-login.example'],
]

t.test('cleanText', async (t) => {
  for (const [text, cleaned] of masked) {
    const attackers = new Set(['evil.test'])
    const options = { dictionary, tokens: new Map(), profile: 'P1' as const, attackers }
    t.equal(cleanText(text, options)?.text ?? null, cleaned, text)
  }
  t.same(
    cleanText('it@evil.test', { dictionary, tokens: new Map(), profile: 'P1' }),
    { text: '[MAIL-1]', changed: true },
    'without the set of attackers every mailbox is a person’s',
  )
})

t.test('one token has one number in a submission', async (t) => {
  const tokens = new Map<string, string>()
  t.equal(clean('ACME first', tokens), '[VICTIM-1] first')
  t.equal(clean('アクメ鉄道 and ACME', tokens), '[VICTIM-2] and [VICTIM-1]')
  t.equal(clean('ＡＣＭＥ, 61636d65', tokens), '[VICTIM-1], [VICTIM-1]')
})

t.test('beyond P1 a look-alike tells whom it is aimed at', async (t) => {
  for (const profile of ['P2', 'P3'] as const) {
    const options = { dictionary, tokens: new Map(), profile }
    t.equal(cleanText('acme-login.example', options), null)
    t.same(cleanText('evil.test', options), { text: 'evil.test', changed: false })
  }
})

t.test('what still tells after masking is held', async (t) => {
  const growing = compileDictionary([{ terms: ['x', 'zq', 'victim-1 zr', 'victim 1'] }])
  const options = { dictionary: growing, tokens: new Map(), profile: 'P1' as const }
  t.same(cleanText('zq', options), { text: '[VICTIM-1]', changed: true })
  const stubborn = new Map([['VICTIM term:zq', 'zq']])
  t.equal(cleanText('zq', { ...options, tokens: stubborn }), null)
})

const personal: [text: string, kinds: string[]][] = [
  ['nobody', []],
  ['bob@gmail.com, b%6Fb@x.co.jp', ['mail bob@gmail.com', 'mail b%6Fb@x.co.jp']],
  ['ｂｏｂ＠ｇｍａｉｌ．ｃｏｍ', ['mail ｂｏｂ＠ｇｍａｉｌ．ｃｏｍ']],
  ['a@b', []],
  ['https://bob@gmail.com/', []],
  ['+81 90-1234-5678', ['phone +81 90-1234-5678']],
  ['+1 (555) 123-4567', ['phone +1 (555) 123-4567']],
  ['03(1234)5678 and (03) 1234-5678', ['phone 03(1234)5678', 'phone (03) 1234-5678']],
  ['09012345678', ['phone 09012345678']],
  ['0312345678', ['phone 0312345678']],
  ['555-234-5678', ['phone 555-234-5678']],
  ['09-30-2024 and 0312-1234-56789', []],
  ['1234 5678 9018', ['personal-number 1234 5678 9018']],
  ['1234 5678 9012', []],
  ['7000012050002', ['corporate-number 7000012050002']],
  ['1700000000003 法人番号 1700000000003', ['corporate-number 1700000000003']],
  ['4111-1111-1111-1111', ['card 4111-1111-1111-1111']],
  [
    '〒100-0001 東京都千代田区千代田1-1',
    ['postal-address 〒100-0001', 'postal-address 東京都千代田区千代田1-1'],
  ],
  [
    '神奈川県横浜市西区みなとみらい二丁目3番',
    ['postal-address 神奈川県横浜市西区みなとみらい二丁目3番'],
  ],
  ['担当者：山田 花子', ['person 山田 花子']],
  ['Reported by: Jane Roe', ['person Jane Roe']],
]

t.test('findPersonal', async (t) => {
  for (const [text, kinds] of personal)
    t.same(
      [
        ...new Set(
          findPersonal(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
        ),
      ],
      kinds,
      text,
    )
})

t.test('a moment in milliseconds is no company, unless it is called one', async (t) => {
  const moments = Array.from({ length: 9 }, (_, i) => String(1_700_000_000_000 + i))
  const asNumber = (text: string) => findPersonal(text).map(({ kind }) => kind)
  t.same(moments.flatMap(asNumber), [])
  t.same(moments.map((text) => `法人番号: ${text}`).flatMap(asNumber), ['corporate-number'])
  t.same(moments.map((text) => `T${text}`).flatMap(asNumber), ['corporate-number'])
})

const key = 'k'.repeat(40)
const secrets: [text: string, kind: string | null][] = [
  ['-----BEGIN OPENSSH PRIVATE KEY-----', 'private-key'],
  ['PuTTY-User-Key-File-3', 'private-key'],
  ['AKIAIOSFODNN7EXAMPLE', 'cloud-key'],
  [`AIza${key.slice(0, 35)}`, 'cloud-key'],
  [`ya29.${key}`, 'cloud-key'],
  ['"type": "service_account"', 'cloud-key'],
  [`ghp_${key.slice(0, 36)}`, 'token'],
  [`glpat-${key.slice(0, 20)}`, 'token'],
  ['xoxb-1234567890-abc', 'token'],
  ['https://hooks.slack.com/services/T0000000/B0000000/XXXXXXXXXXXX', 'token'],
  [`sk_live_${key}`, 'token'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk', 'token'],
  ['Authorization: Basic YWJjOmRlZg==', 'token'],
  ['password=hunter22', 'password'],
  ['パスワード：ひみつです', 'password'],
  ['パスワードは abc123 です', 'password'],
  ['The password is abc123', 'password'],
  [`client_secret: ${key}`, 'password'],
  ['aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0', 'hash-pair'],
  [`$6$salt$${key}`, 'hash-pair'],
  ['ftp://bob:abc@host/', 'credential-url'],
  ['Server=db;Database=x;Pwd=', 'connection-string'],
  ['p%61ssword%3Dhunter22', 'password'],
  ['ｐａｓｓｗｏｒｄ＝ｈｕｎｔｅｒ２２', 'password'],
  ['zip password: infected', null],
  ['password spraying', null],
  ['https://evil.test/login?x=1', null],
  ['plain', null],
]

t.test('findSecrets', async (t) => {
  for (const [text, kind] of secrets) t.equal(findSecrets(text)[0]?.kind ?? null, kind, text)
  const [{ start, end } = { start: 0, end: 0 }] = findSecrets('so password=hunter22 was')
  t.equal('so password=hunter22 was'.slice(start, end), 'password=hunter22')
})

t.test('keyed tokens', async (t) => {
  const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  t.match(keyedToken(one, 'u', 'tanaka'), /^u-[0-9A-F]{4}$/)
  t.equal(keyedToken(one, 'u', 'tanaka'), keyedToken(one, 'u', 'ＴＡＮＡＫＡ '))
  t.not(keyedToken(one, 'u', 'tanaka'), keyedToken(other, 'u', 'tanaka'))
  t.not(keyedToken(one, 'u', 'tanaka'), keyedToken(one, 'h', 'tanaka'))
})

const pieces = [
  ...[
    'ACME',
    'a c m e',
    'アクメ鉄道',
    '田中太郎',
    'info@acme.example',
    'acme.example',
    'evil.test',
  ],
  ...[
    '203.0.113.7',
    '03-1234-5678',
    'YWNtZQ==',
    '%61cme',
    'C:\\Users\\bob\\',
    '/home/acme/',
    '\\\\',
  ],
  ...[
    '[VICTIM-1]',
    'ACMEDC01',
    'acme-login.example',
    ' ',
    ' ',
    '、',
    '@',
    '/',
    '61636d65',
    'x',
    '1',
  ],
]
const anyText = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((list) => list.join(''))

/** What no cleaned text may hold, whatever cleaned it. */
const leaves = (cleaned: string) => findTerms(cleaned, dictionary).length > 0

t.test('no token is left, and cleaning is idempotent and deterministic', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const cleaned = clean(text)
      if (cleaned === null) return true
      return !leaves(cleaned) && clean(cleaned) === cleaned && clean(text) === cleaned
    }),
    { numRuns: 500 },
  )
})

t.test('positive control: a cleaning that knows nothing leaves tokens', async (t) => {
  const found = fc.check(
    fc.property(anyText, (text) => {
      const cleaned = cleanText(text, { dictionary: nothing, tokens: new Map(), profile: 'P1' })
      return cleaned === null || !leaves(cleaned.text)
    }),
    untilFound,
  )
  t.ok(found.failed)
})
