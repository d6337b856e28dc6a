// What the value of a hash looks like, per algorithm (STIX 2.1 §2.7, §10.7). Computes no hash.
import { isHexOfLength } from './character.ts'

const hex =
  (...lengths: number[]) =>
  (value: string): boolean =>
    lengths.some((length) => isHexOfLength(value, length))

// One run of one class each, anchored at both ends: linear. 148 is the longest that ssdeep prints.
const ssdeepForm = /^[A-Za-z0-9/+:.]{1,148}$/

// 128 or 256 buckets with a checksum of one or three octets, in hexadecimal; T1 is the version
// mark.
const tlshHex = hex(70, 74, 134, 138)

const forms = new Map<string, (value: string) => boolean>([
  ['MD5', hex(32)],
  ['MD6', hex(32, 40, 56, 64, 96, 128)],
  ['RIPEMD160', hex(40)],
  ['SHA1', hex(40)],
  ['SHA224', hex(56)],
  ['SHA256', hex(64)],
  ['SHA384', hex(96)],
  ['SHA512', hex(128)],
  ['SHA3224', hex(56)],
  ['SHA3256', hex(64)],
  ['SHA3384', hex(96)],
  ['SHA3512', hex(128)],
  ['SSDEEP', (value) => ssdeepForm.test(value)],
  ['TLSH', (value) => tlshHex(value.startsWith('T1') ? value.slice(2) : value)],
  ['WHIRLPOOL', hex(128)],
])

/**
 * Whether the value has the form of this algorithm's hashes. The name is taken in any case, with or
 * without hyphens (`SHA-256`, `sha256`). Null: the algorithm is not known here.
 */
export const hasHashForm = (algorithm: string, value: string): boolean | null => {
  const form = forms.get(algorithm.toUpperCase().replaceAll('-', ''))
  return form === undefined ? null : form(value)
}
