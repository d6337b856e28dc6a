// Time-based one-time codes (RFC 6238 over RFC 4226), as authenticator apps make them: six digits
// of HMAC-SHA-1, new every 30 seconds. Knows no clock and no store.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { printBase32 } from './base32.ts'

const stepSeconds = 30
const digits = 6
/** RFC 4226 §4: the length of the secret is that of the hash. */
export const totpSecretLength = 20
/** Clocks differ, and people type slowly: one step before and after (RFC 6238 §5.2). */
const drift = 1

/** The step that a moment, in seconds since 1970, is in. */
export const stepAt = (seconds: number): number => Math.floor(seconds / stepSeconds)

export const codeAt = (secret: Uint8Array, step: number): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac[mac.length - 1]! & 15
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * The step that a code is of, at a moment; null for a wrong code, and for one of a step that is not
 * after `last`, so that no code is good twice.
 */
export const matchCode = (
  secret: Uint8Array,
  code: string,
  seconds: number,
  last: number | null,
): number | null => {
  if (!/^\d{6}$/.test(code)) return null
  const now = stepAt(seconds)
  let found: number | null = null
  for (let step = now - drift; step <= now + drift; step++) {
    const same = timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code))
    if (same && (last === null || step > last)) found = step
  }
  return found
}

/** The address that authenticators read from a QR code. */
export const totpAddress = (secret: Uint8Array, issuer: string, account: string): string => {
  const [by, who] = [issuer, account].map((text) => encodeURIComponent(text.replaceAll(':', ' ')))
  const query = `secret=${printBase32(secret)}&issuer=${by}&algorithm=SHA1&digits=6&period=30`
  return `otpauth://totp/${by}:${who}?${query}`
}
