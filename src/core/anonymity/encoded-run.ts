// Runs of base64, base64url and hexadecimal in a text, decoded, and digests of known values. Offers
// only what reads as text; knows a dictionary only to pass over what cannot be of it.
import type { Dictionary } from './lexicon.ts'

/** What a run says: the token whose digest it is, or the text it encodes. */
export type Decoded = { key: string; text: '' } | { key: null; text: string }

type Visit = (start: number, end: number, decoded: Decoded) => boolean

const sextets = new Int8Array(128).fill(-1)
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let i = 0; i < 64; i += 1) sextets[alphabet.charCodeAt(i)] = i
sextets[0x2d] = 62
sextets[0x5f] = 63

const isHexCode = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46)

const runMin = 4
const lineMin = 60
const hexMin = 6
const textMin = 3
const clearMin = 8
const digestLengths = new Set([32, 40, 64])

const trails = (bytes: Uint8Array, at: number, count: number, end: number): boolean => {
  if (at + count >= end) return false
  for (let i = 1; i <= count; i += 1) if ((bytes[at + i]! & 0xc0) !== 0x80) return false
  return true
}

/** How many octets of readable text begin here: one sign of UTF-8, or 0. */
const readable = (bytes: Uint8Array, at: number, end: number): number => {
  const byte = bytes[at]!
  if (byte < 0x80) return byte >= 0x20 && byte !== 0x7f ? 1 : Number(byte > 8 && byte < 14)
  if (byte < 0xc2 || byte > 0xf4) return 0
  const count = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
  return trails(bytes, at, count, end) ? count + 1 : 0
}

const lowered = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)

/** Whether a few readable octets may hold a word: two that begin one, or a sign beyond Latin. */
const mayHold = (bytes: Uint8Array, from: number, to: number, pairs: Uint8Array): boolean => {
  for (let i = from; i + 1 < to; i += 1) {
    const [a, b] = [lowered(bytes[i]!), lowered(bytes[i + 1]!)]
    if (a >= 0xe0 || (a < 128 && b < 128 && pairs[a * 128 + b] === 1)) return true
  }
  return false
}

/** The stretches of readable text among octets that a token may stand in. */
const stretchesOf = (bytes: Uint8Array, end: number, pairs: Uint8Array): string[] => {
  const found: string[] = []
  for (let at = 0; at < end; at += 1) {
    const from = at
    for (let step = readable(bytes, at, end); step > 0; step = readable(bytes, at, end)) at += step
    const length = at - from
    const min = length === end ? textMin : textMin + 1
    if (length < min || (length < clearMin && !mayHold(bytes, from, at, pairs))) continue
    found.push(Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString('utf8'))
  }
  return found
}

/** Octets of base64 from the given sextet on, zero octets (UTF-16) left out; how many. */
const decodeSextets = (values: Uint8Array, count: number, from: number, to: Uint8Array): number => {
  let length = 0
  for (let i = from; i + 1 < count; i += 4) {
    const word =
      (values[i]! << 18) |
      (values[i + 1]! << 12) |
      (i + 2 < count ? values[i + 2]! << 6 : 0) |
      (i + 3 < count ? values[i + 3]! : 0)
    for (let octet = 0; octet < Math.min(3, count - i - 1); octet += 1) {
      const byte = (word >> (16 - 8 * octet)) & 0xff
      if (byte !== 0) to[length++] = byte
    }
  }
  return length
}

const visitBase64 = (
  text: string,
  start: number,
  end: number,
  pairs: Uint8Array,
  visit: Visit,
): boolean => {
  const values = new Uint8Array(end - start)
  let count = 0
  for (let at = start; at < end; at += 1) {
    const value = sextets[text.charCodeAt(at)]!
    if (value >= 0) values[count++] = value
  }
  const bytes = new Uint8Array(count)
  for (let from = 0; from < 4; from += 1) {
    const length = decodeSextets(values, count, from, bytes)
    for (const stretch of stretchesOf(bytes, length, pairs))
      if (visit(start, end, { key: null, text: stretch })) return true
  }
  return false
}

const visitHex = (
  text: string,
  start: number,
  end: number,
  { digests, pairs }: Dictionary,
  visit: Visit,
): boolean => {
  const length = end - start
  if (digestLengths.has(length)) {
    const key = digests.get(text.slice(start, end).toLowerCase())
    if (key !== undefined && visit(start, end, { key, text: '' })) return true
  }
  if (length < hexMin) return false
  for (const from of length % 2 === 0 ? [start] : [start, start + 1]) {
    const bytes = Buffer.from(text.slice(from, end), 'hex').filter((byte) => byte !== 0)
    for (const stretch of stretchesOf(bytes, bytes.length, pairs))
      if (visit(start, end, { key: null, text: stretch })) return true
  }
  return false
}

/** The end of the run of base64 signs that begins here; wrapped lines are one run. */
const runEnd = (text: string, start: number): number => {
  let line = start
  for (let at = start; ; at += 1) {
    if (sextets[text.charCodeAt(at)]! >= 0) continue
    if (at - line < lineMin || text[at] !== ' ') return at
    const next = text[at + 1] === ' ' ? at + 2 : at + 1
    if (!(sextets[text.charCodeAt(next)]! >= 0)) return at
    at = next
    line = next
  }
}

/** Each part of a run that is hexadecimal between signs that are not. */
const hexParts = function* (text: string, start: number, end: number) {
  for (let at = start; at < end; at += 1) {
    const from = at
    while (at < end && isHexCode(text.charCodeAt(at))) at += 1
    if (at - from >= hexMin) yield { from, to: at }
  }
}

/**
 * Calls `visit` for each encoded run of a text, [start, end) with what it says, until it answers
 * true; whether it did.
 */
export const findEncoded = (text: string, dictionary: Dictionary, visit: Visit): boolean => {
  for (let start = 0; start < text.length; start += 1) {
    if (!(sextets[text.charCodeAt(start)]! >= 0)) continue
    const end = runEnd(text, start)
    let digest = false
    for (const { from, to } of hexParts(text, start, end)) {
      digest ||= from === start && to === end && digestLengths.has(end - start)
      if (visitHex(text, from, to, dictionary, visit)) return true
    }
    const encoded = end - start >= runMin && !digest
    if (encoded && visitBase64(text, start, end, dictionary.pairs, visit)) return true
    start = end
  }
  return false
}
