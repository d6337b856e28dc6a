// Runs of base64, base64url and hexadecimal in a text, decoded, and digests of known values. Offers
// only what reads as text; knows a dictionary only to pass over what cannot be of it.
import { codeAt, isHexCode } from './character.ts'
import type { Dictionary } from './lexicon.ts'
import { stretchesOf } from './readable.ts'

/** What a run says: the token whose digest it is, or the text it encodes. */
export type Decoded = { key: string; text: '' } | { key: null; text: string }

type Visit = (start: number, end: number, decoded: Decoded) => boolean

/** What a sign is in a run: its six bits, `hexBit` where it is a hexadecimal digit, or `none`. */
const none = 0x80
const hexBit = 0x40
const signs = new Uint8Array(128).fill(none)
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let i = 0; i < 64; i += 1) {
  const code = alphabet.charCodeAt(i)
  signs[code] = isHexCode(code) ? i | hexBit : i
}
signs[0x2d] = 62
signs[0x5f] = 63

const signOf = (code: number): number => (code < 128 ? signs[code]! : none)
const sextetAt = (text: string, at: number): number => signs[codeAt(text, at)]! & 63

const nibbleOf = (code: number): number => (code & 0x0f) + (code >= 0x41 ? 9 : 0)

const dash = 0x2d
const runMin = 4
const lineMin = 60
const hexMin = 6
const digestLengths = new Set([32, 40, 64])

/** Whether three octets may begin a readable text: ASCII, ASCII in UTF-16, or one other sign. */
const mayBegin = (word: number): boolean => {
  if ((word & 0x808080) !== 0)
    return (word & 0xf0c0c0) === 0xe08080 || (word & 0xe0c080) === 0xc08000
  const high = word & 0x606060
  if (((high | (high >> 1)) & 0x202020) === 0x202020) return true
  return (word & 0x00ff00) === 0 || (word & 0xff00ff) === 0
}

/** The octets that four signs encode; the signs beyond the end are zero. */
const wordAt = (text: string, at: number, end: number): number =>
  (sextetAt(text, at) << 18) |
  (sextetAt(text, at + 1) << 12) |
  (at + 2 < end ? sextetAt(text, at + 2) << 6 : 0) |
  (at + 3 < end ? sextetAt(text, at + 3) : 0)

/** The octets of base64 from a place on, zero octets (of UTF-16) left out. */
const decode = (text: string, start: number, end: number): Uint8Array => {
  const bytes = new Uint8Array(Math.ceil(((end - start) * 3) / 4))
  let length = 0
  for (let at = start; at + 1 < end; at += 4) {
    const word = wordAt(text, at, end)
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (word >> shift) & 0xff
      if (byte !== 0) bytes[length++] = byte
    }
  }
  return bytes.subarray(0, length)
}

/** The octets of pairs of hexadecimal digits, zero octets left out. */
const decodeHex = (text: string, start: number, end: number): Uint8Array => {
  const bytes = new Uint8Array((end - start) >> 1)
  let length = 0
  for (let at = start; at + 1 < end; at += 2) {
    const byte = (nibbleOf(codeAt(text, at)) << 4) | nibbleOf(codeAt(text, at + 1))
    if (byte !== 0) bytes[length++] = byte
  }
  return bytes.subarray(0, length)
}

type Run = { text: string; from: number; to: number; emit: (decoded: Decoded) => boolean }

const visitBase64 = (run: Run, shifts: number, pairs: Uint8Array): boolean => {
  const { text, from, to, emit } = run
  for (let start = from; start < from + 4; start += 1) {
    if ((shifts & (1 << (start - from))) === 0) continue
    for (const stretch of stretchesOf(decode(text, start, to), pairs))
      if (emit({ key: null, text: stretch })) return true
  }
  return false
}

const visitHex = (run: Run, { digests, pairs }: Dictionary): boolean => {
  const { text, from, to, emit } = run
  const length = to - from
  if (digestLengths.has(length)) {
    const key = digests.get(text.slice(from, to).toLowerCase())
    if (key !== undefined && emit({ key, text: '' })) return true
  }
  for (let start = from; start <= from + (length % 2); start += 1)
    for (const stretch of stretchesOf(decodeHex(text, start, to), pairs))
      if (emit({ key: null, text: stretch })) return true
  return false
}

/** `shifts`: a bit for each of the four places the first sign may have in its group of four. */
type Extent = { end: number; hex: boolean; wrapped: boolean; shifts: number }

const lowered = (octet: number): number => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet)

/** Whether the first two of three octets begin a word; beyond ASCII they may. */
const opens = (word: number, pairs: Uint8Array): boolean =>
  (word & 0x808000) !== 0 || pairs[lowered(word >> 16) * 128 + lowered((word >> 8) & 0xff)] === 1

const shortMax = 12

/**
 * The extent of the run of base64 signs that begins here, up to `--`; wrapped lines are one. In a
 * long run, three octets that seem readable count only beside three others, or opening a word.
 */
const extentOf = (text: string, start: number, pairs: Uint8Array): Extent => {
  let line = start
  let streak = 0
  let longest = 0
  let count = 0
  let word = 0
  let seen = 0
  let before = 0
  let shifts = 0
  let at = start
  for (; ; at += 1) {
    const code = codeAt(text, at)
    const sign = signOf(code)
    if (sign !== none && !(code === dash && codeAt(text, at + 1) === dash)) {
      streak = (sign & hexBit) !== 0 ? streak + 1 : 0
      if (streak > longest) longest = streak
      word = ((word << 6) | (sign & 63)) & 0xffffff
      count += 1
      const shift = 1 << (count & 3)
      if (count >= runMin && mayBegin(word)) {
        if ((before & shift) !== 0 || opens(word, pairs)) shifts |= shift
        before |= shift
        seen |= shift
      } else before &= ~shift
      continue
    }
    const next = text[at + 1] === ' ' ? at + 2 : at + 1
    const goesOn = code === 0x20 && at - line >= lineMin && signOf(codeAt(text, next)) !== none
    if (!goesOn) break
    at = next - 1
    line = next
  }
  const found = count <= shortMax ? seen : shifts
  return { end: at, hex: longest >= hexMin, wrapped: line !== start, shifts: found }
}

/** The parts of a run that are hexadecimal between signs that are not. */
const hexParts = (text: string, start: number, end: number): { from: number; to: number }[] => {
  const found: { from: number; to: number }[] = []
  for (let at = start; at < end; at += 1) {
    const from = at
    while (at < end && isHexCode(codeAt(text, at))) at += 1
    if (at - from >= hexMin) found.push({ from, to: at })
  }
  return found
}

const uuidLength = 36

/** Where a UUID ends that begins here, or the same place: identifiers encode nothing. */
const afterUuid = (text: string, at: number): number => {
  if (codeAt(text, at + 8) !== dash || codeAt(text, at + 13) !== dash) return at
  if (codeAt(text, at + 18) !== dash || codeAt(text, at + 23) !== dash) return at
  const isUuid = signOf(codeAt(text, at + uuidLength)) === none
  return isUuid && !/[^0-9a-f-]/i.test(text.slice(at, at + uuidLength)) ? at + uuidLength : at
}

const closeUp = (wrapped: string, emit: Run['emit']): Run => {
  const text = wrapped.replaceAll(' ', '')
  return { text, from: 0, to: text.length, emit }
}

/** Where a run ends with the `=` signs that fill it up. */
const withPadding = (text: string, end: number): number => {
  const filled = text.startsWith('==', end) ? end + 2 : end + 1
  return text[end] === '=' ? filled : end
}

/**
 * Calls `visit` for each encoded run of a text, [start, end) with what it says, until it answers
 * true; whether it did.
 */
export const findEncoded = (text: string, dictionary: Dictionary, visit: Visit): boolean => {
  for (let start = 0; start < text.length; start += 1) {
    const code = codeAt(text, start)
    if (code === dash || signOf(code) === none) continue
    const after = afterUuid(text, start)
    if (after > start) {
      start = after
      continue
    }
    const { end, hex, wrapped, shifts } = extentOf(text, start, dictionary.pairs)
    let to = end
    if (hex)
      for (const part of hexParts(text, start, to)) {
        const emit = (decoded: Decoded): boolean => visit(part.from, part.to, decoded)
        if (visitHex({ text, ...part, emit }, dictionary)) return true
        if (part.from === start && digestLengths.has(part.to - start)) to = start
      }
    if (shifts !== 0 && to - start >= runMin) {
      const padded = withPadding(text, end)
      const emit = (decoded: Decoded): boolean => visit(start, padded, decoded)
      const run = wrapped ? closeUp(text.slice(start, to), emit) : { text, from: start, to, emit }
      if (visitBase64(run, shifts, dictionary.pairs)) return true
    }
    start = end
  }
  return false
}
