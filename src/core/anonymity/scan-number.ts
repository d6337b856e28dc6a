// Numbers of the dictionary in a text, whatever stands between their digits. Knows no notation but
// the signs people put into numbers.
import { codeAt, isDigit, isWordCode } from './character.ts'
import type { NumberLeaf, Token } from './lexicon.ts'
import type { Trie } from './trie.ts'

const gapMax = 2
const phoneMin = 9
const homeMost = 11
const abroadMost = 15

const isBetween = (code: number): boolean =>
  code === 0x20 || code === 0x2d || code === 0x28 || code === 0x29 || code === 0x2e

/** The place of the digit after a digit: at most two signs between them; -1 where none comes. */
const nextDigit = (text: string, at: number): number => {
  let to = at + 1
  while (to - at <= gapMax && isBetween(codeAt(text, to))) to += 1
  return isDigit(codeAt(text, to)) ? to : -1
}

const isEnd = (text: string, at: number): boolean => !isWordCode(codeAt(text, at + 1))

/** The most digits of a number: abroad (`00`, `010`, a country's code) more than at home. */
const mostOf = (text: string, start: number): number =>
  text[start] === '0' && text[start + 1] !== '0' && !text.startsWith('01', start)
    ? homeMost
    : abroadMost

/** Where the number ends whose prefix of `count` digits ends here; -1 where it is too short. */
const numberEnd = (text: string, start: number, at: number, count: number): number => {
  const most = mostOf(text, start)
  let last = -1
  let digits = count
  for (let place = at; place >= 0 && digits <= most; place = nextDigit(text, place)) {
    if (digits >= phoneMin && isEnd(text, place)) last = place
    digits += 1
  }
  return last
}

const matchAt = (text: string, start: number, numbers: Trie<NumberLeaf>): Token | null => {
  let node = numbers.root
  let count = 0
  for (let at = start; at >= 0; at = nextDigit(text, at)) {
    count += 1
    const next = node.next.get(codeAt(text, at))
    if (next === undefined) return null
    node = next
    if (node.leaf === null) continue
    const last = node.leaf.exact ? (isEnd(text, at) ? at : -1) : numberEnd(text, start, at, count)
    if (last >= 0) return { start, end: last + 1, leaf: node.leaf }
  }
  return null
}

/** An invoice number is a `T` before a 法人番号; before any other letter it is no number. */
const mayStart = (text: string, at: number): boolean => {
  const before = codeAt(text, at - 1)
  if (!isWordCode(before)) return true
  return text[at - 1] === 't' && !isWordCode(codeAt(text, at - 2))
}

/** The number of the dictionary whose first digit stands here. */
export const numberAt = (text: string, i: number, numbers: Trie<NumberLeaf>): Token | null => {
  if (numbers.ascii[codeAt(text, i)] === 0 || !mayStart(text, i)) return null
  return matchAt(text, i, numbers)
}
