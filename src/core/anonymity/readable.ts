// Readable text among octets: stretches of UTF-8 without control signs. Knows no notation.

const textMin = 3
const clearMin = 8

const trails = (bytes: Uint8Array, at: number, count: number): boolean => {
  for (let i = 1; i <= count; i += 1) if ((bytes[at + i]! & 0xc0) !== 0x80) return false
  return true
}

/** How many octets the readable sign of UTF-8 has that begins here; 0 where none does. */
const widthAt = (bytes: Uint8Array, at: number): number => {
  const byte = bytes[at]!
  if (byte < 0x80) return (byte >= 0x20 && byte !== 0x7f) || (byte > 8 && byte < 14) ? 1 : 0
  if (byte < 0xc2 || byte > 0xf4) return 0
  const count = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
  return trails(bytes, at, count) ? count + 1 : 0
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

/**
 * The stretches of readable text among octets that a word may stand in: at least four octets, or
 * three that are all there is; below eight only where two of them begin a word of `pairs`.
 */
export const stretchesOf = (bytes: Uint8Array, pairs: Uint8Array): string[] => {
  const found: string[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    const from = at
    for (let width = widthAt(bytes, at); width > 0; width = widthAt(bytes, at)) at += width
    const length = at - from
    const min = length === bytes.length ? textMin : textMin + 1
    if (length < min || (length < clearMin && !mayHold(bytes, from, at, pairs))) continue
    found.push(Buffer.from(bytes.buffer, bytes.byteOffset + from, length).toString('utf8'))
  }
  return found
}
