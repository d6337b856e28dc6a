// How each kind of asset becomes words, numbers, ranges and digests to search for. Knows no text
// that is searched.
import { createHash } from 'node:crypto'
import { mergeRanges, readRange } from './address-range.ts'
import { canonicalValue } from './canonical-text.ts'
import { gapCodes, isDenseCode } from './character.ts'
import { isCorporateNumber } from './check-digit.ts'
import { canonicalHost } from './host-name.ts'
import type { AssetKind, Dictionary, Leaf, NumberLeaf } from './lexicon.ts'
import { skeletonOf } from './look-alike.ts'
import { plainWords } from './plain-word.ts'
import { addWord, makeTrie } from './trie.ts'
import { shownHost } from './unicode-host.ts'

const termMax = 200
const digestedAddressesMax = 4096n
const mailboxes =
  'info admin support contact sales security abuse postmaster webmaster soc csirt hr'.split(' ')

/** A dictionary while it is filled. */
export type Draft = {
  words: Dictionary['words']
  domains: Dictionary['domains']
  squeezed: Dictionary['squeezed']
  numbers: Dictionary['numbers']
  hosts: Set<string>
  digests: Map<string, string>
  brands: Dictionary['brands']
  pairs: Uint8Array
  ignored: string[]
}

/** A space of a word stands for any gap sign of the text. */
const notePair = ({ pairs }: Draft, word: string): void => {
  const first = word.charCodeAt(0)
  if (first >= 128) return
  for (const second of word[1] === ' ' ? gapCodes : [word.charCodeAt(1)])
    if (second < 128) pairs[first * 128 + second] = 1
}

const note = (draft: Draft, trie: Dictionary['words'], word: string, leaf: Leaf): void => {
  addWord(trie, word, leaf)
  notePair(draft, word)
}

const squeeze = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '')

const algorithms = ['md5', 'sha1', 'sha256'] as const

const digest = ({ digests }: Draft, value: string, key: string): void => {
  for (const text of new Set([value, value.toLowerCase(), value.toUpperCase()]))
    for (const algorithm of algorithms)
      digests.set(createHash(algorithm).update(text).digest('hex'), key)
}

const legalForm =
  /^(?:株式会社|有限会社|合同会社|\(株\)|\(有\))|(?:株式会社|有限会社|合同会社|\(株\)|\(有\))$/g

/** The ways one name of words is written: with its legal form and without, its words turned. */
const waysOf = (kind: AssetKind, canonical: string): string[] => {
  const bare = canonical.replace(legalForm, '').trim()
  const words = canonical.split(/[\s,]+/)
  const turned = kind === 'name' && words.length === 2 ? [`${words[1]} ${words[0]}`] : []
  return [canonical, ...(bare.length > 2 ? [bare] : []), ...turned]
}

const addBrand = ({ brands }: Draft, brand: string, leaf: Leaf): void => {
  for (const form of [brand, skeletonOf(brand)]) addWord(brands, form, leaf)
}

const isDense = (text: string): boolean => [...text].some((sign) => isDenseCode(sign.charCodeAt(0)))

const shortestSqueezed = 3
const shortestJoined = 6

/** Whether a value that holds the phrase is made to be taken for it; of a person, the full name. */
const isBrand = (kind: AssetKind, joined: string): boolean => {
  if (isDense(joined)) return kind !== 'name' || joined.length >= shortestSqueezed
  return joined.length >= (kind === 'name' ? shortestJoined : shortestSqueezed)
}

/** A name of words: a brand, a machine, a person. */
export const addPhrase = (draft: Draft, kind: AssetKind, value: string): void => {
  const canonical = canonicalValue(value)
  const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu
  let added = false
  for (const way of waysOf(kind, canonical)) {
    const phrase = way.replace(/[\s\-_.,/]+/g, ' ').replace(edges, '')
    if (phrase.length < 2 || phrase.length > termMax || plainWords.has(phrase)) continue
    const leaf = { kind, key: `${kind}:${squeeze(canonical)}` }
    const joined = squeeze(phrase)
    added = true
    note(draft, draft.words, phrase, leaf)
    if (joined !== phrase && joined.length >= shortestJoined) note(draft, draft.words, joined, leaf)
    if (joined.length >= shortestSqueezed) note(draft, draft.squeezed, joined, leaf)
    if (isBrand(kind, joined)) addBrand(draft, joined, leaf)
    digest(draft, value.trim(), leaf.key)
    digest(draft, phrase, leaf.key)
  }
  if (!added) draft.ignored.push(value)
}

const genericLabels =
  /^(?:www|mail|smtp|mx|ns\d?|vpn|remote|web|intranet|portal|office|group|corp)$/
const shortestBrand = 4

/** A domain with everything below it. */
export const addDomain = (draft: Draft, kind: AssetKind, value: string): void => {
  const host = canonicalHost(value.replace(/^@/, ''))
  if (host === null || !host.includes('.')) {
    draft.ignored.push(value)
    return
  }
  const leaf = { kind, key: `${kind}:${host}` }
  draft.hosts.add(host)
  digest(draft, value.trim(), leaf.key)
  for (const name of new Set([host, canonicalValue(shownHost(host))])) {
    note(draft, draft.domains, name, leaf)
    note(draft, draft.squeezed, squeeze(name), leaf)
    digest(draft, name, leaf.key)
    for (const mailbox of mailboxes) digest(draft, `${mailbox}@${name}`, leaf.key)
    const label = name.split('.')[0]!
    if (label.length >= shortestBrand && !genericLabels.test(label)) addBrand(draft, label, leaf)
  }
}

/** A mailbox of a person, under whoever runs its domain. */
export const addMailbox = (draft: Draft, value: string): void => {
  const leaf: Leaf = { kind: 'name', key: `name:${canonicalValue(value)}` }
  note(draft, draft.words, canonicalValue(value).replace(/[\s\-_.,/]+/g, ' '), leaf)
  digest(draft, value.trim(), leaf.key)
}

/** A machine: a single name (NetBIOS, AD) as a word, a full name with everything below it. */
export const addHost = (draft: Draft, value: string): void => {
  if (value.includes('.')) addDomain(draft, 'host', value)
  else addPhrase(draft, 'host', value)
}

const addNumber = (draft: Draft, leaf: NumberLeaf, ...forms: string[]): void => {
  for (const form of forms) addWord(draft.numbers, form, leaf)
}

/** A 法人番号; one whose check digit is wrong is none. */
export const addCorporateNumber = (draft: Draft, value: string): void => {
  const number = canonicalValue(value).replace(/\D/g, '')
  if (!isCorporateNumber(number)) {
    draft.ignored.push(value)
    return
  }
  const key = `corporate-number:${number}`
  addNumber(draft, { kind: 'corporate-number', key, exact: true }, number)
  digest(draft, number, key)
}

const shortestPrefix = 4

/** The first digits of phone numbers, national or abroad. */
export const addPhone = (draft: Draft, value: string): void => {
  const canonical = canonicalValue(value)
  const digits = canonical.replace(/\(0\)/, '').replace(/\D/g, '')
  const abroad = canonical.startsWith('+') && !digits.startsWith('81')
  const own = digits.replace(/^(?:81|0)/, '')
  const forms = abroad
    ? [digits, `00${digits}`, `011${digits}`]
    : [`0${own}`, `81${own}`, `810${own}`, `0081${own}`, `01081${own}`, `01181${own}`]
  const shown = abroad ? digits : `0${own}`
  if (shown.length < shortestPrefix) draft.ignored.push(value)
  else addNumber(draft, { kind: 'phone', key: `phone:${shown}`, exact: false }, ...forms)
}

/** The GUID of a tenant, with and without its dashes. */
export const addTenant = (draft: Draft, value: string): void => {
  const bare = canonicalValue(value).replace(/[{}]/g, '')
  const joined = bare.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/.test(joined)) {
    draft.ignored.push(value)
    return
  }
  const leaf: Leaf = { kind: 'tenant', key: `tenant:${joined}` }
  const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(joined)!.slice(1)
  for (const form of [parts.join(' '), joined]) note(draft, draft.words, form, leaf)
  note(draft, draft.squeezed, joined, leaf)
  draft.digests.set(joined, leaf.key)
  digest(draft, parts.join('-'), leaf.key)
}

const printV4 = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')

/** Addresses and CIDRs; the digests of single ones as long as they are few. */
export const addRanges = (draft: Draft, cidrs: readonly string[]): Dictionary['ranges'] => {
  const read = cidrs.map((text) => ({ text, range: readRange(canonicalValue(text)) }))
  for (const { text, range } of read) if (range === null) draft.ignored.push(text)
  const ranges = mergeRanges(read.flatMap(({ range }) => range ?? []))
  let left = digestedAddressesMax
  for (const { bits, low, high } of ranges) {
    const count = high - low + 1n
    if (bits === 128 || count > left) continue
    left -= count
    for (let at = low; at <= high; at += 1n) {
      const address = printV4(at)
      for (const algorithm of algorithms)
        draft.digests.set(createHash(algorithm).update(address).digest('hex'), `address:${address}`)
    }
  }
  return ranges
}

/** A draft with nothing in it. */
export const makeDraft = (): Draft => ({
  words: makeTrie(),
  domains: makeTrie(),
  squeezed: makeTrie(),
  numbers: makeTrie(),
  hosts: new Set(),
  digests: new Map(),
  brands: makeTrie(),
  pairs: new Uint8Array(128 * 128),
  ignored: [],
})
