// A head of the chain, signed with Ed25519: what an auditor keeps elsewhere to notice a chain that
// was cut short or made anew. Knows no storage.
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from '../json/canonical.ts'
import { parsePosition, printPosition } from '../taxii/position.ts'
import type { Head } from './chain.ts'

/** `body` is the text that is signed; it names the public key, too. */
export type Seal = { body: string; signature: Buffer }

/** What a seal says: a head, and the public key (SPKI, DER, base64) it is to be checked with. */
export type Sealed = { head: Head; key: string }

const privateKeyOf = (key: Buffer): KeyObject =>
  createPrivateKey({ key, format: 'der', type: 'pkcs8' })

/** The public half of a private key (PKCS 8, DER), as SPKI in base64. */
export const publicKeyOf = (key: Buffer): string =>
  createPublicKey(privateKeyOf(key)).export({ format: 'der', type: 'spki' }).toString('base64')

/** The same head and key always give the same seal (RFC 8032). */
export const sealHead = (head: Head, key: Buffer): Seal => {
  const body = canonicalJson({
    at: printPosition(head.at),
    hash: head.hash.toString('hex'),
    key: publicKeyOf(key),
    seq: String(head.seq),
  })
  return { body, signature: sign(null, Buffer.from(body), privateKeyOf(key)) }
}

/** What a seal says; null when it is malformed or its signature is not of the key it names. */
export const openSeal = ({ body, signature }: Seal): Sealed | null => {
  try {
    const { at, hash, key, seq } = JSON.parse(body)
    const der = Buffer.from(key, 'base64')
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
    if (publicKey.asymmetricKeyType !== 'ed25519') return null
    if (!verify(null, Buffer.from(body), publicKey, signature)) return null
    const position = parsePosition(at)
    if (position === null || !/^[0-9a-f]{64}$/.test(hash) || !/^\d{1,18}$/.test(seq)) return null
    return { head: { seq: BigInt(seq), at: position, hash: Buffer.from(hash, 'hex') }, key }
  } catch {
    return null
  }
}

const printSuccession = (before: string, key: string): Buffer =>
  Buffer.from(canonicalJson({ follows: before, key }))

/** The word of a private key for the public one that follows it: a signature in base64. */
export const signSuccessor = (own: Buffer, key: string): string =>
  sign(null, printSuccession(publicKeyOf(own), key), privateKeyOf(own)).toString('base64')

/** True when `signed` is the word of the public key `before` for the public key `key`. */
export const isSuccessor = (before: string, key: string, signed: string): boolean => {
  try {
    const der = Buffer.from(before, 'base64')
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
    const signature = Buffer.from(signed, 'base64')
    return verify(null, printSuccession(before, key), publicKey, signature)
  } catch {
    return false
  }
}

/** A seal as one line, to be kept elsewhere. */
export const printSeal = ({ body, signature }: Seal): string =>
  JSON.stringify({ body, signature: signature.toString('base64') })

/** What printSeal printed; null for anything else. */
export const parseSeal = (line: string): Seal | null => {
  try {
    const { body, signature } = JSON.parse(line)
    if (typeof body !== 'string' || typeof signature !== 'string') return null
    return { body, signature: Buffer.from(signature, 'base64') }
  } catch {
    return null
  }
}
