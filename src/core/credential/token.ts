// Bearer tokens: `sekisho_<kind>_<secret><checksum>`. The prefix and the checksum let a leaked
// token be found, and a mistyped one be refused, without asking anybody. Knows no store, clock or
// randomness.
import { createHash } from 'node:crypto'
import { crc32 } from './crc32.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const checksumLength = 6
/** 160 bits. */
export const tokenBytesMin = 20

const digitsFor = (bytes: number): number => Math.ceil((bytes * 8) / Math.log2(62))
const lengthMin = digitsFor(tokenBytesMin) + checksumLength
const shape = new RegExp(`^sekisho_([a-z]{2,16})_([0-9A-Za-z]{${lengthMin},92})$`)

const printBase62 = (value: bigint, width: number): string => {
  let digits = ''
  for (let left = value; left > 0n; left /= 62n) digits = alphabet[Number(left % 62n)] + digits
  return digits.padStart(width, '0')
}

const checksumOf = (text: string): string =>
  printBase62(BigInt(crc32(Buffer.from(text, 'latin1'))), checksumLength)

/**
 * Prints a token over random bytes that the caller drew, at least 20 of them. `kind` (a-z) tells a
 * person what the token is for and is covered by the checksum.
 */
export const printToken = (kind: string, random: Uint8Array): string => {
  if (random.length < tokenBytesMin) throw new Error('a token needs at least 160 random bits')
  const value = BigInt(`0x${Buffer.from(random).toString('hex')}`)
  const body = `sekisho_${kind}_${printBase62(value, digitsFor(random.length))}`
  const token = body + checksumOf(body)
  if (parseToken(token) === null) throw new Error('the kind of a token is 2 to 16 of a-z')
  return token
}

/**
 * The kind of a well-formed token whose checksum holds; null for any other text. Proves nothing
 * else.
 */
export const parseToken = (text: string): { kind: string } | null => {
  if (text.length > 120) return null
  const match = shape.exec(text)
  if (match === null) return null
  const body = text.slice(0, -checksumLength)
  return checksumOf(body) === text.slice(-checksumLength) ? { kind: match[1]! } : null
}

/** What is kept of a token: SHA-256 in hexadecimal. A secret of 160 bits needs no slow hash. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token, 'utf8').digest('hex')
