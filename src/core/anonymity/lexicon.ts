// What is known of an organisation's assets, in the shape the search wants. Knows no text.
import type { AddressRange } from './address-range.ts'
import type { Trie } from './trie.ts'

/** What kind of asset a token is of. */
export type AssetKind =
  | 'domain'
  | 'address'
  | 'term'
  | 'corporate-number'
  | 'host'
  | 'name'
  | 'phone'
  | 'tenant'

/** A word of the dictionary; equal keys are one token, however it is written. */
export type Leaf = { kind: AssetKind; key: string }

/** A token found: [start, end) of the text that was searched. */
export type Token = { start: number; end: number; leaf: Leaf }

/** A number: exact, or a prefix with more digits after it. */
export type NumberLeaf = Leaf & { exact: boolean }

/** The compiled assets of one or more organisations. Immutable. */
export type Dictionary = {
  /** Nothing in it: nothing can be found. */
  empty: boolean
  words: Trie<Leaf>
  domains: Trie<Leaf>
  /** Words and domains with everything but letters and digits gone. */
  squeezed: Trie<Leaf>
  numbers: Trie<NumberLeaf>
  /** Domains and full host names: themselves and everything below. ASCII. */
  hosts: ReadonlySet<string>
  ranges: readonly AddressRange[]
  /** MD5, SHA-1 and SHA-256 of the values, lower-case hex → key. */
  digests: ReadonlyMap<string, string>
  /** Words that tell the organisation as parts of a label; in their skeletons also. */
  brands: Trie<Leaf>
  /** First two ASCII characters of every word: a bit for each pair. */
  pairs: Uint8Array
  /** Values that no search can use: too short, no such number, or a word of STIX itself. */
  ignored: readonly string[]
}

/** A place in a text that names an asset: [start, end) of the text as it was given. */
export type Hit = { start: number; end: number; kind: AssetKind; key: string }
