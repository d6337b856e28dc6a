// The search for a dictionary's tokens in one text, in every notation a person or a tool may have
// written them in. One walk over the text for each notation; time grows with the text only.
import { type Canonical, canonicalLayer } from './canonical-text.ts'
import { codeAt, isDigit } from './character.ts'
import { findEncoded } from './encoded-run.ts'
import { type Layer, plainLayer, spanOf } from './layer.ts'
import type { AssetKind, Dictionary, Hit, Token } from './lexicon.ts'
import { scanV6, v4At } from './scan-address.ts'
import { numberAt } from './scan-number.ts'
import { findSpelled } from './spelled.ts'
import { longestWord } from './trie.ts'
import { unescapeLayer } from './unescape.ts'
import { domainAt, mayOpen, wordAt } from './word-at.ts'

/** Takes a hit; true ends the search. */
export type Found = (hit: Hit) => boolean

type Emit = (from: number, to: number, kind: AssetKind, key: string) => boolean

const emitToken = ({ start, end, leaf }: Token, emit: Emit): boolean =>
  emit(start, end, leaf.kind, leaf.key)

/** One walk over a canonical text: words, domains, numbers and IPv4 addresses where they begin. */
const scanPlaces = (text: string, dictionary: Dictionary, emit: Emit): boolean => {
  const { numbers, ranges, pairs } = dictionary
  let next = codeAt(text, 0)
  for (let i = 0; i < text.length; i += 1) {
    const code = next
    next = codeAt(text, i + 1)
    if (isDigit(code)) {
      const number = numberAt(text, i, numbers) ?? v4At(text, i, ranges)
      if (number !== null && emitToken(number, emit)) return true
    }
    if (!mayOpen(code, next, pairs)) continue
    const token = domainAt(text, i, dictionary) ?? wordAt(text, i, dictionary)
    if (token === null) continue
    if (emitToken(token, emit)) return true
    i = token.end - 1
    next = codeAt(text, token.end)
  }
  return false
}

/** What is closed up is shorter and undoes no notation: it is searched as deep as it stands. */
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
    const left = close.length < end - start ? rounds : rounds - 1
    if (rounds > 0 && scanText(close, dictionary, left, inner)) return true
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
    scanPlaces(canonical.text, dictionary, emit) ||
    scanV6(canonical.text, dictionary.ranges, (token) => emitToken(token, emit)) ||
    scanSpelled(canonical, dictionary, rounds, emit) ||
    scanEncoded(canonical, dictionary, rounds, emit)
  )
}

/** Too short to encode anything: four letters are six in base64, and eight in hexadecimal. */
const encodedMin = 6

const scanShort = (plain: Layer, dictionary: Dictionary, found: Found): boolean => {
  const canonical = canonicalLayer(plain)
  const emit: Emit = (from, to, kind, key) =>
    found({ ...spanOf(canonical.layer, from, to), kind, key })
  return scanPlaces(canonical.text, dictionary, emit) || scanSpelled(canonical, dictionary, 0, emit)
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
  if (text.length < encodedMin) return scanShort(layer, dictionary, found)
  let left = rounds
  while (!scanLayer(layer, dictionary, left, found)) {
    const next = left === 0 ? layer : unescapeLayer(layer)
    if (next === layer) return false
    layer = next
    left -= 1
  }
  return true
}
