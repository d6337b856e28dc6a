// How the parser asks for tokens and says what it found instead. Knows no grammar rule.
import { advance, type Reader, refuse, suggestKeyword, type TokenKind } from './lex.ts'

/** Parentheses open at once, in observation and comparison expressions together. */
export const nestingMax = 100

const excerptLengthMax = 40

const describe = (reader: Reader): string => {
  if (reader.kind === 'end') return 'the end of the pattern'
  const found = reader.text.slice(reader.start, reader.end)
  return found.length > excerptLengthMax
    ? `\`${found.slice(0, excerptLengthMax)}…\``
    : `\`${found}\``
}

/** Refuses the current token. `wanted` reads after "expected". Always null. */
export const refuseToken = (reader: Reader, wanted: string): null => {
  const keyword = reader.kind === 'word' ? suggestKeyword(reader.value) : null
  const hint = keyword === null ? '' : `; write \`${keyword}\``
  return refuse(reader, reader.start, `expected ${wanted} but found ${describe(reader)}${hint}`)
}

/** Moves past a token of this kind; false, with the fault told, when another one stands there. */
export const expect = (reader: Reader, kind: TokenKind, wanted: string): boolean => {
  if (reader.kind === kind) {
    advance(reader)
    return true
  }
  refuseToken(reader, wanted)
  return false
}

/** Moves past an opening parenthesis that stands here; false when too many are open already. */
export const openParenthesis = (reader: Reader): boolean => {
  if (reader.depth >= nestingMax) {
    refuse(reader, reader.start, `more than ${nestingMax} parentheses are open: nest less deeply`)
    return false
  }
  reader.depth++
  advance(reader)
  return true
}

/** Moves past the closing parenthesis that must stand here. */
export const closeParenthesis = (reader: Reader): boolean => {
  reader.depth--
  return expect(reader, ')', '`)`')
}
