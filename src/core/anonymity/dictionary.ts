// The asset dictionary of an organisation: what names it, compiled once and asked of every text and
// value. Exact or by suffix on structure, by whole words on text. Knows no STIX.
import { covers, readAddress, readRange } from './address-range.ts'
import { canonicalLayer } from './canonical-text.ts'
import {
  addCorporateNumber,
  addDomain,
  addHost,
  addMailbox,
  addPhone,
  addPhrase,
  addRanges,
  addTenant,
  makeDraft,
} from './draft.ts'
import { canonicalHost } from './host-name.ts'
import { plainLayer } from './layer.ts'
import type { Dictionary, Hit } from './lexicon.ts'
import { holdsBrand, skeletonOf } from './look-alike.ts'
import { scanText } from './scan.ts'
import { unescapeLayer } from './unescape.ts'
import { shownHost } from './unicode-host.ts'

export type { Dictionary, Hit } from './lexicon.ts'

/** What an organisation says is its own. */
export type Assets = {
  domains?: readonly string[]
  cidrs?: readonly string[]
  terms?: readonly string[]
  corporate_numbers?: readonly string[]
  hosts?: readonly string[]
  names?: readonly string[]
  mail_domains?: readonly string[]
  phone_prefixes?: readonly string[]
  tenants?: readonly string[]
}

/**
 * Rounds of decoding: what is hidden under more notations is not looked for. Two, and one for the
 * octets or escapes that a rule's own language writes its texts in.
 */
export const decodingRounds = 3

/**
 * Compiles what one or more organisations call their own. Values that would find everything or
 * nothing are left out and named in `ignored`.
 */
export const compileDictionary = (assets: readonly Assets[]): Dictionary => {
  const draft = makeDraft()
  const all = (list: keyof Assets): string[] => [...new Set(assets.flatMap((a) => a[list] ?? []))]
  for (const value of all('terms')) addPhrase(draft, 'term', value)
  for (const value of all('hosts')) addHost(draft, value)
  for (const value of all('names'))
    if (value.includes('@')) addMailbox(draft, value)
    else addPhrase(draft, 'name', value)
  for (const list of ['domains', 'mail_domains'] as const)
    for (const value of all(list)) addDomain(draft, 'domain', value)
  for (const value of all('corporate_numbers')) addCorporateNumber(draft, value)
  for (const value of all('phone_prefixes')) addPhone(draft, value)
  for (const value of all('tenants')) addTenant(draft, value)
  const ranges = addRanges(draft, all('cidrs'))
  const { words, domains, numbers } = draft
  const empty = words.size + domains.size + numbers.size + ranges.length === 0
  return { ...draft, ranges, empty }
}

/** A dictionary that knows nothing. */
export const emptyDictionary: Dictionary = compileDictionary([])

/**
 * Every place in a text that names an asset, in whatever notation (T40), in order and without
 * overlaps. Offsets are of the text as given; a hit inside an encoded run is the whole run.
 */
export const findTerms = (text: string, dictionary: Dictionary): Hit[] => {
  const hits: Hit[] = []
  scanText(text, dictionary, decodingRounds, (hit) => {
    hits.push(hit)
    return false
  })
  const sorted = hits.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const apart: Hit[] = []
  for (const hit of sorted) {
    const last = apart.at(-1)
    if (last === undefined || hit.start >= last.end) apart.push({ ...hit })
    else last.end = Math.max(last.end, hit.end)
  }
  return apart
}

const isUnder = (host: string, hosts: ReadonlySet<string>): boolean => {
  for (let rest = host; rest !== ''; ) {
    if (hosts.has(rest)) return true
    const dot = rest.indexOf('.')
    rest = dot < 0 ? '' : rest.slice(dot + 1)
  }
  return false
}

/** Whether a host is one of the dictionary's domains or below it, label by label. */
export const matchDomain = (value: string, dictionary: Dictionary): boolean => {
  const host = canonicalHost(value)
  return host !== null && isUnder(host, dictionary.hosts)
}

/** Whether a mail address is of one of the dictionary's domains, or a mailbox named in it. */
export const matchMail = (value: string, dictionary: Dictionary): boolean => {
  const domain = value.trim().replace(/^<|>$/g, '').split('@')
  if (domain.length < 2) return false
  return matchDomain(domain.at(-1)!, dictionary) || findTerms(value, dictionary).length > 0
}

/** Whether an address or a CIDR lies in the dictionary's ranges, in whatever form it is written. */
export const matchAddress = (value: string, dictionary: Dictionary): boolean => {
  const text = canonicalLayer(plainLayer(value)).text.trim()
  const range = text.includes('/') ? readRange(text) : null
  if (range !== null) return covers(dictionary.ranges, range)
  return readAddress(text).some(({ bits, value: at }) =>
    covers(dictionary.ranges, { bits, low: at, high: at }),
  )
}

/**
 * Whether a value tells whom it is aimed at: it names an asset, or is made to be taken for one
 * (`acme-login.example`, a homograph). For I6: such a value is kept whole or withheld whole.
 */
export const revealsTerm = (value: string, dictionary: Dictionary): boolean => {
  if (dictionary.empty) return false
  if (findTerms(value, dictionary).length > 0) return true
  const { text } = canonicalLayer(unescapeLayer(plainLayer(value)))
  const shown = shownHost(text)
  return [shown, skeletonOf(shown)].some((form) => holdsBrand(form, dictionary.brands))
}
