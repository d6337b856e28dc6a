// T06 and T36: free text with what names an asset or a person masked, one token one mask. A text
// that cannot be cleaned by masking is held. Knows no object.
import { type Dictionary, findTerms, type Hit, revealsTerm } from './dictionary.ts'
import { findPaths } from './path.ts'
import { findPersonal, type Personal } from './personal.ts'
import { findSecrets } from './secret.ts'

/**
 * `tokens` holds what is masked so far in a submission, so that one token has one number in all its
 * objects; it grows. `attackers` are domains whose mail addresses stay.
 */
export type Cleaning = {
  dictionary: Dictionary
  tokens: Map<string, string>
  profile: 'P1' | 'P2' | 'P3'
  attackers?: ReadonlySet<string>
}

/** A stretch to mask: under a label, or as a given text. */
type Cut = { start: number; end: number; rank: number; label: string; key: string }

const labels: Readonly<Record<Hit['kind'] | Personal['kind'], string>> = {
  domain: 'VICTIM',
  address: 'VICTIM',
  term: 'VICTIM',
  host: 'VICTIM',
  tenant: 'VICTIM',
  'corporate-number': 'VICTIM',
  name: 'PERSON',
  person: 'PERSON',
  mail: 'MAIL',
  phone: 'PHONE',
  'personal-number': 'NUMBER',
  card: 'CARD',
  'postal-address': 'ADDRESS',
}

const instead = ''
const ranks = { path: 1, term: 2, personal: 3 }

const isAttackers = (key: string, attackers: ReadonlySet<string> | undefined): boolean => {
  const labelsOf = key.slice(key.indexOf('@') + 1).split('.')
  return labelsOf.some((_, i) => attackers?.has(labelsOf.slice(i).join('.')) === true)
}

const mask = /\[(?:VICTIM|PERSON|MAIL|PHONE|NUMBER|CARD|ADDRESS)-\d{1,9}\]/g

/** What is to be cut out of a text; masks that stand in it already are not looked at. */
const findCuts = (masked: string, { dictionary, attackers }: Cleaning): Cut[] => {
  const text = masked.replace(mask, (one) => ' '.repeat(one.length))
  const personal = findPersonal(text).filter(
    ({ kind, key }) => kind !== 'mail' || !isAttackers(key, attackers),
  )
  return [
    ...findPaths(text, dictionary).map((found) => ({
      ...found,
      rank: ranks.path,
      label: instead,
      key: found.text,
    })),
    ...findTerms(text, dictionary).map((found) => ({
      ...found,
      rank: ranks.term,
      label: labels[found.kind],
    })),
    ...personal.map((found) => ({
      ...found,
      rank: ranks.personal,
      label: labels[found.kind],
      key: `${found.kind}:${found.key}`,
    })),
  ]
}

/** Cuts in order, those that touch made one: the widest stretch under the highest rank. */
const joinCuts = (cuts: Cut[]): Cut[] => {
  const joined: Cut[] = []
  for (const cut of cuts.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1)
    if (last === undefined || cut.start >= last.end) joined.push(cut)
    else if (cut.end > last.end || cut.rank > last.rank)
      joined[joined.length - 1] = joinTwo(last, cut)
  }
  return joined
}

/** Within a path that is replaced whole, nothing is left to mask. */
const joinTwo = (first: Cut, second: Cut): Cut => {
  const end = Math.max(first.end, second.end)
  if (first.label === instead && end === first.end) return first
  return { ...(second.rank > first.rank ? second : first), start: first.start, end }
}

const maskOf = ({ label, key }: Cut, tokens: Map<string, string>): string => {
  if (label === instead) return key
  const token = `${label} ${key}`
  const known = tokens.get(token)
  if (known !== undefined) return known
  const count = [...tokens.keys()].filter((other) => other.startsWith(`${label} `)).length
  const made = `[${label}-${count + 1}]`
  tokens.set(token, made)
  return made
}

const applyCuts = (text: string, cuts: Cut[], tokens: Map<string, string>): string => {
  let masked = ''
  let done = 0
  for (const cut of cuts) {
    masked += text.slice(done, cut.start) + maskOf(cut, tokens)
    done = cut.end
  }
  return masked + text.slice(done)
}

const passesMax = 3

/**
 * The text with every asset of the dictionary and everything personal masked; null to hold it: it
 * has a secret, still tells something after masking, or, beyond P1, tells whom a look-alike is
 * aimed at. Attackers' hosts, addresses and hashes stay as they are.
 */
export const cleanText = (
  text: string,
  cleaning: Cleaning,
): { text: string; changed: boolean } | null => {
  if (findSecrets(text).length > 0) return null
  let cleaned = text
  for (let pass = 0; pass < passesMax; pass += 1) {
    const cuts = joinCuts(findCuts(cleaned, cleaning))
    if (cuts.length === 0) {
      const reveals = cleaning.profile !== 'P1' && revealsTerm(cleaned, cleaning.dictionary)
      return reveals ? null : { text: cleaned, changed: cleaned !== text }
    }
    cleaned = applyCuts(cleaned, cuts, cleaning.tokens)
  }
  return null
}
