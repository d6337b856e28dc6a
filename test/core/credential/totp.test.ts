// One-time codes by the vectors of RFC 6238, and recovery codes.
import t from 'tap'
import { printBase32 } from '../../../src/core/credential/base32.ts'
import { hashRecoveryCode, printRecoveryCode } from '../../../src/core/credential/recovery-code.ts'
import { codeAt, matchCode, stepAt, totpAddress } from '../../../src/core/credential/totp.ts'

const secret = Buffer.from('12345678901234567890')

t.test('RFC 6238 appendix B, the last six digits', async (t) => {
  const vectors: [number, string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ]
  for (const [seconds, code] of vectors) {
    t.equal(codeAt(secret, stepAt(seconds)), code)
    t.equal(matchCode(secret, code, seconds, null), stepAt(seconds))
  }
})

t.test('a code is good for a while, and once', async (t) => {
  const step = stepAt(1_111_111_109)
  const cases: [string, number, number | null, number | null][] = [
    ['081804', 0, null, step],
    ['081804', 30, null, step],
    ['081804', -30, null, step],
    ['081804', 60, null, null],
    ['081804', -60, null, null],
    ['081804', 0, step - 1, step],
    ['081804', 0, step, null],
    ['081804', 0, step + 1, null],
    ['081805', 0, null, null],
    ['81804', 0, null, null],
    ['081804 ', 0, null, null],
    ['０８１８０４', 0, null, null],
  ]
  for (const [code, late, last, expected] of cases)
    t.equal(
      matchCode(secret, code, 1_111_111_109 + late, last),
      expected,
      `${code} ${late} ${last}`,
    )
})

t.test('Base32 and the address of a QR code', async (t) => {
  const vectors: [string, string][] = [
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ]
  for (const [text, printed] of vectors) t.equal(printBase32(Buffer.from(text)), printed)
  t.equal(
    totpAddress(Buffer.from('foobar'), 'A: B&C', 'taro@acme'),
    'otpauth://totp/A%20%20B%26C:taro%40acme?secret=MZXW6YTBOI&issuer=A%20%20B%26C' +
      '&algorithm=SHA1&digits=6&period=30',
  )
})

t.test('recovery codes', async (t) => {
  const code = printRecoveryCode(Buffer.from('0123456789'))
  t.match(code, /^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/)
  const kept = hashRecoveryCode(code)
  t.equal(kept?.length, 32)
  for (const typed of [
    code.toLowerCase(),
    code.replaceAll('-', ''),
    ` ${code.replaceAll('-', ' ')}`,
  ])
    t.same(hashRecoveryCode(typed), kept, typed)
  for (const typed of ['', '123456', code.slice(1), `${code}A`, code.replace(/./, '1')])
    t.equal(hashRecoveryCode(typed), null, typed)
  t.throws(() => printRecoveryCode(new Uint8Array(5)))
})
