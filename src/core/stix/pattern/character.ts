// Classes of characters that the lexer asks for, one table look-up each. Knows nothing of tokens.

const wordStart = 1
const wordPart = 2
const digit = 4
const hexDigit = 8
const base64Digit = 16

const classes = new Uint8Array(128)

const mark = (from: string, to: string, bits: number): void => {
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) {
    classes[code] = (classes[code] ?? 0) | bits
  }
}

mark('a', 'z', wordStart | wordPart | base64Digit)
mark('A', 'Z', wordStart | wordPart | base64Digit)
mark('_', '_', wordStart | wordPart)
mark('0', '9', digit | wordPart | hexDigit | base64Digit)
mark('a', 'f', hexDigit)
mark('A', 'F', hexDigit)
mark('+', '+', base64Digit)
mark('/', '/', base64Digit)

const belongs = (code: number, bits: number): boolean =>
  code < 128 && ((classes[code] ?? 0) & bits) !== 0

/**
 * Letters and the underscore. Codes are UTF-16 code units; NaN, the end of a text, belongs
 * nowhere.
 */
export const isWordStart = (code: number): boolean => belongs(code, wordStart)
export const isWordPart = (code: number): boolean => belongs(code, wordPart)
export const isDigit = (code: number): boolean => belongs(code, digit)

/** Code points with the Unicode property White_Space (STIX 2.1 §9.1). */
export const isBlank = (code: number): boolean => {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  if (code === 0x85 || code === 0xa0 || code === 0x1680) return true
  if (code >= 0x2000 && code <= 0x200a) return true
  return code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000
}

const consistsOf = (text: string, length: number, bits: number): boolean => {
  for (let at = 0; at < length; at++) if (!belongs(text.charCodeAt(at), bits)) return false
  return true
}

/** Hexadecimal digits in pairs, none included, in either case. */
export const isHex = (text: string): boolean =>
  text.length % 2 === 0 && consistsOf(text, text.length, hexDigit)

/** Hexadecimal digits, exactly so many. */
export const isHexOfLength = (text: string, length: number): boolean =>
  text.length === length && consistsOf(text, length, hexDigit)

/** RFC 4648 §4 with padding, at least one octet. */
export const isBase64 = (text: string): boolean => {
  if (text.length === 0 || text.length % 4 !== 0) return false
  let length = text.length
  if (text.endsWith('==')) length -= 2
  else if (text.endsWith('=')) length -= 1
  return consistsOf(text, length, base64Digit)
}

/** `foo_1`, and not the empty text: what an object path may hold without apostrophes. */
export const isWord = (text: string): boolean =>
  isWordStart(text.charCodeAt(0)) && consistsOf(text, text.length, wordPart)

// Every part is of fixed length but the fraction, which is one run of digits: no backtracking.
const dateForm = /\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/
const timeForm = /(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?/
const timestampForm = new RegExp(`^${dateForm.source}T${timeForm.source}Z$`)

/**
 * The form of a timestamp constant.
 * NOTE: the calendar is not asked, 30 February passes: the reference validator decides so, and such
 * a constant harms nobody, it only never matches.
 */
export const hasTimestampForm = (text: string): boolean => timestampForm.test(text)
