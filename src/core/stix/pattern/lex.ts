// Cuts the text of a pattern into tokens, one at a time as the parser asks, each character seen a
// bounded number of times. Knows the tokens of STIX patterning, not their order.
import type { PatternVersion } from './ast.ts'
import {
  hasTimestampForm,
  isBase64,
  isBlank,
  isDigit,
  isHex,
  isWordPart,
  isWordStart,
} from './character.ts'

/** Why a text is no pattern. `position` counts UTF-16 code units from 0. */
export type PatternFault = { position: number; message: string }

const keywords = [
  ...['AND', 'OR', 'NOT', 'FOLLOWEDBY', 'LIKE', 'MATCHES', 'ISSUPERSET', 'ISSUBSET', 'EXISTS'],
  ...['LAST', 'IN', 'START', 'STOP', 'SECONDS', 'WITHIN', 'REPEATS', 'TIMES'],
] as const

type Keyword = (typeof keywords)[number]
type Sign = '[' | ']' | '(' | ')' | ':' | '.' | ',' | '*' | '=' | '!=' | '<' | '<=' | '>' | '>='
type LiteralKind = 'string' | 'integer' | 'float' | 'boolean' | 'hex' | 'binary' | 'timestamp'

/** `word` may stand anywhere in a path, `hyphenated` only as an object type. */
export type TokenKind = Keyword | Sign | LiteralKind | 'word' | 'hyphenated' | 'end' | 'fault'

/** The lexer's place in a text, and the token it stands on: `kind`, `start`, `end`, `value`. */
export type Reader = {
  readonly text: string
  readonly version: PatternVersion
  kind: TokenKind
  start: number
  end: number
  /** The word, the number's text, or what a literal in apostrophes means; else ''. */
  value: string
  /** Where the token before this one ended. */
  lastEnd: number
  /** How many parentheses are open. */
  depth: number
  fault: PatternFault | null
}

const keywordKinds = new Map<string, TokenKind>(keywords.map((word) => [word, word]))
keywordKinds.set('true', 'boolean').set('false', 'boolean')

const apostrophe = 0x27
const backslash = 0x5c
const slash = 0x2f
const asterisk = 0x2a
const dot = 0x2e
const plus = 0x2b
const hyphen = 0x2d

/** Whether the word is taken: a path may hold it only in apostrophes. */
export const isKeyword = (word: string): boolean => keywordKinds.has(word)

/** The keyword that the word would be in the right case; null when it is none, or right already. */
export const suggestKeyword = (word: string): string | null => {
  if (keywordKinds.has(word)) return null
  const spellings = [word.toUpperCase(), word.toLowerCase()]
  return spellings.find((spelling) => keywordKinds.has(spelling)) ?? null
}

/** Tells the first fault; later ones are only its echo. Always null, for the caller to return. */
export const refuse = (reader: Reader, position: number, message: string): null => {
  reader.fault ??= { position, message }
  reader.kind = 'fault'
  return null
}

const take = (reader: Reader, kind: TokenKind, end: number, value: string): TokenKind => {
  reader.end = end
  reader.value = value
  return kind
}

const fail = (reader: Reader, position: number, message: string): TokenKind => {
  refuse(reader, position, message)
  return 'fault'
}

// White space and comments, which the reference grammar skips though the specification has none.
const skipBlank = (reader: Reader): number => {
  const { text } = reader
  let at = reader.end
  for (;;) {
    const code = text.charCodeAt(at)
    if (isBlank(code)) at++
    else if (code !== slash) return at
    else if (text.charCodeAt(at + 1) === asterisk) {
      const close = text.indexOf('*/', at + 2)
      if (close < 0) {
        refuse(reader, at, 'this comment is not closed: write `*/` after it')
        return at
      }
      at = close + 2
    } else if (text.charCodeAt(at + 1) === slash) {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
    } else return at
  }
}

const readString = (reader: Reader): TokenKind => {
  const { text, start } = reader
  let value = ''
  let from = start + 1
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === apostrophe) return take(reader, 'string', at + 1, value + text.slice(from, at))
    if (code !== backslash) continue
    const escaped = text.charCodeAt(at + 1)
    if (escaped !== apostrophe && escaped !== backslash) {
      return fail(reader, at, "only `\\\\` and `\\'` are escapes: write `\\\\` for a backslash")
    }
    value += text.slice(from, at)
    from = at + 1
    at++
  }
  return fail(reader, start, 'this string is not closed: write an apostrophe after it')
}

const typedLiterals = {
  h: { kind: 'hex', check: isHex, wanted: 'an even number of hexadecimal digits' },
  b: { kind: 'binary', check: isBase64, wanted: 'base64 with its padding' },
  t: { kind: 'timestamp', check: hasTimestampForm, wanted: 'a time such as 2016-06-01T00:00:00Z' },
} as const

const readTypedLiteral = (reader: Reader, prefix: 'h' | 'b' | 't'): TokenKind => {
  const { text, start } = reader
  const { kind, check, wanted } = typedLiterals[prefix]
  const close = text.indexOf("'", start + 2)
  if (close < 0) {
    return fail(reader, start, 'this constant is not closed: write an apostrophe after it')
  }
  const written = text.slice(start + 2, close)
  // STIX 2.1 §9.2: line feeds inside base64 are ignored.
  const value = prefix === 'b' ? written.replaceAll('\n', '').replaceAll('\r', '') : written
  if (check(value)) return take(reader, kind, close + 1, value)
  return fail(reader, start, `a constant in \`${prefix}'…'\` must hold ${wanted}`)
}

const readWord = (reader: Reader): TokenKind => {
  const { text, start } = reader
  let at = start + 1
  let hyphenated = false
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === hyphen) hyphenated = true
    else if (!isWordPart(code)) break
    at++
  }
  const word = text.slice(start, at)
  if (text.charCodeAt(at) === apostrophe && (word === 'h' || word === 'b' || word === 't')) {
    return readTypedLiteral(reader, word)
  }
  if (hyphenated) return take(reader, 'hyphenated', at, word)
  return take(reader, keywordKinds.get(word) ?? 'word', at, word)
}

const skipDigits = (text: string, from: number): number => {
  let at = from
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

const readNumber = (reader: Reader): TokenKind => {
  const { text, start } = reader
  const code = text.charCodeAt(start)
  const first = code === plus || code === hyphen ? start + 1 : start
  const whole = skipDigits(text, first)
  if (text.charCodeAt(whole) === dot && isDigit(text.charCodeAt(whole + 1))) {
    const end = skipDigits(text, whole + 1)
    return take(reader, 'float', end, text.slice(start, end))
  }
  if (whole > first + 1 && text[first] === '0') {
    return fail(reader, start, 'an integer must not start with `0`: leave the zeros out')
  }
  return take(reader, 'integer', whole, text.slice(start, whole))
}

type Signs = { [first: string]: TokenKind | undefined }
const signs: Signs = Object.assign(Object.create(null), {
  ...{ '[': '[', ']': ']', '(': '(', ')': ')', ':': ':', '.': '.', ',': ',', '*': '*' },
  ...{ '=': '=', '<': '<', '>': '>' },
})
// `==` and `<>` are older spellings, which the reference grammar still takes.
const signsBeforeEquals: Signs = Object.assign(Object.create(null), {
  ...{ '=': '=', '!': '!=', '<': '<=', '>': '>=' },
})

const readSign = (reader: Reader): TokenKind => {
  const { text, start } = reader
  const first = text.charAt(start)
  const next = text.charAt(start + 1)
  const pair = next === '=' ? signsBeforeEquals[first] : undefined
  if (pair !== undefined) return take(reader, pair, start + 2, '')
  if (first === '<' && next === '>') return take(reader, '!=', start + 2, '')
  const single = signs[first]
  if (single !== undefined) return take(reader, single, start + 1, '')
  const code = text.codePointAt(start) ?? 0
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return fail(reader, start, `the character ${name} has no place in a pattern outside a string`)
}

const startsNumber = (text: string, start: number, code: number): boolean => {
  if (isDigit(code)) return true
  if (code !== dot && code !== plus && code !== hyphen) return false
  const next = text.charCodeAt(start + 1)
  if (isDigit(next)) return true
  return code !== dot && next === dot && isDigit(text.charCodeAt(start + 2))
}

const readToken = (reader: Reader): TokenKind => {
  const { text, start } = reader
  if (start >= text.length) return take(reader, 'end', start, '')
  const code = text.charCodeAt(start)
  if (isWordStart(code)) return readWord(reader)
  if (code === apostrophe) return readString(reader)
  return startsNumber(text, start, code) ? readNumber(reader) : readSign(reader)
}

/** Moves to the next token. After a fault, and at the end of the text, it stays where it is. */
export const advance = (reader: Reader): void => {
  if (reader.kind === 'fault') return
  reader.lastEnd = reader.end
  reader.start = skipBlank(reader)
  if (reader.fault === null) reader.kind = readToken(reader)
}

/** Stands on the first token of the text. */
export const createReader = (text: string, version: PatternVersion): Reader => {
  const reader: Reader = {
    ...{ text, version, kind: 'end', start: 0, end: 0, value: '', lastEnd: 0, depth: 0 },
    fault: null,
  }
  advance(reader)
  return reader
}
