// The bytes of one JSON string: UTF-8, escapes and surrogates. Knows nothing of what surrounds it.

import type { ScanState } from './scan-state.ts'
import {
  addKey,
  endValue,
  escapeMode,
  fail,
  hexMode,
  lowSurrogateHexMode,
  lowSurrogateMode,
  recentSlots,
  stringMode,
  utf8Mode,
} from './scan-state.ts'

const quote = 0x22
const backslash = 0x5c
const letterU = 0x75

/** 1 for the bytes that stand for themselves: printable ASCII but `"` and `\`. */
const plain = new Uint8Array(256).fill(1, 0x20, 0x80)
plain[quote] = 0
plain[backslash] = 0

const escapes = new Map<number, string>(
  Object.entries({
    '"': '"',
    '\\': '\\',
    '/': '/',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
  }).map(([letter, char]) => [letter.charCodeAt(0), char]),
)

const recentLengthMax = 48

/**
 * A run of ASCII bytes as text. The same few property names fill most bodies, so each slot of
 * `recent` keeps the last text that fell into it.
 */
export const asciiText = (
  recent: string[],
  chunk: Uint8Array,
  from: number,
  to: number,
): string => {
  const length = to - from
  if (length > recentLengthMax) return String.fromCharCode(...chunk.subarray(from, to))
  // Five bytes and the length tell property names apart well enough; the comparison decides.
  const middle = from + (length >> 1)
  let hash = chunk[from]! * 31 + chunk[to - 1]!
  hash = hash * 31 + chunk[middle]!
  hash = hash * 31 + chunk[(from + middle) >> 1]!
  hash = hash * 31 + chunk[(middle + to) >> 1]!
  const slot = (hash * 31 + length) & (recentSlots - 1)
  const known = recent[slot]!
  if (known.length === length) {
    let at = 0
    while (at < length && known.charCodeAt(at) === chunk[from + at]) at += 1
    if (at === length) return known
  }
  const text = String.fromCharCode(...chunk.subarray(from, to))
  recent[slot] = text
  return text
}

const extendKey = (state: ScanState, chunk: Uint8Array, from: number, to: number): void => {
  if (state.text.length + to - from > state.limits.keyLength) {
    fail(state, 'key-length', state.tokenStart)
    return
  }
  const run = asciiText(state.recent, chunk, from, to)
  state.text = state.text === '' ? run : state.text + run
}

/** RFC 7493 §2.1 forbids noncharacters along with surrogates. */
const isNoncharacter = (codePoint: number): boolean =>
  (codePoint & 0xfffe) === 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef)

const addCodePoint = (state: ScanState, codePoint: number, offset: number): void => {
  state.mode = stringMode
  if (codePoint === 0) fail(state, 'nul', offset)
  else if (isNoncharacter(codePoint)) fail(state, 'noncharacter', offset)
  else if (state.inKey) {
    state.text += String.fromCodePoint(codePoint)
    if (state.text.length > state.limits.keyLength) fail(state, 'key-length', state.tokenStart)
  }
}

/** Reads the first byte of a sequence; the bounds of the second keep out what is overlong,
 * beyond U+10FFFF or a surrogate (RFC 3629 §4). */
const beginUtf8 = (state: ScanState, byte: number, offset: number): void => {
  if (byte < 0xc2 || byte > 0xf4) {
    fail(state, 'encoding', offset)
    return
  }
  state.mode = utf8Mode
  state.utf8Need = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
  state.utf8Low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
  state.utf8High = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
  state.codePoint = byte & (0x3f >> state.utf8Need)
}

/** Reads continuation bytes; returns where it stopped. */
export const scanUtf8 = (state: ScanState, chunk: Uint8Array, from: number): number => {
  const byte = chunk[from]!
  if (byte < state.utf8Low || byte > state.utf8High) {
    fail(state, 'encoding', state.offset + from)
    return from
  }
  state.utf8Low = 0x80
  state.utf8High = 0xbf
  state.utf8Need -= 1
  state.codePoint = (state.codePoint << 6) | (byte & 0x3f)
  if (state.utf8Need === 0) addCodePoint(state, state.codePoint, state.offset + from)
  return from + 1
}

/** Reads plain bytes and the one after them; returns where it stopped. */
export const scanString = (state: ScanState, chunk: Uint8Array, from: number): number => {
  const end = chunk.length
  let at = from
  while (at < end && plain[chunk[at]!] === 1) at += 1
  if (state.inKey && at > from) {
    extendKey(state, chunk, from, at)
    if (state.fault !== null) return at
  }
  if (at === end) return at
  const byte = chunk[at]!
  const offset = state.offset + at
  if (byte === quote) {
    if (state.inKey) addKey(state)
    else endValue(state, offset + 1)
  } else if (byte === backslash) state.mode = escapeMode
  else if (byte >= 0x80) beginUtf8(state, byte, offset)
  else fail(state, byte === 0 ? 'nul' : 'syntax', offset)
  return at + 1
}

/** Reads the byte after a backslash. */
const scanEscape = (state: ScanState, byte: number, offset: number): void => {
  if (byte === letterU) {
    state.mode = hexMode
    state.hexDigits = 0
    state.codePoint = 0
    return
  }
  const char = escapes.get(byte)
  if (char === undefined) fail(state, 'syntax', offset)
  else addCodePoint(state, char.charCodeAt(0), offset)
}

const hexValue = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

const scanHex = (state: ScanState, byte: number, offset: number): void => {
  const value = hexValue(byte)
  if (value < 0) {
    fail(state, 'syntax', offset)
    return
  }
  state.codePoint = state.codePoint * 16 + value
  state.hexDigits += 1
  if (state.hexDigits < 4) return
  const unit = state.codePoint
  const isLow = unit >= 0xdc00 && unit <= 0xdfff
  const high = state.highSurrogate
  state.highSurrogate = 0
  if (isLow !== (high !== 0)) fail(state, 'surrogate', offset)
  else if (isLow) addCodePoint(state, 0x10000 + (high - 0xd800) * 0x400 + (unit - 0xdc00), offset)
  else if (unit >= 0xd800 && unit <= 0xdbff) {
    state.highSurrogate = unit
    state.mode = lowSurrogateMode
  } else addCodePoint(state, unit, offset)
}

/** Reads one byte of an escape, or of the escape that must follow a high surrogate. */
export const scanEscaped = (state: ScanState, chunk: Uint8Array, from: number): number => {
  const byte = chunk[from]!
  const offset = state.offset + from
  if (state.mode === hexMode) scanHex(state, byte, offset)
  else if (state.mode === escapeMode) scanEscape(state, byte, offset)
  else if (state.mode === lowSurrogateMode && byte === backslash) state.mode = lowSurrogateHexMode
  else if (state.mode === lowSurrogateHexMode && byte === letterU) {
    scanEscape(state, byte, offset)
  } else fail(state, 'surrogate', offset)
  return from + 1
}
