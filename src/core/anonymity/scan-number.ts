// Numbers of the dictionary in a text, whatever stands between their digits. Knows no notation but
// the signs people put into numbers.
import { isDigit, isWordCode } from './character.ts'
import type { AssetKind, NumberLeaf } from './lexicon.ts'
import { longestWord, type Trie } from './trie.ts'

const digitsMax = 20
const gapMax = 2
const phoneMin = 9

const isBetween = (code: number): boolean =>
  code === 0x20 || code === 0x2d || code === 0x28 || code === 0x29 || code === 0x2e

/** The places of the digits of the number that begins here: at most two signs between each two. */
const placesOf = (text: string, start: number): number[] => {
  const places: number[] = []
  for (let at = start; places.length < digitsMax; at += 1) {
    const from = at
    while (at - from < gapMax && isBetween(text.charCodeAt(at))) at += 1
    if (!isDigit(text.charCodeAt(at))) return places
    places.push(at)
  }
  return places
}

/** Where a number ends that has the first `count` of these digits and, for a prefix, more. */
const endOf = (text: string, places: number[], count: number, exact: boolean): number | null => {
  for (let to = exact ? count : Math.max(count, phoneMin); to <= places.length; to += 1) {
    const after = places[to - 1]! + 1
    if (!isWordCode(text.charCodeAt(after))) return after
    if (exact) return null
  }
  return null
}

/** An invoice number is a `T` before a 法人番号; before any other letter it is no number. */
const mayStart = (text: string, at: number): boolean => {
  const before = text.charCodeAt(at - 1)
  if (!isWordCode(before)) return true
  return text[at - 1] === 't' && !isWordCode(text.charCodeAt(at - 2))
}

/** Calls `emit` for each number of the dictionary until it answers true; whether it did. */
export const scanNumbers = (
  text: string,
  numbers: Trie<NumberLeaf>,
  emit: (from: number, to: number, kind: AssetKind, key: string) => boolean,
): boolean => {
  if (numbers.size === 0) return false
  for (let i = 0; i < text.length; i += 1) {
    if (!isDigit(text.charCodeAt(i)) || !mayStart(text, i)) continue
    const places = placesOf(text, i)
    const digits = places.map((place) => text[place]).join('')
    const match = longestWord(
      numbers,
      digits,
      0,
      false,
      (count, { exact }) => endOf(text, places, count, exact) !== null,
    )
    if (match === null) continue
    const { kind, key, exact } = match.leaf
    if (emit(i, endOf(text, places, match.end, exact)!, kind, key)) return true
  }
  return false
}
