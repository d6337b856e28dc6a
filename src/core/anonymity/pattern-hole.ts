// Opens the places of a compared text that tell of the victim, and leaves the rest exactly as it
// is: the comparison then matches whatever stands there, and so all that it matched before (T21,
// T22, T24). Knows no tree.

import type { Comparison, StringLiteral } from '../stix/pattern/ast.ts'
import type { Place, Value } from './pattern-value.ts'
import { findPersonal } from './personal.ts'

/** A place to open, and the regular expression of what may stand there. */
export type Hole = Place & { fill: string }

// Accounts that every machine has tell nothing of its user; neither do a variable and a wildcard.
const everyone = new Set([
  ...['public', 'default', 'default user', 'all users', 'administrator', 'admin', 'user', 'users'],
  ...['username', 'guest', 'shared', 'root'],
])
const nameForm = /^[\p{L}\p{N}][\p{L}\p{N} ._$@-]*$/u

const users = /[\\/](?:users|documents and settings)[\\/]+([^\\/:*?"<>|]+)/dgi
const homes = /(?<![^\s"'=:(,;%])\/home\/([^/\s"':;,)]+)/dg
// A machine's or a domain's own identifier; those below 21 are the same everywhere.
const identifiers = /\bS-1-5-21-\d+(?:-\d+)+/dgi
// A name without a dot is known inside one network only.
const shares = /(?<![^\s"'=:(,;])\\\\([\p{L}\p{N}_-]+)(?=\\)/dgu

const inWindows = '[^\\\\/]*'

const add = (holes: Hole[], [start, end]: [number, number], fill: string): void => {
  holes.push({ start, end, fill })
}

const namesSomebody = (name: string): boolean =>
  nameForm.test(name) && !everyone.has(name.trim().toLowerCase())

/**
 * What in a text that is no URL tells of a person or a machine whatever the dictionary says: the
 * name of a user's folder, a security identifier, a machine that shares a folder (T21).
 */
export const findPersonalHoles = (text: string): Hole[] => {
  const holes: Hole[] = []
  for (const [pattern, fill] of [
    [users, inWindows],
    [homes, '[^/]*'],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      if (namesSomebody(match[1]!)) add(holes, match.indices![1]!, fill)
    }
  }
  for (const match of text.matchAll(identifiers))
    add(holes, match.indices![0]!, '[Ss]-1-5-21-[0-9-]*')
  for (const match of text.matchAll(shares)) {
    if (!/^(?:localhost|tsclient)$/i.test(match[1]!)) add(holes, match.indices![1]!, inWindows)
  }
  return holes
}

/**
 * The whole places of a URL or a mailbox that a token stands in: of `mail=a%40b` not only the b.
 * Null when it reaches out of them, into the host.
 */
const placesOf = (inner: readonly Place[], token: Place): readonly Place[] | null => {
  const met = inner.filter(({ start, end }) => start < token.end && end > token.start)
  const isInside = met.length > 0 && met[0]!.start <= token.start && met.at(-1)!.end >= token.end
  // One sign stands between neighbours, and the host between the user's name and the path.
  const isOneRun = met.every((place, at) => at === 0 || place.start === met[at - 1]!.end + 1)
  return isInside && isOneRun ? met : null
}

/**
 * The mail addresses in the path, the query or the fragment of a URL: those of whom it was sent to,
 * more often than not.
 */
export const findMails = ({ inner }: Extract<Value, { is: 'url' }>, text: string): Place[] =>
  /@|%40/i.test(text)
    ? findPersonal(text).filter((one) => one.kind === 'mail' && placesOf(inner, one) !== null)
    : []

/** Of `name=value` the value alone, unless the name is what tells. */
const narrowToValue = (text: string, place: Place, tokens: readonly Place[]): Place => {
  const equals = text.indexOf('=', place.start) + 1
  const isPair = equals > place.start && equals < place.end
  const isInName = tokens.some(({ start, end }) => start < equals && end > place.start)
  return isPair && !isInName ? { ...place, start: equals } : place
}

const anything = '[\\s\\S]'

/** What may stand in a hole of a URL: as many letters and digits, or anything but `&`. */
const fillOf = (content: string): string => {
  if (/^[a-z0-9]{16,}$/.test(content)) return `[a-z0-9]{${content.length}}`
  return content.includes('&') ? `${anything}*` : '[^&]*'
}

const accountForm = /^\\{1,2}[\w.$-]{2,64}(?![\w.$\\/-])/

/** The end of the account when the token is its domain: `ACME\sato`, but not a folder's name. */
const endOfAccount = (text: string, { start, end }: Place): number =>
  /[\\/]/.test(text.charAt(start - 1))
    ? end
    : end + (accountForm.exec(text.slice(end))?.[0].length ?? 0)

const openWords = (text: string, tokens: readonly Place[]): Hole[] =>
  tokens.map((token) => {
    const { start } = token
    const end = endOfAccount(text, token)
    const isOneLine = !/[\n\r\u2028\u2029]/.test(text.slice(start, end))
    return { start, end, fill: isOneLine ? '.*' : `${anything}*` }
  })

/**
 * The holes to open for these tokens, which the dictionary found in a text that was read as this
 * value; null when they cannot be parted from the host, which is never opened (I6).
 */
export const holesFor = (value: Value, text: string, tokens: readonly Place[]): Hole[] | null => {
  if (tokens.length === 0) return []
  if (value.is === 'text') return openWords(text, tokens)
  if (!('inner' in value)) return null
  const places = new Set<Place>()
  for (const token of tokens) {
    const met = placesOf(value.inner, token)
    if (met === null) return null
    for (const place of met) places.add(place)
  }
  return [...places].map((place) => {
    const whole = narrowToValue(text, place, tokens)
    return { ...whole, fill: fillOf(text.slice(whole.start, whole.end)) }
  })
}

/** The holes in order, those that overlap made one. */
export const mergeHoles = (holes: readonly Hole[]): Hole[] => {
  const merged: Hole[] = []
  for (const hole of holes.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1)
    if (last === undefined || hole.start >= last.end) merged.push(hole)
    else {
      const end = Math.max(last.end, hole.end)
      merged[merged.length - 1] = { start: last.start, end, fill: `${anything}*` }
    }
  }
  return merged
}

/** The text between the holes, each piece written by `keep`, and each hole by `fill`. */
export const cutHoles = (
  text: string,
  holes: readonly Hole[],
  keep: (piece: string) => string,
  fill: (hole: Hole) => string,
): string => {
  let from = 0
  let written = ''
  for (const hole of holes) {
    written += keep(text.slice(from, hole.start)) + fill(hole)
    from = hole.end
  }
  return written + keep(text.slice(from))
}

const escapeText = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/**
 * The comparison with one of its constants, a text, opened at the holes: LIKE stays LIKE, and
 * equality becomes an anchored MATCHES in which everything else is escaped. What it matches grows;
 * under a negation it shrinks.
 */
export const openComparison = (
  comparison: Comparison,
  literal: StringLiteral,
  holes: readonly Hole[],
): Comparison => {
  const { operator, negated } = comparison
  const isLike = operator === 'LIKE'
  const value = isLike
    ? cutHoles(literal.value, holes, String, () => '%')
    : `^${cutHoles(literal.value, holes, escapeText, ({ fill }) => fill)}$`
  return {
    ...comparison,
    operator: isLike ? 'LIKE' : 'MATCHES',
    negated: negated !== (operator === '!='),
    literals: [{ ...literal, value }],
  }
}
