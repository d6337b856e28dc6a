// The search for a dictionary's tokens in one text, in every notation a person or a tool may have
// written them in. One walk over the text for each notation; time grows with the text only.
import { type Canonical, canonicalLayer } from './canonical-text.ts'
import { isDigit, isGapCode, isHostCode, isWordCode } from './character.ts'
import { findEncoded } from './encoded-run.ts'
import { hostAround, isWholeLabels, namesItsUser } from './host-name.ts'
import { type Layer, plainLayer, spanOf } from './layer.ts'
import type { AssetKind, Dictionary, Hit, Leaf } from './lexicon.ts'
import { scanAddresses } from './scan-address.ts'
import { scanNumbers } from './scan-number.ts'
import { findSpelled } from './spelled.ts'
import { longestWord, mayBegin } from './trie.ts'
import { unescapeLayer } from './unescape.ts'

/** Takes a hit; true ends the search. */
export type Found = (hit: Hit) => boolean

type Emit = (from: number, to: number, kind: AssetKind, key: string) => boolean

const looseMin = 4
const isHexWord = /^[0-9a-f ]*$/

/** Whether two neighbours belong to two words; a letter beside a digit may. */
const mayPart = (a: number, b: number): boolean =>
  !isWordCode(a) || !isWordCode(b) || isDigit(a) !== isDigit(b)

/** A letter beside a digit parts two words, unless both may be of one hexadecimal number. */
const parts = (text: string, left: number, start: number, end: number): boolean => {
  const [a, b] = [text.charCodeAt(left), text.charCodeAt(left + 1)]
  if (!isWordCode(a) || !isWordCode(b)) return true
  if (isDigit(a) === isDigit(b) || end - start < looseMin) return false
  return !isHexWord.test(text.slice(start, end))
}

const at = 0x40
const localMax = 64

/** Whether what ends here is of the local part of a mail address: that is its sender's to choose. */
const isInMailbox = (text: string, end: number): boolean => {
  let to = end
  while (to - end < localMax && (isHostCode(text.charCodeAt(to)) || text[to] === '.')) to += 1
  return text.charCodeAt(to) === at && hostAround(text, to + 1, to + 1) !== null
}

/** Words in the name of a host are those of its owner: only whole labels of one's own count. */
const isOwnName = (text: string, start: number, end: number, leaf: Leaf): boolean => {
  if (leaf.key.includes('@')) return true
  const host = hostAround(text, start, end)
  if (host === null) return leaf.kind !== 'term' || !isInMailbox(text, end)
  if (!isWholeLabels(host, start, end)) return false
  return leaf.kind === 'host' || leaf.kind === 'tenant' || namesItsUser(host)
}

/** Whether the first two signs here begin a word of the dictionary; a gap may stand for another. */
const mayOpen = (text: string, i: number, { pairs }: Dictionary): boolean => {
  const first = text.charCodeAt(i)
  const second = text.charCodeAt(i + 1)
  return !(first < 128 && second < 128) || isGapCode(second) || pairs[first * 128 + second] === 1
}

const scanWords = ({ text }: Canonical, dictionary: Dictionary, emit: Emit): boolean => {
  const { words } = dictionary
  for (let i = 0; i < text.length; i += 1) {
    if (!mayBegin(words, text.charCodeAt(i)) || !mayOpen(text, i, dictionary)) continue
    if (i > 0 && !mayPart(text.charCodeAt(i - 1), text.charCodeAt(i))) continue
    const match = longestWord(
      words,
      text,
      i,
      true,
      (end, leaf) =>
        (i === 0 || parts(text, i - 1, i, end)) &&
        parts(text, end - 1, i, end) &&
        isOwnName(text, i, end, leaf),
    )
    if (match === null) continue
    if (emit(i, match.end, match.leaf.kind, match.leaf.key)) return true
    i = match.end - 1
  }
  return false
}

const endsHost = (text: string, start: number, end: number): boolean => {
  const next = text.charCodeAt(end)
  if (next !== 0x2e && !isHostCode(next)) return true
  if (isWordCode(next)) return false
  const host = hostAround(text, start, end)
  return host === null || host.end === end
}

const scanDomains = ({ text }: Canonical, dictionary: Dictionary, emit: Emit): boolean => {
  const { domains } = dictionary
  for (let i = 0; i < text.length; i += 1) {
    if (!mayBegin(domains, text.charCodeAt(i)) || !mayOpen(text, i, dictionary)) continue
    if (i > 0 && isHostCode(text.charCodeAt(i - 1))) continue
    const match = longestWord(domains, text, i, false, (end) => endsHost(text, i, end))
    if (match === null) continue
    let start = i
    const reaches = (code: number): boolean => code === 0x2e || isHostCode(code)
    while (start > 0 && reaches(text.charCodeAt(start - 1))) start -= 1
    if (emit(start, match.end, match.leaf.kind, match.leaf.key)) return true
    i = match.end - 1
  }
  return false
}

const scanSpelled = (
  { text }: Canonical,
  dictionary: Dictionary,
  rounds: number,
  emit: Emit,
): boolean => {
  for (const { start, end, close } of findSpelled(text)) {
    const joined = close.replace(/[^\p{L}\p{N}]/gu, '')
    for (let i = 0; i < joined.length; i += 1) {
      const match = longestWord(dictionary.squeezed, joined, i, false, () => true)
      if (match !== null && emit(start, end, match.leaf.kind, match.leaf.key)) return true
    }
    const inner: Found = ({ kind, key }) => emit(start, end, kind, key)
    if (rounds > 0 && scanText(close, dictionary, rounds - 1, inner)) return true
  }
  return false
}

const scanEncoded = (
  { layer }: Canonical,
  dictionary: Dictionary,
  rounds: number,
  emit: Emit,
): boolean =>
  findEncoded(layer.text, dictionary, (start, end, { key, text }) => {
    if (key !== null) return emit(start, end, key.split(':')[0] as AssetKind, key)
    const inner: Found = ({ kind, key: within }) => emit(start, end, kind, within)
    return rounds > 0 && scanText(text, dictionary, rounds - 1, inner)
  })

const scanLayer = (layer: Layer, dictionary: Dictionary, rounds: number, found: Found): boolean => {
  const canonical = canonicalLayer(layer)
  const emit: Emit = (from, to, kind, key) =>
    found({ ...spanOf(canonical.layer, from, to), kind, key })
  return (
    scanWords(canonical, dictionary, emit) ||
    scanDomains(canonical, dictionary, emit) ||
    scanNumbers(canonical.text, dictionary.numbers, emit) ||
    scanAddresses(canonical.text, dictionary.ranges, emit) ||
    scanSpelled(canonical, dictionary, rounds, emit) ||
    scanEncoded(canonical, dictionary, rounds, emit)
  )
}

/**
 * Calls `found` for each place of a text that names an asset until it answers true; whether it did.
 * Each round undoes one layer of escapes or encoding; the text is searched before and after it.
 */
export const scanText = (
  text: string,
  dictionary: Dictionary,
  rounds: number,
  found: Found,
): boolean => {
  let layer = plainLayer(text)
  for (let left = rounds; ; left -= 1) {
    if (scanLayer(layer, dictionary, left, found)) return true
    const next = left === 0 ? layer : unescapeLayer(layer)
    if (next === layer) return false
    layer = next
  }
}
