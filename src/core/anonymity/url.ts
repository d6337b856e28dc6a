// T22: what of a victim a URL holds, in its user, path, query or fragment, cut out; the attacker's
// scheme, host and path stay. Knows no pattern but the one it writes.
import { type Dictionary, findTerms, matchAddress, matchDomain } from './dictionary.ts'
import { findPersonal } from './personal.ts'
import { findSecrets } from './secret.ts'

/**
 * `same`: nothing in it. `victim`: its host is the victim's, or nothing of use is left. `changed`:
 * `value` is the URL up to what was cut out first; `pattern` a regular expression of the whole URL
 * that matches it, and every URL that differs from it only in what was cut out.
 */
export type ScrubbedUrl =
  | { fate: 'same' }
  | { fate: 'victim' }
  | { fate: 'changed'; value: string; pattern: string }

/** A piece of a URL as it stands, and what stands for it in a pattern when it must go. */
type Piece = { text: string; hole: string }

const shape =
  /^([a-z][a-z0-9+.-]*:\/\/)(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(:\d*)?([^?#]*)(\?[^#]*)?(#.*)?$/is

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** A digest keeps its length and letters: what is as long and no digest is another URL. */
const holeOf = (text: string, other: string): string =>
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text) ? `[A-Fa-f0-9]{${text.length}}` : other

const splitPath = (path: string): Piece[] =>
  path.split(/(\/)/).map((text) => ({ text, hole: holeOf(text, '[^/?#]*') }))

/** The names and the values of a query or fragment, each its own piece. */
const splitQuery = (query: string): Piece[] =>
  query
    .split(/([?#&;])/)
    .flatMap((part) => part.split(/(?<=^[^=]*)(=)(?=.)/s))
    .map((text) => ({ text, hole: holeOf(text, '[^&#]*') }))

const tells = (text: string, dictionary: Dictionary): boolean =>
  text.length > 1 &&
  (findTerms(text, dictionary).length > 0 ||
    findPersonal(text).some(({ kind }) => kind === 'mail') ||
    findSecrets(text).length > 0)

type Parts = { before: Piece[]; host: string; after: Piece[] }

const readParts = (url: string): Parts | null => {
  const match = shape.exec(url)
  if (match === null) return null
  const [, scheme, user, host, port = '', path, query = '', fragment = ''] = match
  const userinfo = user === undefined ? [] : [{ text: `${user}@`, hole: '(?:[^/?#@]*@)?' }]
  return {
    before: [{ text: scheme!, hole: '' }, ...userinfo],
    host: `${host}${port}`,
    after: [...splitPath(path!), ...splitQuery(query), ...splitQuery(fragment)],
  }
}

const isUserPassword = (text: string): boolean => /^[^:]+:.+@$/.test(text)

/** What a URL is without what names an asset or a person. */
export const scrubUrl = (url: string, dictionary: Dictionary): ScrubbedUrl => {
  const parts = readParts(url)
  if (parts === null) return tells(url, dictionary) ? { fate: 'victim' } : { fate: 'same' }
  const host = parts.host.replace(/:\d*$/, '')
  if (matchDomain(host, dictionary) || matchAddress(host, dictionary)) return { fate: 'victim' }
  const goes = ({ text }: Piece): boolean => isUserPassword(text) || tells(text, dictionary)
  const pieces = [...parts.before, { text: parts.host, hole: '' }, ...parts.after]
  const gone = pieces.map(goes)
  if (!gone.includes(true)) return tells(url, dictionary) ? { fate: 'victim' } : { fate: 'same' }
  if (pieces.some(({ hole }, i) => gone[i] && hole === '')) return { fate: 'victim' }
  const isUser = (i: number): boolean => i < parts.before.length
  const first = gone.findIndex((is, i) => is && !isUser(i))
  const kept = pieces
    .slice(0, first < 0 ? pieces.length : first)
    .filter((_, i) => !(isUser(i) && gone[i]))
  const value = kept.map(({ text }) => text).join('')
  const pattern = pieces.map(({ text, hole }, i) => (gone[i] ? hole : literal(text))).join('')
  if (tells(value, dictionary) || tells(pattern, dictionary)) return { fate: 'victim' }
  return { fate: 'changed', value, pattern: `^${pattern}$` }
}
