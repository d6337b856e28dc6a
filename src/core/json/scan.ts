// The strict byte edge: reads an envelope's bytes as they arrive and refuses what JSON.parse or the
// database would change, drop or choke on. Knows where each STIX object lies, and nothing of STIX.

import { judgeNumber, numberLengthMax } from './number.ts'
import type { JsonFault, ScanLimits, Scanned, ScanState } from './scan-state.ts'
import {
  afterMode,
  arrayKind,
  beginValue,
  closeContainer,
  colonMode,
  createState,
  doneMode,
  endValue,
  envelopeMode,
  fail,
  firstKeyMode,
  firstValueMode,
  keyMode,
  literalMode,
  numberMode,
  objectKind,
  openContainer,
  stringMode,
  utf8Mode,
  valueMode,
} from './scan-state.ts'
import { asciiText, scanEscaped, scanString, scanUtf8 } from './string.ts'

export type { JsonFault, ScanLimits, Scanned, Slice } from './scan-state.ts'

export const defaultLimits: ScanLimits = {
  depth: 64,
  keysPerObject: 1_000,
  keys: 100_000,
  elements: 1_000_000,
  objects: 1_000_000,
  arrayLength: 100_000,
  keyLength: 4_096,
}

const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** 1 for the bytes that may stand between tokens. */
const blank = new Uint8Array(256)
for (const char of ' \n\r\t') blank[char.charCodeAt(0)] = 1

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** 1 for the bytes a number may be made of. */
const numeric = new Uint8Array(256).fill(1, 0x30, 0x3a)
for (const char of '+-.eE') numeric[char.charCodeAt(0)] = 1

const literals = new Map(
  ['true', 'false', 'null'].map((literal) => [literal.charCodeAt(0), literal]),
)

/** A byte that no JSON text has in this place. */
const failSyntax = (state: ScanState, byte: number, offset: number): void => {
  if (byte === 0) fail(state, 'nul', offset)
  else fail(state, byte >= 0x80 ? 'encoding' : 'syntax', offset)
}

/** A byte where only an envelope, or its list `objects`, may begin. */
const failEnvelope = (state: ScanState, byte: number, offset: number): void => {
  if (byte === 0 || byte >= 0x80) failSyntax(state, byte, offset)
  else fail(state, 'envelope', offset)
}

const scanEnvelope = (state: ScanState, byte: number, offset: number): void => {
  if (byte === openBrace) openContainer(state, objectKind, offset)
  else if (byte === 0xef && offset === 0) fail(state, 'bom', offset)
  else failEnvelope(state, byte, offset)
}

const scanValue = (state: ScanState, byte: number, offset: number): void => {
  if (byte === closeBracket && state.mode === firstValueMode) {
    closeContainer(state, offset + 1)
    return
  }
  beginValue(state, offset)
  if (state.fault !== null) return
  const literal = literals.get(byte)
  if (state.depth === 1 && state.member === 'objects' && byte !== openBracket) {
    failEnvelope(state, byte, offset)
  } else if (byte === quote) {
    state.inKey = false
    state.mode = stringMode
  } else if (byte === openBrace) openContainer(state, objectKind, offset)
  else if (byte === openBracket) openContainer(state, arrayKind, offset)
  else if (byte === minus || isDigit(byte)) {
    state.tokenStart = offset
    state.text = String.fromCharCode(byte)
    state.mode = numberMode
  } else if (literal !== undefined) {
    state.literal = literal.slice(1)
    state.mode = literalMode
  } else failSyntax(state, byte, offset)
}

const scanKey = (state: ScanState, byte: number, offset: number): void => {
  if (byte === quote) {
    state.tokenStart = offset
    state.text = ''
    state.inKey = true
    state.mode = stringMode
  } else if (byte === closeBrace && state.mode === firstKeyMode) closeContainer(state, offset + 1)
  else failSyntax(state, byte, offset)
}

const scanAfter = (state: ScanState, byte: number, offset: number): void => {
  const inList = state.kinds[state.depth] === arrayKind
  if (byte === comma) state.mode = inList ? valueMode : keyMode
  else if (byte === (inList ? closeBracket : closeBrace)) closeContainer(state, offset + 1)
  else failSyntax(state, byte, offset)
}

/** Passes over blanks and reads the one byte of structure after them. */
const scanStructure = (state: ScanState, chunk: Uint8Array, from: number): number => {
  const end = chunk.length
  let at = from
  while (at < end && blank[chunk[at]!] === 1) at += 1
  if (at === end) return at
  const byte = chunk[at]!
  const offset = state.offset + at
  const mode = state.mode
  if (mode === afterMode) scanAfter(state, byte, offset)
  else if (mode === keyMode || mode === firstKeyMode) scanKey(state, byte, offset)
  else if (mode === colonMode && byte === colon) state.mode = valueMode
  else if (mode === valueMode || mode === firstValueMode) scanValue(state, byte, offset)
  else if (mode === envelopeMode) scanEnvelope(state, byte, offset)
  else failSyntax(state, byte, offset)
  return at + 1
}

const scanNumber = (state: ScanState, chunk: Uint8Array, from: number): number => {
  const end = chunk.length
  let at = from
  while (at < end && numeric[chunk[at]!] === 1) at += 1
  if (state.text.length + at - from > numberLengthMax) {
    fail(state, 'number', state.tokenStart)
    return at
  }
  if (at > from) state.text += asciiText(state.recent, chunk, from, at)
  if (at === end) return at
  const verdict = judgeNumber(state.text)
  if (verdict === 'exact') endValue(state, state.offset + at)
  else fail(state, verdict === 'lossy' ? 'number' : 'syntax', state.tokenStart)
  return at
}

const scanLiteral = (state: ScanState, chunk: Uint8Array, from: number): number => {
  const byte = chunk[from]!
  const offset = state.offset + from
  if (byte !== state.literal.charCodeAt(0)) failSyntax(state, byte, offset)
  else {
    state.literal = state.literal.slice(1)
    if (state.literal === '') endValue(state, offset + 1)
  }
  return from + 1
}

const scanChunk = (state: ScanState, chunk: Uint8Array): void => {
  let at = 0
  while (at < chunk.length && state.fault === null) {
    const mode = state.mode
    if (mode <= doneMode) at = scanStructure(state, chunk, at)
    else if (mode === stringMode) at = scanString(state, chunk, at)
    else if (mode === utf8Mode) at = scanUtf8(state, chunk, at)
    else if (mode === numberMode) at = scanNumber(state, chunk, at)
    else if (mode === literalMode) at = scanLiteral(state, chunk, at)
    else at = scanEscaped(state, chunk, at)
  }
  state.offset += chunk.length
}

/**
 * A scanner for one body. `push` takes the next bytes, any number of them, keeps none of them, and
 * says the first fault of the body as soon as its byte has come; after that it reads no more.
 * `end` says where the objects lie, in the order of the envelope, or why there is none. The verdict
 * does not depend on how the body was cut. Memory: two numbers an object, the keys of the objects
 * open at the moment, nothing else that grows.
 *
 * 400: not UTF-8, a byte order mark, NUL, half a surrogate pair, a noncharacter (RFC 7493 §2.1), a
 * number that a double changes (§2.2), a key twice (§2.3), `__proto__` or `constructor` as a key,
 * too much nesting, too many or too long keys. 422: not well-formed, not an envelope with at least
 * one object, too many objects or list elements. An entry of `objects` may be any value.
 */
export const createScanner = (limits: ScanLimits = defaultLimits) => {
  const state = createState(limits)
  return {
    push(chunk: Uint8Array): JsonFault | null {
      if (state.fault === null) scanChunk(state, chunk)
      return state.fault
    },
    end(): JsonFault | Scanned {
      const { mode, objects, sharing, offset } = state
      if (state.fault === null && mode !== doneMode) fail(state, 'syntax', offset)
      if (state.fault === null && objects.length === 0) fail(state, 'envelope', offset)
      return state.fault ?? { objects, sharing }
    },
  }
}
