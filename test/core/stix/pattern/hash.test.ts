// The form of hash values, per algorithm.
import t from 'tap'
import { hasHashForm } from '../../../../src/core/stix/pattern/hash.ts'

const hex = (length: number) => '0aF'.repeat(length).slice(0, length)

t.test('359 hexadecimal hashes are as long as their algorithm makes them', async (t) => {
  const lengths: [string, number][] = [
    ['MD5', 32],
    ['RIPEMD-160', 40],
    ['SHA-1', 40],
    ['SHA-224', 56],
    ['SHA-256', 64],
    ['SHA-384', 96],
    ['SHA-512', 128],
    ['SHA3-224', 56],
    ['SHA3-256', 64],
    ['SHA3-384', 96],
    ['SHA3-512', 128],
    ['WHIRLPOOL', 128],
    ['MD6', 128],
    ['TLSH', 70],
  ]
  for (const [algorithm, length] of lengths) {
    t.equal(hasHashForm(algorithm, hex(length)), true, algorithm)
    t.equal(hasHashForm(algorithm.toLowerCase().replace('-', ''), hex(length)), true, algorithm)
    for (const wrong of [hex(length - 1), hex(length + 1), `${hex(length - 1)}g`, '']) {
      t.equal(hasHashForm(algorithm, wrong), false, `${algorithm}: ${wrong}`)
    }
  }
})

t.test('359 other hashes', async (t) => {
  const cases: [string, string, boolean | null][] = [
    ['SSDEEP', '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C', true],
    ['ssdeep', `3:${'a'.repeat(146)}`, true],
    ['ssdeep', `3:${'a'.repeat(147)}`, false],
    ['ssdeep', '3:a b', false],
    ['TLSH', `T1${hex(70)}`, true],
    ['TLSH', `T2${hex(70)}`, false],
    ['IMPHASH', 'anything', null],
    ['constructor', 'anything', null],
  ]
  for (const [algorithm, value, expected] of cases) {
    t.equal(hasHashForm(algorithm, value), expected, `${algorithm}: ${value}`)
  }
})
