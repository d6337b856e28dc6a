// What a request shows as credentials: checklist 74–77 and 79, reliability A1.
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  claimOf,
  isUsable,
  keyFingerprint,
  parseAuthorization,
} from '../../src/taxii/authorization.ts'
import { certify } from './certify.ts'

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

t.test('well-formed values', async (t) => {
  const cases: [string, object][] = [
    [basic('test:Passw0rd!'), { kind: 'basic', username: 'test', password: 'Passw0rd!' }],
    [basic('ü:p:a:ss'), { kind: 'basic', username: 'ü', password: 'p:a:ss' }],
    [basic('test:').replace('Basic', 'bAsIc'), { kind: 'basic', username: 'test', password: '' }],
    [basic(':only'), { kind: 'basic', username: '', password: 'only' }],
    ['Bearer abc', { kind: 'token', token: 'abc' }],
    ['token  abc ', { kind: 'token', token: 'abc' }],
    ['TOKEN abc==', { kind: 'token', token: 'abc==' }],
  ]
  for (const [value, expected] of cases) t.same(parseAuthorization(value), expected, value)
})

t.test('malformed values are no credential', async (t) => {
  const latin1 = `Basic ${Buffer.from('ü:x', 'latin1').toString('base64')}`
  const cases = [
    '',
    'Basic',
    'Basic ',
    'Basic !!!!',
    'Basic YTpi YTpi',
    basic('no-colon'),
    basic('nul\u0000:x'),
    basic('a:b\nc'),
    latin1,
    'Digest username="x"',
    'Bearer',
    'Bearer a b',
    `Bearer ${'a'.repeat(9_000)}`,
    'sekisho_x',
  ]
  for (const value of cases) t.equal(parseAuthorization(value), null, JSON.stringify(value))
})

t.test('any name without a colon and any password come back as they were', async (t) => {
  const unit = fc.oneof(
    fc.constant(':'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  )
  const printable = fc
    .array(unit, { maxLength: 40 })
    .map((units) => units.join(''))
    .filter((text) => text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text))
  const holds = (split: (text: string) => unknown) =>
    fc.check(
      fc.property(printable, printable, (name, password) => {
        const username = name.replaceAll(':', '')
        const found = split(basic(`${username}:${password}`)) as Record<string, string> | null
        return found?.username === username && found.password === password
      }),
      { numRuns: 300 },
    )
  t.notOk(holds(parseAuthorization).failed)
  const atLastColon = (value: string) => {
    const text = Buffer.from(value.slice(6), 'base64').toString()
    const at = text.lastIndexOf(':')
    return { username: text.slice(0, at), password: text.slice(at + 1) }
  }
  t.ok(holds(atLastColon).failed, 'a split at the last colon is seen to fail')
})

const claim = (rawHeaders: string[], socket: object = {}) =>
  claimOf({ rawHeaders, socket } as never, Date.now(), false)

t.test('two Authorization headers are nobody', async (t) => {
  t.same(claim([]), { malformed: false, presented: [] })
  t.equal(claim(['Authorization', 'Bearer a']).presented.length, 1)
  const twice = claim(['Authorization', 'Bearer a', 'AUTHORIZATION', 'Bearer a'])
  t.same(twice, { malformed: true, presented: [] })
  t.ok(claim(['authorization', '']).malformed)
})

t.test('a certificate counts by its key, inside its dates and for clients', async (t) => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const hour = 3_600_000
  const now = Date.now()
  const make = (options: object) =>
    new X509Certificate(certify({ name: 'acme', keys, ...options }).certificate)
  const good = make({})
  const sameKey = make({
    name: 'other',
    until: new Date(now - hour),
    from: new Date(now - 2 * hour),
  })
  t.equal(keyFingerprint(good), keyFingerprint(sameKey), 'the name and the dates do not matter')
  t.match(keyFingerprint(good), /^[0-9a-f]{64}$/)
  t.ok(isUsable(good, now))
  t.notOk(isUsable(sameKey, now), 'expired')
  t.notOk(isUsable(good, Date.parse(good.validTo)), 'the last moment is already too late')
  t.notOk(isUsable(make({ uses: ['1.3.6.1.5.5.7.3.1'] }), now), 'for servers only')
  t.ok(isUsable(make({ uses: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] }), now))

  const shown = { encrypted: true, authorized: false, getPeerX509Certificate: () => good }
  t.same(claim([], shown).presented, [{ kind: 'certificate', fingerprint: keyFingerprint(good) }])
  const verified = claimOf({ rawHeaders: [], socket: shown } as never, now, true)
  t.same(
    verified,
    { malformed: true, presented: [] },
    'an authority is configured and did not sign it',
  )
  t.same(claim([], { ...shown, encrypted: undefined }).presented, [], 'never over plain HTTP')
})
