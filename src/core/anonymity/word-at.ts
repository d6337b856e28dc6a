// Whether a word or a domain of the dictionary begins at one place of a canonical text, with the
// bounds that a word there must have. Knows no notation.
import { codeAt, isDigit, isHostCode, isWordCode } from './character.ts'
import { hostAround, isWholeLabels, namesItsUser } from './host-name.ts'
import type { Dictionary, Leaf, Token } from './lexicon.ts'
import { longestWord, mayBegin } from './trie.ts'

const looseMin = 4
const isHexWord = /^[0-9a-f -]*$/

/** Whether two neighbours belong to two words; a letter beside a digit may. */
const mayPart = (a: number, b: number): boolean =>
  !isWordCode(a) || !isWordCode(b) || isDigit(a) !== isDigit(b)

/** A letter beside a digit parts two words, unless both may be of one hexadecimal number. */
const parts = (text: string, left: number, start: number, end: number): boolean => {
  const [a, b] = [codeAt(text, left), codeAt(text, left + 1)]
  if (!isWordCode(a) || !isWordCode(b)) return true
  if (isDigit(a) === isDigit(b) || end - start < looseMin) return false
  return !isHexWord.test(text.slice(start, end))
}

const at = 0x40
const localMax = 64
const hostMax = 253

/** Whether what ends here is of the local part of a mail address: its sender chose it. */
const isInMailbox = (text: string, end: number): boolean => {
  let to = end
  while (to - end < localMax && (isHostCode(codeAt(text, to)) || text[to] === '.')) to += 1
  return codeAt(text, to) === at && hostAround(text, to + 1, to + 1) !== null
}

/** Words in the name of a host are those of its owner: only whole labels of one's own count. */
const isOwnName = (text: string, start: number, end: number, leaf: Leaf): boolean => {
  if (leaf.key.includes('@')) return true
  const host = hostAround(text, start, end)
  if (host === null) return leaf.kind !== 'term' || !isInMailbox(text, end)
  if (!isWholeLabels(host, start, end)) return false
  return leaf.kind === 'host' || leaf.kind === 'tenant' || namesItsUser(host)
}

/** Whether two signs may begin a word of the dictionary, by its `pairs`. */
export const mayOpen = (first: number, second: number, pairs: Uint8Array): boolean =>
  first >= 128 || second >= 128 || pairs[first * 128 + second] === 1

/** The longest word of the dictionary that stands here by itself. */
export const wordAt = (text: string, i: number, { words }: Dictionary): Token | null => {
  if (!mayBegin(words, codeAt(text, i))) return null
  if (!mayPart(codeAt(text, i - 1), codeAt(text, i))) return null
  const match = longestWord(
    words,
    text,
    i,
    true,
    (end, leaf) =>
      parts(text, i - 1, i, end) && parts(text, end - 1, i, end) && isOwnName(text, i, end, leaf),
  )
  return match === null ? null : { start: i, end: match.end, leaf: match.leaf }
}

const endsHost = (text: string, start: number, end: number): boolean => {
  const next = codeAt(text, end)
  if (next !== 0x2e && !isHostCode(next)) return true
  if (isWordCode(next)) return false
  const host = hostAround(text, start, end)
  return host === null || host.end === end
}

const underscore = 0x5f

/** Whether a label goes on after the character: `_` is inside of none, but sets apart in files. */
const goesOnInLabel = (code: number): boolean => code !== underscore && isHostCode(code)

const isOfHost = (code: number): boolean => code === 0x2e || isHostCode(code)

/** The domain of the dictionary that begins here and ends its host, with the labels before it. */
export const domainAt = (text: string, i: number, { domains }: Dictionary): Token | null => {
  if (!mayBegin(domains, codeAt(text, i)) || goesOnInLabel(codeAt(text, i - 1))) return null
  const match = longestWord(domains, text, i, false, (end) => endsHost(text, i, end))
  if (match === null) return null
  let start = i
  while (i - start < hostMax && isOfHost(codeAt(text, start - 1))) start -= 1
  return { start, end: match.end, leaf: match.leaf }
}
