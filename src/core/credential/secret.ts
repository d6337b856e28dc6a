// The secrets of sessions and links: 256 random bits, of which only the hash is kept. Knows no
// store, clock or randomness.
import { createHash, createHmac } from 'node:crypto'

const length = 32
const shape = /^[A-Za-z0-9_-]{43}$/

/** Random bits that the caller drew, as the text that a cookie or a link carries. */
export const printSecret = (random: Uint8Array): string => {
  if (random.length !== length) throw new Error('a secret has 256 bits')
  return Buffer.from(random).toString('base64url')
}

export const isSecret = (text: string): boolean => shape.test(text)

/** What is kept of a secret. It is too long to guess, so it needs no slow hash. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/**
 * What a page of the hub shows beside the cookie when it changes something: another site may make a
 * browser send the cookie, but can neither read this nor find it out.
 */
export const crossSiteToken = (secret: string): string =>
  createHmac('sha256', secret).update('cross-site request').digest('base64url')
